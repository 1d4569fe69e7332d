package search

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// hitFields are a hit's fields; the server keeps them in a HashMap.
type hitFields struct{ byName *javavalue.Map }

func (f *hitFields) add(name string, values []any) { f.byName.Put(name, values) }

// object prints them, in the order of a HashMap.
func (f *hitFields) object() *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, e := range f.byName.Entries() {
		out.Set(e.Key.(string), e.Value)
	}
	return out
}

func (f *hitFields) get(name string) []any {
	v, _ := f.byName.Get(name)
	list, _ := v.([]any)
	return list
}

// printFields collects docvalue_fields, script_fields, fields, and what a hit was
// collapsed by.
func (r *run) printFields(h hit) (*orderedjson.Object, error) {
	found := &hitFields{javavalue.NewHashMap()}
	if err := r.addStored(found, h); err != nil {
		return nil, err
	}
	docvalues := r.docvalues
	if r.collapse != "" && !slices.ContainsFunc(docvalues, func(d docvalue) bool { return slices.Contains(h.shard.matching(d.field), r.collapse) }) {
		docvalues = append(slices.Clone(docvalues), docvalue{field: r.collapse})
	}
	if err := r.addDocvalues(found, h, docvalues); err != nil {
		return nil, err
	}
	if err := r.addScripts(found, h); err != nil {
		return nil, err
	}
	if err := r.addFields(found, h); err != nil {
		return nil, err
	}
	return found.object(), nil
}

// addFields fetches fields from the source, in their mapping's form.
func (r *run) addFields(out *hitFields, h hit) error {
	for _, want := range r.fields {
		for _, path := range h.shard.matching(want.field) {
			f := h.shard.field(path)
			if err := checkFormat(f, want.format); err != nil {
				return err
			}
			values, err := fetchValues(f, h.written(f), want.format, h.shard.dialect.JDK)
			if err != nil {
				return err
			}
			if len(values) > 0 {
				out.add(path, values)
			}
		}
	}
	return nil
}

// matching are the fields whose full names a pattern hits.
func (s *shard) matching(pattern string) []string {
	if !strings.Contains(pattern, "*") {
		if s.field(pattern) == nil {
			return nil
		}
		return []string{pattern}
	}
	var out []string
	for _, path := range s.Mapping.Paths() {
		if mapping.SimpleMatch(pattern, path) {
			out = append(out, path)
		}
	}
	return out
}

// rawValues are the values that lie at a path of a source, through lists; keys
// with dots in them are parts of a path.
func rawValues(v any, path string) []any {
	switch v := v.(type) {
	case []any:
		var out []any
		for _, x := range v {
			out = append(out, rawValues(x, path)...)
		}
		return out
	case *orderedjson.Object:
		// The shortest name that is there decides: where a document has both "o" and
		// "o.x", the latter is not seen.
		for at := 0; at < len(path); {
			end := strings.IndexByte(path[at:], '.')
			if end < 0 {
				value, _ := v.Get(path)
				return leaves(value)
			}
			at += end
			if value, ok := v.Get(path[:at]); ok && value != nil {
				return rawValues(value, path[at+1:])
			}
			at++
		}
	}
	return nil
}

// leaves flattens lists as the server does: what stands deeper comes later.
func leaves(v any) []any {
	var out []any
	for queue := []any{v}; len(queue) > 0; queue = queue[1:] {
		if list, ok := queue[0].([]any); ok {
			queue = append(queue, list...)
		} else if queue[0] != nil {
			out = append(out, queue[0])
		}
	}
	return out
}

// fetched are the types whose values can be read from a source here.
var fetched = []string{"long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float", "boolean", "date", "ip", "keyword"}

// fetchValues reads and prints values of a source, one by one.
func fetchValues(f *mapping.Field, raw []any, format string, jdk javavalue.JDK) ([]any, error) {
	if f.NullValue != nil {
		return nil, fault.Unsupported("search with [fields] on [%s], which has a null_value", f.Path)
	}
	var out []any
	for _, x := range raw {
		if f.IsText() {
			out = append(out, javaText(x))
			continue
		}
		if d, err := toFloat(x); err == nil && f.Type == "half_float" { // not rounded to its precision
			out = append(out, singleOf(float32(d), jdk))
			continue
		}
		if !slices.Contains(fetched, f.Type) {
			return nil, fault.Unsupported("search with [fields] on a %s", f.Type)
		}
		if n, ok := x.(json.Number); ok && f.Type == "keyword" {
			x = javaText(n)
		}
		v, err := f.Read(x)
		if err != nil {
			return nil, fault.Unsupported("search with [fields] on [%s], which can't be read", f.Path)
		}
		if v == nil {
			continue
		}
		list, err := printFetched(f, v, format, jdk)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// checkFormat refuses formats of what are no dates.
func checkFormat(f *mapping.Field, format string) error {
	switch {
	case format == "" || strings.HasPrefix(f.Type, "date"):
		return nil
	case f.IsText():
		return fault.Illegal("Field [%s] doesn't support formats.", f.Path)
	case slices.Contains([]string{"geo_point", "flat_object", "binary", "constant_keyword"}, f.Type) || f.IsRange():
		return fault.Unsupported("search with [fields] on a %s with a format", f.Type)
	}
	return fault.Illegal("Field [%s] of type [%s] doesn't support formats.", f.Path, f.Type)
}

// printFetched prints a value of a source: as a doc value, but for floats, which
// are not widened.
func printFetched(f *mapping.Field, v *mapping.Values, format string, jdk javavalue.JDK) ([]any, error) {
	var out []any
	switch f.Type {
	case "scaled_float":
		for _, n := range v.Ints {
			out = append(out, double(float64(n)/f.Scaling)) // where doc values are multiplied
		}
		return out, nil
	case "float", "half_float":
	default:
		return printValues(f, v, format)
	}
	for _, n := range v.Floats {
		out = append(out, singleOf(float32(n), jdk))
	}
	return out, nil
}

// written are a field's values in the source that the index keeps; of a nested hit,
// those of its part.
func (h hit) written(f *mapping.Field) []any {
	path := f.SourcePath(h.shard.Mapping)
	if h.doc.Path == "" {
		return rawValues(Shown(h.shard.Mapping, h.doc.top.Source), path)
	}
	inside, ok := strings.CutPrefix(path, h.doc.Path+".")
	if !ok || f.Nested != h.doc.Path {
		return nil
	}
	part := any(h.doc.Source)
	names := strings.Split(h.doc.Path, ".")
	for i := len(names) - 1; i >= 0; i-- {
		part = orderedjson.NewObject(orderedjson.Member{Key: names[i], Value: part})
	}
	whole, _ := part.(*orderedjson.Object)
	return rawValues(Shown(h.shard.Mapping, whole), h.doc.Path+"."+inside)
}
