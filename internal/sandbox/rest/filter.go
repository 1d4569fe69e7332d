package rest

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// pathFilter is filter_path: the parts of an answer that are kept and, with a
// minus, those that are left out. A pattern is a list of keys with dots between
// them; * stands for part of a key, ** for any number of keys. Lists are looked
// through as if they were not there.
type pathFilter struct {
	include, exclude [][]string
}

func newPathFilter(patterns []string) pathFilter {
	f := pathFilter{}
	for _, p := range patterns {
		if out, ok := strings.CutPrefix(p, "-"); ok {
			f.exclude = append(f.exclude, strings.Split(out, "."))
		} else {
			f.include = append(f.include, strings.Split(p, "."))
		}
	}
	return f
}

func (f pathFilter) empty() bool { return len(f.include) == 0 && len(f.exclude) == 0 }

// apply keeps what the filter asks for. The root stays, be it empty.
func (f pathFilter) apply(v any) any {
	if len(f.include) > 0 {
		kept, ok := keep(v, f.include)
		if !ok {
			kept = emptyLike(v)
		}
		v = kept
	}
	if len(f.exclude) > 0 {
		kept, ok := drop(v, f.exclude)
		if !ok {
			kept = emptyLike(v)
		}
		v = kept
	}
	return v
}

func emptyLike(v any) any {
	if _, ok := v.([]any); ok {
		return []any{}
	}
	return &orderedjson.Object{}
}

// step follows a key through patterns: whether one ends here, and what is left
// of the others.
func step(patterns [][]string, key string) (whole bool, rest [][]string) {
	for _, p := range patterns {
		if p[0] == "**" {
			rest = append(rest, p)
			if len(p) == 1 {
				return true, nil
			}
			w, more := step([][]string{p[1:]}, key)
			if w {
				return true, nil
			}
			rest = append(rest, more...)
			continue
		}
		if !WildcardMatch(p[0], key) {
			continue
		}
		if len(p) == 1 {
			return true, nil
		}
		rest = append(rest, p[1:])
	}
	return false, rest
}

func keep(v any, patterns [][]string) (any, bool) {
	switch v := v.(type) {
	case *orderedjson.Object:
		o := &orderedjson.Object{}
		for _, m := range v.Members() {
			whole, rest := step(patterns, m.Key)
			if whole {
				o.Set(m.Key, m.Value)
			} else if kept, ok := keep(m.Value, rest); ok {
				o.Set(m.Key, kept)
			}
		}
		return o, o.Len() > 0
	case []any:
		list := []any{}
		for _, x := range v {
			if kept, ok := keep(x, patterns); ok {
				list = append(list, kept)
			}
		}
		return list, len(list) > 0
	}
	return nil, false
}

func drop(v any, patterns [][]string) (any, bool) {
	switch v := v.(type) {
	case *orderedjson.Object:
		o := &orderedjson.Object{}
		for _, m := range v.Members() {
			whole, rest := step(patterns, m.Key)
			if whole {
				continue
			}
			if len(rest) == 0 {
				o.Set(m.Key, m.Value)
			} else if kept, ok := drop(m.Value, rest); ok {
				o.Set(m.Key, kept)
			}
		}
		return o, o.Len() > 0
	case []any:
		list := []any{}
		for _, x := range v {
			if kept, ok := drop(x, patterns); ok {
				list = append(list, kept)
			}
		}
		return list, len(list) > 0
	}
	return v, true
}

// WildcardMatch tells whether a pattern, in which * stands for any text, fits a
// whole text.
var WildcardMatch = pattern.Star
