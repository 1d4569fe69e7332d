package view

import (
	"github.com/alertplan/alertplan/internal/doctor"
)

// DoctorJSON is what was found on a cluster, for machines.
type DoctorJSON struct {
	FormatVersion string `json:"format_version"`
	URL           string `json:"url"`       // of the cluster
	Workspace     string `json:"workspace"` // empty where no configuration was read
	Complete      bool   `json:"complete"`  // all was looked at; false: the cluster can't be reached, or does not know the user

	Faults   int             `json:"faults"`
	Warnings int             `json:"warnings"`
	Findings []DoctorFinding `json:"findings"` // by area
}

// DoctorFinding is one thing that was looked at.
type DoctorFinding struct {
	Area        string     `json:"area"`              // such as connection
	Kind        string     `json:"kind"`              // such as certificate-expires
	Grade       string     `json:"grade"`             // well, note, not-asked, warning or fault
	Text        string     `json:"text"`              // what it is
	WayOut      string     `json:"way_out"`           // what to do; empty where there is nothing to do
	Address     string     `json:"address,omitempty"` // of the monitor, workflow or destination, where it is the workspace's
	ID          string     `json:"id,omitempty"`      // the cluster's
	Name        string     `json:"name,omitempty"`    // of the monitor or channel
	Permissions []string   `json:"permissions"`       // that the user lacks
	Place       *PlaceJSON `json:"place,omitempty"`   // in the configuration's files
}

// NewDoctorJSON words what was found.
func NewDoctorJSON(r doctor.Report) DoctorJSON {
	out := DoctorJSON{
		FormatVersion: FormatVersion, URL: printable(r.URL), Workspace: r.Workspace, Complete: !r.Broken,
		Faults: r.Count(doctor.Fault), Warnings: r.Count(doctor.Warning), Findings: []DoctorFinding{},
	}
	for _, f := range r.Findings {
		words := doctorWords(f)
		one := DoctorFinding{
			Area: string(f.Area), Kind: string(f.Kind), Grade: string(f.Grade), Text: printable(words.text), WayOut: printable(words.wayOut),
			Address: f.Address.String(), ID: printable(f.ID), Name: printable(f.Title),
			Permissions: append([]string{}, printables(f.Permissions)...),
		}
		if f.At.File != "" {
			one.Place = &PlaceJSON{File: printable(f.At.File), Line: f.At.Start.Line}
		}
		out.Findings = append(out.Findings, one)
	}
	return out
}
