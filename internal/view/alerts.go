package view

import (
	"fmt"
	"time"

	"github.com/fatih/color"
	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/health"
)

// AlertOf is an alert with where it comes from.
type AlertOf struct {
	Address address.Address
	health.Alert
}

// Alerts are those of a workspace at some moment, in the order in which they are shown.
type Alerts struct {
	Workspace string
	Alerts    []AlertOf
	Stranded  []health.Stranded
	Now       time.Time
}

// OpenAlerts prints the open alerts, and those that are stranded.
func (p *Printer) OpenAlerts(a Alerts) {
	if len(a.Alerts) == 0 {
		p.line("No open alerts.")
	} else {
		t := columns("MONITOR", "TRIGGER", "SEVERITY", "STATE", "SINCE", "ALERT")
		for _, alert := range a.Alerts {
			t.AppendRow(table.Row{alert.Address.String(), oneLine(alert.Trigger), oneLine(alert.Severity), p.alertWord(alert.State), sinceWords(alert.Alert, a.Now), oneLine(alert.ID)})
		}
		p.table(t)
		p.errorsOf(a.Alerts)
		p.line("\n%s", p.bold(plural(len(a.Alerts), "open alert")+"."))
	}
	p.stranded(a)
}

// PastAlerts prints alerts, open and past, the latest first.
func (p *Printer) PastAlerts(a Alerts) {
	if len(a.Alerts) == 0 {
		p.line("No alerts.")
		return
	}
	t := columns("MONITOR", "TRIGGER", "SEVERITY", "STATE", "FROM", "TO", "ACKNOWLEDGED")
	for _, alert := range a.Alerts {
		t.AppendRow(table.Row{alert.Address.String(), oneLine(alert.Trigger), oneLine(alert.Severity), p.alertWord(alert.State), clockOr(alert.Start), clockOr(alert.End), clockOr(alert.Acknowledged)})
	}
	p.table(t)
	p.errorsOf(a.Alerts)
}

func (p *Printer) alertWord(state health.AlertState) string {
	switch state {
	case health.IsActive:
		return p.paint(string(state), color.FgYellow)
	case health.IsInError:
		return p.paint(string(state), color.FgRed)
	}
	return oneLine(string(state))
}

// errorsOf prints why alerts are in error, each reason once.
func (p *Printer) errorsOf(alerts []AlertOf) {
	said := map[string]bool{}
	for _, a := range alerts {
		line := fmt.Sprintf("%s: %s", a.Address, CutLine(oneLine(a.Error), 300))
		if a.Error == "" || said[line] {
			continue
		}
		if len(said) == 0 {
			p.line("")
		}
		said[line] = true
		p.line("%s", line)
	}
}

// stranded says which alerts no run completes, and what can be done.
func (p *Printer) stranded(a Alerts) {
	if len(a.Stranded) == 0 {
		return
	}
	p.line("\n%s", p.bold(fmt.Sprintf("Stranded: %s of this workspace that no run will complete.", plural(len(a.Stranded), "alert"))))
	gone := 0
	for _, s := range a.Stranded {
		what := "its trigger is gone"
		if s.MonitorGone {
			what = "its monitor is gone"
			gone++
		}
		p.line("  %s %q, trigger %s: %s since %s; %s", oneLine(s.ID), oneLine(s.MonitorName), oneLine(s.Trigger), s.State, sinceWords(s.Alert, a.Now), what)
	}
	p.line("")
	p.bullet("They tell nobody. When a monitor is deleted or a trigger replaced, the server closes ten of its open alerts, and forgets the others.")
	if gone > 0 {
		p.bullet("Don't acknowledge those whose monitor is gone, in the Dashboards or by the API: from 2.x on the server would not answer, and acknowledge nothing of anybody's until it is restarted.")
	}
	p.bullet("Somebody who may write to the index .opendistro-alerting-alerts, which the security plugin protects, can delete them there by their ids.")
}

// sinceWords is when an alert came to be as it is, and how long ago.
func sinceWords(a health.Alert, now time.Time) string {
	at := a.Start
	if a.State == health.IsAcknowledged && !a.Acknowledged.IsZero() {
		at = a.Acknowledged
	}
	passed := now.Sub(at)
	if passed < time.Second {
		return clock(at) + " (now)"
	}
	return fmt.Sprintf("%s (%s)", clock(at), Span(passed))
}

func clockOr(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return clock(at)
}
