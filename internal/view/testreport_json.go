package view

import (
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
	Notes    []string      `json:"notes"` // what the reader should know even where the test passed
	Events   EventsJSON    `json:"events"`
	Runs     []RunJSON     `json:"runs"`
}

// EventsJSON is what became of the events that were given.
type EventsJSON struct {
	Read int        `json:"read"`
	Lost []LostJSON `json:"lost"` // the index does not take them
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

// EvidenceJSON is what explains a failure: the run's period, which events matched,
// and what the nearest one lacks.
type EvidenceJSON struct {
	PeriodStart string        `json:"period_start"`
	PeriodEnd   string        `json:"period_end"`
	Events      int           `json:"events"`              // that the search could see
	InWindow    *int          `json:"in_window,omitempty"` // absent where the query has no window of time
	Matched     []MatchJSON   `json:"matched"`             // the first of them
	Nearest     *NearestJSON  `json:"nearest,omitempty"`   // where nothing matched, or too little
	Missing     []NearestJSON `json:"missing"`             // documents that should have matched
	Condition   string        `json:"condition,omitempty"`
	Buckets     []string      `json:"buckets"`
	Hints       []string      `json:"hints"`
}

// MatchJSON is an event, with the fields that the query looks at.
type MatchJSON struct {
	Place  PlaceJSON        `json:"place"`
	ID     string           `json:"id"`
	Index  string           `json:"index"`
	Fields map[string][]any `json:"fields"`
}

// NearestJSON is an event that some clauses of the query reject.
type NearestJSON struct {
	Event    MatchJSON      `json:"event"`
	Passed   int            `json:"passed"`
	Clauses  int            `json:"clauses"`
	Rejected []RejectedJSON `json:"rejected"`
}

// RejectedJSON is a clause that does not let the event pass.
type RejectedJSON struct {
	Path   string `json:"path"`
	Clause string `json:"clause"`
	Got    string `json:"got"`
}

// NewTestsJSON makes the JSON of tests, and the exit status.
func NewTestsJSON(report *monitortest.Report) (TestsJSON, int) {
	out := TestsJSON{
		FormatVersion: FormatVersion, OK: report.OK(), Tests: []TestJSON{},
		Passed: report.Count(monitortest.Passed), Failed: report.Count(monitortest.Failed), Refused: report.Count(monitortest.Refused),
	}
	for _, t := range report.Tests {
		out.Tests = append(out.Tests, testJSON(t))
	}
	if report.Coverage != nil {
		out.Coverage = coverageJSON(report.Coverage)
	}
	if !out.OK {
		return out, Failed
	}
	return out, Done
}

func testJSON(t monitortest.Result) TestJSON {
	out := TestJSON{
		Name: printable(t.Name), Monitor: t.Monitor.String(), Place: placeJSON(t.At), Status: string(t.Status), Refused: printable(t.Refused),
		Failures: []FailureJSON{}, Notes: printables(t.Notes), Events: eventsJSON(t.Events), Runs: []RunJSON{},
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
	out := EventsJSON{Read: e.Read, Lost: []LostJSON{}}
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

func evidenceJSON(e *monitortest.Evidence) *EvidenceJSON {
	out := &EvidenceJSON{
		PeriodStart: clockText(e.Start), PeriodEnd: clockText(e.End), Events: e.Events, Matched: []MatchJSON{},
		Condition: printable(e.Condition), Buckets: printables(e.Buckets), Hints: printables(e.Hints), Missing: []NearestJSON{},
	}
	if e.Within >= 0 {
		out.InWindow = &e.Within
	}
	for _, m := range e.Matched {
		out.Matched = append(out.Matched, matchJSON(m))
	}
	for _, n := range e.Missing {
		out.Missing = append(out.Missing, nearestJSON(n))
	}
	if e.Nearest != nil {
		nearest := nearestJSON(*e.Nearest)
		out.Nearest = &nearest
	}
	return out
}

func nearestJSON(n monitortest.Nearest) NearestJSON {
	out := NearestJSON{Event: matchJSON(n.Match), Passed: n.Passed, Clauses: n.Clauses, Rejected: []RejectedJSON{}}
	for _, r := range n.Rejected {
		out.Rejected = append(out.Rejected, RejectedJSON{Path: printable(r.Path), Clause: printable(r.Clause), Got: printable(r.Got)})
	}
	return out
}

func matchJSON(m monitortest.Match) MatchJSON {
	out := MatchJSON{Place: placeJSON(m.At), ID: printable(m.ID), Index: printable(m.Index), Fields: map[string][]any{}}
	for _, f := range m.Fields {
		if len(f.Values) > 0 {
			out.Fields[printable(f.Field)], _ = plainValue(f.Values).([]any)
		}
	}
	return out
}
