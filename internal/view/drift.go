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

// How much of a drift is shown to people, so that it fits a screen; JSON has all.
const (
	mostOfAKind = 15
	firstLines  = 8 // of one field
	lastLines   = 5
)

// Drift prints what has drifted, and returns the exit status: Changes where there
// is drift, Failed where a target is unknown, else Done.
func (p *Printer) Drift(d *plan.Drift) int {
	if code := p.unknownTargets(d); code != Done {
		return code
	}
	if d.Any() {
		p.changedObjects(d)
		p.missingObjects(d.Missing)
		p.copiedObjects(d.Copies)
		p.unmanagedObjects(d)
		p.line("%s %s.", p.bold(p.paint("Drift:", color.FgYellow)), driftCounts(d))
		for _, hint := range driftHints(d) {
			p.bullet(hint)
		}
	} else {
		p.lead("No drift.", " "+noDriftWords(d), color.FgGreen, color.Bold)
	}
	p.notApplied(d)
	p.notes(d)
	if d.Any() {
		return Changes
	}
	return Done
}

// notes are what else to know: none of it is drift.
func (p *Printer) notes(d *plan.Drift) {
	for _, note := range driftNotes(d) {
		p.line("")
		p.indented("", note)
	}
}

func (p *Printer) unknownTargets(d *plan.Drift) int {
	code := Done
	for _, problem := range d.Problems {
		if problem.Kind == plan.UnknownTarget {
			p.message("Error", color.FgRed, problemMessage(problem, d.Workspace))
			code = Failed
		}
	}
	return code
}

// indented prints wrapped text, every line behind an indentation.
func (p *Printer) indented(indent, text string) {
	for _, l := range wrap(text, textWidth-len(indent)) {
		p.line("%s", strings.TrimRight(indent+l, " "))
	}
}

// bullet prints wrapped text as an item of a list.
func (p *Printer) bullet(text string) {
	for i, l := range wrap(text, textWidth-len("- ")) {
		p.line("%s", strings.TrimRight(map[bool]string{true: "- ", false: "  "}[i == 0]+l, " "))
	}
}

func (p *Printer) heading(words, more string) {
	p.lead(words, more, color.Bold)
	p.line("")
}

// lead prints wrapped text that begins with painted words.
func (p *Printer) lead(words, more string, attributes ...color.Attribute) {
	for i, l := range wrap(words+more, textWidth) {
		if rest, whole := strings.CutPrefix(l, words); whole && i == 0 {
			l = p.paint(words, attributes...) + rest
		}
		p.line("%s", l)
	}
}

// atMostOfAKind shows the first of many.
func atMostOfAKind[T any](p *Printer, list []T, show func(T)) {
	for _, x := range list[:min(len(list), mostOfAKind)] {
		show(x)
	}
	if more := len(list) - mostOfAKind; more > 0 {
		p.line("  … and %d more: --format json has them all", more)
	}
}

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
	return !x.EditedByAnotherHand && x.Problem == nil && !slices.ContainsFunc(x.Fields, told)
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

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
