package monitortest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// explainer tells why events match a run's query or don't.
type explainer struct {
	*series
	*breakdown
	at     Moment
	wanted wanted
	apart  *apart // nil: to be counted
}

// wanted is what more than what came should have come.
type wanted struct {
	more      bool
	documents []string // _ids
	shown     int      // how many events are shown; 0: mostShown
}

func (e *explainer) explain(out *Evidence) {
	for _, c := range e.clauses {
		if e.isWindow(c) {
			out.Within = len(slices.DeleteFunc(slices.Clone(e.all), func(p place) bool { return !c.passed[p] }))
		}
		if c.problem != "" {
			out.Hints = append(out.Hints, fmt.Sprintf("%s %s fails: %s", c.path, describe(c.query), c.problem))
		}
	}
	if len(out.Hints) > 0 {
		return // the search fails: nothing matches, and no event is to blame
	}
	shown := cmp.Or(e.wanted.shown, mostShown)
	for _, p := range e.all {
		if len(e.rejecting(p)) == 0 && len(out.Matched) < shown && !e.later(p) {
			out.Matched = append(out.Matched, e.match(p))
		}
	}
	if len(out.Matched) == 0 || e.wanted.more {
		out.Nearest = e.nearest()
	}
	out.Missing = e.missing(e.wanted.documents)
	if hint := e.elsewhere(); hint != "" && len(e.all) > 0 && (len(out.Matched) == 0 || e.wanted.more) {
		out.Hints = append(out.Hints, hint)
	}
	if len(out.Matched) == 0 {
		out.Hints = append(out.Hints, e.hints(out.Nearest)...)
	}
}

// later tells whether an event had not happened yet at that run of a series.
func (e *explainer) later(p place) bool {
	t := timeOf(e.docs[p].Source, e.window.fieldOf())
	return len(e.out.Runs) > 1 && !t.IsZero() && !t.Before(e.at.End)
}

// isWindow tells whether a clause is the one that ties the query to the period.
func (e *explainer) isWindow(c tried) bool { return readsPeriod(c.raw) }

func (e *explainer) rejecting(p place) []tried {
	var out []tried
	for _, c := range e.clauses {
		if !c.passed[p] && c.problem == "" {
			out = append(out, c)
		}
	}
	return out
}

// match shows an event with its time and the fields that the query looks at.
func (e *explainer) match(p place) Match {
	doc := e.docs[p]
	out := Match{ID: p.id, Index: p.index, At: e.placeAt(p)}
	fields := []string{e.window.fieldOf()}
	for _, c := range e.clauses {
		for _, f := range fieldsOf(c.query) {
			if f = e.sourcePath(f); !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	out.Fields = valuesOf(doc.Source, fields)
	return out
}

// placeAt is where an event stands: of an id that was written twice, the last one.
func (e *explainer) placeAt(p place) testPlace {
	for _, d := range slices.Backward(e.data.documents) {
		if d.Index == p.index && d.ID == p.id && !e.isLost(d) {
			return d.At
		}
	}
	return e.test.At
}

// field finds a field in the indices that are searched.
func (e *explainer) field(path string) (*mapping.Field, *index.Index) {
	for _, x := range e.indices {
		if f := x.Mapping.Field(path); f != nil {
			return f, x
		}
	}
	return nil, nil
}

// sourcePath is where events have what a field is read from: of
// eventName.keyword, eventName.
func (e *explainer) sourcePath(path string) string {
	if f, x := e.field(path); f != nil {
		return f.SourcePath(x.Mapping)
	}
	return sourceOf(path)
}

// nearest is the event that passes most clauses without passing all; of several
// the latest. nil where there is none.
func (e *explainer) nearest() *Nearest {
	if len(e.clauses) == 0 {
		return nil
	}
	var best place
	fewest := len(e.clauses) + 1
	var latest time.Time
	for _, p := range e.all {
		n := len(e.rejecting(p))
		at := timeOf(e.docs[p].Source, e.window.fieldOf())
		if n > 0 && (n < fewest || n == fewest && at.After(latest)) {
			best, fewest, latest = p, n, at
		}
	}
	if fewest > len(e.clauses) {
		return nil
	}
	return e.near(best)
}

// near says what an event lacks.
func (e *explainer) near(p place) *Nearest {
	rejecting := e.rejecting(p)
	out := &Nearest{Match: e.match(p), Passed: len(e.clauses) - len(rejecting), Clauses: len(e.clauses)}
	for _, c := range rejecting {
		out.Rejected = append(out.Rejected, Rejected{Path: c.path, Clause: describe(c.query), Got: e.lacks(p, c)})
	}
	return out
}

// missing says what documents lack that should have matched, by their _ids.
func (e *explainer) missing(ids []string) (out []Nearest) {
	for _, id := range ids {
		i := slices.IndexFunc(e.all, func(p place) bool { return p.id == id })
		if i >= 0 && len(out) < mostShown && len(e.rejecting(e.all[i])) > 0 {
			out = append(out, *e.near(e.all[i]))
		}
	}
	return out
}
