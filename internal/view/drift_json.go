package view

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// DriftJSON is what drift found, for machines. Lists are never null.
type DriftJSON struct {
	FormatVersion   string               `json:"format_version"`
	Workspace       string               `json:"workspace"`
	Drift           bool                 `json:"drift"` // there is any; the exit status is 2 then
	Summary         DriftSummaryJSON     `json:"summary"`
	Changed         []DriftedJSON        `json:"changed"`          // on the cluster, or perhaps so: see origin of the fields
	Missing         []DriftedJSON        `json:"missing"`          // never applied, or deleted on the cluster
	Copies          []DriftedJSON        `json:"copies"`           // several objects of one address
	Unmanaged       []NewcomerJSON       `json:"unmanaged"`        // owned by no workspace; empty without --unmanaged
	OtherWorkspaces []OtherWorkspaceJSON `json:"other_workspaces"` // what they own is no drift; empty without --unmanaged
	NotApplied      []NotAppliedJSON     `json:"not_applied"`      // what the files want beside that: no drift
	Mutes           []MutedJSON          `json:"mutes"`            // on the cluster: no drift, running or ended
	Problems        []MessageJSON        `json:"problems"`         // what keeps that from being applied: no drift
	Warnings        []MessageJSON        `json:"warnings"`
	Diagnostics     []DiagnosticJSON     `json:"diagnostics"` // of the files
	EndJSON
}

// DriftSummaryJSON holds the numbers of the summary line.
type DriftSummaryJSON struct {
	Changed    int `json:"changed"`
	Missing    int `json:"missing"`
	Copies     int `json:"copies"`
	Unmanaged  int `json:"unmanaged"`
	NotApplied int `json:"not_applied"`
	Unchanged  int `json:"unchanged"`
	OfPlugins  int `json:"of_plugins"` // monitors that other plugins own; 0 without --unmanaged
}

// DriftedJSON is one object that drifted, or several of one address.
type DriftedJSON struct {
	Address             string             `json:"address"`
	Name                string             `json:"name"`
	EditedByAnotherHand bool               `json:"edited_by_another_hand"` // the mark is gone
	Objects             []DatedObjectJSON  `json:"objects"`                // the live ones
	Fields              []DriftedFieldJSON `json:"fields"`
	UsedBy              []string           `json:"used_by,omitempty"` // monitors of ours that still send to a missing destination: it was there
	Removal             *RemovalJSON       `json:"removal,omitempty"` // of a monitor that the files have no longer: it has no fields
	Problem             *MessageJSON       `json:"problem,omitempty"` // where there are no fields to compare
}

// RemovalJSON is what becomes of a monitor that the files have no longer.
type RemovalJSON struct {
	Action string   `json:"action"` // delete or forget
	Paths  []string `json:"paths"`  // what is not as it was applied, as far as the mark tells
}

// DatedObjectJSON is a live object, and when it was written last.
type DatedObjectJSON struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	LastUpdate *time.Time `json:"last_update,omitempty"` // in UTC; by whom can't be told
}

// DriftedFieldJSON is one difference. Secrets read "(sensitive)"; null is what is
// not there, and what is not known in this run.
type DriftedFieldJSON struct {
	Path      string `json:"path"`
	InFiles   any    `json:"in_files"` // where the origin is cluster, that is what was applied
	OnCluster any    `json:"on_cluster"`
	Sensitive bool   `json:"sensitive"`

	// Which side has changed since the last apply; unknown where it can't be told.
	Origin string `json:"origin"`

	// What in_files needs and has no value, such as var.slack_url.
	Unknown []string `json:"unknown,omitempty"`

	// Only the words of the Dashboards' form: the search or condition is as it was.
	FormOnly bool `json:"form_only,omitempty"`
}

// NewcomerJSON is a monitor or channel that no workspace owns.
type NewcomerJSON struct {
	Kind       string     `json:"kind"`
	Type       string     `json:"type"` // a monitor's type, or a channel's kind
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	LastUpdate *time.Time `json:"last_update,omitempty"`

	// The workspace whose ids its triggers have, if it is known here.
	IDsOfWorkspace string `json:"ids_of_workspace,omitempty"`
}

// OtherWorkspaceJSON counts what another workspace owns.
type OtherWorkspaceJSON struct {
	Workspace string `json:"workspace"`
	Monitors  int    `json:"monitors"`
	Channels  int    `json:"channels"`
}

// NewDriftJSON makes a drift's JSON, and tells the exit status as Drift does.
func NewDriftJSON(d *plan.Drift) (DriftJSON, int) {
	out := DriftJSON{
		FormatVersion: FormatVersion, Workspace: d.Workspace, Drift: d.Any(),
		Summary: DriftSummaryJSON{
			Changed: len(d.Changed), Missing: len(d.Missing), Copies: len(d.Copies), Unmanaged: len(d.Unmanaged),
			NotApplied: len(d.NotApplied), Unchanged: d.Unchanged, OfPlugins: d.OfPlugins,
		},
		Changed: mapped(d.Changed, driftedJSON), Missing: mapped(d.Missing, driftedJSON), Copies: mapped(d.Copies, driftedJSON),
		Unmanaged: mapped(d.Unmanaged, newcomerJSON), NotApplied: mapped(d.NotApplied, notAppliedJSON),
		OtherWorkspaces: mapped(d.Others, func(o plan.OtherWorkspace) OtherWorkspaceJSON { return OtherWorkspaceJSON(o) }),
		Problems:        mapped(d.Problems, func(x plan.Problem) MessageJSON { return problemJSON(x, d.Workspace) }),
		Mutes:           mapped(d.Mutes, mutedJSON),
		Warnings:        mapped(d.Warnings, warningJSON), Diagnostics: []DiagnosticJSON{},
	}
	return out, DriftStatus(d)
}

// DriftStatus is the exit status of drift: Failed where it was asked for what there is
// not, Changes where there is drift, else Done.
func DriftStatus(d *plan.Drift) int {
	switch {
	case slices.ContainsFunc(d.Problems, func(x plan.Problem) bool { return x.Kind == plan.UnknownTarget }):
		return Failed
	case d.Any():
		return Changes
	default:
		return Done
	}
}

func mapped[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

func driftedJSON(x plan.Drifted) DriftedJSON {
	out := DriftedJSON{
		Address: x.Address.String(), Name: printable(x.Name), EditedByAnotherHand: x.EditedByAnotherHand, Fields: []DriftedFieldJSON{},
		Objects: mapped(x.Objects, func(o plan.DatedObject) DatedObjectJSON {
			return DatedObjectJSON{ID: printable(o.ID), Name: printable(o.Name), LastUpdate: known(o.LastUpdate)}
		}),
	}
	if len(x.UsedBy) > 0 {
		out.UsedBy = mapped(x.UsedBy, address.Address.String)
	}
	if x.Removal != nil {
		out.Removal = &RemovalJSON{Action: string(x.Removal.Action), Paths: mapped(x.Removal.Paths, printable)}
	}
	if x.Problem != nil {
		m := problemJSON(*x.Problem, "")
		out.Problem = &m
	}
	for _, f := range x.Fields {
		out.Fields = append(out.Fields, DriftedFieldJSON{
			Path: f.Path, InFiles: plainValue(f.After), OnCluster: plainValue(f.Before), Origin: string(f.Origin),
			Sensitive: isSecret(f.Before) || isSecret(f.After), Unknown: unknownIn(f.After), FormOnly: f.FormOnly,
		})
	}
	return out
}

// known is nil for a time that is not known.
func known(milliseconds int64) *time.Time {
	if milliseconds == 0 {
		return nil
	}
	t := time.UnixMilli(milliseconds).UTC()
	return &t
}

func newcomerJSON(n plan.Newcomer) NewcomerJSON {
	kind := "monitor"
	if n.Channel {
		kind = "channel"
	}
	return NewcomerJSON{
		Kind: kind, Type: printable(n.Kind), ID: printable(n.ID), Name: printable(n.Name), LastUpdate: known(n.LastUpdate), IDsOfWorkspace: n.IDsOf,
	}
}
