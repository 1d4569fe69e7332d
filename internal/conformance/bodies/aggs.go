package bodies

import (
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// aggTable is filled by init: aggregations hold clauses and scripts.
var (
	aggTable    map[string]gen
	bucketNames []string
	leafNames   []string
	pipes       []string
)

func init() {
	buckets, metrics, pipelines := bucketAggregations(), metricAggregations(), pipelineAggregations()
	aggTable = map[string]gen{}
	for _, family := range []map[string]gen{buckets, metrics, pipelines} {
		maps.Copy(aggTable, family)
	}
	bucketNames, leafNames, pipes = slices.Sorted(maps.Keys(buckets)), slices.Sorted(maps.Keys(metrics)), slices.Sorted(maps.Keys(pipelines))
}

// aggregations makes the object under "aggs".
func aggregations(m *maker) any {
	o := orderedjson.NewObject()
	for i := range m.r.IntN(2) + 1 {
		o.Set([]string{"m", "名"}[i], m.value(func(m *maker) any { return m.agg(pick(m, [][]string{bucketNames, leafNames}[m.r.IntN(2)])) }))
	}
	if m.isWild() {
		o.Set(pick(m, []string{"pipe", "0"}), m.value(func(m *maker) any { return m.agg(pick(m, pipes)) }))
	}
	return o
}

// framed makes the object of one aggregation; one over buckets stands where it may.
func (m *maker) framed(kind string) any {
	if !slices.Contains(pipes, kind) {
		return obj("m", m.agg(kind))
	}
	histogram := obj("date_histogram", obj("field", "d", "fixed_interval", "1d"), "aggs", obj("m", obj("avg", obj("field", "n"))))
	if strings.HasSuffix(kind, "_bucket") {
		return obj("c", histogram, "pipe", m.agg(kind))
	}
	histogram.Object("aggs").Set("pipe", m.agg(kind))
	return obj("c", histogram)
}

// agg makes one aggregation, with others below it where it may have some.
func (m *maker) agg(kind string) any {
	if slices.Contains(moduleAggregations, kind) && !m.modules {
		kind = "geo_centroid"
	}
	if kind == "multi_terms" && m.version == 1 && !m.isWild() {
		kind = "terms"
	}
	m.made["aggregation "+kind] = true
	m.depth++
	defer func() { m.depth-- }()
	o := orderedjson.NewObject(orderedjson.Member{Key: kind, Value: m.value(aggTable[kind])})
	if m.chance(8) {
		o.Set("meta", m.value(tree))
	}
	if slices.Contains(bucketNames, kind) && m.depth < 3 && m.chance(3) || m.isWild() {
		o.Set(pick(m, []string{"aggs", "aggregations"}), m.value(mostly(aggregations, constant(orderedjson.NewObject()))))
	}
	return o
}

// moduleAggregations are those that a core alone doesn't have.
var moduleAggregations = []string{"geo_bounds", "geohash_grid", "geotile_grid", "matrix_stats"}

// source are the options of an aggregation over values.
func source(fields gen, more ...option) gen {
	absent := mostly(either(constant("42"), whole), missing)
	options := slices.Concat([]option{must("field", fields), may("missing", absent), may("value_type", mostly(word("number", "long", "double"), valueType))}, more)
	scripted := slices.Concat([]option{must("script", script), may("missing", absent)}, more)
	return mostly(object(options...), object(scripted...))
}

var (
	valueType = word("string", "long", "double", "number", "date", "ip", "numeric", "boolean")
	formatted = may("format", mostly(word("0.00", "#,##0"), format))
	keyedFlag = may("keyed", aBool)
	depthMode = may("collect_mode", word("depth_first", "breadth_first"))
	hint      = may("execution_hint", word("map", "global_ordinals", "nonsense"))
)

func order(m *maker) any {
	one := func(m *maker) any {
		return obj(pick(m, []string{"_count", "_key", "_term", "_time", "m", "m.avg", "c>m"}), pick(m, []any{"asc", "desc", "DESC"}))
	}
	return either(one, list(one, 3), constant([]any{}))(m)
}

func includeExclude() []option {
	values := either(aText, list(aText, 3), list(scalar, 2))
	return []option{may("include", either(values, object(must("partition", number("0", "1")), must("num_partitions", number("2", "5"))))), may("exclude", values)}
}

func thresholds() []option {
	return []option{may("size", number("1", "5", "10", "50")), may("shard_size", number("20", "100", "-1")), may("min_doc_count", number("0", "1", "2")), may("shard_min_doc_count", number("0", "1"))}
}

func bucketAggregations() map[string]gen {
	path := may("path", word("p", "p.q"))
	numericRanges := list(object(may("from", aFloat), may("to", aFloat), may("key", name)), 3)
	heuristic := func(m *maker) any {
		o := orderedjson.NewObject()
		kind := pick(m, []string{"jlh", "mutual_information", "chi_square", "gnd", "percentage", "script_heuristic"})
		switch kind {
		case "mutual_information", "chi_square":
			o.Set(kind, m.fill([]option{may("include_negatives", aBool), may("background_is_superset", aBool)}))
		case "gnd":
			o.Set(kind, m.fill([]option{may("background_is_superset", aBool)}))
		case "script_heuristic":
			o.Set(kind, m.fill([]option{must("script", script)}))
		default:
			o.Set(kind, orderedjson.NewObject())
		}
		return o
	}
	significant := func(options ...option) gen {
		g := object(options...)
		return func(m *maker) any {
			o := g(m).(*orderedjson.Object)
			if m.chance(3) {
				h := heuristic(m).(*orderedjson.Object).Members()[0]
				o.Set(h.Key, m.value(constant(h.Value)))
			}
			return o
		}
	}
	bounds := func(v gen) gen { return object(must("min", v), must("max", v)) }
	return map[string]gen{
		"terms": source(field, slices.Concat(thresholds(), includeExclude(), []option{may("order", order), depthMode, hint, formatted, may("show_term_doc_count_error", aBool)})...),
		"multi_terms": object(slices.Concat(thresholds(), []option{must("terms", list(object(must("field", field), may("missing", missing), may("value_type", valueType), may("format", format), may("time_zone", zone)), 3)),
			may("order", order), depthMode, may("show_term_doc_count_error", aBool)})...),
		"rare_terms":        source(field, slices.Concat(includeExclude(), []option{may("max_doc_count", number("1", "5", "100")), may("precision", number("0.001", "0.01", "0.1"))})...),
		"significant_terms": significant(slices.Concat([]option{must("field", field), may("background_filter", query), hint}, thresholds(), includeExclude())...),
		"significant_text":  significant(slices.Concat([]option{must("field", word("t")), may("source_fields", oneOrList(field)), may("filter_duplicate_text", aBool), may("background_filter", query)}, thresholds(), includeExclude())...),
		"histogram":         source(numeric, must("interval", either(whole, number("0.5", "10.0", "1e3"), word("5"))), may("offset", aFloat), may("order", order), keyedFlag, may("min_doc_count", anInt), may("extended_bounds", bounds(aFloat)), may("hard_bounds", bounds(aFloat)), formatted),
		"date_histogram": oneInterval(source(word("d", "@timestamp"), may("offset", either(word("+6h", "-1d", "3h", "1d"), whole)), may("order", order), keyedFlag,
			may("min_doc_count", anInt), may("time_zone", zone), may("extended_bounds", bounds(moment)), may("hard_bounds", bounds(moment)), formatted)),
		"auto_date_histogram":      source(word("d"), may("buckets", number("1", "5", "10", "100")), may("minimum_interval", word("minute", "hour", "day", "month", "year", "second")), may("time_zone", zone), formatted),
		"variable_width_histogram": object(must("field", numeric), may("buckets", number("2", "5", "10")), may("shard_size", number("50", "100")), may("initial_buffer", number("100", "500"))),
		"range":                    source(numeric, must("ranges", numericRanges), keyedFlag, formatted),
		"date_range":               source(word("d"), must("ranges", list(object(may("from", moment), may("to", moment), may("key", name)), 3)), keyedFlag, may("time_zone", zone), formatted),
		"ip_range":                 source(word("ip"), must("ranges", list(either(object(may("from", word("10.0.0.0", "::1")), may("to", word("10.0.0.255", "::ffff")), may("key", name)), object(must("mask", word("10.0.0.0/24", "2001:db8::/32", "10.0.0.5/25")), may("key", name))), 3)), keyedFlag),
		"geo_distance":             object(must("field", word("g")), must("origin", point), must("ranges", numericRanges), may("unit", distanceUnit), may("distance_type", word("arc", "plane")), keyedFlag),
		"filter":                   query,
		"filters":                  object(must("filters", either(keyed(name, query, 3), list(query, 3))), may("other_bucket", constant(true)), may("other_bucket_key", name)),
		"adjacency_matrix":         object(must("filters", keyed(word("b", "a", "C", "名"), query, 3)), may("separator", word("|", "&")), may("show_only_intersecting", aBool).from(2)),
		"global":                   object(),
		"missing":                  source(field),
		"nested":                   object(must("path", word("p"))),
		"reverse_nested":           object(path),
		"children":                 object(must("type", word("child"))),
		"parent":                   object(must("type", word("child"))),
		"sampler":                  object(may("shard_size", whole)),
		"diversified_sampler":      source(field, may("shard_size", number("1", "100", "200")), may("max_docs_per_value", number("1", "3")), hint),
		"composite":                composite,
		"geohash_grid":             object(must("field", word("g")), may("precision", either(number("1", "5", "12"), word("1km", "5", "100m"))), may("size", whole), may("shard_size", whole), may("bounds", boundingBox)),
		"geotile_grid":             object(must("field", word("g")), may("precision", number("0", "7", "29")), may("size", whole), may("shard_size", whole), may("bounds", boundingBox)),
	}
}

func composite(m *maker) any {
	shared := func(more ...option) gen {
		return object(slices.Concat([]option{must("field", field), may("missing_bucket", aBool), may("missing_order", word("first", "last", "default", "LAST")).from(2), may("value_type", word("string", "long", "double")), may("order", word("asc", "desc", "ASC"))}, more)...)
	}
	kind := func(m *maker) any {
		o := orderedjson.NewObject()
		switch m.r.IntN(4) {
		case 0:
			o.Set("histogram", m.value(shared(must("interval", either(whole, aFloat)))))
		case 1:
			o.Set("date_histogram", m.value(shared(must(pick(m, []string{"calendar_interval", "fixed_interval", "interval"}), word("1d", "1h", "1m")), may("format", format), may("time_zone", zone), may("offset", either(word("+6h", "1d"), whole)))))
		case 2:
			o.Set("terms", m.value(object(must("script", script), may("order", word("desc")))))
		default:
			o.Set("terms", m.value(shared()))
		}
		return o
	}
	names := []string{"s1", "s2", "s3"}
	o := m.fill([]option{may("size", number("1", "5", "10", "1000")), may("after", func(m *maker) any { return obj("s1", scalar(m), "s2", scalar(m)) })})
	sources := make([]any, m.r.IntN(3)+1)
	for i := range sources {
		sources[i] = orderedjson.NewObject(orderedjson.Member{Key: names[i], Value: m.value(kind)})
	}
	o.Set("sources", m.value(constant(sources)))
	return o
}

func metricAggregations() map[string]gen {
	weighted := object(may("field", numeric), may("script", script), may("missing", aFloat))
	all := map[string]gen{
		"extended_stats":            source(numeric, may("sigma", aFloat), formatted),
		"percentiles":               source(numeric, may("percents", list(number("1", "50", "99.9", "95.0"), 4)), keyedFlag, may("tdigest", object(may("compression", aFloat))), formatted),
		"percentile_ranks":          source(numeric, must("values", list(number("1", "50", "99.9"), 4)), keyedFlag, may("hdr", object(may("number_of_significant_value_digits", number("0", "2", "5")))), formatted),
		"cardinality":               source(field, may("precision_threshold", whole), may("rehash", whole), may("execution_hint", word("direct", "ordinals")).from(2)),
		"median_absolute_deviation": source(numeric, may("compression", number("100", "1000.5")), formatted),
		"weighted_avg":              object(must("value", weighted), must("weight", weighted), formatted, may("value_type", word("long", "double"))),
		"scripted_metric":           object(may("init_script", script), must("map_script", script), must("combine_script", script), must("reduce_script", script), may("params", tree)),
		"top_hits": object(may("from", anInt), may("size", number("1", "3", "10")), may("version", aBool), may("seq_no_primary_term", aBool), may("explain", aBool), may("track_scores", aBool),
			may("stored_fields", oneOrList(field)), may("docvalue_fields", list(fieldAndFormat, 3)), may("fields", list(fieldAndFormat, 3)), may("script_fields", scriptFields), may("_source", sourceFilter), may("sort", sorts), may("highlight", highlight)),
		"geo_centroid": object(must("field", word("g"))),
		"geo_bounds":   object(must("field", word("g")), may("wrap_longitude", aBool)),
		"matrix_stats": object(must("fields", list(numeric, 2)), may("mode", word("avg", "MIN", "sum", "median")), may("missing", object(may("n", whole), may("x", aFloat)))),
	}
	for _, plain := range []string{"avg", "sum", "min", "max", "stats", "value_count"} {
		all[plain] = source(numeric, formatted)
	}
	return all
}

func pipelineAggregations() map[string]gen {
	path := must("buckets_path", mostly(word("m", "_count", "m.value"), list(word("m"), 1)))
	sibling := []option{must("buckets_path", mostly(word("c>m", "c>_count", "c>m.value"), list(word("c>m"), 1))), formatted, may("gap_policy", word("skip", "insert_zeros"))}
	common := []option{path, formatted, may("gap_policy", word("skip", "insert_zeros"))}
	paths := must("buckets_path", either(func(m *maker) any { return obj("total", "m", "n", "_count") }, word("m"), list(word("m", "_count"), 3)))
	all := map[string]gen{
		"derivative":     object(append(slices.Clone(common), may("unit", word("1d", "hour", "5m")))...),
		"cumulative_sum": object(path, formatted),
		"serial_diff":    object(append(slices.Clone(common), may("lag", number("1", "7")))...),
		"moving_fn":      object(append(slices.Clone(common), must("window", number("1", "5")), must("script", script), may("shift", number("0", "-1", "2")))...),
		"moving_avg": object(append(slices.Clone(common), may("window", number("3", "5")), may("predict", number("1", "10")), may("minimize", aBool),
			may("model", word("simple", "linear", "ewma", "holt", "holt_winters")), may("settings", func(m *maker) any { return obj("alpha", m.value(aFloat)) }))...),
		"bucket_script":         object(paths, must("script", script), may("gap_policy", word("skip", "insert_zeros")), formatted),
		"bucket_selector":       object(paths, must("script", script), may("gap_policy", word("skip", "insert_zeros"))),
		"bucket_sort":           object(may("sort", sorts), may("from", number("0", "1", "5")), may("size", number("1", "5", "100")), may("gap_policy", word("skip", "insert_zeros"))),
		"extended_stats_bucket": object(append(slices.Clone(sibling), may("sigma", aFloat))...),
		"percentiles_bucket":    object(append(slices.Clone(sibling), may("percents", list(number("1", "50", "99.9"), 3)), keyedFlag)...),
	}
	for _, plain := range []string{"avg_bucket", "sum_bucket", "min_bucket", "max_bucket", "stats_bucket"} {
		all[plain] = object(sibling...)
	}
	return all
}

// oneInterval adds to a date histogram one of the intervals that it may have.
func oneInterval(g gen) gen {
	intervals := map[string]gen{
		"calendar_interval": word("1d", "day", "month", "1M", "quarter", "1q", "year", "1y", "week", "1w", "hour", "minute", "1m"),
		"fixed_interval":    timeSpan,
		"interval":          either(word("1d", "day", "90s", "1M", "week", "month"), number("1000", "60000")),
	}
	return func(m *maker) any {
		o, _ := g(m).(*orderedjson.Object)
		kind := pick(m, []string{"calendar_interval", "fixed_interval", "interval"})
		o.Set(kind, m.value(intervals[kind]))
		return o
	}
}
