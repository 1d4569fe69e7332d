package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/accept"
)

// Accepted is what became of a drift that is accepted.
type Accepted struct {
	*accept.Result
	Workspace string

	// DryRun: nothing was written.
	DryRun bool

	// Tested are the accepted monitors that have tests.
	Tested []string
}

// AcceptStatus is the exit status: Changes where something is left to the user.
func AcceptStatus(r *accept.Result) int {
	if len(r.Left) > 0 {
		return Changes
	}
	return Done
}

// Accept prints what was written into the files, and what is left to write there.
func (p *Printer) Accept(r Accepted) {
	for _, f := range r.Files {
		p.line("%s", p.bold(f.Name))
		p.Diff(unified(f.Before), unified(f.After))
		p.line("")
	}
	p.acceptedFields(r)
	p.leftFields(r.Left)
	for _, at := range r.Same {
		p.indented("", fmt.Sprintf("%s has not drifted: there is nothing to accept.", at))
	}
	p.acceptSummary(r)
}

// unified is a file's text as a diff shows it.
func unified(content []byte) string {
	return printable(strings.ReplaceAll(string(content), "\r\n", "\n"))
}

func (p *Printer) acceptedFields(r Accepted) {
	if len(r.Accepted) == 0 {
		return
	}
	words := "Written into the files, as the cluster has it:"
	if r.DryRun {
		words = "To be written into the files, as the cluster has it:"
	}
	p.line("%s\n", p.paint(words, color.Bold))
	for _, f := range r.Accepted {
		part := ""
		if f.Partly {
			part = ", in part"
		}
		p.line("  %s %s%s (%s)", p.bold(f.Address.String()), printable(f.Field.Path), part, lineWords(f.At))
	}
	p.line("")
}

func lineWords(at hcl.Range) string { return fmt.Sprintf("%s:%d", at.Filename, at.Start.Line) }

func (p *Printer) leftFields(list []accept.Left) {
	if len(list) == 0 {
		return
	}
	p.line("%s\n", p.paint("Left to you:", color.Bold))
	for i, l := range list {
		head := p.bold(l.Address.String())
		if l.Path != "" {
			head += " " + printable(l.Path)
		}
		if l.At.Filename != "" {
			head += " (" + lineWords(l.At) + ")"
		}
		p.line("  %s", head)
		if l.Path != "" {
			p.leftValue(l)
		}
		if i+1 < len(list) && list[i+1].Address == l.Address && toWriteWords(list[i+1]) == toWriteWords(l) {
			continue // said once
		}
		p.indented(fieldIndent, toWriteWords(l))
		p.line("")
	}
}

// leftValue shows the two sides, and what stands in the files.
func (p *Printer) leftValue(l accept.Left) {
	if l.Expression != "" && !strings.Contains(l.Expression, "\n") {
		p.line("%sfiles:   %s", fieldIndent, printable(l.Expression))
	}
	before, after := l.InFiles, l.OnCluster
	if isLong(before) || isLong(after) {
		p.lines(diffLines(longText(before), longText(after)))
		return
	}
	if l.Expression == "" || strings.Contains(l.Expression, "\n") {
		p.line("%sfiles:   %s", fieldIndent, valueOrNothing(before))
	}
	p.line("%scluster: %s", fieldIndent, valueOrNothing(after))
}

func valueOrNothing(v any) string {
	if v == nil {
		return "nothing"
	}
	return valueText(v)
}

func (p *Printer) acceptSummary(r Accepted) {
	if len(r.Accepted)+len(r.Left) == 0 {
		return
	}
	counts := fmt.Sprintf("%d, left to you: %d.", len(r.Accepted), len(r.Left))
	p.line("%s %s", p.bold(p.paint("Accepted:", color.FgGreen)), counts)
	for _, hint := range acceptHints(r) {
		p.bullet(hint)
	}
}

func acceptHints(r Accepted) []string {
	var hints []string
	if r.DryRun && len(r.Files) > 0 {
		hints = append(hints, "Nothing is written: that was a dry run.")
	}
	if len(r.Unmarked) > 0 {
		hints = append(hints, fmt.Sprintf("The mark of %s is gone from the cluster. It can't be accepted: the next `alertplan apply` restores it, and changes nothing else.", namesOf(r.Unmarked)))
	}
	if len(r.Tested) > 0 && len(r.Files) > 0 {
		hints = append(hints, fmt.Sprintf("%s tested: `alertplan test` tells whether the tests still hold.", strings.Join(r.Tested, " and ")+pick(len(r.Tested), " is", " are")))
	}
	return hints
}

func namesOf[T fmt.Stringer](list []T) string {
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = x.String()
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), ", ")
}
