package view

import (
	"strings"

	"github.com/fatih/color"

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
	for _, l := range p.wrap(text, textWidth-len(indent)) {
		p.line("%s", strings.TrimRight(indent+l, " "))
	}
}

// bullet prints wrapped text as an item of a list.
func (p *Printer) bullet(text string) {
	for i, l := range p.wrap(text, textWidth-len("- ")) {
		p.line("%s", strings.TrimRight(map[bool]string{true: "- ", false: "  "}[i == 0]+l, " "))
	}
}

func (p *Printer) heading(words, more string) {
	p.lead(words, more, color.Bold)
	p.line("")
}

// lead prints wrapped text that begins with painted words.
func (p *Printer) lead(words, more string, attributes ...color.Attribute) {
	for i, l := range p.wrap(words+more, textWidth) {
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

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
