package monitortest

import (
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors/quiet"
)

type testPlace = testcase.Place

// Evidence is what explains a failure.
type Evidence struct {
	Start, End time.Time // the run's period
	Events     int       // that the search could see
	Within     int       // whose time lies in the query's window; -1: it has none
	Hits       int64     // -1: not counted
	Matched    []Match   // the first of them
	Nearest    *Nearest  // where nothing matched, or too little
	Missing    []Nearest // documents that should have matched
	Hints      []string
	Answer     string   // of the cluster's API, as JSON; "" where nobody asks it
	Condition  string   // of the trigger, where events matched
	Buckets    []string // of a bucket-level trigger: the buckets to choose from, as JSON
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

	// Queries: they are no clauses of one query, but the queries of a document-level
	// monitor, of which one is enough.
	Queries bool
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

// mostShown is how many events and buckets are shown.
const mostShown = 5

// evidence is what explains a run. t is the trigger that is asked about, or nil.
func (s *series) evidence(r Run, t *Triggered, w wanted) *Evidence {
	out := &Evidence{Start: r.Outcome.Start, End: r.Outcome.End, Events: s.visible(r.Outcome.End), Within: -1, Hits: -1}
	if total, ok := r.Outcome.Hits(); ok {
		out.Hits = total
	}
	if s.queries() != nil {
		s.aboutDocuments(out, r, t, w)
		return out
	}
	if t != nil && out.Hits != 0 {
		s.aboutTrigger(out, r, t)
	}
	if t != nil && t.Quiet != "" {
		defer func() { out.Hints = append(out.Hints, "the condition is not asked: "+t.Quiet) }()
	}
	if r.Outcome.Metrics != nil {
		out.Answer = cut(printed(r.Outcome.Metrics))
		return out
	}
	l, ok := s.session.(*local)
	if !ok {
		s.matchedOnPage(out, r)
		return out
	}
	tried, err := l.breakDown(Moment{Start: r.Outcome.Start, End: r.Outcome.End})
	if err != nil {
		s.matchedOnPage(out, r)
		return out
	}
	e := &explainer{series: s, breakdown: tried, at: Moment{Start: r.Outcome.Start, End: r.Outcome.End}, wanted: w}
	e.explain(out)
	return out
}

// visible is how many events were there at a run, and not lost.
func (s *series) visible(end time.Time) int {
	n := 0
	for i, d := range s.data.documents {
		if s.added[i] && !s.isLost(d) && (len(s.out.Runs) == 1 || d.time.IsZero() || d.time.Before(end)) {
			n++
		}
	}
	return n
}

// aboutTrigger adds the condition, and the buckets that it had to choose from.
func (s *series) aboutTrigger(out *Evidence, r Run, t *Triggered) {
	for _, def := range s.body.Array("triggers") {
		wrapped, _ := def.(*orderedjson.Object)
		for _, m := range wrapped.Members() {
			trigger, _ := m.Value.(*orderedjson.Object)
			if trigger.Text("id") != t.ID {
				continue
			}
			condition := trigger.Object("condition")
			out.Condition = condition.Object("script").Text("source")
			if _, script, _, ok := quiet.Read(out.Condition); ok {
				out.Condition = script.Source()
			}
			parent := condition.Text("parent_bucket_path")
			for _, b := range r.Outcome.Answer.Object("aggregations").Object(parent).Array("buckets") {
				if len(out.Buckets) < mostShown {
					out.Buckets = append(out.Buckets, cut(printed(b)))
				}
			}
		}
	}
}

// matchedOnPage shows the hits that the answer holds.
func (s *series) matchedOnPage(out *Evidence, r Run) {
	fields := fieldsOf(queryOf(s.body))
	for _, x := range r.Outcome.Answer.Object("hits").Array("hits") {
		hit, _ := x.(*orderedjson.Object)
		if len(out.Matched) == mostShown {
			return
		}
		m := Match{ID: hit.Text("_id"), Index: hit.Text("_index")}
		for _, d := range s.data.documents {
			if d.ID == m.ID {
				m.At, m.Fields = d.At, valuesOf(d.Source, fields)
			}
		}
		out.Matched = append(out.Matched, m)
	}
}

func valuesOf(source *orderedjson.Object, fields []string) []FieldValue {
	var out []FieldValue
	for _, f := range fields {
		out = append(out, FieldValue{Field: f, Values: valuesAt(source, f)})
	}
	return out
}
