package view

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

func (p *Printer) missingObjects(missing []plan.Drifted) {
	if len(missing) == 0 {
		return
	}
	told := 0
	for _, x := range missing {
		told += min(len(x.UsedBy), 1)
	}
	switch told {
	case 0:
		p.heading("Missing:", " never applied, or deleted on the cluster. It can't be told which.")
	case len(missing):
		p.heading("Missing:", "")
	default:
		p.heading("Missing:", " never applied, or deleted on the cluster. It can't be told which where it is not said.")
	}
	atMostOfAKind(p, missing, func(x plan.Drifted) {
		p.line("  %s %q", p.bold(x.Address.String()), oneLine(x.Name))
		switch {
		case hasTwin(x):
			p.indented(fieldIndent, fmt.Sprintf("That is the name of %s, but alertplan has not made it.", objects(x.Problem.Objects)))
		case len(x.UsedBy) > 0:
			p.indented(fieldIndent, fmt.Sprintf("It was deleted on the cluster: %s still %s to it.", and(firsts(mapped(x.UsedBy, address.Address.String))), pick(len(x.UsedBy), "sends", "send")))
		case x.Problem != nil:
			p.indented(fieldIndent, "It is someone else's channel. Perhaps this user can't see it.")
		}
	})
	p.line("")
}

func (p *Printer) copiedObjects(copies []plan.Drifted) {
	if len(copies) == 0 {
		return
	}
	p.heading("Copies:", " several of one address.")
	atMostOfAKind(p, copies, func(x plan.Drifted) {
		p.line("  %s", p.bold(x.Address.String()))
		for _, o := range x.Objects {
			when := written([]plan.DatedObject{o})
			if when != "" {
				when = ", " + when
			}
			p.line("      %s%s", object(o.Object), when)
		}
	})
	p.line("")
}

func (p *Printer) unmanagedObjects(d *plan.Drift) {
	if len(d.Unmanaged) == 0 {
		return
	}
	p.heading("Owned by no workspace:", "")
	t := columns("KIND", "ID", "NAME", "LAST WRITTEN", "")
	shown := map[bool]int{} // of monitors, of channels
	more := 0
	for _, n := range d.Unmanaged {
		if shown[n.Channel]++; shown[n.Channel] > mostOfAKind {
			more++
			continue
		}
		note, when := "", ""
		switch {
		case n.IDsOf != "" && isComposite(n):
			note = fmt.Sprintf("has the ids of workspace %q", n.IDsOf)
		case n.IDsOf != "":
			note = fmt.Sprintf("has the ids of workspace %q, but not its mark", n.IDsOf)
		}
		if n.LastUpdate != 0 {
			when = moment(n.LastUpdate)
		}
		t.AppendRow(table.Row{newcomerKind(n), oneLine(n.ID), oneLine(n.Name), when, note})
	}
	p.tableBehind("  ", t)
	if more > 0 {
		p.line("  … and %d more: --format json has them all", more)
	}
	p.line("")
}

func newcomerKind(n plan.Newcomer) string {
	if n.Channel {
		return "channel, " + oneLine(n.Kind)
	}
	if isComposite(n) {
		return "workflow"
	}
	return "monitor"
}

func isComposite(n plan.Newcomer) bool { return !n.Channel && n.Kind == string(monitors.Composite) }

// othersWords say whose the rest is, "" where there is none.
func othersWords(d *plan.Drift) string {
	var words []string
	for _, o := range d.Others {
		words = append(words, fmt.Sprintf("workspace %q owns %s", o.Workspace, counted(o)))
	}
	if d.OfPlugins > 0 {
		words = append(words, "other plugins own "+plural(d.OfPlugins, "monitor"))
	}
	if len(words) == 0 {
		return ""
	}
	return "Beside these, " + and(words) + "."
}

func counted(o plan.OtherWorkspace) string {
	var words []string
	if o.Monitors > 0 {
		words = append(words, plural(o.Monitors, "monitor"))
	}
	if o.Channels > 0 {
		words = append(words, plural(o.Channels, "channel"))
	}
	return and(words)
}

// notApplied is short: it is no drift, and plan shows all of it.
func (p *Printer) notApplied(d *plan.Drift) {
	if len(d.NotApplied) == 0 {
		return
	}
	p.line("")
	p.heading(upperFirst(notAppliedYet), fmt.Sprintf(": %s. That is no drift; `alertplan plan` shows it.", plural(len(d.NotApplied), "object")))
	atMostOfAKind(p, d.NotApplied, func(c plan.Change) {
		s := signs[c.Action]
		p.line("  %s %s", p.paint(s.text, s.paint), newsWords(c))
	})
}

func newsWords(c plan.Change) string {
	at := c.Address.String()
	switch c.Action {
	case plan.Delete:
		return at + " is to be destroyed: no block declares it any more"
	case plan.Forget:
		return at + " is to be no longer managed"
	case plan.Adopt:
		return fmt.Sprintf("%s is to adopt %s", at, object(plan.Object{ID: c.ID, Name: c.LiveName()}))
	case plan.Move:
		at += " is to move from " + c.Previous.String()
	case plan.Replace:
		at += " is to be replaced"
	}
	paths := changedPaths(c)
	switch n := len(paths); {
	case n == 0:
		return at
	case n > 3:
		return fmt.Sprintf("%s: %s", at, plural(n, "field"))
	default:
		return at + ": " + strings.Join(paths, ", ")
	}
}
