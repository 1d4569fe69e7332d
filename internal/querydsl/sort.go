package querydsl

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var orderKind = upperWords("org.opensearch.search.sort.SortOrder", "asc", "desc").kind()

var sortModeKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch lower := strings.ToLower(word); lower {
	case "min", "max", "sum", "avg", "median":
		return lower, nil
	}
	return nil, illegal("Unknown SortMode [%s]", word)
}}

var (
	fieldSortShape  = &shape{name: "field_sort", manners: declared, finish: finishSort}
	scriptSortShape = &shape{name: "_script", manners: declared, required: []string{"script", "type"}, finish: finishSort}
	scoreSortShape  = &shape{name: "_score", manners: declared, fields: []field{opt("order", orderKind, "desc")}}
	nestedSortShape = &shape{name: "nested"}
)

func init() {
	nestedSort := opt("nested", kind{tObject, readNestedSort})
	nestedFilter := opt("nested_filter", kind{tObject, readNestedFilter})
	nestedPath := opt("nested_path", textKind)
	fieldSortShape.fields = []field{
		opt("order", orderKind, "asc"), opt("missing", scalarKind), opt("unmapped_type", textKind),
		opt("mode", sortModeKind), nestedFilter, nestedPath, nestedSort, opt("numeric_type", numericTypeKind),
	}
	scriptSortShape.fields = []field{
		opt("script", scriptKind), opt("type", scriptSortTypeKind), opt("order", orderKind, "asc"),
		opt("mode", sortModeKind), nestedPath, nestedFilter, nestedSort,
	}
	nestedSortShape.fields = []field{
		opt("path", textKind), opt("filter", kind{tObject, readNestedFilter}),
		opt("max_children", unless(intKind, num(1<<31-1))), nestedSort,
	}
}

func finishSort(_ *context, v values) *Error {
	if v.has("nested") && (v.has("nested_path") || v.has("nested_filter")) {
		return illegal("Setting both nested_path/nested_filter and nested not allowed")
	}
	if v["missing"] == nil {
		delete(v, "missing")
	}
	return nil
}

var numericTypeKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch lower := strings.ToLower(word); lower {
	case "long", "double", "date", "date_nanos":
		return lower, nil
	}
	return nil, illegal("invalid value for [numeric_type], must be [long, double, date, date_nanos], got %s", strings.ToLower(word))
}}

var scriptSortTypeKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch lower := strings.ToLower(word); lower {
	case "string", "number", "version":
		return lower, nil
	}
	return nil, illegal("Unknown ScriptSortType [%s]", word)
}}

func readNestedFilter(c *context, v any) (any, *Error) {
	query, err := readQuery(c, v)
	if err != nil {
		return nil, wrap(KindParsing, "Expected nested_filter element.", err)
	}
	return query, nil
}

func readNestedSort(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, illegal("malformed nested sort format, must start with an object")
	}
	read := values{}
	for _, m := range o.Members() {
		f := nestedSortShape.field(m.Key)
		if f == nil {
			return nil, under(illegal("malformed nested sort format, unknown field name [%s]", m.Key), m.Key)
		}
		value, err := f.kind.read(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		read[f.name] = value
	}
	return nestedSortShape.print(read), nil
}

// readSort reads the forms of sort: a name, an object, a list of both.
func readSort(c *context, v any) (any, *Error) {
	switch v := v.(type) {
	case []any:
		sorts := []any{}
		for i, item := range v {
			some, err := readSortItem(c, item)
			if err != nil {
				return nil, underIndex(err, i)
			}
			sorts = append(sorts, some...)
		}
		return sorts, nil
	case *orderedjson.Object:
		return result(readSortItem(c, v))
	}
	name, err := text(v)
	if err != nil {
		return nil, err
	}
	return []any{sortBy(name, "")}, nil
}

func readSortItem(c *context, v any) ([]any, *Error) {
	switch v := v.(type) {
	case string:
		return []any{sortBy(v, "")}, nil
	case *orderedjson.Object:
		sorts := []any{}
		for i, m := range v.Members() {
			if tokenOf(m.Value)&(tNumber|tBool|tNull) != 0 {
				return nil, under(notAnObject(m.Key, v.Keys()[i+1:]), m.Key)
			}
			sort, err := readSortOn(c, m.Key, m.Value)
			if err != nil {
				return nil, under(err, m.Key)
			}
			sorts = append(sorts, sort)
		}
		return sorts, nil
	}
	return nil, illegal("malformed sort format, within the sort array, an object, or an actual string are allowed")
}

// notAnObject refuses a sort that is a bare value; the parser names the token
// behind it.
func notAnObject(name string, following []string) *Error {
	token := "END_OBJECT"
	if len(following) > 0 {
		token = "FIELD_NAME"
	}
	parser := "field_sort"
	switch name {
	case "_score", "_script":
		parser = name
	case "_geo_distance", "_geoDistance":
		return illegal("Geo distance sorting needs at least one point.")
	}
	return xContent("[%s] Expected START_OBJECT but was: %s", parser, token)
}

func readSortOn(c *context, name string, v any) (any, *Error) {
	if word, isText := v.(string); isText {
		order, err := orderKind.read(c, word)
		if err != nil {
			return nil, err
		}
		return sortBy(name, order.(string)), nil
	}
	if list, isList := v.([]any); isList && len(list) > 0 && onlyScalars(list[1:]) && tokenOf(list[0]) == tObject && !strings.HasPrefix(name, "_geo") {
		v = list[0] // the rest of the list is passed over
	}
	var printed any
	var err *Error
	switch name {
	case "_score":
		printed, err = scoreSortShape.canonical(c, v)
	case "_script":
		printed, err = scriptSortShape.canonical(c, v)
	case "_geo_distance", "_geoDistance":
		name = "_geo_distance"
		printed, err = readGeoDistanceSort(c, v)
	default:
		printed, err = fieldSortShape.canonical(c, v)
	}
	if err != nil {
		return nil, err
	}
	return orderedjson.NewObject(orderedjson.Member{Key: name, Value: printed}), nil
}

// sortBy is the long form of a bare name; scores sort downwards by themselves.
func sortBy(name, order string) *orderedjson.Object {
	if order == "" {
		order = "asc"
		if name == "_score" {
			order = "desc"
		}
	}
	inner := orderedjson.NewObject(orderedjson.Member{Key: "order", Value: order})
	return orderedjson.NewObject(orderedjson.Member{Key: name, Value: inner})
}
