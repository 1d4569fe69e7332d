package view

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// changedObjects prints first what was changed on the cluster for certain.
func (p *Printer) changedObjects(d *plan.Drift) {
	var certain, perhaps []plan.Drifted
	for _, x := range d.Changed {
		if isUntold(x) {
			perhaps = append(perhaps, x)
		} else {
			certain = append(certain, x)
		}
	}
	if len(certain) > 0 {
		p.heading(upperFirst(changedOnCluster), " (files -> cluster):")
		atMostOfAKind(p, certain, p.changedObject)
	}
	if len(perhaps) > 0 {
		p.heading("Not as the files have it", " (files -> cluster): changed on the cluster, or in the files and not applied yet. It can't be told which.")
		atMostOfAKind(p, perhaps, p.changedObject)
	}
}

// isUntold tells whether an object may be what was applied, all the same.
func isUntold(x plan.Drifted) bool {
	told := func(f plan.FieldChange) bool { return f.Origin != plan.Untold }
	return !x.EditedByAnotherHand && x.Problem == nil && x.Removal == nil && !slices.ContainsFunc(x.Fields, told)
}

func (p *Printer) changedObject(x plan.Drifted) {
	p.line("  %s", p.named(x))
	facts := slices.DeleteFunc([]string{editedWords(x), written(x.Objects)}, func(w string) bool { return w == "" })
	if len(facts) > 0 {
		p.line("%s%s", fieldIndent, strings.Join(facts, ", "))
	}
	if x.Problem != nil {
		p.indented(fieldIndent, problemMessage(*x.Problem, "").detail)
	}
	if x.Removal != nil {
		p.indented(fieldIndent, removalWords(*x.Removal))
	}
	for _, f := range x.Fields {
		p.driftedField(f)
	}
	p.line("")
}

// named is the address with the name that people know, and the cluster's id.
func (p *Printer) named(x plan.Drifted) string {
	words := p.bold(x.Address.String())
	if len(x.Objects) == 1 {
		return fmt.Sprintf("%s %s", words, object(x.Objects[0].Object))
	}
	return fmt.Sprintf("%s %q", words, oneLine(x.Name))
}

func editedWords(x plan.Drifted) string {
	switch {
	case !x.EditedByAnotherHand:
		return ""
	case x.Address.Kind() == address.Destination:
		return "edited by another hand (the address is gone)"
	default:
		return "edited by another hand (the mark is gone)"
	}
}

// written is when an object was written last, "" where that isn't known.
func written(objects []plan.DatedObject) string {
	if len(objects) != 1 || objects[0].LastUpdate == 0 {
		return ""
	}
	return "last written " + moment(objects[0].LastUpdate)
}

// moment is a time in RFC 3339, in whole seconds.
func moment(milliseconds int64) string {
	return time.UnixMilli(milliseconds).UTC().Format(time.RFC3339)
}

// driftedField prints a difference as it came about: what the files have, then
// what the cluster has.
func (p *Printer) driftedField(f plan.FieldChange) {
	note := ""
	if f.Origin == plan.InBoth {
		note = changedInBoth
	}
	note = theNotes(note, formNote(f))
	var text bytes.Buffer
	if isSecret(f.Before) && isSecret(f.After) {
		fmt.Fprintf(&text, "%s%s %s = %s (differs)\n", fieldIndent, p.paint("~", color.FgYellow), f.Path, destinations.Masked)
	} else {
		inner := &Printer{out: &text, color: p.color}
		inner.field(plan.FieldChange{Path: f.Path, Before: f.After, After: f.Before}, note)
	}
	lines := strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
	if more := len(lines) - firstLines - lastLines; more > 1 {
		cut := fmt.Sprintf("%s    … %d more lines: `alertplan plan` has them all", fieldIndent, more)
		lines = slices.Concat(lines[:firstLines], []string{cut}, lines[len(lines)-lastLines:])
	}
	for _, l := range lines {
		p.line("%s", l)
	}
}

// removalWords say what was changed of a monitor that the files have no longer, and
// what becomes of it.
func removalWords(r plan.Removal) string {
	what := ""
	if len(r.Paths) > 0 {
		what = "Not as applied: " + and(firsts(r.Paths)) + ". "
	}
	if r.Action == plan.Forget {
		return what + "A removed block gives it up: `alertplan apply` leaves it as it is."
	}
	return what + "No block declares it any more: `alertplan apply` destroys it, this change with it."
}
