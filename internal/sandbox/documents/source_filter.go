package documents

import (
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// sourceFilter is what _source, _source_includes and _source_excludes ask for.
type sourceFilter struct {
	hidden             bool
	includes, excludes []string
}

// sourceParams reads the three parameters.
func sourceParams(r *rest.Request) (sourceFilter, error) {
	f := sourceFilter{includes: r.List("_source_includes"), excludes: r.List("_source_excludes")}
	for _, v := range r.List("_source") {
		switch v {
		case "true":
		case "false":
			f.hidden = true
		default:
			f.includes = append(f.includes, v)
		}
	}
	return f, nil
}

// read takes _source of a body: true, false, patterns, or {"includes", "excludes"}.
func (f *sourceFilter) read(o *orderedjson.Object) error {
	v, ok := o.Get("_source")
	if !ok {
		return nil
	}
	*f = sourceFilter{}
	switch v := v.(type) {
	case bool:
		f.hidden = !v
	case string, []any:
		f.includes = sourcePatterns(v)
	case *orderedjson.Object:
		for _, m := range v.Members() {
			switch m.Key {
			case "includes", "include":
				f.includes = sourcePatterns(m.Value)
			case "excludes", "exclude":
				f.excludes = sourcePatterns(m.Value)
			}
		}
	default:
		return rest.Errorf(http.StatusBadRequest, "parse_exception", "illegal type for _source: [%s]", jackson.KindOf(v))
	}
	return nil
}

func sourcePatterns(v any) []string {
	if text, ok := v.(string); ok {
		return []string{text}
	}
	list, _ := v.([]any)
	var out []string
	for _, x := range list {
		out = append(out, textOf(x))
	}
	return out
}

// apply leaves what is asked for of a document; ok is false where it is not to
// be shown at all.
func (f sourceFilter) apply(source *orderedjson.Object) (kept *orderedjson.Object, ok bool) {
	if f.hidden {
		return nil, false
	}
	if len(f.includes) == 0 && len(f.excludes) == 0 {
		return source, true
	}
	kept, _ = f.object("", source)
	return kept, true
}

func (f sourceFilter) object(prefix string, o *orderedjson.Object) (*orderedjson.Object, bool) {
	out := &orderedjson.Object{}
	for _, m := range o.Members() {
		if v, ok := f.value(prefix+m.Key, m.Value); ok {
			out.Set(m.Key, v)
		}
	}
	return out, out.Len() > 0
}

func (f sourceFilter) value(path string, v any) (any, bool) {
	if covers(f.excludes, path) {
		return nil, false
	}
	wanted := len(f.includes) == 0 || covers(f.includes, path)
	switch v := v.(type) {
	case *orderedjson.Object:
		if wanted && !leadsTo(f.excludes, path) {
			return v, true
		}
		kept, some := f.object(path+".", v)
		return kept, some || wanted
	case []any:
		out := []any{}
		for _, x := range v {
			if _, ok := x.(*orderedjson.Object); !ok && !wanted {
				continue
			}
			if kept, ok := f.value(path, x); ok {
				out = append(out, kept)
			}
		}
		return out, len(out) > 0 || wanted
	}
	return v, wanted
}

// covers tells whether a pattern fits the path or one of its parents.
func covers(patterns []string, path string) bool {
	for _, p := range patterns {
		for end := path; ; {
			if rest.WildcardMatch(p, end) {
				return true
			}
			i := strings.LastIndexByte(end, '.')
			if i < 0 {
				break
			}
			end = end[:i]
		}
	}
	return false
}

// leadsTo tells whether a pattern may fit something below the path.
func leadsTo(patterns []string, path string) bool {
	for _, p := range patterns {
		if strings.HasPrefix(p, path+".") || strings.Contains(p, "*") {
			return true
		}
	}
	return false
}
