package querydsl

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// context is what every reader is handed: which generation is spoken.
type context struct {
	dialect Dialect
	// aggregation is the name of the one that is read, for refusals.
	aggregation string
	// foreign takes down what is let through for a plugin to know; nil: what is
	// not known is refused.
	foreign *[]Foreign
}

// reader makes the canonical value of one that was written.
type reader func(c *context, v any) (any, *Error)

// kind is a type of value: how it is read, and which JSON the server's declared
// parsers take for it. Hand-written parsers of the server take any scalar.
type kind struct {
	takes tokens
	read  reader
}

type absent struct{}

// omitted is what a reader returns for a value that is as good as left out and
// replaces whatever was there before.
var omitted = absent{}

// field is one option of an object.
type field struct {
	name   string   // under which it is printed
	also   []string // other names that are accepted
	kind   kind
	preset any  // printed where the option is left out; nil: nothing is
	hidden bool // accepted, never printed
	since  since
}

func opt(name string, k kind, preset ...any) field {
	f := field{name: name, kind: k}
	if len(preset) > 0 {
		f.preset = preset[0]
	}
	return f
}

func (f field) or(names ...string) field { f.also = names; return f }

func (f field) taking(t tokens) field { f.kind.takes = t; return f }

func (f field) notIn1() field { f.since = notIn1; return f }

func (f field) silent() field { f.hidden = true; return f }

// shape is an object of fixed options, in the order in which they are printed.
type shape struct {
	name     string
	fields   []field
	manners  manners
	required []string   // declared constructor arguments
	oneOf    [][]string // of each set at least one is needed

	// before checks an option against those that came before it.
	before func(read values, name string, value any) *Error
	// finish checks and completes what was read, once all is read.
	finish func(c *context, v values) *Error
}

// values are the canonical values of a shape by the name of the field.
type values map[string]any

func (v values) has(name string) bool {
	value, ok := v[name]
	return ok && value != omitted
}

func (v values) setDefault(name string, value any) {
	if !v.has(name) {
		v[name] = value
	}
}

func (s *shape) field(key string) *field {
	for i := range s.fields {
		f := &s.fields[i]
		if f.name == key {
			return f
		}
		for _, other := range f.also {
			if other == key {
				return f
			}
		}
	}
	return nil
}

// canonical reads an object and prints it.
func (s *shape) canonical(c *context, v any) (any, *Error) {
	read, err := s.parse(c, v)
	if err != nil {
		return nil, err
	}
	return s.print(read), nil
}

func (s *shape) parse(c *context, v any) (values, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, xContent("[%s] Expected START_OBJECT but was: %s", s.name, afterBracket(v))
	}
	read := values{}
	for _, m := range o.Members() {
		if err := s.take(c, read, m.Key, m.Value); err != nil {
			return nil, under(err, m.Key)
		}
	}
	if err := s.missing(o); err != nil {
		return nil, err
	}
	if s.finish != nil {
		if err := s.finish(c, read); err != nil {
			return nil, err
		}
	}
	return read, nil
}

// afterBracket is the token at which a parser that wants an object gives up: it
// looks behind the bracket of a list.
func afterBracket(v any) string {
	list, isList := v.([]any)
	switch {
	case !isList:
		return tokenName(v)
	case len(list) == 0:
		return "END_ARRAY"
	default:
		return tokenName(list[0])
	}
}

func (s *shape) take(c *context, read values, key string, v any) *Error {
	f := s.field(key)
	if f == nil || !f.since.holds(c.dialect) {
		return s.manners.unknown(c, s, read, unknownKey{key, v})
	}
	if tokenOf(v)&s.manners.takes(f) == 0 {
		return s.manners.wrongToken(c, s, read, unknownKey{key, v})
	}
	if inner, isObject := v.(*orderedjson.Object); isObject && s.manners.every && f.kind.takes&(tArray|tObject) == tArray {
		// The brace is read as the value, and what is in it as options.
		for _, m := range inner.Members() {
			if s.field(m.Key) == nil {
				return under(parsing(s.manners.unknownText, s.name, m.Key), m.Key)
			}
		}
	}
	value, err := f.kind.read(c, v)
	if err == nil && s.before != nil {
		err = s.before(read, f.name, value)
	}
	if err != nil {
		return s.manners.failed(s, key, err)
	}
	read[f.name] = value
	return nil
}

func (s *shape) missing(o *orderedjson.Object) *Error {
	var lost []string
	for _, name := range s.required {
		if !s.given(o, name) {
			lost = append(lost, name)
		}
	}
	if lost != nil {
		return illegal("Required %s", javaList(lost))
	}
	message := ""
	for _, set := range s.oneOf {
		given := false
		for _, name := range set {
			given = given || o.Has(name)
		}
		if !given {
			message += "Required one of fields " + javaList(set) + ", but none were specified. "
		}
	}
	if message != "" {
		return illegal("%s", message)
	}
	return nil
}

func (s *shape) given(o *orderedjson.Object, name string) bool {
	f := s.field(name)
	for _, key := range append([]string{f.name}, f.also...) {
		if o.Has(key) {
			return true
		}
	}
	return false
}

// print writes what was read, with the presets of what was not.
func (s *shape) print(read values) *orderedjson.Object {
	o := &orderedjson.Object{}
	s.printInto(o, read)
	return o
}

func (s *shape) printInto(o *orderedjson.Object, read values) {
	for _, f := range s.fields {
		if f.hidden {
			continue
		}
		value, ok := read[f.name]
		if !ok {
			if f.preset == nil {
				continue
			}
			value = orderedjson.Clone(f.preset)
		}
		if value != omitted {
			o.Set(f.name, value)
		}
	}
}
