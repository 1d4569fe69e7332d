package mapping

import (
	"slices"
	"strings"
)

// parameters that a type takes, besides type, fields, meta and copy_to.
var parameters = map[string][]string{
	"text": {"analyzer", "search_analyzer", "search_quote_analyzer", "norms", "index", "index_options", "store", "boost",
		"position_increment_gap", "fielddata", "eager_global_ordinals", "similarity", "term_vector", "index_prefixes",
		"index_phrases", "fielddata_frequency_filter"},
	"match_only_text": {"analyzer", "search_analyzer", "search_quote_analyzer", "norms", "index", "index_options", "store", "boost",
		"position_increment_gap", "fielddata", "eager_global_ordinals", "similarity", "index_prefixes", "index_phrases"},
	"keyword": {"ignore_above", "normalizer", "null_value", "index", "doc_values", "store", "norms", "boost",
		"index_options", "eager_global_ordinals", "split_queries_on_whitespace", "similarity", "use_similarity"},
	"wildcard":         {"ignore_above", "normalizer", "null_value", "doc_values"},
	"constant_keyword": {"value"},
	"number":           {"coerce", "ignore_malformed", "null_value", "index", "doc_values", "store", "boost", "skip_list"},
	"date":             {"format", "locale", "ignore_malformed", "null_value", "index", "doc_values", "store", "boost", "print_format", "skip_list"},
	"boolean":          {"null_value", "index", "doc_values", "store", "boost"},
	"ip":               {"ignore_malformed", "null_value", "index", "doc_values", "store", "boost"},
	"alias":            {"path"},
	"binary":           {"store", "doc_values"},
	"flat_object":      {},
	"geo_point":        {"ignore_malformed", "ignore_z_value", "null_value", "index", "doc_values", "store"},
	"token_count":      {"analyzer", "enable_position_increments", "null_value", "index", "doc_values", "store", "boost"},
	"range":            {"coerce", "ignore_malformed", "index", "doc_values", "store", "boost"},
	"date_range":       {"coerce", "ignore_malformed", "index", "doc_values", "store", "boost", "format", "locale"},
}

// ignoredParams are left out without a word where a type doesn't take them
// (observed on 2.19.4): once, all types took them.
var ignoredParams = []string{"store", "index", "doc_values", "boost", "index_options", "similarity"}

// selfParsed are the types with words of their own for what they don't take.
var selfParsed = []string{"flat_object", "constant_keyword", "alias"}

// withoutCopies are the types whose values go nowhere else.
var withoutCopies = []string{"flat_object", "constant_keyword"}

// Integers and Decimals are the numeric types whose values are what they are
// called.
var (
	Integers = []string{"long", "integer", "short", "byte"}
	Decimals = []string{"double", "float", "half_float", "scaled_float"}
)

// Ranges are the types whose values are ranges.
var Ranges = []string{"integer_range", "long_range", "float_range", "double_range", "date_range", "ip_range"}

// unknownHere are types of the server that are refused by name.
var unknownHere = []string{"join", "completion", "search_as_you_type", "percolator", "rank_feature", "rank_features", "geo_shape", "xy_point",
	"xy_shape", "knn_vector", "derived", "semantic", "star_tree", "murmur3", "annotated_text", "version"}

func kindOf(fieldType string) string {
	switch {
	case slices.Contains(Integers, fieldType), slices.Contains(Decimals, fieldType), fieldType == "unsigned_long":
		return "number"
	case fieldType == "date_nanos":
		return "date"
	case strings.HasSuffix(fieldType, "_range") && fieldType != "date_range":
		return "range"
	}
	return fieldType
}

// IsText tells whether the field's values are analysed into words.
func (f *Field) IsText() bool { return f.Type == "text" || f.Type == "match_only_text" }

// IsWord tells whether the field's values are single terms.
func (f *Field) IsWord() bool {
	switch f.Type {
	case "keyword", "wildcard", "constant_keyword", "flat_object":
		return true
	}
	return false
}

// IsRange tells whether the field's values are ranges.
func (f *Field) IsRange() bool { return slices.Contains(Ranges, f.Type) }
