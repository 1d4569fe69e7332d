package view

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/doctor"
)

// areaTitles head the findings of each area.
var areaTitles = map[doctor.Area]string{
	doctor.Connection: "Connection", doctor.TLS: "TLS", doctor.Login: "Login", doctor.Servers: "Cluster", doctor.Plugins: "Plugins", doctor.Clock: "Clock", doctor.Rights: "Permissions",
	doctor.Limits: "Limits", doctor.Monitors: "Monitors", doctor.Channels: "Channels", doctor.Alerts: "Canary",
}

// gradeMarks stand before findings.
var gradeMarks = map[doctor.Grade]struct {
	mark  string
	color color.Attribute
}{
	doctor.Well: {"✓", color.FgGreen}, doctor.Note: {"•", color.Reset}, doctor.Unasked: {"?", color.Faint},
	doctor.Warning: {"!", color.FgYellow}, doctor.Fault: {"✗", color.FgRed},
}

// Doctor prints what was found on a cluster, by area, and returns the exit status.
func (p *Printer) Doctor(r doctor.Report) int {
	p.line("%s", p.bold(printable(r.URL)))
	area := doctor.Area("")
	for _, f := range r.Findings {
		if f.Area != area {
			area = f.Area
			p.line("\n%s", areaTitles[area])
		}
		p.symptom(f)
	}
	p.line("\n%s", p.bold(doctorSummary(r)+"."))
	return DoctorStatus(r)
}

const doctorIndent = "    "

func (p *Printer) symptom(f doctor.Finding) {
	words := doctorWords(f)
	mark := gradeMarks[f.Grade]
	for i, l := range p.wrap(printable(words.text), textWidth-len(doctorIndent)) {
		if i == 0 {
			p.line("  %s %s", p.paint(mark.mark, mark.color), l)
			continue
		}
		p.line("%s%s", doctorIndent, l)
	}
	if f.At.File != "" {
		p.line("%s%s:%d", doctorIndent, printable(f.At.File), f.At.Start.Line)
	}
	if words.wayOut == "" {
		return
	}
	for _, l := range p.wrap(printable(words.wayOut), textWidth-len(doctorIndent)) {
		p.line("%s%s", doctorIndent, l)
	}
}

// DoctorStatus is how a look ends: 1 where it could not be finished, 2 where something is
// wrong.
func DoctorStatus(r doctor.Report) int {
	switch {
	case r.Broken:
		return Failed
	case r.Count(doctor.Fault)+r.Count(doctor.Warning) > 0:
		return Changes
	}
	return Done
}

// doctorSummary counts the findings by their grades, the worst first.
func doctorSummary(r doctor.Report) string {
	var words []string
	for _, g := range []struct {
		grade     doctor.Grade
		one, many string
	}{
		{doctor.Fault, "fault", "faults"}, {doctor.Warning, "warning", "warnings"}, {doctor.Unasked, "not asked", "not asked"},
		{doctor.Note, "note", "notes"}, {doctor.Well, "well", "well"},
	} {
		if n := r.Count(g.grade); n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, pick(n, g.one, g.many)))
		}
	}
	text := strings.Join(words, ", ")
	if r.Broken {
		text += "; the rest could not be looked at"
	}
	return text
}
