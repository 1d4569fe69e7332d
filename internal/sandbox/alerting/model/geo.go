package model

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// unknownAggregations are aggregations of a module of the core, geo, that the
// recorded nodes do not have: there they are unknown (inputs/bucket_aggregations,
// inputs/metric_aggregations).
var unknownAggregations = map[string]bool{"geohash_grid": true, "geotile_grid": true, "geo_bounds": true}

// unknownAggregation finds such an aggregation in a canonical body, at whatever
// depth; nil where there is none.
func unknownAggregation(body *orderedjson.Object) *fault.Fault {
	for _, m := range body.Object("aggregations").Members() {
		aggregation, _ := m.Value.(*orderedjson.Object)
		for _, kind := range aggregation.Keys() {
			if unknownAggregations[kind] {
				return fault.New(fault.Parsing, "Unknown aggregation type [%s]", kind)
			}
		}
		if f := unknownAggregation(aggregation); f != nil {
			return f
		}
	}
	return nil
}
