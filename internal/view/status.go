package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/fatih/color"
	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/alertplan/alertplan/internal/health"
)

// Status is how the monitors of a workspace are doing at some moment.
type Status struct {
	Workspace string
	Monitors  []health.Monitor
	Now       time.Time
	RunsKnown bool // when monitors have run was read
}

// Status prints a table of monitors, then what of their alerts needs more words.
func (p *Printer) Status(s Status) {
	if len(s.Monitors) == 0 {
		p.line("No monitors in workspace %q.", s.Workspace)
		return
	}
	t := columns("MONITOR", "STATE", "LAST RUN", "NEXT RUN", "OPEN ALERTS")
	for _, m := range s.Monitors {
		t.AppendRow(table.Row{m.Address.String(), p.stateWords(m), s.lastRun(m), s.nextRun(m), openAlerts(m)})
	}
	p.table(t)
	for _, m := range s.Monitors {
		p.alertsOf(s, m)
	}
	p.line("\n%s", p.bold(s.summary()+"."))
}

var stateColors = map[health.State]color.Attribute{
	health.Missing: color.FgRed, health.Failing: color.FgRed, health.Stopped: color.FgRed, health.Late: color.FgYellow,
	health.Active: color.FgYellow, health.OK: color.FgGreen,
}

// stateWords are the state, and whether a mute is the reason that nothing fires.
func (p *Printer) stateWords(m health.Monitor) string {
	if len(m.Mutes) == 0 {
		return p.stateWord(m.State)
	}
	return p.stateWord(m.State) + ", muted"
}

func (p *Printer) stateWord(state health.State) string {
	if attribute, ok := stateColors[state]; ok {
		return p.paint(string(state), attribute)
	}
	return string(state)
}

func (s Status) lastRun(m health.Monitor) string {
	switch {
	case m.State == health.Missing:
		return "-"
	case !s.RunsKnown:
		return "unknown"
	case m.Last.IsZero():
		return "-"
	}
	return Span(max(0, s.Now.Sub(m.Last))) + " ago"
}

func (s Status) nextRun(m health.Monitor) string {
	if m.Next.IsZero() {
		return "-"
	}
	return "in " + Span(max(0, m.Next.Sub(s.Now)))
}

// openAlerts counts the open alerts of a monitor by their states.
func openAlerts(m health.Monitor) string {
	var words []string
	for _, state := range []health.AlertState{health.IsActive, health.IsInError, health.IsAcknowledged} {
		if n := m.Count(state); n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, state))
		}
	}
	if len(words) == 0 {
		return "-"
	}
	return strings.Join(words, ", ")
}

// mostShown limits the alerts of one monitor that are shown in a status.
const mostShown = 5

// alertsOf prints the open alerts of one monitor, each with what holds it up.
func (p *Printer) alertsOf(s Status, m health.Monitor) {
	if len(m.Alerts)+len(m.Mutes) == 0 {
		return
	}
	p.line("\n%s %q", m.Address, oneLine(m.Name))
	for _, muted := range m.Mutes {
		p.line("  %s: muted until %s%s", oneLine(muted.Trigger), clock(muted.Mute.Until), whyMuted(muted.Mute.Why))
	}
	for i, a := range m.Alerts {
		if i == mostShown {
			p.line("  and %s more: `alertplan alerts list %s` lists them", plural(len(m.Alerts)-i, "alert"), m.Address)
			return
		}
		p.line("  %s, severity %s: %s since %s", oneLine(a.Trigger), oneLine(a.Severity), a.State, sinceWords(a, s.Now))
		if a.Error != "" {
			p.line("    %s", CutLine(oneLine(a.Error), 300))
		}
		for _, held := range m.Throttled {
			if held.Alert == a.ID {
				p.line("    action %s sends nothing until %s%s", oneLine(held.Action), clock(held.Until), heldBack(held))
			}
		}
	}
}

func heldBack(t health.Throttled) string {
	if t.Messages == 0 {
		return " (throttled)"
	}
	return fmt.Sprintf(" (throttled, %s held back)", plural(t.Messages, "message"))
}

func clock(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05 MST") }

// summary counts the monitors by their states, the worst first.
func (s Status) summary() string {
	var words []string
	for _, state := range []health.State{health.Missing, health.Failing, health.Stopped, health.Late, health.Active, health.Acknowledged, health.Disabled, health.OK} {
		n := 0
		for _, m := range s.Monitors {
			if m.State == state {
				n++
			}
		}
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, state))
		}
	}
	return plural(len(s.Monitors), "monitor") + ": " + strings.Join(words, ", ")
}

// WatchFooter says below a status when it was, and when the next one comes.
func (p *Printer) WatchFooter(now time.Time, every time.Duration) {
	p.line("%s\n", p.paint(fmt.Sprintf("%s, every %s; Ctrl-C ends.", clock(now), Span(every)), color.Faint))
}
