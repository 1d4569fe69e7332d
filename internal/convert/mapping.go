package convert

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Mapping are the types of the fields that are searched.
type Mapping struct {
	types map[string]string
	cut   map[string]bool // fields that leave out long texts (ignore_above)
}

// ReadMapping reads what `GET INDEX/_mapping` answers, of one index or more, or a
// mapping alone: {"properties": …}.
func ReadMapping(text []byte) (*Mapping, error) {
	v, err := orderedjson.Parse(text)
	if err != nil {
		return nil, err
	}
	m := &Mapping{types: map[string]string{}, cut: map[string]bool{}}
	root, _ := v.(*orderedjson.Object)
	if root.Has("mappings") || root.Has("properties") {
		root = orderedjson.NewObject(orderedjson.Member{Key: "index", Value: root})
	}
	for _, index := range root.Members() {
		o, _ := index.Value.(*orderedjson.Object)
		if o.Has("mappings") {
			o = o.Object("mappings")
		}
		m.read("", o.Object("properties"))
	}
	if len(m.types) == 0 {
		return nil, fmt.Errorf("it holds no fields: it is what GET INDEX/_mapping answers")
	}
	return m, nil
}

func (m *Mapping) read(path string, properties *orderedjson.Object) {
	for _, p := range properties.Members() {
		o, _ := p.Value.(*orderedjson.Object)
		if kind := o.Text("type"); kind != "" {
			m.types[path+p.Key] = kind
			m.cut[path+p.Key] = o.Has("ignore_above")
		}
		m.read(path+p.Key+".", o.Object("properties"))
		m.read(path+p.Key+".", o.Object("fields"))
	}
}

// Type is the type of a field, empty where it is not mapped or nothing is known.
func (m *Mapping) Type(field string) string {
	if m == nil {
		return ""
	}
	return m.types[field]
}

// Has tells whether a field is there, or an object of that name.
func (m *Mapping) Has(field string) bool {
	if m.Type(field) != "" {
		return true
	}
	if m != nil {
		for name := range m.types {
			if strings.HasPrefix(name, field+".") {
				return true
			}
		}
	}
	return false
}

// Exact is the field in which a text stands as a whole; false where that can't be told.
func (m *Mapping) Exact(field string) (string, bool) {
	switch m.Type(field) {
	case "":
		return "", false
	case "text", "match_only_text":
		if m.Type(field+".keyword") == "keyword" {
			return field + ".keyword", true
		}
		return m.subfield(field)
	default:
		return field, true
	}
}

// subfield is the only keyword below a text field.
func (m *Mapping) subfield(field string) (string, bool) {
	found := ""
	for name, kind := range m.types {
		if kind == "keyword" && strings.HasPrefix(name, field+".") {
			if found != "" {
				return "", false
			}
			found = name
		}
	}
	return found, found != ""
}

// Whole is the field, or the one below it, in which texts of any length stand as a
// whole; false where none does, or nothing is known.
func (m *Mapping) Whole(field string) (string, bool) {
	if m == nil {
		return "", false
	}
	for _, name := range slices.Sorted(maps.Keys(m.types)) {
		kind := m.types[name]
		if (name == field || strings.HasPrefix(name, field+".")) && (kind == "keyword" || kind == "wildcard") && !m.cut[name] {
			return name, true
		}
	}
	return "", false
}
