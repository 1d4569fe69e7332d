package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
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

// filters tells whether parts of a source are asked for, which fails where there is none.
func (f sourceFilter) filters() bool { return len(f.includes)+len(f.excludes) > 0 }

// apply takes the parts of a source that the filter lets through. As on 2.19.4,
// "user" includes everything below user.
func (f sourceFilter) apply(source *orderedjson.Object) *orderedjson.Object {
	if len(f.includes) == 0 && len(f.excludes) == 0 {
		return source
	}
	return f.object(source, "", len(f.includes) == 0)
}

// Shown is what an index keeps of a document, nil for nothing.
func Shown(m *mapping.Mapping, source *orderedjson.Object) *orderedjson.Object {
	rule := m.SourceRule()
	switch {
	case rule.Disabled:
		return nil
	case rule.Whole():
		return source
	}
	return FilterSource(rule.Includes, rule.Excludes, source)
}

// checkSource refuses to show parts of what isn't kept.
func (r *run) checkSource(s *shard) error {
	if !s.Mapping.SourceRule().Disabled {
		return nil
	}
	if r.source.filters() && r.source.fetch {
		return fault.Illegal("unable to fetch fields from _source field: _source is disabled in the mappings for index [%s]", s.Name)
	}
	if r.fieldsAsked {
		return fault.Illegal("Unable to retrieve the requested [fields] since _source is disabled in the mappings for index [%s]", s.Name)
	}
	return nil
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

// value filters what stands under a name. What is included and can't be excluded
// below is kept as it is; else objects and lists in lists go that have nothing left,
// and so do those that are not included themselves.
func (f sourceFilter) value(v any, full string, in bool) (any, bool) {
	if in && !mayHit(f.excludes, full) {
		return v, true
	}
	switch v := v.(type) {
	case *orderedjson.Object:
		if !in && !mayHit(f.includes, full) {
			return nil, false
		}
		child := f.object(v, full, in)
		return child, in || child.Len() > 0
	case []any:
		list := f.list(v, full, in)
		return list, in || len(list) > 0
	}
	return v, in
}

func (f sourceFilter) list(list []any, full string, in bool) []any {
	out := []any{}
	for _, x := range list {
		kept, ok := f.value(x, full, in)
		switch k := kept.(type) {
		case *orderedjson.Object:
			ok = ok && k.Len() > 0
		case []any:
			ok = ok && len(k) > 0
		}
		if ok {
			out = append(out, kept)
		}
	}
	return out
}

func hitsAny(patterns []string, full string) bool {
	for _, p := range patterns {
		if mapping.SimpleMatch(p, full) || mapping.SimpleMatch(p+".*", full) {
			return true
		}
	}
	return false
}

// mayHit tells whether a pattern may fit something below full.
func mayHit(patterns []string, full string) bool {
	for _, p := range patterns {
		fixed, _, open := strings.Cut(p, "*")
		if strings.HasPrefix(fixed, full+".") || open && strings.HasPrefix(full+".", fixed) {
			return true
		}
	}
	return false
}

// FilterSource takes the parts of a source that patterns include and don't exclude,
// as _source of a search and of GET does; without patterns, all of it.
func FilterSource(includes, excludes []string, source *orderedjson.Object) *orderedjson.Object {
	return sourceFilter{includes: includes, excludes: excludes}.apply(source)
}
