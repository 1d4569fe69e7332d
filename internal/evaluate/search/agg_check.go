package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

var (
	numericSources = []sourceType{numericSource, dateSource, booleanSource}
	everySource    = []sourceType{bytesSource, numericSource, dateSource, booleanSource, ipSource}
)

// allowed are the sources that an aggregation takes; nil where it has none.
func (a *aggregation) allowed() []sourceType {
	switch a.kind {
	case "sum", "avg", "min", "max", "stats", "extended_stats", "percentiles", "percentile_ranks", "histogram", "date_histogram", "range",
		"date_range", "auto_date_histogram":
		return numericSources
	case "median_absolute_deviation", "variable_width_histogram":
		return []sourceType{numericSource}
	case "ip_range":
		return []sourceType{ipSource}
	case "terms", "rare_terms", "cardinality", "value_count", "missing":
		return everySource
	}
	return nil
}

// checkOptions refuses options that the field's values don't take.
func (a *aggregation) checkOptions(s *shard) error {
	if err := a.checkParent(); err != nil {
		return err
	}
	if err := a.checkPoints(s); err != nil {
		return err
	}
	if err := a.checkChildless(s); err != nil {
		return err
	}
	switch {
	case a.kind != "terms" && a.kind != "rare_terms" || a.scripted() || metadataField(a.body.Text("field")):
		return nil
	}
	v, err := a.values(s)
	if err != nil {
		return err
	}
	if v.empty() {
		return nil
	}
	if hint := a.body.Text("execution_hint"); hint != "" && hint != "map" && hint != "global_ordinals" && v.source == bytesSource && a.kind == "terms" {
		return fault.Illegal("Unknown `execution_hint`: [%s], expected any of [map, global_ordinals]", hint)
	}
	if _, err = a.accepted(v); err != nil {
		return err
	}
	if a.kind == "rare_terms" && v.floating() {
		return fault.Illegal("RareTerms aggregation does not support floating point fields.")
	}
	return nil
}

// checkOrders refuses an order by what the aggregations below don't give.
func (a *aggregation) checkOrders() error {
	switch a.kind {
	case "terms", "multi_terms", "histogram", "date_histogram":
	default:
		return nil
	}
	v, ok := a.body.Get("order")
	if !ok || v == nil {
		return nil
	}
	orders, err := readOrder(v)
	if err != nil {
		return err
	}
	return a.checkOrder(orders)
}
