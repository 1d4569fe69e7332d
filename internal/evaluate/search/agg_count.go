package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func valueOnly(n int64) *orderedjson.Object {
	return orderedjson.NewObject(orderedjson.Member{Key: "value", Value: whole(n)})
}

func evaluateCount(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "missing", "value_type"); err != nil {
		return nil, err
	}
	absent := int64(0)
	if v, ok := a.body.Get("missing"); ok && v != nil {
		absent = 1
	}
	n := int64(0)
	for _, set := range in {
		f := a.field(set.shard)
		for _, d := range set.docs {
			have := int64(0)
			if f != nil && d.Values[f.Path] != nil {
				v := d.Values[f.Path]
				have = int64(len(v.Ints) + len(v.Floats) + len(v.Terms))
			}
			if have == 0 {
				have = absent
			}
			n += have
		}
	}
	return valueOnly(n), nil
}

// evaluateCardinality counts exactly. The server counts so up to
// precision_threshold (3,000 by default) and estimates above it.
func evaluateCardinality(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "precision_threshold", "execution_hint", "rehash", "value_type"); err != nil {
		return nil, err
	}
	seen := map[any]bool{}
	for _, set := range in {
		f := a.field(set.shard)
		if f == nil {
			continue
		}
		for _, d := range set.docs {
			v := d.Values[f.Path]
			if v == nil {
				continue
			}
			for _, x := range v.Ints {
				seen[x] = true
			}
			for _, x := range v.Floats {
				seen[x] = true
			}
			for _, x := range v.Terms {
				seen[x] = true
			}
		}
	}
	if limit := integer(a.body, "precision_threshold", 3000); len(seen) > limit {
		return nil, fault.Unsupported("aggregation [cardinality] of more than %d values", limit)
	}
	return valueOnly(int64(len(seen))), nil
}

// narrow keeps the documents that keep accepts.
func (s sets) narrow(keep func(shard *shard, d *doc) bool) sets {
	out := make(sets, 0, len(s))
	for _, set := range s {
		next := shardHits{shard: set.shard, query: set.query}
		for _, d := range set.docs {
			if keep(set.shard, d) {
				next.docs = append(next.docs, d)
			}
		}
		out = append(out, next)
	}
	return out
}

func evaluateMissing(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field"); err != nil {
		return nil, err
	}
	return a.bucket(nil, in.narrow(func(s *shard, d *doc) bool {
		f := a.field(s)
		if f == nil {
			return true
		}
		v := d.Values[f.Path]
		return v == nil || len(v.Ints)+len(v.Floats)+len(v.Terms) == 0
	}))
}
