package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/testcase"
)

// Detail is how much is told of tests that passed.
type Detail int

// The details: a line each, or what every run gave.
const (
	Brief Detail = iota
	Verbose
)

// Tests prints what became of tests, and returns the exit status: Done only where
// all of them passed.
func (p *Printer) Tests(report *monitortest.Report, detail Detail) int {
	for _, t := range report.Tests {
		p.test(t, detail)
	}
	if report.Coverage != nil {
		p.coverage(report.Coverage)
	}
	p.testSummary(report)
	p.notPassed(report)
	if report.OK() {
		return Done
	}
	return Failed
}

// testStatus are the words at the beginning of a test's line.
var testStatus = map[monitortest.Status]struct {
	word  string
	paint color.Attribute
}{
	monitortest.Passed:  {"ok", color.FgGreen},
	monitortest.Failed:  {"FAIL", color.FgRed},
	monitortest.Refused: {"refused", color.FgYellow},
}

func (p *Printer) test(t monitortest.Result, detail Detail) {
	s := testStatus[t.Status]
	pad := strings.Repeat(" ", max(0, len("refused")-len(s.word)))
	p.line("%s%s  %s", p.bold(p.paint(s.word, s.paint)), pad, oneLine(t.Name)+testSize(t))
	if t.Status == monitortest.Refused {
		p.inset(1, "%s: it can't be evaluated faithfully here: %s", placeText(t.At), oneLine(t.Refused))
	}
	for _, f := range t.Failures {
		p.failure(f)
	}
	p.lost(t.Events.Lost, detail)
	notes := t.Notes
	if detail == Verbose || t.Status != monitortest.Passed {
		notes = slices.Concat(notes, t.Remarks)
	}
	for _, n := range notes {
		p.inset(1, "note: %s", oneLine(n))
	}
	for _, n := range t.DialectNotes {
		p.inset(1, "dialect: %s", oneLine(n))
	}
	if detail == Verbose {
		p.runs(t)
	}
}

// testSize is "(3 runs, 2 events)".
func testSize(t monitortest.Result) string {
	if t.Status == monitortest.Refused || len(t.Runs) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s, %s)", plural(len(t.Runs), "run"), plural(t.Events.Read, "event"))
}

// inset prints a line, so many steps to the right.
func (p *Printer) inset(depth int, format string, args ...any) {
	p.line("%s%s", strings.Repeat(" ", 7+2*depth), strings.TrimRight(fmt.Sprintf(format, args...), " "))
}

func placeText(at testcase.Place) string {
	if at.File == "" {
		return "inline"
	}
	if at.Line == 0 {
		return printable(at.File)
	}
	return fmt.Sprintf("%s:%d", printable(at.File), at.Line)
}

// mostLost is how many lost documents are listed unless all are wanted.
const mostLost = 3

func (p *Printer) lost(list []monitortest.Lost, detail Detail) {
	for i, l := range list {
		if i == mostLost && detail != Verbose {
			p.inset(1, "and %d more lost", len(list)-i)
			return
		}
		p.inset(1, "lost: %s (_id %s): index %s does not take it: %s", placeText(l.At), oneLine(l.ID), oneLine(l.Index), p.lostReason(l))
	}
}

// lostReason is why a document is lost, without its _id, which has been told.
func (p *Printer) lostReason(l monitortest.Lost) string {
	return p.shortened(strings.ReplaceAll(l.Reason, " in document with id '"+l.ID+"'", ""))
}

// longestReason is how long a server's words may be before they are cut: some
// quote whole events.
const longestReason = 240

func (p *Printer) shortened(text string) string {
	runes := []rune(p.masked(oneLine(text)))
	if len(runes) <= longestReason {
		return string(runes)
	}
	const end = 60 // what is the matter often stands there
	return string(runes[:longestReason-end-3]) + " … " + string(runes[len(runes)-end:])
}

func (p *Printer) testSummary(report *monitortest.Report) {
	passed, failed, refused := report.Count(monitortest.Passed), report.Count(monitortest.Failed), report.Count(monitortest.Refused)
	if len(report.Tests) == 0 {
		p.line("No tests.")
		return
	}
	counts := fmt.Sprintf("%d passed", passed)
	if failed > 0 {
		counts += fmt.Sprintf(", %d failed", failed)
	}
	if refused > 0 {
		counts += fmt.Sprintf(", %d refused", refused)
	}
	switch {
	case failed > 0:
		p.line("\n%s %s of %s.", p.bold(p.paint("FAIL:", color.FgRed)), counts, plural(len(report.Tests), "test"))
	case refused > 0:
		p.line("\n%s %s of %s.", p.bold(p.paint("Not tested:", color.FgYellow)), counts, plural(len(report.Tests), "test"))
	default:
		p.line("\n%s %s.", p.bold(p.paint("ok:", color.FgGreen)), plural(passed, "test"))
	}
}

// manyTests is from how many on those that did not pass are named at the end, for
// they have scrolled away; mostNamed is how many are.
const (
	manyTests = 20
	mostNamed = 20
)

func (p *Printer) notPassed(report *monitortest.Report) {
	if len(report.Tests) < manyTests {
		return
	}
	n := 0
	for _, t := range report.Tests {
		if t.Status == monitortest.Passed {
			continue
		}
		if n++; n <= mostNamed {
			p.line("  %s: %s (%s)", placeText(t.At), oneLine(t.Name), t.Status)
		}
	}
	if n > mostNamed {
		p.line("  and %d more", n-mostNamed)
	}
}

// runs prints what every run of a test gave.
func (p *Printer) runs(t monitortest.Result) {
	for _, r := range t.Runs {
		head := "run"
		if len(t.Runs) > 1 {
			head += " " + afterText(r.After)
		}
		p.inset(1, "%s: period %s, %s", head, period(r.Outcome.Start, r.Outcome.End), hitsText(r.Outcome))
		for _, x := range r.Outcome.Triggers {
			p.inset(2, "%s", triggerText(x))
			for _, m := range x.Messages {
				p.message1(3, m)
			}
		}
	}
}
