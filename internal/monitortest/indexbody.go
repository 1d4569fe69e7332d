package monitortest

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// indexBody brings what people have as a mapping to an index's body: a mapping, an
// index's body, a template (composable or of the old kind), or what a cluster
// answers when it is asked for one of them. patterns are those of a template, nil
// of anything else.
func indexBody(given *orderedjson.Object) (body *orderedjson.Object, patterns []string, err error) {
	if given == nil {
		return nil, nil, nil
	}
	given = unwrapped(given)
	for _, key := range []string{"composed_of", "data_stream"} {
		if v, ok := given.Get(key); ok {
			if list, isList := v.([]any); !isList || len(list) > 0 {
				return nil, nil, &evaluate.UnsupportedError{What: "index template with [" + key + "]"}
			}
		}
	}
	switch {
	case given.Has("index_patterns"), given.Has("template"):
		body = given
		if inner := given.Object("template"); inner != nil {
			body = inner
		}
		return only(body, "settings", "mappings", "aliases"), patternsOf(given), nil
	case given.Has("mappings"), given.Has("settings"), given.Has("aliases"):
		return only(given, "settings", "mappings", "aliases"), nil, nil
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "mappings", Value: given}), nil, nil
}

// unwrapped takes an answer of GET /INDEX, GET /INDEX/_mapping or GET
// /_index_template/NAME apart.
func unwrapped(o *orderedjson.Object) *orderedjson.Object {
	if list := o.Array("index_templates"); len(list) == 1 {
		first, _ := list[0].(*orderedjson.Object)
		if inner := first.Object("index_template"); inner != nil {
			return inner
		}
	}
	if o.Len() != 1 {
		return o
	}
	switch key := o.Keys()[0]; key {
	case "properties", "mappings", "settings", "template", "dynamic", "dynamic_templates":
	default:
		if inner := o.Object(key); inner.Has("mappings") || inner.Has("index_patterns") {
			return inner
		}
	}
	return o
}

func only(o *orderedjson.Object, keys ...string) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, key := range keys {
		if v, ok := o.Get(key); ok && v != nil {
			out.Set(key, v)
		}
	}
	return withoutServerSettings(out)
}

// withoutServerSettings drops what a cluster tells of an index and takes from
// nobody.
func withoutServerSettings(body *orderedjson.Object) *orderedjson.Object {
	if !body.Has("settings") {
		return body
	}
	settings, _ := orderedjson.Clone(body.Object("settings")).(*orderedjson.Object)
	for _, o := range []*orderedjson.Object{settings, settings.Object("index")} {
		for _, key := range []string{"uuid", "creation_date", "provided_name", "version"} {
			o.Delete(key)
			o.Delete("index." + key)
		}
	}
	out := orderedjson.NewObject()
	for _, m := range body.Members() {
		out.Set(m.Key, m.Value)
	}
	out.Set("settings", settings)
	return out
}

func patternsOf(template *orderedjson.Object) []string {
	patterns := []string{}
	v, ok := template.Get("index_patterns")
	if !ok {
		v, _ = template.Get("template") // before 6.0 one pattern stood there
	}
	switch v := v.(type) {
	case string:
		patterns = strings.Split(v, ",")
	case []any:
		for _, x := range v {
			text, _ := x.(string)
			patterns = append(patterns, text)
		}
	case *orderedjson.Object:
		return nil
	}
	return patterns
}
