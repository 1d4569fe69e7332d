package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/painless"
)

// scripted tells whether the aggregation's numbers come from a script alone. With
// a field beside it, the script would see the field's values: that is refused.
func (a *aggregation) scripted() bool {
	return a.body.Has("script") && !a.body.Has("field") && !a.body.Has("missing") &&
		slices.Contains([]string{"sum", "avg", "min", "max", "stats", "extended_stats", "percentiles"}, a.kind)
}

func (a *aggregation) checkScript(s *shard) error {
	_, err := s.script(a.body.Object("script"), painless.Aggs)
	return err
}

// numberReader reads a document's numbers on a shard, "missing" put in.
func (a *aggregation) numberReader(s *shard) (func(d *doc) ([]float64, error), error) {
	if a.scripted() {
		x, err := s.script(a.body.Object("script"), painless.Aggs)
		if err != nil {
			return nil, err
		}
		return func(d *doc) ([]float64, error) {
			list, err := x.numbers(scriptInput{doc: d})
			return list, a.shardFailure(s, err)
		}, nil
	}
	v, err := a.values(s)
	return func(d *doc) ([]float64, error) { return v.numbers(d), nil }, err
}
