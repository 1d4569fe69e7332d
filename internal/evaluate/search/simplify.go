package search

import (
	"slices"
)

// Lucene makes a query simpler before it scores (BooleanQuery.rewrite): clauses that
// come twice become one that counts twice, alternatives within alternatives become
// alternatives of one kind. What matches stays; a score's last digit doesn't, since
// each query that is left rounds what it adds up.

// rewriting makes queries simpler, as a generation does.
type rewriting struct {
	// apart: alternatives that are all needed stay apart where they are the same.
	apart bool
}

func (s *shard) rewriting() rewriting { return rewriting{apart: s.dialect.KeepsNeeded} }

// simplified is a query as it is scored; nil where it is scored as it is.
func (r rewriting) simplified(q query) query {
	s, changed := r.simplify(q)
	if !changed {
		return nil
	}
	return s
}

// scoring is a query that is scored as another one.
type scoring struct {
	query
	simple query
}

func (q scoring) score(d *doc) float32 { return q.simple.score(d) }

// asScored makes a query score as Lucene does.
func (s *shard) asScored(q query) query {
	simple := s.rewriting().simplified(q)
	if simple == nil {
		return q
	}
	if s.dialect.JoinsRequired {
		simple = s.joined(simple)
	}
	return scoring{q, simple}
}

// joined puts what a required bool requires beside what stands around it, where nothing
// else may match in it.
func (s *shard) joined(q query) query {
	switch q := q.(type) {
	case *boolean:
		b := *q
		b.must, b.should = nil, s.joinedAll(q.should)
		for _, c := range s.joinedAll(q.must) {
			inner, ok := c.(*boolean)
			if !ok || inner.weighted || inner.least > 0 || len(inner.should) > 0 {
				b.must = append(b.must, c)
				continue
			}
			b.must = append(b.must, inner.must...)
			b.filter, b.mustNot = slices.Concat(b.filter, inner.filter), slices.Concat(b.mustNot, inner.mustNot)
		}
		b.must = merged(b.must)
		return s.withoutMissed(&b)
	case disMax:
		q.clauses = s.joinedAll(q.clauses)
		return q
	}
	return mapInner(q, s.joined)
}

func (s *shard) joinedAll(list []query) []query {
	out := make([]query, len(list))
	for i, c := range list {
		out[i] = s.joined(c)
	}
	return out
}

func (r rewriting) simplify(q query) (query, bool) {
	switch q := q.(type) {
	case *boolean:
		if q.unit != nil {
			return weightedAs(r.boolean(q.unit), q.weight), true
		}
		return r.boolean(q), true
	case disMax:
		if q.unit != nil {
			return weightedAs(r.disMax(*q.unit), q.weight), true
		}
		return r.disMax(q), true
	case blended:
		return r.expand(q), true
	}
	changed := false
	out := mapInner(q, func(inner query) query {
		inner, changed = r.simplify(inner)
		return inner
	})
	return out, changed
}

// mapInner changes the query that another one holds and takes its score from; a query that
// holds none stays.
func mapInner(q query, change func(query) query) query {
	switch q := q.(type) {
	case multiplied:
		q.inner = change(q.inner)
		return q
	case boosting:
		q.positive = change(q.positive)
		return q
	case nestedQuery:
		q.inner = change(q.inner)
		return q
	case functionScore:
		q.inner = change(q.inner)
		return q
	case apart:
		q.query = change(q.query)
		return q
	}
	return q
}

func (r rewriting) disMax(q disMax) query {
	switch {
	case len(q.clauses) == 1:
		one, _ := r.simplify(q.clauses[0])
		return one
	case q.tie == 1:
		return r.boolean(&boolean{should: q.clauses, least: 1})
	}
	q.clauses = r.all(q.clauses)
	return q
}

// all leaves out what matches nothing.
func (r rewriting) all(list []query) []query {
	out := make([]query, 0, len(list))
	for _, c := range list {
		simple, _ := r.simplify(c)
		if !nothing(simple) {
			out = append(out, simple)
		}
	}
	return out
}

func (r rewriting) boolean(q *boolean) query {
	b := &boolean{must: r.all(q.must), filter: q.filter, should: r.all(q.should), mustNot: q.mustNot, least: q.least, weighted: q.weighted}
	if len(b.must) < len(q.must) {
		return none{}
	}
	if len(b.mustNot)+len(b.filter) == 0 {
		switch {
		case len(b.must)+len(b.should) == 0:
			return none{}
		case len(b.must) == 1 && len(b.should) == 0 && b.least == 0:
			return b.must[0]
		case len(b.should) == 1 && len(b.must) == 0 && b.least <= 1:
			return b.should[0]
		}
	}
	b.must = merged(b.must)
	if len(b.mustNot)+len(b.filter)+len(b.should) == 0 && len(b.must) == 1 && b.least == 0 {
		return b.must[0]
	}
	for before := -1; b.least <= 1 && before != len(b.should); {
		b.should = merged(b.should) // first: what is merged has a weight, and stays together
		before = len(b.should)
		b.should = flattened(b.should)
	}
	if len(b.mustNot)+len(b.filter)+len(b.must) == 0 && len(b.should) == 1 && b.least <= 1 {
		return b.should[0]
	}
	if b.least > 0 && len(b.should) == b.least && len(b.must)+b.least > 1 {
		b.must, b.should, b.least = append(b.must, b.should...), nil, 0
		if !r.apart {
			b.must = merged(b.must)
		}
		if len(b.mustNot)+len(b.filter) == 0 && len(b.must) == 1 {
			return b.must[0]
		}
	}
	return b
}

// flattened puts alternatives of alternatives beside the others. A weight keeps them
// together.
func flattened(list []query) []query {
	var out []query
	for _, c := range list {
		if b, ok := c.(*boolean); ok && b.least <= 1 && len(b.must)+len(b.filter)+len(b.mustNot) == 0 && !b.weighted {
			out = append(out, b.should...)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// blendedTerm is one of the terms of a blended query.
type blendedTerm struct {
	termOf
	common string
}

func (q blendedTerm) score(d *doc) float32 {
	one := blended{s: q.s, f: q.f, terms: map[string]float32{q.term: 1}, common: q.common, boost: q.boost}
	return one.score(d)
}

func (q blendedTerm) boosted(factor float32) query {
	q.boost *= factor
	return q
}

// expand makes alternatives of the terms.
func (r rewriting) expand(q blended) query {
	b := &boolean{least: 1, weighted: q.boost != 1}
	for _, t := range sortedKeys(q.terms) {
		b.should = append(b.should, blendedTerm{termOf{q.s, q.f, t, q.boost * q.terms[t]}, q.common})
	}
	return r.boolean(b)
}
