package querydsl

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sourceFilterKind reads the forms of _source: which parts of a hit come back.
var sourceFilterKind = kind{tObject | tArray | tBool | tString, readSourceFilter}

func readSourceFilter(c *context, v any) (any, *Error) {
	switch v := v.(type) {
	case bool:
		if !v {
			return false, nil
		}
		return sourceFilter(nil, nil), nil
	case string:
		return sourceFilter([]any{v}, nil), nil
	case []any:
		includes, err := textsKind.read(c, v)
		if err != nil {
			return nil, err
		}
		return sourceFilter(includes.([]any), nil), nil
	case *orderedjson.Object:
		return sourceFilterObject(v)
	}
	return nil, parsing("Expected one of [VALUE_BOOLEAN, START_OBJECT] but found [%s]", tokenName(v))
}

func sourceFilterObject(o *orderedjson.Object) (any, *Error) {
	lists := map[string][]any{}
	for _, m := range o.Members() {
		name := map[string]string{"includes": "includes", "include": "includes", "excludes": "excludes", "exclude": "excludes"}[m.Key]
		items, isList := m.Value.([]any)
		if word, isText := m.Value.(string); isText {
			items, isList = []any{word}, true
		}
		if name == "" || !isList {
			return nil, under(parsing("Unknown key for a %s in [%s].", tokenName(m.Value), m.Key), m.Key)
		}
		for i, item := range items {
			if tokenOf(item) != tString {
				return nil, under(underIndex(parsing("Unknown key for a %s in [%s].", tokenName(item), m.Key), i), m.Key)
			}
		}
		lists[name] = items
	}
	return sourceFilter(lists["includes"], lists["excludes"]), nil
}

func sourceFilter(includes, excludes []any) *orderedjson.Object {
	o := &orderedjson.Object{}
	o.Set("includes", append([]any{}, includes...))
	o.Set("excludes", append([]any{}, excludes...))
	return o
}

func readStoredFields(c *context, v any) (any, *Error) {
	if tokenOf(v)&(tString|tArray) == 0 {
		return nil, parsing("Expected [VALUE_STRING] or [START_ARRAY] in [stored_fields] but found [%s]", tokenName(v))
	}
	names, err := textsKind.read(c, v)
	if err != nil {
		return nil, err
	}
	list := names.([]any)
	if len(list) == 1 {
		return list[0], nil
	}
	for _, name := range list {
		if name == "_none_" {
			return nil, illegal("cannot combine _none_ with other fields")
		}
	}
	return list, nil
}

var fieldAndFormatShape = &shape{name: "docvalues_field", manners: declared, required: []string{"field"}, fields: []field{
	opt("field", textKind), opt("format", kind{tString | tNull, readTextOrNull}),
}}

// readFieldsAndFormats reads a list, or a single one.
func readFieldsAndFormats(c *context, v any) (any, *Error) {
	list, isList := v.([]any)
	if !isList {
		return listOf(readFieldAndFormat)(c, v)
	}
	printed := []any{}
	for i, item := range list {
		if item == nil && i+1 < len(list) && tokenOf(list[i+1]) == tObject {
			continue // the server looks for the object behind it
		}
		one, err := readFieldAndFormat(c, item)
		if err != nil {
			return nil, underIndex(err, i)
		}
		printed = append(printed, one)
	}
	return printed, nil
}

func readFieldAndFormat(c *context, v any) (any, *Error) {
	if tokenOf(v)&tValue == 0 {
		return fieldAndFormatShape.canonical(c, v)
	}
	name, err := text(v)
	if err != nil {
		return nil, err
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "field", Value: name}), nil
}

var scriptFieldShape = &shape{name: "script_fields", manners: manners{elseText: "Unknown key for a %[2]s in [%[3]s]."}, fields: []field{
	opt("script", scriptKind).taking(tObject | tValue), opt("ignore_failure", boolKind, false),
}, finish: func(_ *context, v values) *Error {
	if !v.has("script") {
		v["script"] = nil // accepted, and fails when it is run
	}
	return nil
}}

func readScriptFields(c *context, v any) (any, *Error) {
	printed := &orderedjson.Object{}
	for _, m := range v.(*orderedjson.Object).Members() {
		if tokenOf(m.Value) != tObject {
			where := m.Key
			if c.aggregation != "" {
				where = "script_fields"
			}
			return nil, under(parsing("Expected [START_OBJECT] in [%s] but found [%s]", where, tokenName(m.Value)), m.Key)
		}
		read, err := scriptFieldShape.parse(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		printed.Set(m.Key, scriptFieldShape.print(read))
	}
	return printed, nil
}

// readUnorderedScriptFields sorts by name: hits in clauses and aggregations keep
// their script fields in a set whose order differs from start to start of a node.
func readUnorderedScriptFields(c *context, v any) (any, *Error) {
	printed, err := readScriptFields(c, v)
	if err != nil {
		return nil, err
	}
	members := slices.Clone(printed.(printable).Members())
	slices.SortFunc(members, func(a, b orderedjson.Member) int { return strings.Compare(a.Key, b.Key) })
	return orderedjson.NewObject(members...), nil
}

var innerHitsShape = &shape{name: "inner_hits", manners: declared}

var innerHitsKind = kind{tObject, innerHitsShape.canonical}

var collapseKind kind

func init() {
	innerHitsShape.fields = []field{
		opt("name", textKind), opt("ignore_unmapped", boolKind, false),
		opt("from", atLeast(intKind, 0, "illegal from value, at least 0 or higher"), zero),
		opt("size", atLeast(intKind, 0, "illegal size value, at least 0 or higher"), num(3)),
		opt("version", boolKind, false), opt("seq_no_primary_term", boolKind, false),
		opt("explain", boolKind, false), opt("track_scores", boolKind, false),
		opt("_source", sourceFilterKind), opt("stored_fields", kind{tArray | tString, readStoredFields}),
		opt("docvalue_fields", kind{tObject | tArray, readFieldsAndFormats}),
		opt("fields", kind{tObject | tArray, readFieldsAndFormats}),
		opt("script_fields", kind{tObject, readUnorderedScriptFields}),
		opt("sort", kind{tObject | tArray, readSort}), opt("highlight", kind{tObject, readHighlight}),
		opt("collapse", kind{tObject, readInnerCollapse}),
	}
	collapse := &shape{name: "collapse", manners: declared, fields: []field{
		opt("field", textKind),
		opt("max_concurrent_group_searches", atLeast(intKind, 1, "maxConcurrentGroupRequests` must be positive")),
		opt("inner_hits", kind{tObject | tArray, readCollapseHits}),
	}}
	collapse.finish = func(_ *context, v values) *Error {
		if !v.has("field") {
			v["field"] = nil // accepted, and fails when it is run
		}
		return nil
	}
	collapseKind = kind{tObject, collapse.canonical}
}

func readInnerCollapse(_ *context, v any) (any, *Error) {
	o := v.(*orderedjson.Object)
	if name, ok := o.Text("field"), o.Len() == 1 && tokenOf(o.Members()[0].Value) == tString; ok && o.Has("field") {
		return orderedjson.NewObject(orderedjson.Member{Key: "field", Value: name}), nil
	}
	return nil, parsing("Invalid token in the inner collapse")
}

// readCollapseHits prints a list of one without its brackets.
func readCollapseHits(c *context, v any) (any, *Error) {
	list, isList := v.([]any)
	for i, item := range list {
		if tokenOf(item) != tObject {
			return nil, underIndex(parsing("Invalid token in inner_hits array"), i)
		}
	}
	read, err := listOf(innerHitsShape.canonical)(c, v)
	if err != nil {
		return nil, err
	}
	switch hits := read.([]any); {
	case len(hits) == 1:
		return hits[0], nil
	case len(hits) == 0 && isList:
		return omitted, nil
	default:
		return hits, nil
	}
}
