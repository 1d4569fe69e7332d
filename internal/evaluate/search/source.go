package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sourceFilter is _source: whether it is shown, and which of it.
type sourceFilter struct {
	fetch              bool
	asked              bool // by stored_fields
	includes, excludes []string
}

func readSource(v any) (sourceFilter, error) {
	f := sourceFilter{fetch: true}
	texts := func(v any) []string {
		if list, ok := v.([]any); ok {
			out := make([]string, len(list))
			for i := range list {
				out[i] = javaText(list[i])
			}
			return out
		}
		return []string{javaText(v)}
	}
	switch v := v.(type) {
	case bool:
		f.fetch = v
	case *orderedjson.Object:
		for _, m := range v.Members() {
			switch m.Key {
			case "includes", "include":
				f.includes = texts(m.Value)
			case "excludes", "exclude":
				f.excludes = texts(m.Value)
			}
		}
	default:
		f.includes = texts(v)
	}
	return f, nil
}

// apply takes the parts of a source that the filter lets through. As on 2.19.4,
// "user" includes everything below user, objects that lose all they had go, and
// so do elements of lists.
func (f sourceFilter) apply(source *orderedjson.Object) *orderedjson.Object {
	if len(f.includes) == 0 && len(f.excludes) == 0 {
		return source
	}
	return f.object(source, "", len(f.includes) == 0)
}

func (f sourceFilter) object(o *orderedjson.Object, path string, included bool) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range o.Members() {
		full := m.Key
		if path != "" {
			full = path + "." + m.Key
		}
		if hitsAny(f.excludes, full) {
			continue
		}
		in := included || hitsAny(f.includes, full)
		if v, ok := f.value(m.Value, full, in); ok {
			out.Set(m.Key, v)
		}
	}
	return out
}

func (f sourceFilter) value(v any, full string, in bool) (any, bool) {
	switch v := v.(type) {
	case *orderedjson.Object:
		if !in && !mayHit(f.includes, full) {
			return nil, false
		}
		child := f.object(v, full, in)
		return child, in && (child.Len() > 0 || v.Len() == 0 || len(f.excludes) > 0) || child.Len() > 0
	case []any:
		if !in && !mayHit(f.includes, full) {
			return nil, false
		}
		list := []any{}
		for _, x := range v {
			if kept, ok := f.value(x, full, in); ok {
				list = append(list, kept)
			}
		}
		return list, in || len(list) > 0
	}
	return v, in
}

func hitsAny(patterns []string, full string) bool {
	for _, p := range patterns {
		if mapping.SimpleMatch(p, full) || mapping.SimpleMatch(p+".*", full) {
			return true
		}
	}
	return false
}

// mayHit tells whether something below full could be included.
func mayHit(patterns []string, full string) bool {
	for _, p := range patterns {
		if strings.HasPrefix(p, full+".") || strings.Contains(p, "*") {
			return true
		}
	}
	return false
}
