package querydsl

import "encoding/json"

var compoundQueries = map[string]queryParser{
	"bool":           byShape(boolShape),
	"boosting":       byShape(boostingShape),
	"constant_score": byShape(constantScoreShape),
	"dis_max":        byShape(disMaxShape),
	"match_all":      toldAsParsing(&shape{name: "match_all", manners: declared, fields: standard}),
	"match_none":     byShape(&shape{name: "match_none", manners: scalarsOnly, fields: standard}),
	"function_score": parseFunctionScore,
}

var boolShape = &shape{name: "bool", manners: declared}

func init() {
	boolShape.fields = []field{
		opt("must", clausesKind), opt("filter", clausesKind),
		opt("must_not", clausesKind).or("mustNot"), opt("should", clausesKind),
		opt("adjust_pure_negative", boolKind, true),
		opt("minimum_should_match", textOrNullKind),
		standard[0], standard[1],
	}
	boostingShape.fields = withStandard(
		opt("positive", queryKind), opt("negative", queryKind), opt("negative_boost", floatKind))
	constantScoreShape.fields = withStandard(opt("filter", queryKind))
	disMaxShape.fields = withStandard(opt("tie_breaker", floatKind, zeroDot), opt("queries", kind{tObject | tArray, readDisjuncts}))
}

// clausesKind reads the clauses of a bool: one or a list; null and [] are none.
var clausesKind = kind{tObject | tArray | tNull, func(c *context, v any) (any, *Error) {
	if v == nil {
		return omitted, nil
	}
	clauses, err := readQueries(c, v)
	if err == nil && len(clauses.([]any)) == 0 {
		return omitted, nil
	}
	return clauses, err
}}

// readDisjuncts reads a list whose first entry must be a clause.
func readDisjuncts(c *context, v any) (any, *Error) {
	if list, isList := v.([]any); isList && (len(list) == 0 || tokenOf(list[0]) != tObject) {
		return nil, parsing("[_na] query malformed, must start with start_object")
	}
	return readQueries(c, v)
}

var boostingShape = &shape{name: "boosting", manners: objectsAndScalars,
	finish: func(_ *context, v values) *Error {
		if !v.has("positive") {
			return parsing("[boosting] query requires 'positive' query to be set'")
		}
		if !v.has("negative") {
			return parsing("[boosting] query requires 'negative' query to be set'")
		}
		if n, ok := v["negative_boost"].(json.Number); !ok || n[0] == '-' && n != "-0.0" {
			return parsing("[boosting] query requires 'negative_boost' to be set to be a positive value'")
		}
		return nil
	}}

var constantScoreShape = &shape{name: "constant_score", manners: objectsAndScalars.otherwise("unexpected token [%[2]s]"),
	finish: func(_ *context, v values) *Error {
		if !v.has("filter") {
			return parsing("[constant_score] requires a 'filter' element")
		}
		return nil
	}}

var disMaxShape = &shape{name: "dis_max", manners: sections.readingFrom(tScalar),
	finish: func(_ *context, v values) *Error {
		if list, ok := v["queries"].([]any); !ok || len(list) == 0 {
			return parsing("[dis_max] requires 'queries' field with at least one clause")
		}
		return nil
	}}
