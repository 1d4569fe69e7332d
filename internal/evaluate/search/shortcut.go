package search

import (
	"cmp"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// Where a search with aggregations shows no hits, 3.5 doesn't collect them to count:
// it asks the index. Where the index knows, the collection of hits ends at once, and
// the answer says terminated_early, though the aggregations are whole (asked of
// 3.5.0; observed-runs 11).

// existing is an exists query on one field, which the index can count.
type existing struct {
	query
	wordless bool // a text that some documents have no word of
}

func (q existing) boosted(factor float32) query {
	q.query = withBoost(q.query, factor)
	return q
}

// existence marks a query for what has a field: the index counts that, but not of
// doc values alone, unless there are none.
func (s *shard) existence(f *mapping.Field, q query) query {
	if !f.Indexed && f.DocValues && (s.unseen || slices.ContainsFunc(s.every(), func(d *doc) bool { return d.Values.Get(f.Path) != nil })) {
		return q
	}
	return existing{query: q}
}

// stopped tells whether a shard ends the collection of its hits at once.
func (r *run) stopped(s *shard, q query) bool {
	if !s.dialect.EndsEarly || r.size > 0 || len(r.aggs) == 0 || r.enough > 0 || r.postFilter != nil || r.minScore != nil {
		return false
	}
	if len(s.every()) == 0 || !r.concurrent() {
		return false
	}
	if r.totalUpTo < 0 {
		return true
	}
	switch form := s.countableWhole(q); {
	case form == countsAll && s.Mapping.HasNested():
		return false
	case form == countsOne:
		return s.LastSeqNo()+1 == int64(len(s.Docs)) // nothing was overwritten or deleted
	default:
		return form == countsAll
	}
}

// concurrent tells whether a shard is searched by several threads: only then it says
// that it ended early. Sorting by a time series' field and samplers forbid it.
func (r *run) concurrent() bool {
	return (len(r.sorts) == 0 || r.sorts[0].field != "@timestamp") && !slices.ContainsFunc(r.aggs, (*aggregation).sequential)
}

func (a *aggregation) sequential() bool {
	return a.kind == "sampler" || a.kind == "diversified_sampler" || slices.ContainsFunc(a.subs, (*aggregation).sequential)
}

// apart is a query that matches and scores as what it holds, but that the index can't
// count.
type apart struct {
	query
	mixes bool // it is like others that hold the same
}

func (q apart) boosted(factor float32) query {
	q.query = withBoost(q.query, factor)
	return q
}

// uncounted sets a query apart where it matters.
func (s *shard) uncounted(q query) query {
	if s.dialect.EndsEarly {
		return apart{query: q}
	}
	return q
}

// uncountedTerm sets a term apart, which is like other terms all the same.
func (s *shard) uncountedTerm(q query) query {
	if s.dialect.EndsEarly {
		return apart{q, true}
	}
	return q
}

// counting is what Lucene makes of a query when it rewrites it.
type counting int

const (
	countsNot  counting = iota // documents have to be looked at
	countsNone                 // nothing matches
	countsOne                  // a term, or a field that exists
	countsAll
)

func (s *shard) countable(q query) counting {
	switch q := q.(type) {
	case all:
		return countsAll
	case none:
		return countsNone
	case wholly:
		return countsAll
	case pointRange:
		if s.covered(q) {
			return countsAll
		}
	case constant:
		return s.countable(withoutScores(q.inner))
	case multiplied:
		return s.countable(q.inner)
	case scoring:
		return s.countable(q.query)
	case termOf:
		if q.f.Indexed && q.f.Nested == "" { // else nested documents are left out by a second clause
			return countsOne
		}
	case booleanOf:
		if q.f.Indexed && q.f.Nested == "" {
			return countsOne
		}
	case existing:
		if s.Mapping.HasNested() {
			return countsNot
		}
		return countsOne
	case unscored:
		if e, ok := q.query.(existing); ok {
			return s.countable(e)
		}
	case objectFields:
		if len(q.parts) == 1 {
			return s.countable(q.parts[0])
		}
	case disMax:
		if len(q.clauses) == 1 && !s.Mapping.HasNested() { // the server doesn't look into it for nested fields
			return s.countable(q.clauses[0])
		}
	case *boolean:
		return s.countableBool(q)
	}
	return countsNot
}

// withoutScores is a bool whose required clauses don't score.
func withoutScores(q query) query {
	b, ok := q.(*boolean)
	if !ok {
		return q
	}
	c := *b
	c.must, c.filter = nil, slices.Concat(b.must, b.filter)
	return &c
}

// countableBool leaves out clauses that change nothing. What is left must be one.
func (s *shard) countableBool(q *boolean) counting {
	excludes := func(c query) bool { return s.countable(c) != countsNone }
	if slices.ContainsFunc(q.mustNot, excludes) {
		return countsNot
	}
	must, filter := s.distinct(q.must), s.distinct(q.filter)
	for i, c := range filter {
		filter[i] = withoutScores(c)
	}
	should, fails := slices.Clone(q.should), func(c query) bool { return s.countable(c) == countsNone }
	if should = slices.DeleteFunc(should, fails); q.least > 1 {
		switch {
		case len(should) < q.least:
			return countsNone
		case len(should) > q.least:
			return countsNot
		}
		must, should = s.distinct(slices.Concat(must, should)), nil // all of them are needed
	}
	should = s.distinct(should)
	required := s.distinct(slices.Concat(must, filter))
	if slices.ContainsFunc(required, func(c query) bool { return s.countable(c) == countsNone }) {
		return countsNone
	}
	everything := func(c query) bool { return s.countable(c) == countsAll }
	if slices.ContainsFunc(must, everything) && slices.ContainsFunc(must, func(c query) bool { return !everything(c) }) {
		return countsNot // it scores, and so it stays
	}
	required = slices.DeleteFunc(required, everything)
	switch {
	case len(q.must)+len(filter) == 0 && len(q.should) == 0:
		return countsAll // nothing but clauses that exclude nothing
	case len(must)+len(filter) == 0 && len(should) == 0:
		return countsNone
	case len(must)+len(filter) == 0 && len(should) == 1:
		return s.countable(should[0])
	case len(should) > 0 || len(required) > 1:
		return countsNot
	case len(required) == 0:
		return countsAll
	}
	return s.countable(required[0])
}

// distinct leaves out words that a group of clauses names twice.
func (s *shard) distinct(clauses []query) []query {
	var out []query
	seen := map[string]bool{}
	for _, c := range clauses {
		if w, ok := bare(c).(termOf); ok {
			key := w.f.Path + "\x00" + w.term
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		out = append(out, c)
	}
	return out
}

func bare(q query) query {
	for {
		c, ok := q.(constant)
		if !ok {
			return q
		}
		q = c.inner
	}
}

// wholly is a query that matches every document, as the index tells.
type wholly struct{ query }

// exactly is a query for one whole number or address, for everything where each document
// has that and no other, and for nothing where all are greater or less (3.5).
func (s *shard) exactly(f *mapping.Field, v any, q query) query {
	if !s.dialect.EndsEarly || !f.Indexed || s.unseen || s.gone != nil || s.Mapping.HasNested() || len(s.every()) == 0 {
		return q
	}
	if f.Type == "ip" {
		if text, ok := mapping.ParseIP(javaText(v)); ok {
			return narrowed(q, text, f.Path, s.every(), func(v *mapping.Values) []string { return v.Terms })
		}
	} else if n, err := mapping.ParseNumber(f.Type, javaText(v), true); err == nil && slices.Contains(mapping.Integers, f.Type) {
		return narrowed(q, n.Int, f.Path, s.every(), func(v *mapping.Values) []int64 { return v.Ints })
	}
	return q
}

// narrowed is what is left of a query for one value beside those of all documents.
func narrowed[T cmp.Ordered](q query, wanted T, path string, docs []*doc, values func(*mapping.Values) []T) query {
	every := true
	var all []T
	for _, d := range docs {
		v := d.Values.Get(path)
		if v == nil || len(values(v)) == 0 {
			every = false
			continue
		}
		all = append(all, values(v)...)
	}
	switch {
	case len(all) == 0 || wanted < slices.Min(all) || wanted > slices.Max(all):
		return none{}
	case every && slices.Min(all) == slices.Max(all):
		return wholly{q}
	}
	return q
}

// within marks a range of dates that holds every value of the shard: the server
// asks for the field instead.
func (s *shard) within(f *mapping.Field, low, high int64, q query) query {
	if s.dialect.CollectsAll || !f.Indexed || s.unseen || s.gone != nil {
		return q
	}
	all := !s.Mapping.HasNested() && len(s.every()) > 0
	for _, d := range s.every() {
		all = all && d.Values.Get(f.Path) != nil
		for _, n := range withNested(d) {
			v := n.Values.Get(f.Path)
			if v != nil && slices.ContainsFunc(v.Ints, func(i int64) bool { return i < low || i > high }) {
				return q
			}
		}
	}
	switch {
	case all:
		return wholly{q}
	case s.dialect.EndsEarly:
		return existing{query: q}
	}
	return q
}
