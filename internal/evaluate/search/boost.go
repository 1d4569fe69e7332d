package search

import "cmp"

// A boost multiplies weights, not scores: Lucene hands it down to the terms, and
// in single precision that is not the same.

// boostable is a query that takes a boost in.
type boostable interface {
	boosted(factor float32) query
}

func withBoost(q query, factor float32) query {
	if factor == 1 {
		return q
	}
	if b, ok := q.(boostable); ok {
		return b.boosted(factor)
	}
	return multiplied{q, factor}
}

// multiplied multiplies the scores of a query that has no weights of its own.
type multiplied struct {
	inner  query
	factor float32
}

func (q multiplied) matches(d *doc) bool  { return q.inner.matches(d) }
func (q multiplied) score(d *doc) float32 { return q.inner.score(d) * q.factor }

func (q none) boosted(float32) query { return q }

func (q constant) boosted(factor float32) query {
	q.value *= factor
	return q
}

func (q termOf) boosted(factor float32) query {
	q.boost *= factor
	return q
}

func (q booleanOf) boosted(factor float32) query {
	q.boost *= factor
	return q
}

func (q phrase) boosted(factor float32) query {
	q.boost *= factor
	return q
}

func (q sloppy) boosted(factor float32) query {
	q.boost *= factor
	return q
}

func (q synonyms) boosted(factor float32) query {
	q.boost *= factor
	return q
}

func (q blended) boosted(factor float32) query {
	q.boost *= factor
	return q
}

func (q disMax) boosted(factor float32) query {
	unit := q
	if q.weight = cmp.Or(q.weight, 1) * factor; q.unit == nil {
		q.unit = &unit
	}
	q.clauses = allBoosted(q.clauses, factor)
	return q
}

func (q *boolean) boosted(factor float32) query {
	c := *q
	if c.weight = cmp.Or(q.weight, 1) * factor; q.unit == nil {
		c.unit = q
	}
	c.must, c.should = allBoosted(q.must, factor), allBoosted(q.should, factor)
	return &c
}

func (q nestedQuery) boosted(factor float32) query {
	q.inner = withBoost(q.inner, factor)
	return q
}

func allBoosted(list []query, factor float32) []query {
	out := make([]query, len(list))
	for i, q := range list {
		out[i] = withBoost(q, factor)
	}
	return out
}
