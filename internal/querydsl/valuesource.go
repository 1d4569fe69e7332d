package querydsl

import "encoding/json"

// Where an aggregation's values come from: the options that nearly all types
// share, in the order in which they are printed.

var valueTypeKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	if printed, ok := valueTypes[word]; ok {
		return printed, nil
	}
	return nil, illegal("Unknown value type [%s]", word)
}}

// valueTypes are the types and how the server calls them when it prints.
var valueTypes = map[string]string{
	"string": "string", "double": "double", "float": "double",
	"number": "long", "numeric": "long", "long": "long", "integer": "long", "short": "long", "byte": "long",
	"unsigned_long": "unsigned_long", "date": "date", "ip": "ip", "boolean": "boolean",
}

// zoneOrHoursKind takes a zone's name, or a number of hours from UTC.
var zoneOrHoursKind = kind{tString | tNumber, func(_ *context, v any) (any, *Error) {
	if _, isNumber := v.(json.Number); !isNumber {
		zone, err := text(v)
		if err != nil {
			return nil, err
		}
		return result(zoneID(zone))
	}
	hours, err := integer(v)
	if err != nil {
		return nil, err
	}
	if hours < -18 || hours > 18 {
		return nil, refuse(KindDateTimeFormat, "Zone offset hours not in valid range: value %d is not in the range -18 to 18", hours)
	}
	sign := "+"
	if hours < 0 {
		sign, hours = "-", -hours
	}
	return result(offsetID(sign + num(hours).String()))
}}

var missingOption = opt("missing", nullless(scalarKind))

// missingValue is the same where the server insists on a value.
var missingValue = kind{tScalar, func(c *context, v any) (any, *Error) {
	if v == nil {
		return nil, illegal("[missing] must not be null: [%s]", c.aggregation)
	}
	return readScalar(c, v)
}}

// nullless takes null as nothing said.
func nullless(k kind) kind {
	return kind{k.takes | tNull, func(c *context, v any) (any, *Error) {
		if v == nil {
			return omitted, nil
		}
		return k.read(c, v)
	}}
}

type sourceTraits uint8

const (
	scriptable sourceTraits = 1 << iota
	formattable
	zoned
	fieldless // neither field nor script is needed
)

// valueSource is an aggregation over values: the shared options that traits
// allow, then its own.
func valueSource(name string, traits sourceTraits, own ...field) *shape {
	s := &shape{name: name, manners: declared, fields: []field{opt("field", textKind)}}
	needed := []string{"field"}
	if traits&scriptable != 0 {
		s.fields = append(s.fields, opt("script", scriptKind))
		needed = append(needed, "script")
	}
	s.fields = append(s.fields, opt("missing", missingValue))
	if traits&formattable != 0 {
		s.fields = append(s.fields, opt("format", textKind))
	}
	if traits&zoned != 0 {
		s.fields = append(s.fields, opt("time_zone", zoneOrHoursKind))
	}
	s.fields = append(append(s.fields, opt("value_type", valueTypeKind).or("valueType")), own...)
	if traits&fieldless == 0 {
		s.oneOf = [][]string{needed}
	}
	return s
}

func (s *shape) finishing(f func(c *context, v values) *Error) *shape { s.finish = f; return s }

func (s *shape) checking(f func(read values, name string, value any) *Error) *shape {
	s.before = f
	return s
}

// positive and nonNegative refuse in the words that name the aggregation.
func positive(k kind, option string) kind { return bounded(k, option, 1, "greater than 0") }

func nonNegative(k kind, option string) kind {
	return bounded(k, option, 0, "greater than or equal to 0")
}

func bounded(k kind, option string, low int64, words string) kind {
	return kind{k.takes, func(c *context, v any) (any, *Error) {
		return atLeast(k, low, "["+option+"] must be "+words+". Found [%d] in ["+c.aggregation+"]").read(c, v)
	}}
}
