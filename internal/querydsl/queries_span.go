package querydsl

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

var spanQueries = map[string]queryParser{
	"span_term":          spanTermQuery.parse,
	"span_near":          byShape(spanNearShape),
	"span_or":            byShape(spanOrShape),
	"span_first":         byShape(spanFirstShape),
	"span_not":           parseSpanNot,
	"span_containing":    byShape(spanContainingShape),
	"span_within":        byShape(spanWithinShape),
	"span_multi":         byShape(spanMultiShape),
	"span_field_masking": byShape(spanMaskingShape),
	"field_masking_span": byShape(spanMaskingShape),
	"span_gap":           parseSpanGap,
}

var spanTermQuery = &fieldQuery{
	options: &shape{name: "span_term", manners: anyToken, fields: withStandard(opt("value", termKind).or("term"))},
	value:   "value", shorthand: tScalar | tArray,
	noField: illegal("field name is null or empty"), noValue: illegal("value cannot be null"),
}

var (
	spanNearShape       = &shape{name: "span_near", manners: sections.saying(tAny)}
	spanOrShape         = &shape{name: "span_or", manners: sections.readingFrom(tAny &^ tArray)}
	spanFirstShape      = &shape{name: "span_first", manners: sections.readingFrom(tAny &^ tObject)}
	spanNotShape        = &shape{name: "span_not", manners: sections.readingFrom(tAny &^ tObject)}
	spanContainingShape = &shape{name: "span_containing", manners: sections.readingFrom(tAny &^ tObject)}
	spanWithinShape     = &shape{name: "span_within", manners: sections.readingFrom(tAny &^ tObject)}
	spanMultiShape      = &shape{name: "span_multi", manners: objectsAndScalars}
	spanMaskingShape    = &shape{name: "span_field_masking", manners: sections.readingFrom(tAny &^ tObject)}
)

// spanClause reads a clause that must be a span, without a boost of its own.
func spanClause(parent, option string) kind {
	return kind{tObject, func(c *context, v any) (any, *Error) {
		query, err := readQuery(c, v)
		if err != nil {
			return nil, err
		}
		inner := query.(printable).Members()[0]
		if _, isSpan := spanNames[inner.Key]; !isSpan {
			if parent == "span_field_masking" {
				return nil, parsing("[span_field_masking] query must be of type span query")
			}
			return nil, parsing("%s [%s] must be of type span query", parent, option)
		}
		if !plainBoost(inner) && (c.dialect != OpenSearch1 || parent != "span_field_masking") {
			return nil, parsing("%s [%s] as a nested span clause can't have non-default boost value [%s]", parent, option, boostOf(inner))
		}
		return query, nil
	}}
}

var spanNames = map[string]bool{
	"span_term": true, "span_near": true, "span_or": true, "span_first": true, "span_not": true, "span_containing": true,
	"span_within": true, "span_multi": true, "span_field_masking": true, "field_masking_span": true, "span_gap": true,
}

func plainBoost(clause orderedjson.Member) bool {
	boost := boostOf(clause)
	return boost == "1.0" || boost == ""
}

func boostOf(clause orderedjson.Member) string {
	body := clause.Value.(printable)
	boost, ok := body.Get("boost")
	if !ok && body.Len() == 1 {
		inner, _ := body.Members()[0].Value.(*orderedjson.Object)
		boost, ok = inner.Get("boost")
	}
	if !ok {
		return ""
	}
	printed, _ := text(boost)
	return printed
}

// needs refuses a span without one of its parts, in the words given for each.
func needs(missing ...[2]string) func(*context, values) *Error {
	return func(_ *context, v values) *Error {
		for _, m := range missing {
			if list, isList := v[m[0]].([]any); !v.has(m[0]) || (isList && len(list) == 0) {
				return parsing("%s", m[1])
			}
		}
		return nil
	}
}

func init() {
	clauses := func(parent string) field {
		one := spanClause(parent, "clauses")
		return opt("clauses", kind{tArray, spanList(one.read)})
	}
	spanNearShape.fields = withStandard(clauses("span_near"), opt("slop", intKind, zero), opt("in_order", boolKind, true))
	spanNearShape.finish = needs([2]string{"clauses", "span_near must include [clauses]"})
	spanOrShape.fields = withStandard(clauses("span_or"))
	spanOrShape.finish = needs([2]string{"clauses", "span_or must include [clauses]"})
	spanFirstShape.fields = withStandard(opt("match", spanClause("span_first", "match")), opt("end", atLeast(intKind, 0, "parameter [end] needs to be positive.")))
	spanFirstShape.finish = needs(
		[2]string{"match", "span_first must have [match] span query clause"}, [2]string{"end", "span_first must have [end] set for it"})
	spanNotShape.fields = withStandard(
		opt("include", spanClause("span_not", "include")), opt("exclude", spanClause("span_not", "exclude")),
		opt("pre", intKind, zero), opt("post", intKind, zero), opt("dist", intKind).silent())
	spanNotShape.finish = finishSpanNot
	for _, s := range []*shape{spanContainingShape, spanWithinShape} {
		s.fields = withStandard(opt("big", spanClause(s.name, "big")), opt("little", spanClause(s.name, "little")))
		s.finish = needs([2]string{"big", s.name + " must include [big]"}, [2]string{"little", s.name + " must include [little]"})
	}
	spanMultiShape.fields = withStandard(opt("match", kind{tObject, readMultiTerm}))
	spanMultiShape.finish = needs([2]string{"match", "[span_multi] must have [match] multi term query clause"})
	spanMaskingShape.fields = withStandard(opt("query", spanClause("span_field_masking", "query")), opt("field", textKind))
	spanMaskingShape.finish = needs([2]string{"query", "span_field_masking must have [query] span query clause"},
		[2]string{"field", "span_field_masking must have [field] set for it"})
}

func spanList(read reader) reader {
	return func(c *context, v any) (any, *Error) {
		for i, item := range v.([]any) {
			if tokenOf(item) == tArray {
				return nil, underIndex(parsing("[_na] query malformed, must start with start_object"), i)
			}
		}
		return objectsOf(read)(c, v)
	}
}

func readMultiTerm(c *context, v any) (any, *Error) {
	query, err := readQuery(c, v)
	if err != nil {
		return nil, err
	}
	switch query.(printable).Members()[0].Key {
	case "prefix", "wildcard", "regexp", "fuzzy", "range":
		return query, nil
	}
	return nil, parsing("[span_multi] [match] must be of type multi term query")
}

// finishSpanNot: dist stands for pre and post at once.
func finishSpanNot(c *context, v values) *Error {
	if err := needs([2]string{"include", "span_not must have [include] span query clause"},
		[2]string{"exclude", "span_not must have [exclude] span query clause"})(c, v); err != nil {
		return err
	}
	if v.has("dist") {
		if v.has("pre") || v.has("post") {
			return parsing("span_not can either use [dist] or [pre] & [post] (or none)")
		}
		v["pre"], v["post"] = v["dist"], v["dist"]
	}
	for _, name := range []string{"pre", "post"} {
		if asInt(v, name, 0) < 0 {
			v[name] = zero
		}
	}
	return nil
}

func parseSpanNot(c *context, body *orderedjson.Object) (any, *Error) {
	return spanNotShape.canonical(c, body)
}

// parseSpanGap reads {"field": width}.
func parseSpanGap(c *context, body *orderedjson.Object) (any, *Error) {
	printed := &orderedjson.Object{}
	for _, m := range body.Members() {
		if list, isList := m.Value.([]any); (isList || m.Value == nil) && printed.Len() == 0 {
			width, err := lastWidth(c, list)
			if err != nil {
				return nil, under(err, m.Key)
			}
			printed.Set(m.Key, width)
			continue
		}
		if printed.Len() > 0 {
			return nil, under(parsing("[span_gap] query doesn't support multiple fields, found [%s] and [%s]", printed.Keys()[0], m.Key), m.Key)
		}
		if tokenOf(m.Value)&tValue == 0 {
			return nil, under(parsing("[span_gap] query does not support [%s]", m.Key), m.Key)
		}
		width, err := readInt(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		printed.Set(m.Key, width)
	}
	if printed.Len() == 0 {
		return nil, illegal("[span_gap] field name is null or empty")
	}
	return printed, nil
}

// lastWidth: the brackets of a list are passed over, the last number counts.
func lastWidth(c *context, list []any) (any, *Error) {
	width := any(zero)
	for i, item := range list {
		var err *Error
		if width, err = readInt(c, item); err != nil {
			return nil, underIndex(err, i)
		}
	}
	return width, nil
}
