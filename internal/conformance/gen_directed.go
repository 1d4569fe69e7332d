package conformance

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// directed makes up what chance seldom does: buckets with a metric and aggregations
// over them that a server takes.
func (g *gen) directed() *orderedjson.Object {
	kind := pick(g, "date_histogram", "date_histogram", "histogram", "terms", "range", "composite", "multi_terms", "filters")
	body := g.aggBody(kind, place{depth: 1})
	number := g.field("", numeric...)
	if body == nil || number == nil {
		return nil
	}
	if kind == "date_histogram" {
		body = obj("field", body.Text("field"), "calendar_interval", pick(g, "year", "1y", "quarter"))
	}
	body.Delete("order")
	body.Delete("min_doc_count")
	metric := pick(g, "sum", "avg", "min", "max", "value_count", "cardinality", "stats", "extended_stats", "percentiles")
	path := "m"
	switch metric {
	case "stats", "extended_stats":
		path += "." + pick(g, "max", "avg", "sum", "count")
	case "percentiles":
		path += pick(g, "[50]", ".95")
	}
	subs := obj("m", obj(metric, obj("field", number.path)))
	histogram := kind == "date_histogram" || kind == "histogram"
	g.chosen(histogram, path, subs)
	aggs := obj("h", obj(kind, body, "aggs", subs))
	if g.one(2) && kind != "composite" {
		g.overall(path, aggs)
	}
	return aggs
}

// chosen adds pipeline aggregations to the buckets.
func (g *gen) chosen(histogram bool, path string, subs *orderedjson.Object) {
	for _, name := range []string{"p", "q"} {
		over := path
		if g.one(5) {
			over = "_count"
		}
		kind := pick(g, "bucket_selector", "bucket_script", "bucket_sort", "derivative", "cumulative_sum", "derivative", "cumulative_sum", "serial_diff", "moving_fn")
		o := obj("buckets_path", over)
		switch kind {
		case "bucket_selector":
			o = obj("buckets_path", obj("a", over, "n", "_count"), "script", g.selector())
		case "bucket_script":
			o = obj("buckets_path", obj("a", over, "n", "_count"), "script", g.computed())
			g.maybe(6, o, "format", "0.00")
		case "bucket_sort":
			o = g.bucketSort(func() string { return over })
			if o.Len() == 0 {
				o.Set("size", 2)
			}
		case "moving_fn":
			o.Set("window", 3)
			o.Set("script", pick(g, "MovingFunctions.sum(values)", "MovingFunctions.max(values)", "MovingFunctions.unweightedAvg(values)"))
		case "derivative":
			g.maybe(5, o, "unit", "day")
		case "serial_diff":
			g.maybe(2, o, "lag", 2)
		}
		if !histogram && contains([]string{"derivative", "cumulative_sum", "serial_diff", "moving_fn"}, kind) {
			continue
		}
		if contains([]string{"derivative", "serial_diff", "bucket_script", "bucket_selector"}, kind) {
			g.gap(o)
		}
		if kind != "bucket_selector" && kind != "bucket_sort" && kind != "moving_fn" {
			g.maybe(10, o, "format", "0.0")
		}
		subs.Set(name, obj(kind, o))
	}
}

// overall adds aggregations over all buckets, beside them.
func (g *gen) overall(path string, aggs *orderedjson.Object) {
	kind := pick(g, "max_bucket", "min_bucket", "avg_bucket", "sum_bucket", "stats_bucket", "extended_stats_bucket", "percentiles_bucket")
	o := obj("buckets_path", "h>"+pick(g, path, path, "_count"))
	if kind == "percentiles_bucket" {
		g.maybe(2, o, "percents", []any{50, 90})
	}
	g.maybe(6, o, "format", "0.0")
	g.gap(o)
	aggs.Set("s", obj(kind, o))
}
