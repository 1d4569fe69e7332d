package mapping

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// definition finds the template's definition for a new field, with {name} and
// {dynamic_type} put in; nil where no template fits.
func (m *Mapping) definition(full, kind, dynamicType string) *orderedjson.Object {
	name := full[strings.LastIndexByte(full, '.')+1:]
	for _, t := range m.templates {
		if t.fits(name, full, kind) {
			def := fill(t.mapping, name, dynamicType).(*orderedjson.Object)
			if kind, ok := t.mapping.Get("type"); ok { // where a name isn't put in
				text := strings.NewReplacer("{dynamic_type}", dynamicType, "{dynamicType}", dynamicType).Replace(javaText(kind))
				def = orderedjson.Clone(def).(*orderedjson.Object)
				def.Set("type", text)
			}
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
		def = m.defaultDefinition(fieldType, date)
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

func (m *Mapping) defaultDefinition(fieldType string, date *datetime.Format) *orderedjson.Object {
	def := orderedjson.NewObject(orderedjson.Member{Key: "type", Value: fieldType})
	switch {
	case fieldType == "text":
		keyword := orderedjson.NewObject()
		keyword.Set("type", "keyword")
		keyword.Set("ignore_above", json.Number("256"))
		def.Set("fields", orderedjson.NewObject(orderedjson.Member{Key: "keyword", Value: keyword}))
	case date != nil && date.Pattern != "strict_date_optional_time":
		def.Set("format", date.Pattern)
		if !m.Settings.Dialect.HidesPrintFormats {
			def.Set("print_format", strings.Split(date.Pattern, "||")[0])
		}
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
		_, isLong := strconv.ParseInt(javavalue.ASCIIDigits(v), 10, 64)
		_, isDouble := javaDouble(v)
		if m.numbers && isLong == nil {
			return "long", "long", nil
		}
		if m.numbers && isDouble == nil {
			return "double", "float", nil
		}
		if !m.noDates && isLong != nil && isDouble != nil {
			for _, f := range m.dates {
				if f.Reads(v) {
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
