package querydsl

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var compositeShape = &shape{name: "composite", manners: declared, required: []string{"sources"}}

func init() {
	compositeShape.fields = []field{
		opt("size", intKind, num(10)),
		opt("sources", kind{tObject | tArray, readSources}),
		opt("after", objectKind),
	}
}

func readComposite(c *context, v any) (any, *Error) { return compositeShape.canonical(c, v) }

// readSources: the aggregation is built, and checked, once its sources are read.
func readSources(c *context, v any) (any, *Error) {
	sources, err := listOf(readCompositeSource)(c, v)
	if err != nil {
		return nil, err
	}
	if err := checkSources(sources.([]any)); err != nil {
		return nil, failedToBuild("composite", err)
	}
	return sources, nil
}

func checkSources(sources []any) *Error {
	if len(sources) == 0 {
		return illegal("Composite [sources] cannot be null or empty")
	}
	seen := &orderedjson.Object{}
	var doubles []orderedjson.Member
	for _, source := range sources {
		name := source.(printable).Members()[0].Key
		if seen.Has(name) {
			doubles = append(doubles, orderedjson.Member{Key: name})
		}
		seen.Set(name, nil)
	}
	if doubles != nil {
		names := orderedjson.NewObject(hashOrder(doubles)...).Keys()
		return illegal("Composite source names must be unique, found duplicates: %s", javaList(names))
	}
	return nil
}

// compositeSources are the kinds of source, each with the options of its own;
// what they share is in sourceShape.
var compositeSources map[string]*shape

func init() {
	format := opt("format", textKind)
	compositeSources = map[string]*shape{
		"terms":          sourceShape("terms"),
		"histogram":      sourceShape("histogram", opt("interval", compositeInterval, zeroDot)),
		"date_histogram": sourceShape("date_histogram", intervalOptions...),
		"geotile_grid":   sourceShape("geotile_grid", opt("precision", intKind, num(7)), opt("bounds", kind{tObject, readGridBounds})),
	}
	dates := compositeSources["date_histogram"]
	dates.fields = append(dates.fields,
		opt("time_zone", zoneOrHoursKind), opt("offset", offsetKind).silent())
	at := slices.IndexFunc(dates.fields, func(f field) bool { return f.name == "missing_order" })
	dates.fields = slices.Insert(dates.fields, at, format)
	dates.before = checkInterval
}

var compositeInterval = kind{doubleKind.takes, func(_ *context, v any) (any, *Error) {
	f, err := double(v)
	if err == nil && f <= 0 {
		err = illegal("[interval] must be greater than 0 for [histogram] source")
	}
	return result(floatValue(f, 64), err)
}}

func sourceShape(name string, own ...field) *shape {
	return &shape{name: name, manners: declared, fields: append([]field{
		opt("field", textKind), opt("script", scriptKind), opt("missing_bucket", boolKind, false),
		opt("value_type", kind{tString, readKnownValueType}), opt("missing_order", missingOrderKind),
		opt("order", orderKind, "asc"),
	}, own...)}
}

func readKnownValueType(c *context, v any) (any, *Error) {
	printed, err := readLenientValueType(c, v)
	if printed == omitted {
		return nil, illegal("[userValueTypeHint] must not be null")
	}
	return printed, err
}

var missingOrderKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch lower := strings.ToLower(word); lower {
	case "first", "last":
		return lower, nil
	case "default":
		return omitted, nil
	}
	return nil, illegal("Unknown missing_order: %s", word)
}}

// readCompositeSource reads {"name": {"kind": {...}}}.
func readCompositeSource(c *context, v any) (any, *Error) {
	if tokenOf(v) == tArray {
		return nil, refuse(KindIllegalState, "expected value but got [START_ARRAY]")
	}
	source, err := onlyMember(v)
	if err != nil {
		return nil, err
	}
	typed, err := onlyMember(source.Value)
	if err != nil {
		return nil, under(err, source.Key)
	}
	if tokenOf(typed.Value) != tObject {
		return nil, under(under(unexpectedToken("START_OBJECT", tokenName(typed.Value)), typed.Key), source.Key)
	}
	known, ok := compositeSources[typed.Key]
	if !ok {
		return nil, under(under(parsing("invalid source type: %s", typed.Key), typed.Key), source.Key)
	}
	printed, err := known.canonical(c, typed.Value)
	if err != nil {
		return nil, under(under(err, typed.Key), source.Key)
	}
	if o := source.Value.(*orderedjson.Object); o.Len() > 1 {
		return nil, under(refuse(KindIllegalState, "expected value but got [END_OBJECT]"), source.Key)
	}
	if o := v.(*orderedjson.Object); o.Len() > 1 {
		return nil, under(unexpectedToken("START_OBJECT", "FIELD_NAME"), o.Members()[1].Key)
	}
	inner := orderedjson.NewObject(orderedjson.Member{Key: typed.Key, Value: printed})
	return orderedjson.NewObject(orderedjson.Member{Key: source.Key, Value: inner}), nil
}

// onlyMember is the first member of an object.
func onlyMember(v any) (orderedjson.Member, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return orderedjson.Member{}, unexpectedToken("START_OBJECT", tokenName(v))
	}
	if o.Len() == 0 {
		return orderedjson.Member{}, unexpectedToken("FIELD_NAME", "END_OBJECT")
	}
	return o.Members()[0], nil
}

func unexpectedToken(wanted, found string) *Error {
	return parsing("Failed to parse object: expecting token of type [%s] but found [%s]", wanted, found)
}

// offsetKind reads the offset of a date histogram: milliseconds, or a duration
// with or without a sign.
var offsetKind = kind{tNumber | tString, func(c *context, v any) (any, *Error) {
	if n, isNumber := v.(json.Number); isNumber {
		return readLong(c, n)
	}
	written, err := text(v)
	if err != nil {
		return nil, err
	}
	millis, err := signedMillis(written)
	return result(num(millis), err)
}}
