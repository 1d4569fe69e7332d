package monitortest

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// clause is a part of a query that an event must pass; nested bools are resolved
// to the clauses in them.
type clause struct {
	path  string              // where it stands: filter[1], must[0].filter[2]
	query *orderedjson.Object // canonical
	not   bool                // must_not: an event passes that does not match

	// anyOf are the alternatives of a should (or dis_max), each as its clauses; the
	// clause itself is all of them together.
	anyOf []clause
}

// split resolves a canonical query to the clauses that an event must all pass.
func split(query *orderedjson.Object, path string) []clause {
	if query.Len() != 1 {
		return nil
	}
	name := query.Keys()[0]
	body := query.Object(name)
	switch name {
	case "match_all":
		return nil
	case "bool":
		return splitBool(body, path)
	case "constant_score":
		return split(body.Object("filter"), join(path, "constant_score.filter"))
	case "boosting":
		return split(body.Object("positive"), join(path, "boosting.positive"))
	case "function_score":
		if !body.Has("min_score") && body.Object("query") != nil {
			return split(body.Object("query"), join(path, "function_score.query"))
		}
	case "dis_max":
		return []clause{{path: orQuery(path), query: query, anyOf: alternatives(body.Array("queries"), join(path, "dis_max.queries"))}}
	}
	return []clause{{path: orQuery(path), query: query}}
}

func splitBool(body *orderedjson.Object, path string) []clause {
	var out []clause
	for _, group := range []string{"filter", "must"} {
		for i, x := range body.Array(group) {
			inner, _ := x.(*orderedjson.Object)
			out = append(out, split(inner, join(path, fmt.Sprintf("%s[%d]", group, i)))...)
		}
	}
	for i, x := range body.Array("must_not") {
		inner, _ := x.(*orderedjson.Object)
		out = append(out, clause{path: join(path, fmt.Sprintf("must_not[%d]", i)), query: inner, not: true})
	}
	if group := optional(body); group != nil {
		out = append(out, clause{path: join(path, "should"), query: wrap("bool", group), anyOf: alternatives(body.Array("should"), join(path, "should"))})
	}
	return out
}

// optional is the part of a bool that asks for some of its should clauses; nil
// where they only score. It asks for none beside must or filter, unless
// minimum_should_match says so, even where there are no such clauses; one of them
// without.
func optional(body *orderedjson.Object) *orderedjson.Object {
	should := body.Array("should")
	least, _ := body.Get("minimum_should_match")
	group := orderedjson.NewObject()
	switch others := len(body.Array("must")) + len(body.Array("filter")); {
	case others > 0 && least == nil, others == 0 && len(should) == 0:
		return nil
	case others > 0:
		group.Set("filter", []any{wrap("match_all", orderedjson.NewObject())})
	}
	if len(should) > 0 {
		group.Set("should", should)
	}
	if least != nil {
		group.Set("minimum_should_match", least)
	}
	return group
}

func alternatives(list []any, path string) []clause {
	var out []clause
	for i, x := range list {
		inner, _ := x.(*orderedjson.Object)
		out = append(out, clause{path: fmt.Sprintf("%s[%d]", path, i), query: inner})
	}
	return out
}

func join(path, rest string) string {
	if path == "" {
		return rest
	}
	return path + "." + rest
}

func orQuery(path string) string {
	if path == "" {
		return "query"
	}
	return path
}

// fieldsOf are the fields that a clause looks at, in its order, each once.
func fieldsOf(v any) []string {
	var out []string
	seen := map[string]bool{}
	add := func(field string) {
		field, _, _ = strings.Cut(field, "^")
		if field != "" && !strings.ContainsAny(field, "*") && !seen[field] {
			seen[field] = true
			out = append(out, field)
		}
	}
	walkFields(v, add)
	return out
}

// oneField are the queries whose body is a field's.
var oneField = map[string]bool{"term": true, "terms": true, "range": true, "prefix": true, "wildcard": true, "regexp": true, "fuzzy": true,
	"match": true, "match_phrase": true, "match_phrase_prefix": true, "match_bool_prefix": true, "terms_set": true, "common": true}

func walkFields(v any, add func(string)) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			walkFields(x, add)
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			body, _ := m.Value.(*orderedjson.Object)
			switch {
			case oneField[m.Key]:
				for _, f := range body.Members() {
					switch f.Value.(type) {
					case *orderedjson.Object, []any:
						add(f.Key)
					}
				}
			case m.Key == "exists":
				add(body.Text("field"))
			case m.Key == "query_string", m.Key == "simple_query_string", m.Key == "multi_match":
				add(body.Text("default_field"))
				for _, f := range body.Array("fields") {
					text, _ := f.(string)
					add(text)
				}
				for _, f := range namedFields.FindAllStringSubmatch(body.Text("query"), -1) {
					add(f[1])
				}
			default:
				walkFields(m.Value, add)
			}
		}
	}
}
