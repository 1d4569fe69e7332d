// Package testcase says what a unit test of a monitor is: sample events, when the
// monitor runs over them, and what is expected of it. It must not know HCL, nor
// how a monitor is run.
package testcase

import (
	"regexp"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// MostRuns is how many runs a test can have: a week of minutes.
const MostRuns = 7 * 24 * 60

// Test is one test block, or one instance of a block with for_each.
type Test struct {
	// Name is the block's label, with ["key"] behind it below a for_each.
	Name    string
	Monitor address.Address

	// Sources are loaded in this order.
	Sources []Source

	// Now is the end of the first run's period. Zero: so that the period ends
	// right after the last event's @timestamp.
	Now time.Time

	// Every is the time between two runs, 0: as the monitor's schedule says.
	Every time.Duration

	// For is how long the series goes on after the first run, 0: there is one run.
	For time.Duration

	// Acknowledge are what people do between the runs.
	Acknowledge []Acknowledge

	// Expect has at least one entry.
	Expect []Expectation

	At Place
}

// Place is where something stands in the configuration.
type Place struct {
	File string
	Line int // 1-based
}

// Source is sample events: those of a file, or inline ones. One without either
// is an index without documents. Sources of one index have one mapping.
type Source struct {
	// Index is where the documents go that don't say it themselves: a name, or
	// a pattern such as cwl-* whose * becomes the day of their @timestamp. "" is
	// the monitor's first index.
	Index string

	// File is a path that can be opened as it is, Name the path as it was
	// written. Both are "" for inline documents.
	File, Name string
	Documents  []*orderedjson.Object

	// Mapping is how the index is made before the documents come: a mapping
	// ({"properties": …}), an index's body ({"settings": …, "mappings": …}) or a
	// template ({"index_patterns": …}); nil: by dynamic mapping alone.
	Mapping *orderedjson.Object

	At Place
}

// Acknowledge is somebody's acknowledging of all open alerts of a trigger.
type Acknowledge struct {
	Trigger string        // its label
	After   time.Duration // after the first run; a run at the same time comes first
	At      Place
}

// Expectation is what is expected of one trigger. Unset fields expect nothing.
type Expectation struct {
	Trigger string // its label

	// Run picks the run at this time after the first. nil: all runs together; it
	// fires if it fires in one, and what else is expected is held against the
	// last run that fires, or against the last one.
	Run *time.Duration

	Fires *bool
	Times *Count // in how many runs it fires
	Hits  *Count // hits.total of the search

	// Error is part of the error that the condition or the search ends with. ""
	// where none is expected: then an error fails the test.
	Error string

	// Documents are the _ids of the matching documents, in any order: hits on
	// the page, or those of a document-level trigger. nil: any.
	Documents []string

	// Buckets are the keys of a bucket-level trigger's buckets, several keys
	// joined by commas, in any order. nil: any.
	Buckets []string

	// Alerts is how many alerts of the trigger are open after the run (ACTIVE,
	// ACKNOWLEDGED or ERROR); State is the state of the last one, COMPLETED too.
	Alerts *Count
	State  string

	// Aggregations are values by path: "by_user.buckets.0.doc_count".
	Aggregations []Value

	// Message and Subject are those of every action of the trigger that sends.
	Message, Subject Text
	Actions          []ActionExpectation

	At Place
}

// Value is what is expected at a path of the search's aggregations.
type Value struct {
	Path  string
	Value any // as orderedjson has it; a text such as "> 2" compares numbers
}

// ActionExpectation is what is expected of one action.
type ActionExpectation struct {
	Action           string // its label
	Sends            *bool  // false: nothing goes out, be it for a throttle
	Throttled        *bool
	Message, Subject Text
	At               Place
}

// Text is what is expected of a text; a zero one expects nothing.
type Text struct {
	Equals   *string
	Contains []string
	Matches  *regexp.Regexp
}

// IsZero tells that nothing is expected.
func (t Text) IsZero() bool { return t.Equals == nil && len(t.Contains) == 0 && t.Matches == nil }
