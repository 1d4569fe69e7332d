package bodies

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var direction = word("asc", "desc", "DESC", "Asc")

// sorts is the value of "sort".
func sorts(m *maker) any { return either(oneSort, list(oneSort, 3))(m) }

func oneSort(m *maker) any {
	nested := object(must("path", word("p")), may("filter", query), may("max_children", number("1", "5")), may("nested", object(must("path", word("p.q")))))
	byField := object(may("order", direction), may("missing", missing), may("unmapped_type", word("long", "keyword", "date")), may("mode", word("min", "max", "avg", "sum", "median", "MIN")),
		may("numeric_type", word("long", "double", "date", "date_nanos")), may("nested", nested))
	kind := pick(m, []string{"field", "field", "name", "direction", "_score", "_doc", "_geo_distance", "_script"})
	m.made["sort "+kind] = true
	switch kind {
	case "name":
		return pick(m, []any{"k", "n", "_score", "_doc", "d"})
	case "direction":
		return obj(field(m).(string), m.value(direction))
	case "_score", "_doc":
		return obj(kind, m.value(object(may("order", direction))))
	case "_geo_distance":
		o := m.fill([]option{may("order", direction), may("unit", distanceUnit), may("mode", word("min", "max", "avg", "median")), may("distance_type", word("arc", "plane")), may("ignore_unmapped", aBool), may("validation_method", word("strict", "COERCE")), may("nested", nested)})
		o.Set("g", m.value(either(point, list(point, 2))))
		return obj(kind, o)
	case "_script":
		return obj(kind, m.value(object(must("script", script), must("type", word("number", "string")), may("order", direction), may("mode", word("min", "max")), may("nested", nested))))
	default:
		return obj(field(m).(string), m.value(byField))
	}
}

func highlightOptions() []option {
	tags := oneOrList(word("<b>", "</b>", "<em>"))
	return []option{
		may("pre_tags", tags), may("post_tags", tags), may("order", word("score", "none", "SCORE")), may("fragment_size", anInt), may("number_of_fragments", anInt),
		may("type", word("unified", "plain", "fvh")), may("fragmenter", word("simple", "span")), may("no_match_size", anInt), may("force_source", aBool), may("phrase_limit", anInt),
		may("highlight_query", query), may("require_field_match", aBool), may("boundary_scanner", word("chars", "sentence", "WORD")), may("boundary_scanner_locale", word("de", "en-US", "und")),
		may("boundary_max_scan", anInt), may("boundary_chars", word(".,!?", " \t")), may("highlight_filter", aBool), may("options", tree), may("max_analyzer_offset", anInt).from(2),
	}
}

func highlight(m *maker) any {
	oneField := object(append(highlightOptions(), may("matched_fields", list(field, 3)), may("fragment_offset", anInt))...)
	fields := either(keyed(field, oneField, 3), list(keyed(field, oneField, 1), 3))
	return m.fill(append(highlightOptions(), must("fields", fields), may("encoder", word("html", "default")), may("tags_schema", word("styled", "default", "other"))))
}

func suggest(m *maker) any {
	o := orderedjson.NewObject()
	if m.chance(3) {
		o.Set("text", m.value(aText))
	}
	for range m.r.IntN(2) + 1 {
		o.Set(name(m).(string), m.value(oneSuggestion))
	}
	return o
}

func oneSuggestion(m *maker) any {
	kind := pick(m, []string{"term", "phrase", "completion"})
	m.made["suggester "+kind] = true
	text := pick(m, []string{"text", "prefix"})
	shared := []option{must("field", word("t", "sug")), may("analyzer", analyzer), may("size", number("1", "5")), may("shard_size", number("5", "10"))}
	tuning := []option{may("suggest_mode", word("always", "missing", "popular", "ALWAYS")), may("accuracy", number("0.5", "0.7", "0")), may("sort", word("score", "frequency")),
		may("string_distance", word("internal", "damerau_levenshtein", "levenshtein", "jaro_winkler", "ngram")), may("max_edits", number("1", "2")), may("max_inspections", number("1", "5")),
		may("max_term_freq", aFloat), may("prefix_length", number("1", "3")), may("min_word_length", number("4", "5")), may("min_doc_freq", aFloat)}
	var options []option
	switch kind {
	case "term":
		options = append(shared, tuning...)
	case "phrase":
		generator := object(append([]option{must("field", word("t")), may("size", number("1", "5")), may("pre_filter", analyzer), may("post_filter", analyzer)}, tuning...)...)
		smoothing := either(object(must("laplace", object(may("alpha", aFloat)))), object(must("stupid_backoff", object(may("discount", aFloat)))),
			constant(obj("linear_interpolation", obj("trigram_lambda", json.Number("0.5"), "bigram_lambda", json.Number("0.25"), "unigram_lambda", json.Number("0.25")))))
		options = append(shared, may("gram_size", number("1", "3")), may("real_word_error_likelihood", number("0.5", "0.95")), may("confidence", aFloat), may("separator", word("-", " ")),
			may("max_errors", number("0.5", "1", "2")), may("force_unigrams", aBool), may("token_limit", number("1", "10")), may("direct_generator", oneOrList(generator)), may("smoothing", smoothing),
			may("highlight", object(must("pre_tag", word("<b>")), must("post_tag", word("</b>")))), may("collate", object(must("query", script), may("params", tree), may("prune", aBool))))
	default:
		text = pick(m, []string{"prefix", "regex", "text"})
		options = append(shared, may("skip_duplicates", aBool), may("contexts", func(m *maker) any { return obj("place", m.value(oneOrList(aText))) }))
		if text == "regex" {
			options = append(options, may("regex", object(may("flags", word("ALL", "INTERVAL")), may("max_determinized_states", anInt))))
		} else {
			options = append(options, may("fuzzy", either(aBool, object(may("fuzziness", fuzziness), may("transpositions", aBool), may("min_length", anInt), may("prefix_length", anInt), may("unicode_aware", aBool), may("max_determinized_states", anInt)))))
		}
	}
	return obj(text, m.value(aText), kind, m.value(object(options...)))
}

func rescore(m *maker) any {
	one := object(may("window_size", number("1", "50")), must("query", object(must("rescore_query", query), may("query_weight", aFloat), may("rescore_query_weight", aFloat), may("score_mode", word("total", "multiply", "avg", "max", "min", "TOTAL")))))
	return oneOrList(one)(m)
}

// bodyOptions are what may stand beside query and aggregations.
func bodyOptions() []option {
	return []option{
		may("from", number("0", "1", "5")), may("size", mostly(number("0", "1", "10"), anInt)), may("timeout", word("1s", "500ms", "2m", "-1")), may("terminate_after", number("0", "1", "100")), may("post_filter", query), may("min_score", aFloat),
		may("version", aBool), may("seq_no_primary_term", aBool), may("explain", aBool), may("profile", aBool), may("_source", sourceFilter), may("stored_fields", either(oneOrList(field), word("_none_"))),
		may("docvalue_fields", list(fieldAndFormat, 3)), may("fields", list(fieldAndFormat, 3)), may("script_fields", scriptFields), may("sort", sorts), may("track_scores", aBool), may("include_named_queries_score", aBool).from(2),
		may("track_total_hits", either(aBool, number("0", "10", "10000"), word("100"))), may("search_after", list(either(aText, whole, aBool), 2)), may("slice", object(may("field", field), must("id", number("0", "1")), must("max", number("2", "5")))),
		may("indices_boost", either(keyed(word("*", "_all"), aFloat, 2), list(keyed(word("*", "_all"), number("1.5", "2"), 1), 2))), may("highlight", highlight), may("suggest", suggest), may("rescore", rescore),
		may("stats", list(name, 3)), may("ext", constant(orderedjson.NewObject())), may("collapse", object(must("field", word("k", "n")), may("inner_hits", oneOrList(innerHits)), may("max_concurrent_group_searches", number("0", "1", "4")))),
		may("derived", func(m *maker) any { return obj("dv", obj("type", "keyword", "script", obj("source", "emit('x')"))) }).from(2),
		may("search_pipeline", either(name, tree)).from(2), may("verbose_pipeline", aBool).from(2), may("pit", object(must("id", aText), may("keep_alive", timeSpan))),
	}
}
