package bodies

import (
	"encoding/json"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func specialQueries() map[string]gen {
	likes := oneOrList(either(aText, object(may("_index", word("q-lookup")), must("_id", name), may("routing", name), may("fields", list(field, 2)), may("version", whole)),
		object(may("_index", word("q-lookup")), must("doc", tree), may("per_field_analyzer", func(m *maker) any { return obj("t", "standard") }))))
	return map[string]gen{
		"more_like_this": clause(must("like", likes), may("unlike", likes), must("fields", list(field, 3)), may("max_query_terms", anInt), may("min_term_freq", anInt),
			may("min_doc_freq", anInt), may("max_doc_freq", anInt), may("min_word_length", anInt), may("max_word_length", anInt), may("stop_words", list(aText, 3)),
			may("analyzer", analyzer), may("minimum_should_match", shouldMatch), may("boost_terms", aFloat), may("include", aBool), may("fail_on_unsupported_field", aBool)),
		"script":           clause(must("script", script)),
		"distance_feature": clause(must("field", word("d", "g")), must("origin", either(moment, point)), must("pivot", either(timeSpan, constant("10km")))),
		"rank_feature": clause(must("field", word("rf")), may("saturation", object(may("pivot", aFloat))), may("log", object(must("scaling_factor", aFloat))),
			may("sigmoid", object(must("pivot", aFloat), must("exponent", aFloat))), may("linear", object()).from(2)),
		"percolate": clause(must("field", word("pq")), may("document", tree), may("documents", list(tree, 2)), may("index", word("q-lookup")), may("id", name),
			may("routing", name), may("preference", name), may("version", whole), may("name", name)),
		"wrapper":  object(must("query", word("eyJ0ZXJtIjp7ImsiOiJ2In19", "eyJtYXRjaF9hbGwiOnt9fQ=="))),
		"template": either(tree, query),
		"type":     object(must("value", name)),
	}
}

// functionScore has one function among its options, or a list of them.
func functionScore(m *maker) any {
	options := []option{may("query", query), may("score_mode", word("multiply", "sum", "avg", "first", "max", "min", "SUM")),
		may("boost_mode", word("multiply", "replace", "sum", "avg", "max", "min")), may("max_boost", aFloat), may("min_score", aFloat)}
	o := m.fill(slices.Concat(options, standard))
	switch m.r.IntN(3) {
	case 0:
		o.Set("functions", m.value(list(scoreFunctionInList, 3)))
	case 1:
		function := scoreFunction(m)
		for _, member := range function.Members() {
			o.Set(member.Key, member.Value)
		}
	}
	return o
}

func scoreFunctionInList(m *maker) any {
	o := scoreFunction(m)
	if m.chance(2) {
		o.Set("filter", m.value(query))
	}
	return o
}

func scoreFunction(m *maker) *orderedjson.Object {
	o := orderedjson.NewObject()
	kind := pick(m, []string{"weight", "random_score", "field_value_factor", "script_score", "gauss", "exp", "linear", "weight"})
	m.made["function "+kind] = true
	var value gen
	switch kind {
	case "weight":
		value = aFloat
	case "random_score":
		value = object(may("seed", either(whole, aText, number("9223372036854775807", "-5", "1.5"))), may("field", word("n", "_seq_no")))
	case "field_value_factor":
		value = object(must("field", numeric), may("factor", aFloat), may("missing", aFloat),
			may("modifier", word("none", "log", "log1p", "log2p", "ln", "ln1p", "ln2p", "square", "sqrt", "reciprocal", "SQRT")))
	case "script_score":
		value = object(must("script", script))
	default:
		value = decay
	}
	o.Set(kind, m.value(value))
	if kind != "weight" && m.chance(3) {
		o.Set("weight", m.value(aFloat))
	}
	return o
}

func decay(m *maker) any {
	parameters := object(may("origin", either(moment, point)), must("scale", either(timeSpan, constant("2km"), whole)), may("offset", either(timeSpan, whole)), may("decay", aFloat))
	o := orderedjson.NewObject(orderedjson.Member{Key: pick(m, []string{"d", "n", "g"}), Value: m.value(parameters)})
	if m.chance(3) {
		o.Set("multi_value_mode", m.value(word("min", "max", "avg", "sum", "MIN")))
	}
	return o
}

// intervalRule is one rule, with the clause's own options beside it.
func intervalRule(m *maker) any {
	o := interval(m).(*orderedjson.Object)
	for _, extra := range standard {
		if m.chance(3) {
			o.Set(extra.name, m.value(extra.value))
		}
	}
	return o
}

func interval(m *maker) any {
	m.depth++
	defer func() { m.depth-- }()
	kinds := []string{"match", "prefix", "wildcard", "fuzzy"}
	if m.version > 1 {
		kinds = append(kinds, "regexp")
	}
	if m.depth < 4 {
		kinds = append(kinds, "any_of", "all_of")
	}
	useField, analyze := may("use_field", field), may("analyzer", analyzer)
	filter, gaps := may("filter", intervalFilter), may("max_gaps", number("-1", "0", "5"))
	order := []option{may("mode", word("ordered", "unordered", "UNORDERED_NO_OVERLAP")).from(2), may("ordered", aBool)}
	inner := must("intervals", list(interval, 3))
	kind := pick(m, kinds)
	m.made["interval "+kind] = true
	var options []option
	switch kind {
	case "match":
		options = slices.Concat([]option{must("query", aText), gaps, analyze, useField, filter}, order)
	case "prefix":
		options = []option{must("prefix", aText), analyze, useField}
	case "wildcard":
		options = []option{must("pattern", aText), analyze, useField, may("max_expansions", anInt)}
	case "regexp":
		options = []option{must("pattern", aText), useField, may("flags", word("ALL", "INTERSECTION", "NONE", "COMPLEMENT|EMPTY")), may("flags_value", number("0", "255", "3")),
			may("max_expansions", anInt), may("case_insensitive", aBool)}
	case "fuzzy":
		options = []option{must("term", aText), may("prefix_length", anInt), may("transpositions", aBool), may("fuzziness", fuzziness), analyze, useField}
	case "any_of":
		options = []option{inner, filter}
	default:
		options = slices.Concat([]option{inner, gaps, filter}, order)
	}
	return orderedjson.NewObject(orderedjson.Member{Key: kind, Value: m.value(object(options...))})
}

func intervalFilter(m *maker) any {
	kind := pick(m, []string{"after", "before", "contained_by", "containing", "not_contained_by", "not_containing", "overlapping", "not_overlapping", "script"})
	if kind == "script" {
		return obj(kind, m.value(script))
	}
	return obj(kind, m.value(interval))
}

// innerHits is a search in a clause.
func innerHits(m *maker) any {
	return m.fill([]option{
		may("name", name), may("ignore_unmapped", aBool), may("from", anInt), may("size", anInt), may("version", aBool), may("seq_no_primary_term", aBool), may("explain", aBool), may("track_scores", aBool),
		may("stored_fields", oneOrList(field)), may("docvalue_fields", list(fieldAndFormat, 3)), may("fields", list(fieldAndFormat, 3)), may("script_fields", scriptFields),
		may("_source", sourceFilter), may("sort", sorts), may("highlight", highlight), may("collapse", object(must("field", field))),
	})
}

func fieldAndFormat(m *maker) any {
	if m.chance(2) {
		return field(m)
	}
	return m.fill([]option{must("field", field), may("format", format)})
}

func scriptFields(m *maker) any {
	return keyed(name, object(must("script", script), may("ignore_failure", aBool)), 3)(m)
}

func sourceFilter(m *maker) any {
	names := oneOrList(word("a", "o.*", "*", "k"))
	return pick(m, []gen{aBool, word("o.*", "k", "*"), emptyOr(list(word("a", "b.*", "k"), 3)),
		object(may("includes", names), may("excludes", names)), object(may("include", names), may("exclude", names)), constant(json.Number("5"))})(m)
}
