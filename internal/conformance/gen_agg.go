package conformance

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bucketed are the aggregations that may hold others; the rest are metrics.
var bucketed = []string{"terms", "multi_terms", "composite", "date_histogram", "histogram", "range", "date_range", "ip_range", "filter", "filters", "missing",
	"nested", "reverse_nested", "global", "sampler", "adjacency_matrix", "rare_terms", "significant_terms", "auto_date_histogram", "diversified_sampler",
	"variable_width_histogram", "significant_text", "geohash_grid"}

// manyBuckets are those that pipeline aggregations may stand in.
var manyBuckets = []string{"terms", "multi_terms", "composite", "date_histogram", "histogram", "range", "date_range", "ip_range", "filters", "rare_terms"}

// orderBy orders buckets by one of the metrics in them.
func (g *gen) orderBy(kind string, body, subs *orderedjson.Object) {
	if kind != "terms" && kind != "multi_terms" && kind != "histogram" && kind != "date_histogram" || !g.one(3) {
		return
	}
	for _, m := range subs.Members() {
		def, _ := m.Value.(*orderedjson.Object)
		switch k := def.Keys()[0]; {
		case contains(single, k):
			body.Set("order", obj(m.Key, pick(g, "asc", "desc")))
		case k == "stats" || k == "extended_stats":
			body.Set("order", obj(m.Key+"."+pick(g, "max", "avg", "count"), pick(g, "asc", "desc")))
		}
	}
}

// whole has a histogram show empty buckets where an aggregation wants that.
func whole(kind string, body, subs *orderedjson.Object) {
	if kind != "histogram" && kind != "date_histogram" {
		return
	}
	for _, m := range subs.Members() {
		def, _ := m.Value.(*orderedjson.Object)
		if contains([]string{"derivative", "cumulative_sum", "serial_diff", "moving_fn", "moving_avg"}, def.Keys()[0]) {
			body.Set("min_doc_count", number(0))
			body.Delete("order")
		}
	}
}

// absent is a value that stands for a missing one.
func (g *gen) absent(f *known) any {
	switch {
	case g.odd(3):
		return g.value(f)
	case contains(numeric, f.kind):
		return pick[any](g, 0, 5, 100)
	case contains(dated, f.kind):
		return "2024-01-01"
	case f.kind == "boolean":
		return true
	case f.kind == "ip":
		return "10.0.0.9"
	}
	return pick(g, "none", "alpha")
}

// place is where an aggregation stands.
type place struct {
	depth  int
	nested string
	parent string // the kind of the one around it, "" at the top
}

// aggregations makes up an "aggs" object of one to three.
func (g *gen) aggregations(at place) *orderedjson.Object {
	out := obj()
	for i := range 1 + g.IntN(3) {
		name := pick(g, "by", "per", "m", "x", "the agg")[:1] + fmt.Sprint(i)
		kind, body := g.aggregation(at)
		def := obj(kind, body)
		if contains(bucketed, kind) && at.depth > 0 && (!g.one(3) || kind == "sampler" || kind == "diversified_sampler") {
			below := place{at.depth - 1, at.nested, kind}
			switch kind {
			case "nested":
				below.nested = "items"
			case "reverse_nested", "global":
				below.nested = ""
			}
			subs := g.aggregations(below)
			if contains(manyBuckets, kind) {
				g.orderBy(kind, body, subs)
				if g.one(2) {
					g.pipelines(kind, subs)
					whole(kind, body, subs)
				}
			}
			def.Set(pick(g, "aggs", "aggs", "aggregations"), subs)
		}
		g.maybe(30, def, "meta", obj("about", "it"))
		out.Set(name, def)
	}
	if g.one(4) {
		g.siblings(out)
	}
	return out
}

func (g *gen) aggregation(at place) (string, *orderedjson.Object) {
	for {
		kind := choose(g, []weighted[string]{{14, "terms"}, {4, "multi_terms"}, {8, "composite"}, {9, "date_histogram"}, {6, "histogram"}, {6, "range"},
			{5, "date_range"}, {2, "ip_range"}, {4, "filter"}, {4, "filters"}, {3, "missing"}, {4, "nested"}, {2, "reverse_nested"}, {2, "global"}, {2, "sampler"},
			{2, "adjacency_matrix"}, {5, "cardinality"}, {5, "value_count"}, {4, "sum"}, {4, "avg"}, {4, "min"}, {4, "max"}, {4, "stats"}, {4, "extended_stats"},
			{5, "percentiles"}, {3, "percentile_ranks"}, {2, "median_absolute_deviation"}, {2, "weighted_avg"}, {5, "top_hits"}, {1, "rare"}})
		if kind == "rare" {
			kind = pick(g, "rare_terms", "significant_terms", "auto_date_histogram", "diversified_sampler", "variable_width_histogram", "significant_text",
				"scripted_metric", "matrix_stats", "geohash_grid")
		}
		if (kind == "nested") == (at.nested != "") && kind == "nested" || kind == "reverse_nested" && at.nested == "" || kind == "global" && at.parent != "" && !g.odd(4) ||
			kind == "composite" && at.parent != "" && !g.odd(4) || (kind == "sampler" || kind == "diversified_sampler") && at.depth == 0 && !g.odd(4) {
			continue
		}
		if body := g.aggBody(kind, at); body != nil {
			return kind, body
		}
	}
}

// aggBody makes up an aggregation's body; nil where no field fits.
func (g *gen) aggBody(kind string, at place) *orderedjson.Object {
	switch kind {
	case "terms", "rare_terms", "significant_terms":
		return g.termsAgg(at, kind)
	case "multi_terms":
		return g.multiTerms(at)
	case "composite":
		return g.composite(at)
	case "date_histogram":
		return g.dateHistogram(at)
	case "histogram":
		return g.histogram(at)
	case "range", "date_range", "ip_range":
		return g.ranges(kind, at)
	case "filter":
		return g.query(1, at.nested)
	case "filters", "adjacency_matrix":
		return g.filters(kind, at)
	case "nested":
		if g.field("items") == nil && !g.odd(4) {
			return nil
		}
		if g.odd(4) {
			return obj("path", "nope")
		}
		return obj("path", "items")
	case "reverse_nested":
		o := obj()
		g.oddly(4, o, "path", "items")
		return o
	case "global":
		return obj()
	case "sampler", "diversified_sampler":
		o := obj("shard_size", pick(g, 1, 3, 100))
		if f := g.field(at.nested, "keyword"); f != nil && kind == "diversified_sampler" {
			o.Set("field", f.path)
		}
		return o
	case "top_hits":
		return g.topHits(at)
	case "weighted_avg":
		return g.weightedAvg(at)
	case "matrix_stats":
		if f := g.field(at.nested, numeric...); f != nil {
			return obj("fields", []any{f.path})
		}
		return nil
	case "scripted_metric":
		return obj("init_script", "state.n = 0", "map_script", "state.n += 1", "combine_script", "return state.n", "reduce_script", "double s = 0; for (n in states) { s += n } return s")
	}
	return g.metric(kind, at)
}

// anyField is a field of one of the types, now and then one of another type or one
// that isn't there.
func (g *gen) anyField(at place, kinds ...string) *known {
	if g.odd(6) {
		return g.field(at.nested)
	}
	if g.one(30) {
		return &known{path: "nope", kind: kinds[0]}
	}
	return g.field(at.nested, kinds...)
}

// scripts of values are few, as those of filters are.
func (g *gen) valueScript(o *orderedjson.Object, f *known) {
	if !g.one(20) || !contains([]string{"n", "d", "f"}, f.path) {
		return
	}
	if g.one(2) {
		o.Set("script", obj("source", "_value * params.p", "params", obj("p", pick(g, 2, 3))))
		return
	}
	o.Delete("field")
	o.Set("script", obj("source", "doc['"+f.path+"'].size() == 0 ? 0 : doc['"+f.path+"'].value"))
}

func (g *gen) metric(kind string, at place) *orderedjson.Object {
	kinds := append([]string{"date", "boolean"}, numeric...)
	switch kind {
	case "cardinality", "value_count", "missing":
		kinds = append(kinds, "keyword", "keyword", "keyword", "ip", "ip")
	case "geohash_grid":
		kinds = []string{"keyword"}
	case "median_absolute_deviation", "percentiles", "percentile_ranks":
		kinds = numeric
	case "variable_width_histogram":
		kinds = numeric
	case "auto_date_histogram":
		kinds = dated
	case "significant_text":
		kinds = textual
	}
	f := g.anyField(at, kinds...)
	if f == nil {
		return nil
	}
	o := obj("field", f.path)
	if kind == "cardinality" {
		g.maybe(6, o, "precision_threshold", pick(g, 0, 1, 10, 100))
		g.maybe(20, o, "execution_hint", "direct")
	}
	if contains(numeric, f.kind) && kind != "missing" {
		g.maybe(6, o, "missing", pick[any](g, 0, 5, -1))
	} else if kind != "geohash_grid" && kind != "missing" {
		g.maybe(8, o, "missing", g.absent(f))
	}
	switch kind {
	case "percentiles":
		g.maybe(3, o, "percents", pick(g, []any{50}, []any{50, 95, 99.9}, []any{0, 100}, []any{25, 75}))
		g.maybe(5, o, "keyed", false)
		if g.one(6) {
			o.Set("tdigest", obj("compression", pick(g, 10, 200)))
		} else {
			g.maybe(8, o, "hdr", obj("number_of_significant_value_digits", pick(g, 2, 3)))
		}
	case "percentile_ranks":
		o.Set("values", []any{pick[any](g, 1, 2.5, 10), 100})
		g.maybe(4, o, "keyed", false)
		g.maybe(8, o, "hdr", obj("number_of_significant_value_digits", 3))
	case "extended_stats":
		g.maybe(4, o, "sigma", pick[any](g, 1, 3, 0.5))
	case "median_absolute_deviation":
		g.maybe(4, o, "compression", 100)
	case "auto_date_histogram", "variable_width_histogram":
		o.Set("buckets", 3)
	}
	if contains([]string{"sum", "avg", "min", "max", "stats", "extended_stats", "value_count"}, kind) {
		g.valueScript(o, f)
	}
	if kind != "cardinality" && kind != "missing" && contains(numeric, f.kind) {
		g.maybe(12, o, "format", pick(g, "0.00", "#,##0", "000.0"))
	}
	return o
}

func (g *gen) order() any {
	one := func() any {
		if g.odd(2) {
			return pick(g, obj("m0", "desc"), obj("x1", "asc"), obj("m0.max", "desc"), obj("b0>m0", "asc"))
		}
		return pick(g, obj("_key", "asc"), obj("_key", "desc"), obj("_count", "asc"), obj("_count", "desc"))
	}
	if g.one(3) {
		return []any{one(), one()}
	}
	return one()
}

func (g *gen) termsAgg(at place, kind string) *orderedjson.Object {
	f := g.anyField(at, "keyword", "keyword", "keyword", "long", "integer", "double", "boolean", "ip", "date", "short", "byte", "float", "unsigned_long", "wildcard", "constant_keyword")
	if f == nil {
		return nil
	}
	o := obj("field", f.path)
	if kind == "rare_terms" {
		g.maybe(2, o, "max_doc_count", 2)
		return o
	}
	g.maybe(3, o, "size", pick(g, 1, 2, 3, 5, 100))
	g.maybe(8, o, "shard_size", pick(g, 2, 5, 50))
	g.maybe(8, o, "min_doc_count", pick(g, 0, 2, 3))
	g.maybe(16, o, "shard_min_doc_count", 2)
	g.maybe(8, o, "missing", g.absent(f))
	g.maybe(10, o, "show_term_doc_count_error", true)
	g.maybe(16, o, "execution_hint", pick(g, "map", "global_ordinals"))
	g.maybe(16, o, "collect_mode", pick(g, "breadth_first", "depth_first"))
	if kind == "terms" {
		g.maybe(3, o, "order", g.order())
		g.oddly(10, o, "value_type", pick(g, "string", "long"))
		g.valueScript(o, f)
	}
	if f.kind == "keyword" && g.one(5) {
		switch g.IntN(5) {
		case 0:
			o.Set("include", pick(g, "a.*", ".*a.*", "[A-Z].*", "alpha|beta"))
		case 1:
			o.Set("exclude", pick(g, "a.*", ".*o.*"))
		case 2:
			o.Set("include", []any{g.value(f), g.value(f)})
		case 3:
			o.Set("exclude", []any{g.value(f)})
		case 4:
			o.Set("include", obj("partition", g.IntN(2), "num_partitions", 2))
		}
	} else if contains(wholesOf, f.kind) && g.one(8) {
		o.Set(pick(g, "include", "exclude"), []any{g.value(f), g.value(f)})
	}
	if contains(numeric, f.kind) || contains(dated, f.kind) {
		format := "0.0"
		if contains(dated, f.kind) {
			format = pick(g, "yyyy-MM-dd", "yyyy", "epoch_second")
		}
		g.maybe(10, o, "format", format)
	}
	return o
}

func (g *gen) multiTerms(at place) *orderedjson.Object {
	var list []any
	for range 2 + g.IntN(2) {
		f := g.anyField(at, "keyword", "keyword", "long", "integer", "boolean", "ip", "date", "double")
		if f == nil {
			return nil
		}
		o := obj("field", f.path)
		g.maybe(6, o, "missing", g.absent(f))
		list = append(list, o)
	}
	o := obj("terms", list)
	g.maybe(3, o, "size", pick(g, 1, 3, 50))
	g.maybe(8, o, "min_doc_count", pick(g, 2, 3))
	g.maybe(10, o, "shard_size", pick(g, 3, 50))
	g.maybe(4, o, "order", g.order())
	g.maybe(12, o, "show_term_doc_count_error", true)
	g.maybe(16, o, "collect_mode", "breadth_first")
	return o
}

func (g *gen) topHits(at place) *orderedjson.Object {
	o := obj()
	g.maybe(2, o, "size", pick(g, 1, 2, 5))
	g.maybe(8, o, "from", 1)
	g.maybe(2, o, "sort", g.sort(at.nested))
	g.maybe(3, o, "_source", g.sourceFilter())
	g.maybe(10, o, "version", true)
	g.maybe(10, o, "seq_no_primary_term", true)
	g.maybe(10, o, "track_scores", true)
	g.maybe(8, o, "docvalue_fields", g.docvalues(at.nested))
	g.maybe(16, o, "explain", false)
	g.maybe(16, o, "stored_fields", []any{"_none_"})
	return o
}

func (g *gen) weightedAvg(at place) *orderedjson.Object {
	v, w := g.field(at.nested, numeric...), g.field(at.nested, numeric...)
	if v == nil {
		return nil
	}
	value, weight := obj("field", v.path), obj("field", w.path)
	g.maybe(3, value, "missing", 1)
	g.maybe(3, weight, "missing", 2)
	return obj("value", value, "weight", weight)
}
