package search

import (
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// Where a range aggregation is told from points, its ends are cut to what a point of
// the field can be: up to 2.5 is up to 2 on whole numbers (2.19.4).

// pointTest tells which values of a set's documents lie in a range where points are
// asked; nil where documents are looked at.
func (a *aggregation) pointTest(set shardHits) (test func(d *doc, x span) bool, sure certainty) {
	f := a.pointed(set.shard)
	if f == nil {
		return nil, no
	}
	if sure = set.shard.findsAll(set.query); sure == no {
		return nil, no
	}
	several := func(d *doc) bool {
		v := d.Values.Get(f.Path)
		return v != nil && len(v.Ints)+len(v.Floats) > 1
	}
	if slices.ContainsFunc(set.docs, several) {
		return nil, no
	}
	return func(d *doc, x span) bool {
		v := d.Values.Get(f.Path)
		if v == nil || len(v.Ints)+len(v.Floats) == 0 {
			return false
		}
		n := int64(0)
		if len(v.Ints) > 0 {
			n = v.Ints[0]
		} else {
			n = sortable(v.Floats[0])
		}
		return n >= pointOf(f, x.from) && n < pointOf(f, x.to)
	}, sure
}

// pointOf is an end as a point of the field, in the order of its values.
func pointOf(f *mapping.Field, x float64) int64 {
	switch f.Type {
	case "integer", "short", "byte", "token_count":
		return max(math.MinInt32, min(math.MaxInt32, javaLong(x)))
	case "double":
		return sortable(x)
	case "float":
		return sortable(float64(float32(x)))
	case "half_float":
		return sortable(float64(mapping.ToHalf(float32(x))))
	case "unsigned_long":
		switch {
		case x < 0:
			return mapping.Biased(0)
		case x >= 1<<64:
			return mapping.Biased(math.MaxUint64)
		}
		return mapping.Biased(uint64(x))
	}
	return javaLong(x)
}

// checkPoints refuses ends that can't be points: an unsigned_long has no decimals.
func (a *aggregation) checkPoints(s *shard) error {
	if a.kind != "range" {
		return nil
	}
	f := a.pointed(s)
	if f == nil || f.Type != "unsigned_long" {
		return nil
	}
	spans, err := a.spans(s)
	if err != nil {
		return err
	}
	for _, x := range spans {
		for _, end := range []float64{x.from, x.to} {
			if end >= 0 && end < 1<<64 && end != math.Trunc(end) {
				return fault.Illegal("Value [%s] has a decimal part", javaDouble(end))
			}
		}
	}
	return nil
}
