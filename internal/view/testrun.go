package view

import (
	"fmt"
	"strings"

	"github.com/fatih/color"
	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Trial prints what a monitor would do on events, and returns the exit status. A
// search or a condition that fails is what it would do.
func (p *Printer) Trial(t *monitortest.Trial) int {
	o := t.Outcome
	p.line("%s %s", p.bold(t.Address.String()), oneLine(t.Name))
	p.line("  period   %s", period(o.Start, o.End))
	events := fmt.Sprintf("%d read, %d lost", t.Events.Read, len(t.Events.Lost)+t.Events.LostMore)
	if t.Evidence != nil && t.Evidence.Within >= 0 {
		events += fmt.Sprintf(", %d in the window", t.Evidence.Within)
	}
	p.line("  events   %s", events)
	for _, l := range t.Events.Lost[:min(len(t.Events.Lost), mostLost)] {
		p.line("    lost %s (_id %s): %s", placeText(l.At), oneLine(l.ID), p.lostReason(l))
	}
	if more := len(t.Events.Lost) + t.Events.LostMore - mostLost; more > 0 {
		p.line("    and %d more lost", more)
	}
	if o.Metrics == nil {
		p.line("  search   %s", hitsText(o))
	}
	for _, n := range t.Notes {
		p.line("  note     %s", oneLine(n))
	}
	for _, n := range t.DialectNotes {
		p.line("  dialect  %s", oneLine(n))
	}
	p.hitTable(t)
	p.aggregationText(o.Aggregations())
	for _, x := range o.Triggers {
		p.line("\n%s", p.paintTrigger(x))
		for _, m := range x.Messages {
			p.message1(-2, m)
		}
	}
	return Done
}

func hitsText(o *monitortest.Outcome) string {
	if o.SearchFailed {
		return "failed: " + oneLine(o.SearchError)
	}
	switch {
	case o.Found != nil:
		return plural(len(o.IDs()), "document")
	case o.Answer == nil:
		return "none"
	}
	total, ok := o.Hits()
	if !ok {
		return "hits not counted"
	}
	return plural(int(total), "hit")
}

// hitTable lists the events that matched, or what the nearest one lacks.
func (p *Printer) hitTable(t *monitortest.Trial) {
	e := t.Evidence
	if e == nil {
		if ids := t.Outcome.IDs(); len(ids) > 0 {
			p.line("  _ids     %s", oneLine(strings.Join(ids, ", ")))
		}
		return
	}
	if len(e.Matched) == 0 {
		for _, l := range evidenceLines(e)[1:] { // the head is printed already
			p.line("%s%s", strings.Repeat("  ", l.depth+1), l.text)
		}
		return
	}
	w := columns("EVENT", "_ID", "FIELDS")
	for _, m := range e.Matched {
		_, fields, _ := strings.Cut(matchText("", m), "): ")
		w.AppendRow(table.Row{placeText(m.At), oneLine(m.ID), fields})
	}
	p.line("")
	p.tableBehind("  ", w)
	if more := e.Hits - int64(len(e.Matched)); more > 0 {
		p.line("  and %d more", more)
	}
}

func (p *Printer) aggregationText(o *orderedjson.Object) {
	if o.Len() == 0 {
		return
	}
	p.line("\n  aggregations")
	for l := range strings.SplitSeq(strings.TrimRight(longText(o), "\n"), "\n") {
		p.line("    %s", strings.TrimRight(l, " "))
	}
}

// triggerText is what became of a trigger, in a line.
func triggerText(t monitortest.Triggered) string {
	text := "trigger " + oneLine(t.Label)
	switch {
	case t.Error != "":
		short, _ := monitortest.ShortError(t.Error)
		return text + " fails, which counts as triggered: " + oneLine(short)
	case !t.Fired && t.Quiet != "":
		return text + " does not fire (" + oneLine(t.Quiet) + ")"
	case !t.Fired:
		return text + " does not fire"
	case len(t.Buckets) > 0:
		keys := make([]string, len(t.Buckets))
		for i, b := range t.Buckets {
			keys[i] = oneLine(b.Keys)
		}
		return text + " fires for " + plural(len(keys), "bucket") + ": " + strings.Join(keys, "; ")
	case len(t.Documents) > 0:
		return text + " fires for " + plural(len(t.Documents), "document") + ": " + oneLine(strings.Join(t.Documents, ", "))
	}
	return text + " fires"
}

func (p *Printer) paintTrigger(t monitortest.Triggered) string {
	switch {
	case t.Error != "":
		return p.bold(p.paint(triggerText(t), color.FgRed))
	case t.Fired:
		return p.bold(p.paint(triggerText(t), color.FgYellow))
	}
	return p.bold(triggerText(t))
}

// message1 prints one message, or why there is none.
func (p *Printer) message1(depth int, m monitortest.Message) {
	to := fmt.Sprintf("%s to %s", oneLine(m.Action), oneLine(m.Destination))
	if m.Of != "" {
		to += ", for " + oneLine(m.Of)
	}
	switch {
	case m.Error != "":
		p.inset(depth, "%s: not sent: %s", to, oneLine(m.Error))
		return
	case m.Throttled:
		p.inset(depth, "%s: held back by the throttle", to)
		return
	}
	p.inset(depth, "%s:", to)
	if m.Subject != "" {
		p.inset(depth+1, "subject: %s", oneLine(m.Subject))
	}
	for l := range strings.SplitSeq(strings.TrimSuffix(printable(m.Message), "\n"), "\n") {
		p.inset(depth+1, "| %s", l)
	}
}
