package monitortest

import (
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/testcase"
)

// Status is what became of a test.
type Status string

// The statuses. Refused is a test that could not be evaluated faithfully: it tells
// neither that the monitor is right nor that it is wrong.
const (
	Passed  Status = "passed"
	Failed  Status = "failed"
	Refused Status = "refused"
)

// Report is what became of all tests, in the order in which they were given.
type Report struct {
	Tests    []Result
	Coverage *Coverage // nil: not asked for
}

// Count is how many tests have a status.
func (r *Report) Count(s Status) int {
	n := 0
	for _, t := range r.Tests {
		if t.Status == s {
			n++
		}
	}
	return n
}

// OK tells that every test passed.
func (r *Report) OK() bool { return r.Count(Passed) == len(r.Tests) }

// Result is what became of one test.
type Result struct {
	Name     string
	Monitor  address.Address
	At       testcase.Place
	Status   Status
	Refused  string // what could not be evaluated, by name
	Failures []Failure
	Notes    []string // what the reader should know even where the test passed
	Remarks  []string // what may help to understand a failure
	// DialectNotes say which generations of servers give something else than the one
	// that the test ran as.
	DialectNotes []string

	Events  Events
	Runs    []Run
	Elapsed time.Duration

	tried trials
}

// Events is what became of a test's events.
type Events struct {
	Read     int
	Lost     []Lost
	LostMore int // that were lost beyond those listed
}

// Lost is a document that the server would not take.
type Lost struct {
	At     testcase.Place
	ID     string
	Index  string
	Reason string // the server's words
}

// Run is one run of the monitor in a test.
type Run struct {
	After   time.Duration // after the first run
	Outcome *Outcome
}

// Kind is what a failure is about.
type Kind string

// The kinds of failures.
const (
	Mismatch       Kind = "mismatch"        // something is not as expected
	ConditionError Kind = "condition_error" // a trigger's condition fails
	SearchError    Kind = "search_error"    // the search fails
	MessageError   Kind = "message_error"   // a message can't be rendered
	SetupError     Kind = "setup_error"     // the test can't be run at all
)

// Failure is one thing that is not as expected.
type Failure struct {
	Kind    Kind
	At      testcase.Place
	Trigger string         // its label; "" of what concerns no trigger
	Action  string         // its label; "" of what concerns no action
	After   *time.Duration // the run that it is about, where there are several
	What    string         // "fires", "hits", "message", "aggregations by_user.buckets.0.doc_count" …

	Expected string
	Got      string
	Lines    bool   // both are texts of several lines: compare them by lines
	Detail   string // what else there is to know, in sentences

	Evidence *Evidence // nil where nothing is to be shown
}
