package monitortest

import (
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

type testPlace = testcase.Place

// Evidence is what explains a failure.
type Evidence struct {
	Start, End time.Time // the run's period
	Events     int       // that the search could see
	Within     int       // whose time lies in the query's window; -1: it has none
	Hits       int64     // -1: not counted
	Matched    []Match   // the first of them
	Nearest    *Nearest  // where nothing matched
	Hints      []string
	Condition  string // the trigger's, where events matched and it does not fire
	Buckets    []Bucket
}

// Match is an event, with the fields that the query looks at.
type Match struct {
	At     testcase.Place
	ID     string
	Index  string
	Fields []FieldValue
}

// FieldValue is what an event has at a field: JSON values; none where it has none.
type FieldValue struct {
	Field  string
	Values []any
}

// Nearest is the event that passes most clauses of a query.
type Nearest struct {
	Match
	Passed, Clauses int
	Rejected        []Rejected
}

// Rejected is a clause that does not let an event pass.
type Rejected struct {
	Path   string // where it stands: filter[1], should[0].must_not[2]
	Clause string // what it asks for, in a line
	Got    string // what the event has there
}

// queryOf is the query of the body's search; nil where it has none.
func queryOf(body *orderedjson.Object) *orderedjson.Object {
	for _, in := range body.Array("inputs") {
		o, _ := in.(*orderedjson.Object)
		return o.Object("search").Object("query").Object("query")
	}
	return nil
}

func (x *checker) evidence() *Evidence { return x.series.evidence(x.run, x.got) }

func (s *series) evidence(Run, *Triggered) *Evidence { return nil }

func (s *series) searchReasons(Run) string { return "" }
