package querydsl

import (
	"encoding/base64"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var termQueries = map[string]queryParser{
	"term":      termQuery.parse,
	"terms":     parseTerms,
	"terms_set": parseTermsSet,
	"fuzzy":     fuzzyQuery.parse,
	"regexp":    parseRegexp,
	"prefix":    prefixQuery.parse,
	"wildcard":  wildcardQuery.parse,
	"range":     parseRange,
	"exists":    byShape(existsShape),
	"ids":       toldAsParsing(idsShape),
}

var caseInsensitive = opt("case_insensitive", unless(boolKind, false))

var termQuery = &fieldQuery{
	options: &shape{name: "term", manners: anyToken, fields: withStandard(
		opt("value", termKind).or("term"), caseInsensitive)},
	value: "value", shorthand: tValue,
	refused: func(_ string, v any) *Error {
		if tokenOf(v) == tArray {
			return parsing("[term] query does not support array of values")
		}
		return nil
	},
	noField: illegal("field name is null or empty"), noValue: illegal("value cannot be null"),
}

var fuzzyQuery = &fieldQuery{
	options: &shape{name: "fuzzy", manners: scalarsOnly.otherwise("[%s] unexpected token [%s] after [%s]"), fields: withStandard(
		opt("value", termKind).or("term").taking(tScalar),
		opt("fuzziness", fuzzinessKind, "AUTO"),
		opt("prefix_length", intKind, zero),
		opt("max_expansions", intKind, num(50)),
		opt("transpositions", boolKind, true),
		opt("rewrite", textOrNullKind))},
	value: "value", shorthand: tScalar | tArray,
	noField: illegal("field name cannot be null or empty"), noValue: illegal("query value cannot be null"),
}

var prefixQuery = &fieldQuery{
	options: &shape{name: "prefix", manners: anyToken, fields: withStandard(
		opt("value", textOrNullKind), opt("rewrite", textOrNullKind), caseInsensitive)},
	value: "value", shorthand: tScalar | tArray,
	noField: illegal("field name is null or empty"), noValue: illegal("value cannot be null"),
}

var wildcardQuery = &fieldQuery{
	options: &shape{name: "wildcard", manners: anyToken, fields: withStandard(
		opt("wildcard", textKind).or("value"), opt("rewrite", textOrNullKind), caseInsensitive)},
	value: "wildcard", shorthand: tScalar | tArray,
	noField: illegal("field name is null or empty"), noValue: illegal("value cannot be null"),
}

var regexpQuery = &fieldQuery{
	options: &shape{name: "regexp", manners: anyToken, fields: []field{
		opt("value", textOrNullKind),
		opt("flags_value", intKind, num(255)),
		caseInsensitive,
		opt("max_determinized_states", intKind, num(10000)),
		opt("rewrite", textOrNullKind), standard[0], standard[1],
	}},
	value: "value", shorthand: tScalar | tArray,
	noField: illegal("field name is null or empty"), noValue: illegal("value cannot be null"),
}

// parseRegexp turns flags, which are words, into flags_value, a number; of the
// two the later one wins.
func parseRegexp(c *context, body *orderedjson.Object) (any, *Error) {
	resolved := &orderedjson.Object{}
	for _, m := range body.Members() {
		options, ok := m.Value.(*orderedjson.Object)
		if !ok {
			resolved.Set(m.Key, m.Value)
			continue
		}
		numbered := &orderedjson.Object{}
		for _, option := range options.Members() {
			if option.Key != "flags" {
				numbered.Delete(option.Key)
				numbered.Set(option.Key, option.Value)
				continue
			}
			flags, err := regexpFlags(c, option.Value)
			if err != nil {
				return nil, under(under(err, "flags"), m.Key)
			}
			numbered.Delete("flags_value")
			numbered.Set("flags_value", num(flags))
		}
		resolved.Set(m.Key, numbered)
	}
	return regexpQuery.parse(c, resolved)
}

var existsShape = &shape{name: "exists", manners: scalarsOnly, fields: withStandard(opt("field", textKind)),
	finish: func(_ *context, v values) *Error {
		switch {
		case !v.has("field"):
			return parsing("[exists] must be provided with a [field]")
		case v["field"] == "":
			return illegal("field name is null or empty")
		}
		return nil
	}}

var idsShape = &shape{name: "ids", manners: declared, fields: withStandard(
	opt("values", kind{tArray | tString, func(c *context, v any) (any, *Error) {
		ids, err := textsKind.read(c, v)
		if err != nil {
			return nil, err
		}
		return hashSet(ids.([]any)), nil
	}}, []any{}))}

var lookupShape = &shape{name: "terms_lookup", manners: declared, required: []string{"index", "id", "path"}, fields: []field{
	opt("index", textKind), opt("id", textKind), opt("path", textKind), opt("routing", textKind),
	opt("store", unless(boolKind, false)).notIn1(),
}}

// parseTerms reads the one clause whose options stand beside the field.
func parseTerms(c *context, body *orderedjson.Object) (any, *Error) {
	name, terms := "", any(nil)
	options := values{}
	shape := &shape{name: "terms", manners: scalarsOnly, fields: withStandard(opt("value_type", textKind).notIn1())}
	for _, m := range body.Members() {
		var err *Error
		switch v := m.Value.(type) {
		case []any:
			if terms != nil {
				return nil, under(parsing("[terms] query does not support multiple fields"), m.Key)
			}
			name = m.Key
			terms, err = termValues("terms", m.Key, v)
		case *orderedjson.Object:
			if terms != nil {
				return nil, under(parsing("[terms] query does not support more than one field. Already got: [%s] but also found [%s]", name, m.Key), m.Key)
			}
			name = m.Key
			terms, err = lookupShape.canonical(c, v)
		default:
			err = shape.take(c, options, m.Key, v)
			if err != nil {
				return nil, under(err, m.Key)
			}
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	if terms == nil {
		return nil, parsing("[terms] query requires a field name, followed by array of terms or a document lookup specification")
	}
	if err := checkValueType(options, terms); err != nil {
		return nil, err
	}
	if name == "" {
		return nil, illegal("field name cannot be null.")
	}
	printed := orderedjson.NewObject(orderedjson.Member{Key: name, Value: terms})
	(&orderedShape{standard[0], standard[1], opt("value_type", textKind)}).printInto(printed, options)
	return printed, nil
}

// orderedShape prints fields only.
type orderedShape []field

func (s *orderedShape) printInto(o *orderedjson.Object, v values) {
	(&shape{fields: *s}).printInto(o, v)
}

func checkValueType(options values, terms any) *Error {
	given, ok := options["value_type"].(string)
	if !ok {
		return nil
	}
	switch strings.ToLower(given) {
	case "default":
		options["value_type"] = omitted
		return nil
	case "bitmap":
		options["value_type"] = "bitmap"
	default:
		return illegal("%s is not valid value_type", given)
	}
	list, isList := terms.([]any)
	if !isList {
		return nil
	}
	if len(list) == 1 {
		if encoded, isText := list[0].(string); isText {
			if _, err := base64.StdEncoding.DecodeString(encoded); err != nil {
				return illegal("Illegal base64 character in %q", encoded)
			}
			return nil
		}
	}
	return illegal("Invalid value for bitmap type: Expected a single-element array with a base64 encoded serialized bitmap.")
}

// termValues reads the terms of a list. The server doesn't look for brackets
// among them: an object counts as its braces, keys and values; a list within
// the list ends the terms.
func termValues(clause, key string, list []any) (any, *Error) {
	terms := []any{}
	for i, v := range list {
		switch v := v.(type) {
		case nil:
			return nil, underIndex(parsing("No value specified for terms query"), i)
		case []any:
			if i < len(list)-1 && tokenOf(list[i+1])&tValue != 0 {
				return nil, underIndex(parsing("[%s] query does not support [%s]", clause, key), i)
			}
			return nil, underIndex(parsing("[%s] unknown token [END_ARRAY] after [%s]", clause, key), i)
		case *orderedjson.Object:
			tokens, err := spelledOut(v)
			if err != nil {
				return nil, underIndex(err, i)
			}
			terms = append(terms, tokens...)
		default:
			terms = append(terms, term(scalar(v)))
		}
	}
	return terms, nil
}

// spelledOut is an object as the server reads it where it expects values: each
// token as one.
func spelledOut(v *orderedjson.Object) ([]any, *Error) {
	tokens := []any{"{"}
	for _, m := range v.Members() {
		tokens = append(tokens, m.Key)
		switch inner := m.Value.(type) {
		case nil:
			return nil, under(parsing("No value specified for terms query"), m.Key)
		case []any:
			return nil, under(parsing("[terms] unknown token [END_ARRAY] after [%s]", m.Key), m.Key)
		case *orderedjson.Object:
			within, err := spelledOut(inner)
			if err != nil {
				return nil, under(err, m.Key)
			}
			tokens = append(tokens, within...)
		default:
			tokens = append(tokens, term(scalar(inner)))
		}
	}
	return append(tokens, "}"), nil
}

var termsSetShape = &shape{name: "terms_set", manners: scalarsOnly.saying(tValue | tArray | tObject), fields: withStandard(
	opt("terms", kind{tArray, func(_ *context, v any) (any, *Error) { return termValues("terms_set", "terms", v.([]any)) }}, []any{}),
	opt("minimum_should_match_field", textKind),
	opt("minimum_should_match_script", scriptKind).taking(tObject)),
	finish: func(_ *context, v values) *Error {
		if v.has("minimum_should_match_field") && v.has("minimum_should_match_script") {
			return illegal("A field has already been specified. Cannot specify both a field and script")
		}
		return nil
	}}

func parseTermsSet(c *context, body *orderedjson.Object) (any, *Error) {
	if body.Len() == 0 {
		return nil, parsing("[terms_set] unknown token [END_OBJECT]")
	}
	first := body.Members()[0]
	if tokenOf(first.Value) != tObject {
		return nil, under(parsing("[terms_set] unknown token [%s]", tokenName(first.Value)), first.Key)
	}
	printed, err := termsSetShape.canonical(c, first.Value)
	if err != nil {
		return nil, under(err, first.Key)
	}
	if body.Len() > 1 {
		return nil, parsing("[terms_set] unknown token [FIELD_NAME]")
	}
	return orderedjson.NewObject(orderedjson.Member{Key: first.Key, Value: printed}), nil
}
