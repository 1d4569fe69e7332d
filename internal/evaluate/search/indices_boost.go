package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// indexBoost is one of indices_boost: an index, an alias or a pattern.
type indexBoost struct {
	name   string
	factor float32
}

func readIndicesBoost(v any) []indexBoost {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []indexBoost
	for _, x := range list {
		o, _ := x.(*orderedjson.Object)
		for _, m := range o.Members() {
			n, _ := toFloat(m.Value)
			out = append(out, indexBoost{m.Key, float32(n)})
		}
	}
	return out
}

// boostIndices gives every shard the factor of the first name that stands for its
// index. A name that stands for none is an error, a pattern isn't.
func (r *run) boostIndices(store *index.Store, o index.Options) error {
	for _, b := range r.boosts {
		var indices []string
		found, err := store.Resolve([]string{b.name}, o)
		if err != nil && !strings.Contains(b.name, "*") {
			return err
		}
		for _, x := range found {
			indices = append(indices, x.Name)
		}
		for _, s := range r.shards {
			hit := slices.Contains(indices, s.Name) || strings.Contains(b.name, "*") && mapping.SimpleMatch(b.name, s.Name)
			if hit && s.boost == nil {
				s.boost = &b.factor
			}
		}
	}
	return nil
}

// boosted applies the factor of the shard's index to a query.
func (s *shard) boosted(q query) (query, error) {
	switch {
	case s.boost == nil:
		return q, nil
	case *s.boost < 0:
		return nil, fault.Illegal("boost must be a positive float, got %s", mapping.JavaDouble(float64(*s.boost)))
	}
	if f, ok := q.(functionScore); ok && f.least != nil { // as a boost within: dropped where no score is told
		return nil, fault.Unsupported("search with [indices_boost] and the query [function_score] with [min_score]")
	}
	return withBoost(q, *s.boost), nil
}
