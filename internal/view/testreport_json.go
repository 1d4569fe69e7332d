package view

import (
	"slices"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/testcase"
)

// TestsJSON is the result of test for machines.
type TestsJSON struct {
	FormatVersion string        `json:"format_version"`
	OK            bool          `json:"ok"` // every test passed
	Passed        int           `json:"passed"`
	Failed        int           `json:"failed"`
	Refused       int           `json:"refused"` // could not be evaluated faithfully
	Tests         []TestJSON    `json:"tests"`
	Coverage      *CoverageJSON `json:"coverage,omitempty"`

	Packs []PackTestsJSON `json:"packs,omitempty"` // those with tests of their own, which were not run

	Diagnostics []DiagnosticJSON `json:"diagnostics"` // of the files
	EndJSON
}

// PackTestsJSON is a pack with tests of its own.
type PackTestsJSON struct {
	Address   string `json:"address"`
	Directory string `json:"directory"` // in which they are run: alertplan test DIRECTORY
	Tests     int    `json:"tests"`
}

// PlaceJSON is where something stands; for an event of a file, in that file.
type PlaceJSON struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
}

// TestJSON is what became of one test.
type TestJSON struct {
	Name     string        `json:"name"`
	Monitor  string        `json:"monitor"`
	Place    PlaceJSON     `json:"place"`
	Status   string        `json:"status"`
	Refused  string        `json:"refused,omitempty"` // what can't be evaluated
	Failures []FailureJSON `json:"failures"`
	Notes    []string      `json:"notes"`    // what the reader should know even where the test passed
	Dialects []string      `json:"dialects"` // which generations of servers give something else, and what
	Events   EventsJSON    `json:"events"`
	Runs     []RunJSON     `json:"runs"`
}

// EventsJSON is what became of the events that were given.
type EventsJSON struct {
	Read     int        `json:"read"`
	Lost     []LostJSON `json:"lost"`                // the index does not take them
	LostMore int        `json:"lost_more,omitempty"` // that were lost beyond those listed
}

// LostJSON is an event that a cluster would lose, in the server's words.
type LostJSON struct {
	Place  PlaceJSON `json:"place"`
	ID     string    `json:"id"`
	Index  string    `json:"index"`
	Reason string    `json:"reason"`
}

// RunJSON is one run of a monitor.
type RunJSON struct {
	After       string        `json:"after"` // since the first run, such as 5m0s
	PeriodStart string        `json:"period_start"`
	PeriodEnd   string        `json:"period_end"`
	Hits        *int          `json:"hits,omitempty"` // absent where they are not counted
	Error       string        `json:"error,omitempty"`
	Triggers    []TriggerJSON `json:"triggers"`
}

// FailureJSON is one thing that is not as expected.
type FailureJSON struct {
	Kind     string        `json:"kind"`
	Place    PlaceJSON     `json:"place"`
	Trigger  string        `json:"trigger,omitempty"`
	Action   string        `json:"action,omitempty"`
	After    string        `json:"after,omitempty"` // the run, where there are several
	What     string        `json:"what"`            // such as fires, hits, message
	Expected string        `json:"expected,omitempty"`
	Got      string        `json:"got,omitempty"`
	Detail   string        `json:"detail,omitempty"`
	Evidence *EvidenceJSON `json:"evidence,omitempty"`
}

// NewTestsJSON makes the JSON of tests, and the exit status.
func NewTestsJSON(report *monitortest.Report) (TestsJSON, int) {
	out := TestsJSON{
		FormatVersion: FormatVersion, OK: report.OK(), Tests: []TestJSON{}, Diagnostics: []DiagnosticJSON{},
		Passed: report.Count(monitortest.Passed), Failed: report.Count(monitortest.Failed), Refused: report.Count(monitortest.Refused),
	}
	for _, t := range report.Tests {
		out.Tests = append(out.Tests, testJSON(t))
	}
	if report.Coverage != nil {
		out.Coverage = coverageJSON(report.Coverage)
	}
	return out, TestsStatus(report)
}

// TestsStatus is the exit status of tests: Failed unless every test passed.
func TestsStatus(report *monitortest.Report) int {
	if !report.OK() {
		return Failed
	}
	return Done
}

func testJSON(t monitortest.Result) TestJSON {
	out := TestJSON{
		Name: printable(t.Name), Monitor: t.Monitor.String(), Place: placeJSON(t.At), Status: string(t.Status), Refused: printable(t.Refused),
		Failures: []FailureJSON{}, Notes: printables(slices.Concat(t.Notes, t.Remarks)), Dialects: printables(t.DialectNotes),
		Events: eventsJSON(t.Events), Runs: []RunJSON{},
	}
	for _, f := range t.Failures {
		out.Failures = append(out.Failures, failureJSON(f))
	}
	for _, r := range t.Runs {
		out.Runs = append(out.Runs, runJSON(r))
	}
	return out
}

func placeJSON(at testcase.Place) PlaceJSON {
	return PlaceJSON{File: printable(at.File), Line: at.Line}
}

// printables is a list without control characters, never null.
func printables(list []string) []string {
	out := []string{}
	for _, text := range list {
		out = append(out, printable(text))
	}
	return out
}

func eventsJSON(e monitortest.Events) EventsJSON {
	out := EventsJSON{Read: e.Read, Lost: []LostJSON{}, LostMore: e.LostMore}
	for _, l := range e.Lost {
		out.Lost = append(out.Lost, LostJSON{Place: placeJSON(l.At), ID: printable(l.ID), Index: printable(l.Index), Reason: printable(l.Reason)})
	}
	return out
}

func runJSON(r monitortest.Run) RunJSON {
	out := RunJSON{
		After: r.After.String(), PeriodStart: clockText(r.Outcome.Start), PeriodEnd: clockText(r.Outcome.End),
		Error: searchErrorText(r.Outcome), Triggers: triggersJSON(r.Outcome.Triggers),
	}
	if n, ok := r.Outcome.Hits(); ok {
		hits := int(n)
		out.Hits = &hits
	}
	return out
}

func failureJSON(f monitortest.Failure) FailureJSON {
	out := FailureJSON{
		Kind: string(f.Kind), Place: placeJSON(f.At), Trigger: printable(f.Trigger), Action: printable(f.Action), What: printable(f.What),
		Expected: printable(f.Expected), Got: printable(f.Got), Detail: printable(f.Detail),
	}
	if f.After != nil {
		out.After = f.After.String()
	}
	if f.Evidence != nil {
		out.Evidence = evidenceJSON(f.Evidence)
	}
	return out
}
