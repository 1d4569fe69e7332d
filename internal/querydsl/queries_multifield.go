package querydsl

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

const zeroPointZeroOne = json.Number("0.01")

var multiMatchShape = &shape{
	name: "multi_match", manners: scalarsOnly,
	fields: withStandard(
		queryOption,
		opt("fields", kind{tAny, readMultiMatchFields}, []any{}),
		opt("type", matchTypeKind, "best_fields"),
		opt("operator", operatorKind, "OR"), analyzerOption, slop, fuzziness,
		opt("prefix_length", atLeast(intKind, 0, "No negative prefix length allowed."), zero),
		opt("max_expansions", atLeast(intKind, 1, "Max expansions must be strictly great than zero."), num(50)),
		shouldMatch, fuzzyRewrite, opt("tie_breaker", floatKind), opt("lenient", boolKind), cutoffFrequency,
		zeroTermsQuery, synonymsPhrase, transpositions),
	finish: func(_ *context, v values) *Error {
		if v["query"] == nil {
			return parsing("No text specified for multi_match query")
		}
		return checkMatchType(v)
	},
}

func readMultiMatchFields(c *context, v any) (any, *Error) {
	if tokenOf(v)&(tArray|tValue) == 0 {
		return nil, parsing("[multi_match] query does not support [fields]")
	}
	return boostedFields(treeOrder, lastCounts)(c, v)
}

func checkMatchType(v values) *Error {
	matchType, _ := v["type"].(string)
	switch {
	case v.has("fuzziness") && slices.Contains([]string{"cross_fields", "phrase", "phrase_prefix"}, matchType):
		return parsing("Fuzziness not allowed for type [%s]", matchType)
	case matchType != "bool_prefix":
		return nil
	case v.has("slop") && v["slop"] != zero:
		return parsing("[slop] not allowed for type [bool_prefix]")
	case v.has("cutoff_frequency"):
		return parsing("[cutoff_frequency] not allowed for type [bool_prefix]")
	}
	return nil
}

var matchTypeKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch word {
	case "best_fields", "most_fields", "cross_fields", "phrase", "phrase_prefix", "bool_prefix":
		return word, nil
	case "boolean":
		return "best_fields", nil
	}
	return nil, refuse(KindOpenSearch, "failed to parse [multi_match] query type [%s]. unknown type.", word)
}}

var queryStringShape = &shape{
	name: "query_string", manners: scalarsOnly.saying(tValue | tArray),
	fields: withStandard(
		opt("query", textKind), opt("default_field", textKind),
		opt("fields", kind{tArray, readWeightedFields("query_string", treeOrder)}, []any{}),
		opt("type", matchTypeKind, "best_fields"), opt("tie_breaker", floatKind),
		opt("default_operator", lowerOperatorKind, "or"), analyzerOption, opt("quote_analyzer", textKind),
		opt("max_determinized_states", intKind, num(10000)), opt("allow_leading_wildcard", boolKind),
		opt("enable_position_increments", boolKind, true), opt("fuzziness", fuzzinessKind, "AUTO"),
		opt("fuzzy_prefix_length", intKind, zero), opt("fuzzy_max_expansions", intKind, num(50)), fuzzyRewrite,
		opt("phrase_slop", intKind, zero), opt("analyze_wildcard", boolKind), opt("rewrite", textOrNullKind), shouldMatch,
		opt("quote_field_suffix", textOrNullKind), opt("lenient", boolKind), opt("time_zone", zoneKind),
		opt("escape", boolKind, false), synonymsPhrase, transpositions),
	finish: func(_ *context, v values) *Error {
		if !v.has("query") {
			return parsing("[query_string] must be provided with a [query]")
		}
		return nil
	},
}

var zoneKind = kind{tString, func(_ *context, v any) (any, *Error) {
	zone, err := text(v)
	if err != nil {
		return nil, err
	}
	return result(zoneID(zone))
}}

var simpleQueryStringShape = &shape{
	name:    "simple_query_string",
	manners: manners{says: tValue, unknownText: "[%s] unsupported field [%s]", listText: notSupported, elseText: unknownToken},
	fields: withStandard(
		opt("query", textKind),
		opt("fields", kind{tArray, readWeightedFields("", copiedHashOrder)}),
		analyzerOption, opt("flags", simpleFlagsKind, num(-1)), opt("default_operator", lowerOperatorKind, "or"),
		opt("lenient", boolKind), opt("analyze_wildcard", boolKind, false), opt("quote_field_suffix", textOrNullKind),
		shouldMatch, synonymsPhrase, opt("fuzzy_prefix_length", intKind, zero),
		opt("fuzzy_max_expansions", intKind, num(50)), transpositions,
		opt("locale", ignoredKind).silent(), opt("lowercase_expanded_terms", ignoredKind).silent(),
		opt("all_fields", ignoredKind).silent()),
	finish: func(_ *context, v values) *Error {
		if !v.has("query") {
			return parsing("[simple_query_string] query text missing")
		}
		if list, ok := v["fields"].([]any); ok && len(list) == 0 {
			v["fields"] = omitted
		}
		return nil
	},
}

type memberOrder func([]orderedjson.Member) []orderedjson.Member

// treeOrder sorts as a java.util.TreeMap of texts does.
func treeOrder(members []orderedjson.Member) []orderedjson.Member {
	sorted := slices.Clone(members)
	slices.SortFunc(sorted, func(a, b orderedjson.Member) int { return strings.Compare(a.Key, b.Key) })
	return sorted
}

// boostedFields reads "field" and "field^2"; printed with the weight always.
func boostedFields(order memberOrder, again repeated) reader {
	return func(c *context, v any) (any, *Error) {
		items, isList := v.([]any)
		if !isList {
			items = []any{v}
		}
		return weightedFields(items, order, again)
	}
}

func readWeightedFields(clause string, order memberOrder) reader {
	return func(_ *context, v any) (any, *Error) {
		for i, item := range v.([]any) {
			if item == nil && clause != "" {
				return nil, underIndex(parsing("[%s] field name in [fields] cannot be null", clause), i)
			}
		}
		return weightedFields(v.([]any), order, allCount)
	}
}

// repeated is what a field's weight is that is named more than once. Observed on
// 2.19.4: multi_match takes the last; in query strings a bare name multiplies by
// what is there, one with a weight of its own replaces it.
type repeated int

const (
	lastCounts repeated = iota
	allCount
	bareYields // combined_fields: a bare name changes nothing (3.5.0)
)

func weightedFields(items []any, order memberOrder, again repeated) (any, *Error) {
	weights := &orderedjson.Object{}
	for i, item := range items {
		written, err := text(item)
		if err != nil {
			return nil, underIndex(err, i)
		}
		name, weight, weighted := strings.Cut(written, "^")
		boost := 1.0
		if weighted {
			if boost, err = javaParseFloat(weight, 32); err != nil {
				return nil, underIndex(err, i)
			}
		}
		if name == "" {
			return nil, underIndex(illegal("supplied field is null or empty."), i)
		}
		if was, ok := weights.Get(written); ok && again == allCount {
			before, _ := javaParseFloat(was.(string), 32)
			boost *= before
		}
		if again == bareYields && !weighted && weights.Has(name) {
			continue
		}
		weights.Set(name, JavaFloat(float32(boost)))
	}
	printed := []any{}
	for _, m := range order(weights.Members()) {
		if boost := m.Value.(string); again != bareYields && strings.HasPrefix(boost, "-") { // only the last of a field counts
			return nil, negativeBoost()
		}
		printed = append(printed, m.Key+"^"+m.Value.(string))
	}
	return printed, nil
}
