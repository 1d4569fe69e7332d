package bodies

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// standard are the options that all clauses have.
var standard = []option{may("boost", boost), may("_name", name)}

func clause(options ...option) gen { return object(slices.Concat(options, standard)...) }

// onField is a clause about a field: its shorthand, or options under the field.
func onField(fields, short gen, options ...option) gen {
	long := object(slices.Concat(options, standard)...)
	return func(m *maker) any {
		value := long
		if short != nil && m.chance(3) {
			value = short
		}
		key, _ := fields(m).(string)
		return orderedjson.NewObject(orderedjson.Member{Key: key, Value: m.value(value)})
	}
}

// beside is a clause with a field that stands among its options.
func beside(fields, value gen, options ...option) gen {
	return func(m *maker) any {
		o := m.fill(slices.Concat(options, standard))
		key, _ := fields(m).(string)
		members := append(slices.Clone(o.Members()), orderedjson.Member{Key: key, Value: m.value(value)})
		if m.chance(2) {
			slices.Reverse(members)
		}
		return orderedjson.NewObject(members...)
	}
}

// queryTable is filled by init: clauses hold clauses.
var queryTable map[string]gen

// onlySince are the clauses that not all generations know.
var onlySince = map[string]int{"template": 2, "combined_fields": 3}

// query makes a clause of any type; what stands deep holds no others.
func query(m *maker) any {
	names := simpleQueries
	if m.depth < 3 && m.chance(2) {
		names = queryNames
	}
	return m.query(pick(m, names))
}

func (m *maker) query(name string) any {
	switch {
	case name == "geo_shape" && !m.modules:
		name = "geo_distance"
	case name == "type" && m.version > 1 && !m.isWild():
		name = "terms"
	}
	if onlySince[name] > m.version && !m.isWild() {
		name = "term"
	}
	m.made["query "+name] = true
	m.depth++
	defer func() { m.depth-- }()
	o := orderedjson.NewObject(orderedjson.Member{Key: name, Value: m.value(queryTable[name])})
	if m.isWild() {
		o.Set("term", obj("k", "second"))
	}
	return o
}

func spanQuery(m *maker) any {
	if m.depth > 3 {
		return m.query("span_term")
	}
	return m.query(pick(m, spanNames))
}

var (
	queryNames    []string
	simpleQueries = []string{"term", "terms", "match", "range", "exists", "prefix", "match_all", "match_phrase", "query_string", "wildcard", "ids"}
	spanNames     = []string{"span_term", "span_term", "span_near", "span_or", "span_first", "span_not", "span_containing", "span_within", "span_multi", "field_masking_span"}
	multiTerm     = []string{"prefix", "wildcard", "fuzzy", "regexp", "range"}
)

func init() {
	queryTable = map[string]gen{}
	for _, family := range []map[string]gen{compoundQueries(), termQueries(), textQueries(), joiningQueries(), spanQueries(), geoQueries(), specialQueries()} {
		maps.Copy(queryTable, family)
	}
	queryNames = slices.Sorted(maps.Keys(queryTable))
}

func compoundQueries() map[string]gen {
	clauses := mostly(oneOrList(query), emptyOr(list(query, 1)))
	return map[string]gen{
		"bool": clause(may("must", clauses), may("filter", clauses), may("must_not", clauses), may("should", clauses),
			may("minimum_should_match", shouldMatch), may("adjust_pure_negative", aBool)),
		"boosting":       clause(must("positive", query), must("negative", query), must("negative_boost", aFloat)),
		"constant_score": clause(must("filter", query)),
		"dis_max":        clause(must("queries", oneOrList(query)), may("tie_breaker", aFloat)),
		"function_score": functionScore,
		"script_score":   clause(must("query", query), must("script", script), may("min_score", aFloat)),
		"match_all":      clause(),
		"match_none":     clause(),
	}
}

func termQueries() map[string]gen {
	insensitive := may("case_insensitive", aBool).from(2)
	return map[string]gen{
		"term": onField(anyField, scalar, must("value", scalar), insensitive),
		"terms": beside(field, either(list(scalar, 4), emptyOr(list(aText, 3)), list(aNumber, 3), list(whole, 3),
			object(must("index", word("q-lookup")), must("id", name), must("path", field), may("routing", name), may("store", aBool).from(3)))),
		"terms_set": onField(field, nil, must("terms", list(scalar, 3)), may("minimum_should_match_field", numeric), may("minimum_should_match_script", script)),
		"range": onField(word("n", "x", "d", "@timestamp", "k", "r"), nil,
			may("gte", moment), may("gt", moment), may("lte", moment), may("lt", moment), may("from", moment), may("to", moment),
			may("include_lower", aBool), may("include_upper", aBool), may("time_zone", zone), may("format", format), may("relation", word("intersects", "WITHIN", "contains"))),
		"exists":   clause(must("field", anyField)),
		"prefix":   onField(field, aText, must("value", aText), may("rewrite", rewrite), insensitive),
		"wildcard": onField(field, aText, must("value", aText), may("rewrite", rewrite), insensitive),
		"regexp": onField(field, aText, must("value", aText), may("rewrite", rewrite), insensitive,
			may("flags", word("ALL", "INTERSECTION|COMPLEMENT", "INTERVAL", "NONE", "EMPTY|ANYSTRING", "intersection", "", "COMPLEMENT|", "ANYSTRING|ALL")),
			may("flags_value", number("0", "1", "2", "255", "7", "65535")), may("max_determinized_states", anInt)),
		"fuzzy": onField(field, scalar, must("value", scalar), may("fuzziness", fuzziness), may("prefix_length", anInt), may("max_expansions", anInt),
			may("transpositions", aBool), may("rewrite", rewrite)),
		"ids": clause(must("values", either(list(aText, 4), list(either(aText, whole), 4), emptyOr(list(name, 2)), name))),
	}
}

func textQueries() map[string]gen {
	query := must("query", scalar)
	fuzzy := []option{may("fuzziness", fuzziness), may("prefix_length", anInt), may("max_expansions", number("1", "10", "50")), may("fuzzy_rewrite", rewrite), may("fuzzy_transpositions", aBool)}
	none := may("zero_terms_query", word("none", "all", "NONE", "All"))
	lenient, synonyms := may("lenient", aBool), may("auto_generate_synonyms_phrase_query", aBool)
	fields := either(list(word("t", "k", "t^2", "k^1.5", "t*", "o.deep.er^3", "t^0.30000000000000004", "t^1"), 4), word("t", "k^2"))
	like := may("minimum_should_match", shouldMatch)
	return map[string]gen{
		"match": onField(anyField, scalar, slices.Concat([]option{query, may("operator", operator), may("analyzer", analyzer), like, none,
			lenient, may("cutoff_frequency", aFloat), synonyms}, fuzzy)...),
		"match_phrase":        onField(field, scalar, query, may("analyzer", analyzer), may("slop", anInt), none),
		"match_phrase_prefix": onField(field, scalar, query, may("analyzer", analyzer), may("slop", anInt), may("max_expansions", anInt), none),
		"match_bool_prefix":   onField(field, scalar, slices.Concat([]option{query, may("operator", operator), may("analyzer", analyzer), like}, fuzzy)...),
		"common": onField(field, scalar, query, may("high_freq_operator", operator), may("low_freq_operator", operator), may("analyzer", analyzer),
			may("disable_coord", aBool), may("cutoff_frequency", aFloat), may("minimum_should_match", either(shouldMatch, object(may("low_freq", shouldMatch), may("high_freq", shouldMatch))))),
		"multi_match": clause(slices.Concat([]option{query, may("fields", fields),
			may("type", word("best_fields", "most_fields", "cross_fields", "phrase", "phrase_prefix", "bool_prefix", "BEST_FIELDS", "crossFields")),
			may("operator", operator), may("analyzer", analyzer), may("slop", anInt), like, may("tie_breaker", aFloat), lenient, may("cutoff_frequency", aFloat), none, synonyms}, fuzzy)...),
		"combined_fields": clause(query, must("fields", fields), may("operator", operator), like),
		"query_string": clause(must("query", either(aText, word("a AND b", "status:[400 TO 499]", "a~2", "(", "\"x y\"~3"))), may("default_field", anyField), may("fields", list(word("t", "k", "t^2", "o.deep.er^1.5"), 3)), may("default_operator", operator),
			may("analyzer", analyzer), may("quote_analyzer", analyzer), may("allow_leading_wildcard", aBool), may("max_determinized_states", anInt),
			may("enable_position_increments", aBool), may("escape", aBool), may("fuzzy_prefix_length", anInt), may("fuzzy_max_expansions", anInt), may("fuzzy_rewrite", rewrite),
			may("fuzziness", fuzziness), may("phrase_slop", anInt), may("tie_breaker", aFloat), may("analyze_wildcard", aBool), may("rewrite", rewrite), like,
			may("quote_field_suffix", word(".exact", "")), lenient, may("time_zone", zone), synonyms, may("fuzzy_transpositions", aBool),
			may("type", word("best_fields", "phrase", "most_fields", "cross_fields", "phrase_prefix", "bool_prefix"))),
		"simple_query_string": clause(must("query", aText), may("fields", fields), may("default_operator", operator), may("analyzer", analyzer),
			may("flags", either(word("ALL", "NONE", "AND|OR", "PREFIX|PHRASE|", "near|slop", "fuzzy", "OR|AND|NOT|PRECEDENCE", ""), number("0", "-1", "7", "255", "-5"))),
			may("lenient", aBool), may("analyze_wildcard", aBool), like, may("quote_field_suffix", word(".exact")), synonyms,
			may("fuzzy_prefix_length", anInt), may("fuzzy_max_expansions", anInt), may("fuzzy_transpositions", aBool),
			may("lowercase_expanded_terms", aBool), may("locale", word("en")), may("all_fields", aBool)),
		"intervals": beside0(field, intervalRule),
	}
}

// beside0 is a clause with nothing but a field.
func beside0(fields, value gen) gen {
	return func(m *maker) any {
		key, _ := fields(m).(string)
		return orderedjson.NewObject(orderedjson.Member{Key: key, Value: m.value(value)})
	}
}

func joiningQueries() map[string]gen {
	unmapped := may("ignore_unmapped", aBool)
	hits := may("inner_hits", innerHits)
	return map[string]gen{
		"nested":     clause(must("path", word("p", "p.q")), must("query", query), may("score_mode", word("avg", "sum", "min", "max", "none", "total")), unmapped, hits),
		"has_child":  clause(must("type", word("child")), must("query", query), may("score_mode", word("avg", "sum", "min", "max", "none")), may("min_children", number("0", "1", "3")), may("max_children", number("5", "10", "2147483647")), unmapped, hits),
		"has_parent": clause(must("parent_type", word("parent")), must("query", query), may("score", aBool), unmapped, hits),
		"parent_id":  clause(must("type", word("child")), must("id", either(name, whole)), unmapped),
	}
}

func spanQueries() map[string]gen {
	return map[string]gen{
		"span_term":          onField(field, scalar, must("value", scalar)),
		"span_near":          clause(must("clauses", list(spanQuery, 3)), may("slop", anInt), may("in_order", aBool)),
		"span_or":            clause(must("clauses", list(spanQuery, 3))),
		"span_first":         clause(must("match", spanQuery), must("end", anInt)),
		"span_not":           clause(must("include", spanQuery), must("exclude", spanQuery), may("pre", anInt), may("post", anInt), may("dist", anInt)),
		"span_containing":    clause(must("big", spanQuery), must("little", spanQuery)),
		"span_within":        clause(must("big", spanQuery), must("little", spanQuery)),
		"span_multi":         clause(must("match", func(m *maker) any { return m.query(pick(m, multiTerm)) })),
		"field_masking_span": clause(must("query", spanQuery), must("field", field)),
		"span_gap":           beside0(field, anInt),
	}
}

func geoQueries() map[string]gen {
	tail := []option{may("validation_method", word("STRICT", "coerce", "IGNORE_MALFORMED")), may("ignore_unmapped", aBool)}
	geo := word("g", "no_such")
	return map[string]gen{
		"geo_distance":     beside(geo, point, slices.Concat([]option{must("distance", distance), may("unit", distanceUnit), may("distance_type", word("arc", "plane", "ARC"))}, tail)...),
		"geo_bounding_box": beside(geo, boundingBox, append(slices.Clone(tail), may("type", word("memory", "indexed")))...),
		"geo_shape":        beside(geo, object(must("shape", shape), may("relation", word("intersects", "DISJOINT", "within", "contains"))), may("ignore_unmapped", aBool)),
		"geo_polygon":      beside(geo, object(must("points", constant([]any{"0,0", obj("lat", json.Number("0"), "lon", json.Number("5")), []any{json.Number("5"), json.Number("5.5")}}))), tail...),
	}
}

var boundingBox = either(
	object(must("top_left", constant(obj("lat", json.Number("40.73"), "lon", json.Number("-74.1")))), must("bottom_right", constant("40.01,-71.12"))),
	object(must("top", number("5", "10.5")), must("bottom", number("-5", "0")), must("left", number("-7", "1")), must("right", number("8", "9.25"))),
	object(must("top_right", constant([]any{json.Number("8"), json.Number("9")})), must("bottom_left", constant("0,0"))),
	constant(obj("wkt", "BBOX (-74.1, -71.12, 40.73, 40.01)")))

func shape(m *maker) any {
	corner := func() []any { return []any{aFloat(m), aFloat(m)} }
	whole := func(x, y string) []any { return []any{json.Number(x), json.Number(y)} }
	switch m.r.IntN(6) {
	case 0:
		return obj("type", pick(m, []string{"point", "Point"}), "coordinates", whole("1", "2.50"))
	case 1:
		return obj("type", "envelope", "coordinates", []any{whole("-45.0", "45.0"), whole("45", "-45")})
	case 2:
		return pick(m, []any{"POINT (30 10)", "POLYGON ((0 0, 0 5, 5 5, 0 0))", "BBOX (1, 2, 4, 3)", "LINESTRING (1 2, 3.5 4)"})
	case 3:
		return obj("type", "circle", "radius", pick(m, []any{"40m", "1km", json.Number("5")}), "coordinates", whole("30", "-10"))
	case 4:
		return obj("type", "multipoint", "coordinates", []any{corner(), whole("3", "4")})
	}
	return obj("type", "polygon", "coordinates", []any{[]any{whole("0", "0"), whole("0", "5"), whole("5", "5"), whole("0", "0")}}, "orientation", "ccw")
}
