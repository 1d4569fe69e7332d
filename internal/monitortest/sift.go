package monitortest

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/stream"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// mostSifted is how many events that matched are kept of those that go by.
const mostSifted = 20

// sifter keeps what explains a run over events that go by: the first of those that
// pass each clause of its query, and the one that comes nearest of the others.
type sifter struct {
	clauses []clause
	windows []bool // which of them are the window

	matched []sifted
	nearest *sifted
	fewest  int // clauses that reject it
	latest  time.Time
	within  int
}

// sifted is an event that was kept.
type sifted struct {
	place  place
	at     testcase.Place
	text   []byte
	passed []bool
}

// newSifter makes one of a run's query; nil and the clause to blame where a clause
// can't be held against one event alone.
func newSifter(setup Setup, body *orderedjson.Object, d dialect.Dialect) (s *sifter, whole *clause) {
	s = &sifter{clauses: setup.clausesOf(body)}
	raw := setup.rawClauses()
	for _, c := range s.clauses {
		if !stream.Sifts(c.query, d) {
			return nil, &c
		}
		s.windows = append(s.windows, readsPeriod(raw[c.path]))
	}
	return s, nil
}

func (s *sifter) queries() (out []*orderedjson.Object) {
	for _, c := range s.clauses {
		out = append(out, c.query)
	}
	return out
}

// Reset implements stream.Sifter.
func (s *sifter) Reset() {
	s.matched, s.nearest, s.latest, s.within = nil, nil, time.Time{}, 0
	s.fewest = len(s.clauses) + 1
}

// Sift implements stream.Sifter.
func (s *sifter) Sift(e stream.Sifted) {
	rejecting, inside := 0, true
	for i, matches := range e.Matches {
		if matches == s.clauses[i].not {
			rejecting++
			inside = inside && !s.windows[i]
		}
	}
	if inside {
		s.within++
	}
	switch {
	case rejecting == 0 && len(s.matched) < mostSifted:
		s.matched = append(s.matched, s.keep(e))
	case rejecting > 0 && (rejecting < s.fewest || rejecting == s.fewest && e.Time.After(s.latest)):
		kept := s.keep(e)
		s.nearest, s.fewest, s.latest = &kept, rejecting, e.Time
	}
}

func (s *sifter) keep(e stream.Sifted) sifted {
	out := sifted{place: place{e.Index, e.ID}, at: testcase.Place{File: e.File, Line: e.Line}, text: slices.Clone(e.Text)}
	for i, matches := range e.Matches {
		out.passed = append(out.passed, matches != s.clauses[i].not)
	}
	return out
}

// evidence explains a run by what was kept of its events.
func (s *sifter) evidence(run *series, setup Setup, at Moment, got *stream.Outcome) (*Evidence, error) {
	tried, err := s.breakdown(run.data, setup, got)
	if err != nil {
		return nil, err
	}
	e := &explainer{series: run, breakdown: tried, at: at, wanted: wanted{shown: mostSifted}, apart: apartOf(got)}
	outcome := run.out.Runs[0].Outcome
	out := &Evidence{Start: outcome.Start, End: outcome.End, Events: got.Events - len(got.Lost) - got.LostMore, Hits: -1}
	if total, ok := outcome.Hits(); ok {
		out.Hits = total
	}
	e.explain(out)
	out.Within = s.within
	if !slices.Contains(s.windows, true) {
		out.Within = -1
	}
	return out, nil
}

// breakdown is that of the events that were kept, which the run is given as its own.
func (s *sifter) breakdown(data *loaded, setup Setup, got *stream.Outcome) (*breakdown, error) {
	out := &breakdown{docs: map[place]*index.Doc{}}
	for _, x := range got.Indices {
		if x.Sifted {
			out.indices = append(out.indices, x.Index)
		}
	}
	raw := setup.rawClauses()
	for _, c := range s.clauses {
		out.clauses = append(out.clauses, tried{clause: c, raw: raw[c.path], passed: map[place]bool{}})
	}
	kept := s.matched
	if s.nearest != nil {
		kept = append(slices.Clone(kept), *s.nearest)
	}
	for _, k := range kept {
		v, err := orderedjson.Parse(k.text)
		if err != nil {
			return nil, err
		}
		source, _ := v.(*orderedjson.Object)
		out.all, out.docs[k.place] = append(out.all, k.place), &index.Doc{ID: k.place.id, Source: source}
		data.documents = append(data.documents, Document{Index: k.place.index, ID: k.place.id, Source: source, At: k.at})
		for i, passed := range k.passed {
			out.clauses[i].passed[k.place] = passed
		}
	}
	return out, nil
}

// apartOf are the events of indices that were not looked at.
func apartOf(got *stream.Outcome) *apart {
	out := &apart{}
	for _, x := range got.Indices {
		if !x.Sifted && x.Events > 0 {
			out.events += int(x.Events)
			out.indices = append(out.indices, x.Name)
		}
	}
	return out
}

// sieve is what the events of a run are held against; nil where nothing can be told.
func (s *sifter) sieve(q evaluate.Request, w *window) *stream.Sieve {
	searches, ok := q.Searches()
	if s == nil || !ok || len(searches) == 0 {
		return nil
	}
	return &stream.Sieve{Targets: searches[0].Targets, Queries: s.queries(), Time: w.fieldOf(), Now: q.Now, Dialect: q.Dialect, Sifter: s}
}
