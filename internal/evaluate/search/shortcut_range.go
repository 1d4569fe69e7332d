package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// pointRange is a range of numbers or dates. Where each document of a shard has the field,
// and all values are in the range, it is one for everything; but not where it is the whole
// query, as which it stays what it is (asked of 3.5.0).
type pointRange struct {
	query
	f *mapping.Field
}

// pointed marks a range where that matters.
func (s *shard) pointed(f *mapping.Field, q query) query {
	if _, ok := q.(predicate); !ok || !s.dialect.EndsEarly || !f.Indexed {
		return q
	}
	if f.Type == "date" || slices.Contains(mapping.Integers, f.Type) || slices.Contains(mapping.Decimals, f.Type) {
		return pointRange{q, f}
	}
	return q
}

// covered tells whether a range holds all values of a shard, of which each document has
// one.
func (s *shard) covered(q pointRange) bool {
	if s.unseen || s.gone != nil || s.Mapping.HasNested() || len(s.every()) == 0 {
		return false
	}
	var all mapping.Values
	for _, d := range s.every() {
		v := d.Values.Get(q.f.Path)
		if v == nil || len(v.Ints)+len(v.Floats) == 0 {
			return false
		}
		all.Ints, all.Floats = append(all.Ints, v.Ints...), append(all.Floats, v.Floats...)
	}
	for _, one := range []mapping.Values{
		{Ints: only(all.Ints, slices.Min), Floats: only(all.Floats, slices.Min)},
		{Ints: only(all.Ints, slices.Max), Floats: only(all.Floats, slices.Max)},
	} {
		d := &mapping.Document{}
		d.Values.Set(q.f.Path, &one)
		if !q.matches(&doc{Document: d}) {
			return false
		}
	}
	return true
}

// only is the one of some values that is chosen; none of none.
func only[T any](some []T, choose func([]T) T) []T {
	if len(some) == 0 {
		return nil
	}
	return []T{choose(some)}
}

// countableWhole is countable of a search's whole query.
func (s *shard) countableWhole(q query) counting {
	inner := q
	if c, ok := q.(constant); ok {
		inner = c.inner
	}
	if _, alone := inner.(pointRange); alone {
		return countsNot
	}
	return s.countable(q)
}
