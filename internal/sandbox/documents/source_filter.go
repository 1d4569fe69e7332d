package documents

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// sourceFilter is what _source, _source_includes and _source_excludes ask for.
type sourceFilter struct {
	hidden             bool
	said               bool // it was asked for in one way or another
	includes, excludes []string
}

// sourceParams reads the three parameters.
func sourceParams(r *rest.Request) (sourceFilter, error) {
	f := sourceFilter{includes: r.List("_source_includes"), excludes: r.List("_source_excludes")}
	f.said = len(f.includes)+len(f.excludes) > 0
	for _, v := range r.List("_source") {
		f.said = true
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
	*f = sourceFilter{said: true}
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
	return search.FilterSource(f.includes, f.excludes, source), true
}
