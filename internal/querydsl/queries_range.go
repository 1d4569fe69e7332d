package querydsl

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// rangeShape has the bounds as they are stored; what people write for them is in
// rangeBounds.
var rangeShape = &shape{name: "range", manners: anyToken, fields: withStandard(
	opt("from", termKind), opt("to", termKind),
	opt("include_lower", boolKind, true), opt("include_upper", boolKind, true),
	opt("time_zone", textKind), opt("format", textKind), opt("relation", textKind)),
}

// rangeBounds: the stored bound of each written one, and whether it is included.
var rangeBounds = map[string]struct {
	bound, inclusion string
	included         bool
}{
	"gt":  {"from", "include_lower", false},
	"gte": {"from", "include_lower", true},
	"lt":  {"to", "include_upper", false},
	"lte": {"to", "include_upper", true},
}

func parseRange(c *context, body *orderedjson.Object) (any, *Error) {
	name, printed := "", (*orderedjson.Object)(nil)
	for _, m := range withoutBrackets(body.Members()) {
		options, isObject := m.Value.(*orderedjson.Object)
		if !isObject {
			if err := refuseRangeScalars(m.Key, m.Value); err != nil {
				return nil, under(err, m.Key)
			}
			continue
		}
		if printed != nil {
			return nil, under(parsing("[range] query doesn't support multiple fields, found [%s] and [%s]", name, m.Key), m.Key)
		}
		read, err := readRange(c, options)
		if err != nil {
			return nil, under(err, m.Key)
		}
		name, printed = m.Key, rangeShape.print(read)
	}
	if name == "" {
		return nil, illegal("field name is null or empty")
	}
	return orderedjson.NewObject(orderedjson.Member{Key: name, Value: printed}), nil
}

func refuseRangeScalars(key string, v any) *Error {
	if list, isList := v.([]any); isList && len(list) > 0 {
		v = list[0]
	}
	if tokenOf(v)&tValue != 0 {
		return parsing("[range] query does not support [%s]", key)
	}
	return nil
}

func readRange(c *context, options *orderedjson.Object) (values, *Error) {
	read := values{"from": nil, "to": nil}
	for i, m := range options.Members() {
		if inner, isObject := m.Value.(*orderedjson.Object); isObject && inner.Len() == 0 && isBound(m.Key) && i+1 < options.Len() {
			// The brace is the value; what follows is read as if it stood beside
			// the field.
			next := options.Members()[i+1].Key
			return nil, under(parsing("[range] query does not support [%s]", next), next)
		}
		bound, ok := rangeBounds[m.Key]
		key := m.Key
		if ok {
			key = bound.bound
			read[bound.inclusion] = bound.included
		}
		if err := rangeShape.take(c, read, key, m.Value); err != nil {
			return nil, under(err, m.Key)
		}
	}
	return read, finishRange(read)
}

func isBound(key string) bool {
	_, written := rangeBounds[key]
	return written || key == "from" || key == "to"
}

func finishRange(read values) *Error {
	if zone, ok := read["time_zone"].(string); ok {
		id, err := zoneID(zone)
		if err != nil {
			return wrap(KindIllegalArg, err.qualified(), err)
		}
		read["time_zone"] = id
	}
	if format, ok := read["format"].(string); ok {
		if err := checkDatePattern(format); err != nil {
			return err
		}
		if strings.TrimSpace(format) == "" {
			read["format"] = omitted
		}
	}
	if relation, ok := read["relation"].(string); ok {
		lower := strings.ToLower(relation)
		switch lower {
		case "intersects", "contains", "within":
			read["relation"] = lower
		case "disjoint":
			return illegal("[range] query does not support relation [%s]", relation)
		default:
			return illegal("%s is not a valid relation", relation)
		}
	}
	return nil
}

// qualified is the error as another Java exception says it: class and message.
func (e *Error) qualified() string { return javaClass(e.Kind) + ": " + e.Reason }

func javaClass(kind string) string {
	switch kind {
	case KindDateTime:
		return "java.time.zone.ZoneRulesException"
	case KindDateTimeFormat:
		return "java.time.DateTimeException"
	default:
		return "java.lang." + kind
	}
}
