package search

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// readStored reads stored_fields of a search.
func (r *request) readStored(v any) error {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, x := range list {
		switch text := javaText(x); text {
		case "_none_":
			r.storedNone = true
		case "_source":
			r.source.asked = true
		default:
			r.stored = append(r.stored, text)
		}
	}
	return nil
}

// addStored puts stored fields into a hit. Patterns find stored fields only, names
// that are not stored find nothing, an object's name is refused (2.19.4).
func (r *run) addStored(out *hitFields, h hit) error {
	for _, pattern := range r.stored {
		names := []string{pattern}
		if strings.Contains(pattern, "*") {
			names = h.shard.matching(pattern)
		}
		for _, name := range names {
			values, err := storedValues(h.shard.Mapping, h.doc.Document, name)
			if err != nil {
				return err
			}
			if len(values) > 0 && len(out.get(name)) == 0 {
				out.add(name, values)
			}
		}
	}
	return nil
}

// Stored are stored fields of a document, by name: what GET shows of them.
// Errors: illegal_argument_exception for an object's name, an UnsupportedError for
// types whose stored form is not known here.
func Stored(x *index.Index, d *index.Doc, names []string) (*orderedjson.Object, error) {
	found := &hitFields{javavalue.NewHashMap()}
	for _, name := range names {
		values, err := storedValues(x.Mapping, d.Fields, name)
		if err != nil {
			return nil, err
		}
		if len(values) > 0 {
			found.add(name, values)
		}
	}
	return found.object(), nil
}

// storedValues prints what is stored of a field, in the order in which the document
// has it. Ignored and malformed values are not stored; null_value is.
func storedValues(m *mapping.Mapping, d *mapping.Document, name string) ([]any, error) {
	f := m.Field(name)
	switch {
	case f == nil && m.Object(name) != nil && name != "":
		return nil, fault.Illegal("field [%s] isn't a leaf field", name)
	case f == nil || f.Params.Text("store") != "true" && !flag(f.Params, "store"):
		return nil, nil
	case f.Path != name || copied(m, f) || f.Nested != d.Path && d.Path != "":
		return nil, fault.Unsupported("stored field [%s], which is an alias, copied to or of another document", name)
	case f.Nested != d.Path:
		return nil, nil
	case !f.IsText() && !slices.Contains(fetched, f.Type):
		return nil, fault.Unsupported("stored field [%s] of type [%s]", name, f.Type)
	}
	path := f.SourcePath(m)
	if d.Path != "" {
		path = strings.TrimPrefix(path, d.Path+".")
	}
	var out []any
	for _, x := range writtenValues(d.Source, path) {
		values, err := storedValue(f, x, m.Settings.Dialect.JDK)
		if err != nil {
			return nil, err
		}
		out = append(out, values...)
	}
	return out, nil
}

func storedValue(f *mapping.Field, x any, jdk javavalue.JDK) ([]any, error) {
	if x == nil {
		x = f.NullValue
	}
	if x == nil {
		return nil, nil
	}
	if f.IsText() {
		return []any{javaText(x)}, nil
	}
	v, err := f.Read(x)
	switch {
	case err != nil && (f.IgnoreMalformed || f.Lenient) || err == nil && v == nil:
		return nil, nil
	case err != nil:
		return nil, fault.Unsupported("stored field [%s], which can't be read", f.Path)
	}
	if n, ok := x.(json.Number); ok && f.Type == "half_float" { // not rounded to its precision
		d, _ := n.Float64()
		return []any{singleOf(float32(d), jdk)}, nil
	}
	return printFetched(f, v, "", jdk)
}

// copied tells whether another field's values are copied to a field.
func copied(m *mapping.Mapping, f *mapping.Field) bool {
	return slices.ContainsFunc(m.Fields(), func(from *mapping.Field) bool { return slices.Contains(from.CopyTo, f.Path) })
}

// writtenValues are the values at a path of a document as they are read one by
// one: nulls too, and both of "a": {"b": …} and "a.b": ….
func writtenValues(v any, path string) []any {
	switch v := v.(type) {
	case []any:
		var out []any
		for _, x := range v {
			out = append(out, writtenValues(x, path)...)
		}
		return out
	case *orderedjson.Object:
		var out []any
		for _, m := range v.Members() {
			switch {
			case path == "":
			case m.Key == path:
				out = append(out, unnested(m.Value)...)
			case strings.HasPrefix(path, m.Key+"."):
				out = append(out, writtenValues(m.Value, path[len(m.Key)+1:])...)
			}
		}
		return out
	}
	return nil
}

func unnested(v any) []any {
	list, ok := v.([]any)
	if !ok {
		return []any{v}
	}
	var out []any
	for _, x := range list {
		out = append(out, unnested(x)...)
	}
	return out
}
