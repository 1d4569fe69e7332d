package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// checkAggregations finds what a shard refuses before it collects.
func (r *run) checkAggregations(s *shard) error { return nil }

// aggregate computes the aggregations over the shards that answered.
func (r *run) aggregate() (*orderedjson.Object, error) {
	return nil, fault.Unsupported("aggregations")
}
