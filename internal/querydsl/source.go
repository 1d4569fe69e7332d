package querydsl

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

var sourceBodyShape = &shape{name: "search", manners: manners{elseText: "Unknown key for a %[2]s in [%[3]s]."}}

func init() {
	sourceBodyShape.fields = []field{
		opt("from", windowEdge("from")),
		opt("size", windowEdge("size")),
		opt("timeout", timeoutKind), opt("terminate_after", unless(intKind, zero)),
		opt("query", queryKind), opt("post_filter", queryKind),
		opt("min_score", floatKind), opt("version", boolKind), opt("seq_no_primary_term", boolKind),
		opt("explain", boolKind), opt("profile", unless(boolKind, false)),
		opt("_source", sourceFilterKind).taking(tObject | tArray | tValue),
		opt("stored_fields", kind{tArray | tValue, readStoredFields}),
		opt("docvalue_fields", kind{tArray, readFieldsAndFormats}),
		opt("fields", kind{tArray, readFieldsAndFormats}),
		opt("script_fields", kind{tObject, readScriptFields}),
		opt("sort", kind{tObject | tArray | tValue, readSort}),
		opt("track_scores", unless(boolKind, false)), opt("include_named_queries_score", boolKind).notIn1(),
		opt("track_total_hits", trackKind),
		opt("search_after", kind{tArray, readSearchAfter}), opt("slice", kind{tObject, sliceShape.canonical}),
		opt("indices_boost", kind{tObject | tArray, readIndicesBoost}),
		opt("aggregations", kind{tObject, readAggregations}).or("aggs"),
		opt("highlight", kind{tObject, readHighlight}), opt("suggest", kind{tObject, readSuggest}),
		opt("rescore", kind{tObject | tArray, listOf(readRescore)}),
		opt("stats", kind{tArray, readStats}), opt("ext", kind{tObject, readExt}),
		opt("collapse", collapseKind), opt("pit", kind{tObject, pitShape.canonical}),
		opt("search_pipeline", kind{tObject | tValue, readSearchPipeline}).notIn1(),
		opt("derived", objectKind).notIn1(),
		opt("verbose_pipeline", unless(boolKind, false)).notIn1(),
	}
}

// readBody prints a body; a search pipeline that is a name stands behind the
// derived fields, one that is spelled out before them.
func readBody(c *context, v any) (any, *Error) {
	printed, err := sourceBodyShape.canonical(c, v)
	if err != nil {
		return nil, err
	}
	body := printed.(*orderedjson.Object)
	if derived, ok := body.Get("derived"); ok && body.Text("search_pipeline") != "" {
		name := body.Text("search_pipeline")
		verbose, isVerbose := body.Get("verbose_pipeline")
		for _, key := range []string{"search_pipeline", "derived", "verbose_pipeline"} {
			body.Delete(key)
		}
		body.Set("derived", derived)
		body.Set("search_pipeline", name)
		if isVerbose {
			body.Set("verbose_pipeline", verbose)
		}
	}
	return body, nil
}

// windowEdge reads from and size; 1.3 takes -1 for nothing said, and stores
// other numbers below zero.
func windowEdge(name string) kind {
	return kind{tNumber | tString, func(c *context, v any) (any, *Error) {
		n, err := integer(v)
		switch {
		case err != nil:
			return nil, err
		case n == -1 && c.dialect == OpenSearch1:
			return omitted, nil
		case n < 0 && c.dialect != OpenSearch1:
			return nil, illegal("[%s] parameter cannot be negative, found [%d]", name, n)
		}
		return num(n), nil
	}}
}

// trackKind reads track_total_hits: true is the largest int, false is -1.
var trackKind = kind{tScalar, func(_ *context, v any) (any, *Error) {
	switch v {
	case true, "true":
		return num(1<<31 - 1), nil
	case false, "false":
		return num(-1), nil
	}
	n, err := integer(v)
	return result(num(n), err)
}}

var timeoutKind = kind{tString, func(_ *context, v any) (any, *Error) {
	written, err := text(v)
	if err != nil {
		return nil, err
	}
	printed, err := timeValue(written, "timeout")
	if err == nil && printed == "-1" {
		return omitted, nil
	}
	return result(printed, err)
}}

var sliceShape = &shape{name: "slice", manners: declared, fields: []field{
	opt("field", textKind, "_id"),
	opt("id", atLeast(intKind, 0, "id must be greater than or equal to 0"), num(-1)),
	opt("max", atLeast(intKind, 2, "max must be greater than 1"), num(-1)),
}, before: func(read values, name string, value any) *Error {
	id, most := asInt(read, "id", -1), asInt(values{"max": value}, "max", -1)
	if name == "max" && read.has("id") && id >= most {
		return illegal("max must be greater than id")
	}
	return nil
}, finish: func(_ *context, v values) *Error {
	if v.has("max") && asInt(v, "id", -1) >= asInt(v, "max", -1) {
		return illegal("max must be greater than id")
	}
	return nil
}}

var pitShape = &shape{name: "pit", manners: declared, finish: func(_ *context, v values) *Error {
	if !v.has("id") {
		return illegal("point int time id is not provided")
	}
	return nil
}, fields: []field{
	opt("id", textKind),
	opt("keep_alive", kind{tString, func(_ *context, v any) (any, *Error) {
		written, err := text(v)
		if err != nil {
			return nil, err
		}
		return result(timeInWords(written, "keep_alive"))
	}}),
}}

func readSearchAfter(_ *context, v any) (any, *Error) {
	list := v.([]any)
	if len(list) == 0 {
		return nil, illegal("Values must contains at least one value.")
	}
	after := make([]any, len(list))
	for i, item := range list {
		if tokenOf(item)&(tObject|tArray) != 0 {
			return nil, underIndex(parsing("Expected [VALUE_STRING] or [VALUE_NUMBER] or [VALUE_BOOLEAN] or [VALUE_NULL] but found [%s] inside search_after.", tokenName(item)), i)
		}
		after[i] = term(scalar(item))
	}
	return after, nil
}

func readIndicesBoost(c *context, v any) (any, *Error) {
	boosts := []any{}
	add := func(m orderedjson.Member) *Error {
		boost, err := readFloat(c, m.Value)
		boosts = append(boosts, orderedjson.NewObject(orderedjson.Member{Key: m.Key, Value: boost}))
		return under(err, m.Key)
	}
	if o, isObject := v.(*orderedjson.Object); isObject {
		for _, m := range o.Members() {
			if tokenOf(m.Value)&tValue == 0 {
				return nil, under(parsing("Unknown key for a %s in [%s].", tokenName(m.Value), m.Key), m.Key)
			}
			if err := add(m); err != nil {
				return nil, err
			}
		}
	}
	list, _ := v.([]any)
	for i, item := range list {
		o, isObject := item.(*orderedjson.Object)
		switch {
		case !isObject:
			return nil, underIndex(parsing("Expected [START_OBJECT] in [null] but found [%s]", tokenName(item)), i)
		case o.Len() == 0:
			return nil, underIndex(parsing("Expected [FIELD_NAME] in [indices_boost] but found [END_OBJECT]"), i)
		}
		m := o.Members()[0]
		if tokenOf(m.Value) != tNumber {
			return nil, underIndex(parsing("Expected [VALUE_NUMBER] in [%s] but found [%s]", m.Key, tokenName(m.Value)), i)
		}
		if o.Len() > 1 {
			return nil, underIndex(parsing("Expected [END_OBJECT] in [%s] but found [FIELD_NAME]", m.Key), i)
		}
		if err := add(m); err != nil {
			return nil, underIndex(err, i)
		}
	}
	if len(boosts) == 0 {
		return omitted, nil
	}
	return boosts, nil
}

func readStats(_ *context, v any) (any, *Error) {
	for i, item := range v.([]any) {
		if tokenOf(item) != tString {
			return nil, underIndex(parsing("Expected [VALUE_STRING] in [stats] but found [%s]", tokenName(item)), i)
		}
	}
	return v, nil
}

// readExt: sections of ext belong to plugins; those that are there go through.
func readExt(c *context, v any) (any, *Error) {
	o := v.(*orderedjson.Object)
	if o.Len() == 0 {
		return omitted, nil
	}
	for _, name := range o.Keys() {
		c.note(ForeignSection, name)
	}
	return v, nil
}

func readSearchPipeline(c *context, v any) (any, *Error) {
	if tokenOf(v) == tObject {
		return asReadInOrder(v), nil
	}
	return readText(c, v)
}
