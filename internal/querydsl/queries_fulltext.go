package querydsl

import "github.com/alertplan/alertplan/internal/orderedjson"

var fullTextQueries = map[string]queryParser{
	"match":               matchQuery.parse,
	"match_phrase":        matchPhraseQuery.parse,
	"match_phrase_prefix": matchPhrasePrefixQuery.parse,
	"match_bool_prefix":   matchBoolPrefixQuery.parse,
	"multi_match":         byShape(multiMatchShape),
	"query_string":        byShape(queryStringShape),
	"simple_query_string": byShape(simpleQueryStringShape),
	"common":              commonQuery.parse,
}

// Options that several clauses of this family share.
var (
	queryOption     = opt("query", scalarKind)
	analyzerOption  = opt("analyzer", textKind)
	fuzziness       = opt("fuzziness", fuzzinessKind)
	fuzzyRewrite    = opt("fuzzy_rewrite", textOrNullKind)
	transpositions  = opt("fuzzy_transpositions", boolKind, true)
	shouldMatch     = opt("minimum_should_match", textOrNullKind)
	zeroTermsQuery  = opt("zero_terms_query", zeroTermsKind, "NONE")
	synonymsPhrase  = opt("auto_generate_synonyms_phrase_query", boolKind, true)
	cutoffFrequency = opt("cutoff_frequency", cutoffKind)
	slop            = opt("slop", atLeast(intKind, 0, "No negative slop allowed."), zero)
)

var cutoffKind = kind{tNumber | tString, readFloat}

func prefixLength(clause string) field {
	return opt("prefix_length", atLeast(intKind, 0, "["+clause+"] requires prefix length to be non-negative."), zero)
}

func maxExpansions(clause string) field {
	return opt("max_expansions", atLeast(intKind, 1, "["+clause+"] requires maxExpansions to be positive."), num(50))
}

// matching is a clause of the match family: they differ in their options only.
func matching(name string, options ...field) *fieldQuery {
	return &fieldQuery{
		options: &shape{name: name, manners: scalarsOnly, fields: withStandard(append([]field{queryOption}, options...)...)},
		value:   "query", shorthand: tScalar | tArray,
		noField: illegal("[%s] requires fieldName", name),
		noValue: illegal("[%s] requires query value", name),
	}
}

var matchQuery = func() *fieldQuery {
	q := matching("match",
		opt("operator", operatorKind, "OR"), analyzerOption, fuzziness, prefixLength("match"), maxExpansions("match"),
		shouldMatch, fuzzyRewrite, transpositions, opt("lenient", boolKind, false), zeroTermsQuery, cutoffFrequency, synonymsPhrase)
	q.noValue = parsing("No text specified for text query")
	q.noField = &Error{}
	return q
}()

var matchPhraseQuery = matching("match_phrase", analyzerOption, slop, zeroTermsQuery)

var matchPhrasePrefixQuery = matching("match_phrase_prefix", analyzerOption, slop,
	opt("max_expansions", atLeast(intKind, 0, "No negative maxExpansions allowed."), num(50)), zeroTermsQuery)

var matchBoolPrefixQuery = matching("match_bool_prefix",
	analyzerOption, opt("operator", operatorKind, "OR"), shouldMatch, fuzziness,
	prefixLength("match_bool_prefix"), maxExpansions("match_bool_prefix"), transpositions, fuzzyRewrite)

var commonQuery = &fieldQuery{
	options: &shape{name: "common", manners: objectsAndScalars, fields: withStandard(
		queryOption,
		opt("high_freq_operator", operatorKind, "OR"), opt("low_freq_operator", operatorKind, "OR"),
		analyzerOption, opt("disable_coord", ignoredKind).taking(tValue).silent(),
		opt("cutoff_frequency", floatKind, zeroPointZeroOne),
		opt("minimum_should_match", kind{tObject | tValue, readCommonShouldMatch}))},
	value: "query", shorthand: tScalar | tArray,
	noField: illegal("field name is null or empty"), noValue: illegal("text cannot be null"),
}

var commonShouldMatchShape = &shape{
	name:    "common",
	manners: scalarsOnly.words("[%s] query does not support [%s] for [minimum_should_match]").otherwise("[%s] unexpected token type [%s] after [%s]"),
	fields:  []field{opt("low_freq", textKind), opt("high_freq", textKind)},
}

func readCommonShouldMatch(c *context, v any) (any, *Error) {
	if _, isObject := v.(*orderedjson.Object); !isObject {
		low, err := text(v)
		if err != nil {
			return nil, err
		}
		return orderedjson.NewObject(orderedjson.Member{Key: "low_freq", Value: low}), nil
	}
	read, err := commonShouldMatchShape.parse(c, v)
	if err != nil {
		return nil, err
	}
	if len(read) == 0 {
		return omitted, nil
	}
	return commonShouldMatchShape.print(read), nil
}
