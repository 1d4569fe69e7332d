package conformance

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// single are the metrics that have one value.
var single = []string{"sum", "avg", "min", "max", "value_count", "cardinality", "median_absolute_deviation", "weighted_avg"}

// paths are the ways to a number in the buckets that hold the aggregations.
func (g *gen) paths(subs *orderedjson.Object) []string {
	out := []string{"_count", "_count"}
	for _, m := range subs.Members() {
		def, _ := m.Value.(*orderedjson.Object)
		for _, d := range def.Members() {
			body, _ := d.Value.(*orderedjson.Object)
			switch kind := d.Key; {
			case contains(single, kind):
				out = append(out, m.Key, m.Key, m.Key+".value")
			case kind == "stats" || kind == "extended_stats":
				out = append(out, m.Key+"."+pick(g, "min", "max", "avg", "sum", "count"))
			case kind == "percentiles":
				out = append(out, m.Key+"[50]", m.Key+".50", m.Key+".50.0")
			case contains([]string{"filter", "missing", "nested", "reverse_nested", "global", "sampler"}, kind):
				out = append(out, m.Key+">_count", m.Key+"._count")
				for _, p := range g.paths(def.Object("aggs")) {
					out = append(out, m.Key+">"+p)
				}
			case contains([]string{"terms", "range", "date_range", "composite", "histogram"}, kind):
				out = append(out, m.Key+"._bucket_count")
			case kind == "filters":
				for _, k := range body.Object("filters").Keys() {
					out = append(out, m.Key+"['"+k+"']>_count")
				}
			}
		}
	}
	return out
}

// pipelines adds aggregations over the buckets that hold subs.
func (g *gen) pipelines(parent string, subs *orderedjson.Object) {
	paths := g.paths(subs)
	path := func() string {
		if g.odd(10) {
			return pick(g, "nope", "nope>m", "_key", "m0>x")
		}
		return pick(g, paths...)
	}
	histogram := parent == "date_histogram" || parent == "histogram"
	for i := range 1 + g.IntN(2) {
		name := string(rune('u' + i))
		switch g.IntN(9) {
		case 0, 1:
			o := obj("buckets_path", g.named(path), "script", g.selector())
			g.gap(o)
			subs.Set(name, obj("bucket_selector", o))
		case 2, 3:
			o := obj("buckets_path", g.named(path), "script", g.computed())
			g.gap(o)
			g.maybe(8, o, "format", "0.00")
			subs.Set(name, obj("bucket_script", o))
			paths = append(paths, name)
		case 4:
			subs.Set(name, obj("bucket_sort", g.bucketSort(path)))
		case 5, 6, 7:
			if !histogram && !g.odd(4) {
				continue
			}
			kind := pick(g, "derivative", "cumulative_sum", "derivative", "cumulative_sum")
			if g.odd(2) {
				kind = pick(g, "serial_diff", "moving_fn", "moving_avg")
			}
			o := obj("buckets_path", path())
			switch kind {
			case "derivative":
				g.gap(o)
				if parent == "date_histogram" {
					g.maybe(4, o, "unit", pick(g, "day", "1h"))
				}
			case "serial_diff":
				g.maybe(2, o, "lag", 2)
				g.gap(o)
			case "moving_fn":
				o.Set("window", 3)
				o.Set("script", pick(g, "MovingFunctions.sum(values)", "MovingFunctions.max(values)"))
				g.maybe(3, o, "shift", 1)
			case "moving_avg":
				o.Set("window", 3)
			}
			g.maybe(8, o, "format", "0.0")
			subs.Set(name, obj(kind, o))
			paths = append(paths, name)
		case 8:
			g.siblings(subs)
		}
	}
}

func (g *gen) gap(o *orderedjson.Object) {
	g.oddly(20, o, "gap_policy", "keep_values")
	g.maybe(5, o, "gap_policy", pick(g, "skip", "insert_zeros"))
}

func (g *gen) named(path func() string) any {
	return obj("a", path(), "n", path())
}

// selector and computed are scripts over a and n: few, as a node wants it.
func (g *gen) selector() any {
	s := pick(g, "params.n > 1", "params.a > params.n", "params.a == null || params.a >= 2", "params.n / 2 == 1.5")
	if g.one(6) {
		return obj("source", "params.a >= params.least", "params", obj("least", pick(g, 1, 2, 5)))
	}
	return s
}

func (g *gen) computed() any {
	return pick[any](g, "params.a / params.n", "params.a + params.n * 2", obj("source", "params.a * params.f", "params", obj("f", 1.5)), "Math.max(params.a, params.n)")
}

func (g *gen) bucketSort(path func() string) *orderedjson.Object {
	o := obj()
	if !g.one(5) {
		key := pick(g, path(), "_key", "_count")
		if g.one(3) {
			o.Set("sort", []any{obj(key, obj("order", pick(g, "asc", "desc"))), "_count"})
		} else {
			o.Set("sort", []any{obj(key, obj("order", pick(g, "asc", "desc")))})
		}
	}
	g.maybe(2, o, "size", pick(g, 1, 2, 3))
	g.maybe(4, o, "from", 1)
	g.gap(o)
	return o
}

// siblings adds aggregations over the buckets of one of those beside them.
func (g *gen) siblings(aggs *orderedjson.Object) {
	for _, m := range aggs.Members() {
		def, _ := m.Value.(*orderedjson.Object)
		for _, d := range def.Members() {
			if !contains([]string{"terms", "date_histogram", "histogram", "range", "date_range", "multi_terms", "filters", "ip_range"}, d.Key) && !(d.Key == "composite" && g.odd(4)) {
				continue
			}
			subs := def.Object("aggs")
			o := obj("buckets_path", m.Key+">"+pick(g, g.paths(subs)...))
			g.gap(o)
			kind := pick(g, "max_bucket", "min_bucket", "avg_bucket", "sum_bucket", "stats_bucket", "extended_stats_bucket", "percentiles_bucket")
			if kind == "percentiles_bucket" {
				g.maybe(2, o, "percents", []any{50, 90})
			}
			g.maybe(10, o, "format", "0.0")
			aggs.Set("s"+kind[:2], obj(kind, o))
			return
		}
	}
}
