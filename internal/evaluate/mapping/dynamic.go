package mapping

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// dynamicTemplate decides the definition of new fields.
type dynamicTemplate struct {
	name                                   string
	match, unmatch, pathMatch, pathUnmatch []string
	matchType                              string
	regex                                  bool
	mapping                                *orderedjson.Object
}

func (m *Mapping) declareTemplates(value any) error {
	list, ok := value.([]any)
	if !ok {
		return fault.New(400, "mapper_parsing_exception", "Dynamic template syntax error. An array of named objects is expected.")
	}
	m.templates = nil
	for _, entry := range list {
		named, ok := entry.(*orderedjson.Object)
		if !ok || named.Len() != 1 {
			return fault.New(400, "mapper_parsing_exception", "A dynamic template must be defined with a name")
		}
		name := named.Keys()[0]
		t, err := readTemplate(name, named.Object(name))
		if err != nil {
			return err
		}
		m.templates = append(m.templates, t)
	}
	return nil
}

func readTemplate(name string, def *orderedjson.Object) (dynamicTemplate, error) {
	t := dynamicTemplate{name: name}
	for _, d := range def.Members() {
		patterns := []string{javaText(d.Value)}
		if list, ok := d.Value.([]any); ok {
			patterns = nil
			for _, x := range list {
				patterns = append(patterns, javaText(x))
			}
		}
		switch d.Key {
		case "match":
			t.match = patterns
		case "unmatch":
			t.unmatch = patterns
		case "path_match":
			t.pathMatch = patterns
		case "path_unmatch":
			t.pathUnmatch = patterns
		case "match_mapping_type":
			t.matchType = patterns[0]
		case "match_pattern":
			t.regex = patterns[0] == "regex"
		case "mapping":
			t.mapping, _ = d.Value.(*orderedjson.Object)
		default:
			return t, misread(fault.New(0, "illegal_argument_exception", "Illegal dynamic template parameter: [%s]", d.Key))
		}
	}
	if t.matchType == "" && t.match == nil && t.pathMatch == nil {
		return t, fault.New(400, "mapper_parsing_exception", "template must have match, path_match or match_mapping_type set %s", javaText(def))
	}
	return t, t.check(def)
}

var matchTypes = []string{"object", "string", "long", "double", "boolean", "date", "binary"}

// check refuses templates without a mapping, and with patterns that are none.
func (t dynamicTemplate) check(def *orderedjson.Object) error {
	bad := func(format string, args ...any) error {
		return misread(fault.New(0, "illegal_argument_exception", format, args...))
	}
	pattern := def.Text("match_pattern")
	switch {
	case t.mapping == nil:
		return fault.New(400, "mapper_parsing_exception", "template must have mapping set")
	case t.matchType != "" && t.matchType != "*" && !slices.Contains(matchTypes, t.matchType):
		return bad("No field type matched on [%s], possible values are [%s]", t.matchType, strings.Join(matchTypes, ", "))
	case pattern != "" && pattern != "simple" && pattern != "regex":
		return bad("No matching pattern matched on [%s]", pattern)
	case !t.regex:
		return nil
	}
	for _, p := range t.match {
		if _, err := regexp.Compile(p); err != nil {
			return bad("Pattern [%s] of type [regex] is invalid. Cannot create dynamic template [%s].", p, t.name)
		}
	}
	return nil
}

func (t dynamicTemplate) fits(name, full, kind string) bool {
	any := func(patterns []string, text string) bool {
		for _, p := range patterns {
			if t.hit(p, text) {
				return true
			}
		}
		return false
	}
	switch {
	case t.pathMatch != nil && !any(t.pathMatch, full),
		t.match != nil && !any(t.match, name),
		any(t.pathUnmatch, full), any(t.unmatch, name),
		t.matchType != "" && t.matchType != "*" && t.matchType != kind:
		return false
	}
	return true
}

func (t dynamicTemplate) hit(pattern, text string) bool {
	if t.regex {
		re, err := regexp.Compile("^(?:" + pattern + ")$")
		return err == nil && re.MatchString(text)
	}
	return SimpleMatch(pattern, text)
}

// SimpleMatch is a match where * stands for any text and nothing else is special.
var SimpleMatch = pattern.Star

// definition finds the template's definition for a new field, with {name} and
// {dynamic_type} put in; nil where no template fits.
func (m *Mapping) definition(full, kind, dynamicType string) *orderedjson.Object {
	name := full[strings.LastIndexByte(full, '.')+1:]
	for _, t := range m.templates {
		if t.fits(name, full, kind) {
			def := fill(t.mapping, name, dynamicType).(*orderedjson.Object)
			if !def.Has("type") {
				def = orderedjson.NewObject(append([]orderedjson.Member{{Key: "type", Value: dynamicType}}, def.Members()...)...)
			}
			return def
		}
	}
	return nil
}

func fill(v any, name, kind string) any {
	put := strings.NewReplacer("{name}", name, "{dynamic_type}", kind, "{dynamicType}", kind)
	switch v := v.(type) {
	case *orderedjson.Object:
		out := orderedjson.NewObject()
		for _, m := range v.Members() {
			out.Set(put.Replace(m.Key), fill(m.Value, name, kind))
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = fill(v[i], name, kind)
		}
		return out
	case string:
		return put.Replace(v)
	}
	return v
}

// newField makes the field that a value at an unmapped path brings about.
// Observed on 2.19.4: texts that a date format reads are dates unless they are
// plain numbers, decimals are float.
func (m *Mapping) newField(full string, value any) (*Field, error) {
	kind, fieldType, date := m.guess(value)
	def := m.definition(full, kind, fieldType)
	if def == nil {
		def = defaultDefinition(fieldType, date)
	}
	n, err := m.declare(full, ofTemplate(def))
	if err != nil {
		return nil, err
	}
	f, ok := n.(*Field)
	if !ok {
		return nil, fault.Unsupported("dynamic template that maps the value of [%s] to an object", full)
	}
	return f, nil
}

func defaultDefinition(fieldType string, date *datetime.Format) *orderedjson.Object {
	def := orderedjson.NewObject(orderedjson.Member{Key: "type", Value: fieldType})
	switch {
	case fieldType == "text":
		keyword := orderedjson.NewObject()
		keyword.Set("type", "keyword")
		keyword.Set("ignore_above", json.Number("256"))
		def.Set("fields", orderedjson.NewObject(orderedjson.Member{Key: "keyword", Value: keyword}))
	case date != nil && strings.Contains(date.Pattern, "||"):
		def.Set("format", date.Pattern)
		def.Set("print_format", strings.Split(date.Pattern, "||")[0])
	case date != nil && date.Pattern != "strict_date_optional_time":
		def.Set("format", date.Pattern)
		def.Set("print_format", date.Pattern)
	}
	return def
}

// guess gives the match_mapping_type of a value, the type it gets, and the date
// format that read it.
func (m *Mapping) guess(value any) (kind, fieldType string, date *datetime.Format) {
	switch v := value.(type) {
	case bool:
		return "boolean", "boolean", nil
	case json.Number:
		if isInteger(v.String()) {
			return "long", "long", nil
		}
		return "double", "float", nil
	case string:
		_, isLong := strconv.ParseInt(v, 10, 64)
		_, isDouble := javaDouble(v)
		if m.numbers && isLong == nil {
			return "long", "long", nil
		}
		if m.numbers && isDouble == nil {
			return "double", "float", nil
		}
		if !m.noDates && isLong != nil && isDouble != nil {
			for _, f := range m.dates {
				if _, err := f.Parse(v, datetime.Context{}); err == nil {
					return "date", "date", f
				}
			}
		}
	}
	return "string", "text", nil
}

func isInteger(s string) bool { return !strings.ContainsAny(s, ".eE") }

// ofObject tells whether a definition makes an object.
func ofObject(def *orderedjson.Object) bool {
	kind := def.Text("type")
	return kind == "object" || kind == "nested"
}

// ofTemplate is a template's definition without what an object doesn't take: nobody
// looks at that (asked of 2.19.4).
func ofTemplate(def *orderedjson.Object) *orderedjson.Object {
	if !ofObject(def) {
		return def
	}
	out := orderedjson.NewObject()
	for _, d := range def.Members() {
		switch d.Key {
		case "type", "properties", "dynamic", "enabled", "include_in_parent", "include_in_root":
			out.Set(d.Key, d.Value)
		}
	}
	return out
}
