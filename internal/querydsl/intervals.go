package querydsl

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// intervalRules are the rules of an intervals query, by name. Filled by init,
// for rules hold rules.
var intervalRules = map[string]*shape{}

func init() {
	filter := opt("filter", kind{tObject, readIntervalFilter})
	useField, analyzer := opt("use_field", textKind), opt("analyzer", textKind)
	mode := opt("mode", kind{tString, readIntervalMode}, "UNORDERED")
	ordered := opt("ordered", boolKind).silent()
	maxGaps := opt("max_gaps", intKind, num(-1))
	inner := opt("intervals", kind{tObject | tArray, listOf(readIntervalRule)})
	expansions := opt("max_expansions", kind{tNumber | tString, readIntervalExpansions})
	add := func(name, needed string, fields ...field) {
		intervalRules[name] = &shape{name: name, manners: declared, required: []string{needed}, fields: fields}
	}
	add("match", "query", opt("query", textKind), maxGaps, mode, analyzer, filter, useField, ordered)
	add("any_of", "intervals", inner, filter)
	add("all_of", "intervals", mode, maxGaps, inner, filter, ordered)
	add("prefix", "prefix", opt("prefix", textKind), analyzer, useField)
	add("wildcard", "pattern", opt("pattern", textKind), analyzer, useField, expansions)
	add("regexp", "pattern", opt("pattern", textKind), opt("flags_value", unless(intKind, num(255))), useField,
		expansions, opt("case_insensitive", unless(boolKind, false)),
		opt("flags", kind{tString, func(c *context, v any) (any, *Error) {
			flags, err := regexpFlags(c, v)
			return result(num(flags), err)
		}}).silent())
	add("fuzzy", "term", opt("term", textKind), opt("prefix_length", intKind, zero), opt("transpositions", boolKind, true),
		opt("fuzziness", kind{tScalar, readFuzziness}, "AUTO"), analyzer, useField)
	for _, name := range []string{"match", "all_of"} {
		intervalRules[name].finish = finishOrdered
	}
	intervalRules["regexp"].finish = func(_ *context, v values) *Error {
		if flags, ok := v["flags"]; ok && flags != num(255) {
			v.setDefaultIfAbsent("flags_value", flags)
		}
		return nil
	}
}

// setDefaultIfAbsent sets what was not read at all.
func (v values) setDefaultIfAbsent(name string, value any) {
	if _, ok := v[name]; !ok {
		v[name] = value
	}
}

// finishOrdered: the old option ordered wins over mode.
func finishOrdered(_ *context, v values) *Error {
	switch v["ordered"] {
	case true:
		v["mode"] = "ORDERED"
	case false:
		v["mode"] = "UNORDERED"
	}
	return nil
}

// readIntervalExpansions: none at all is as good as nothing said.
func readIntervalExpansions(_ *context, v any) (any, *Error) {
	n, err := integer(v)
	if err == nil && n <= 0 {
		return omitted, nil
	}
	return result(num(n), err)
}

func readIntervalMode(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch upper := strings.ToUpper(word); upper {
	case "ORDERED", "UNORDERED", "UNORDERED_NO_OVERLAP":
		return upper, nil
	}
	return nil, illegal("no mode can be parsed from ordinal %s", word)
}

// parseIntervals reads {"field": {"rule": {...}, "boost": …}}.
func parseIntervals(c *context, body *orderedjson.Object) (any, *Error) {
	if body.Len() == 0 {
		return nil, parsing("Expected [FIELD_NAME] but got [END_OBJECT]")
	}
	m := body.Members()[0]
	options, ok := m.Value.(*orderedjson.Object)
	if !ok {
		return nil, under(parsing("Expected [START_OBJECT] but got [%s]", tokenName(m.Value)), m.Key)
	}
	rule, read := orderedjson.Member{}, values{}
	for _, option := range options.Members() {
		var err *Error
		switch {
		case option.Key == "_name" || option.Key == "boost":
			value, failed := standardShape.field(option.Key).kind.read(c, option.Value)
			read[option.Key], err = value, failed
		case rule.Key != "":
			err = parsing("Only one interval rule can be specified, found [%s] and [%s]", rule.Key, option.Key)
		default:
			rule, err = intervalRule(c, option)
		}
		if err != nil {
			return nil, under(under(err, option.Key), m.Key)
		}
	}
	if body.Len() > 1 {
		return nil, parsing("Expected [END_OBJECT] but got [FIELD_NAME]")
	}
	if rule.Key == "" {
		return nil, parsing("Missing intervals from interval query definition")
	}
	printed := orderedjson.NewObject(rule)
	standardShape.printInto(printed, read)
	return orderedjson.NewObject(orderedjson.Member{Key: m.Key, Value: printed}), nil
}

var standardShape = &shape{fields: standard}

func intervalRule(c *context, m orderedjson.Member) (orderedjson.Member, *Error) {
	s, known := intervalRules[m.Key]
	if !known {
		err := parsing("Unknown interval type [%s], expecting one of [match, any_of, all_of, prefix, wildcard, regexp]", m.Key)
		err.UnknownName = m.Key
		return m, err
	}
	printed, err := s.canonical(c, m.Value)
	return orderedjson.Member{Key: m.Key, Value: printed}, err
}

func readIntervalRule(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, parsing("Expected [FIELD_NAME] but got [%s]", tokenName(v))
	}
	if o.Len() == 0 {
		return nil, parsing("Expected [FIELD_NAME] but got [END_OBJECT]")
	}
	rule, err := intervalRule(c, o.Members()[0])
	if err != nil {
		return nil, under(err, o.Members()[0].Key)
	}
	if o.Len() > 1 {
		return nil, parsing("Expected [END_OBJECT] but got [FIELD_NAME]")
	}
	return orderedjson.NewObject(rule), nil
}

func readIntervalFilter(c *context, v any) (any, *Error) {
	o := v.(*orderedjson.Object)
	if o.Len() == 0 {
		return nil, parsing("Expected [FIELD_NAME] but got [END_OBJECT]")
	}
	m := o.Members()[0]
	var printed any
	var err *Error
	if m.Key == "script" {
		if tokenOf(m.Value) != tObject {
			return nil, under(parsing("Expected [START_OBJECT] but got [%s]", tokenName(m.Value)), m.Key)
		}
		printed, err = readScript(c, m.Value)
	} else {
		if tokenOf(m.Value) != tObject {
			return nil, under(parsing("Expected [START_OBJECT] but got [%s]", tokenName(m.Value)), m.Key)
		}
		printed, err = readIntervalRule(c, m.Value)
	}
	if err != nil {
		return nil, under(err, m.Key)
	}
	if o.Len() > 1 {
		return nil, parsing("Expected [END_OBJECT] but got [FIELD_NAME]")
	}
	return orderedjson.NewObject(orderedjson.Member{Key: m.Key, Value: printed}), nil
}
