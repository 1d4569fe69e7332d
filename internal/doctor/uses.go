package doctor

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// use is a field that a search asks for.
type use struct {
	field string
	exact bool   // by the whole value, as a keyword has it
	value string // what is looked for; "" where it is no single text
}

// mayMatch tells that a value may be found in a text that is analysed as usual: one word
// in small letters.
func (u use) mayMatch() bool { return isWord(u.value) }

func isWord(text string) bool {
	text = strings.Trim(text, ".*?+") // as patterns begin and end
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// Clauses that name a field as the key of what they say, by whether they ask for whole
// values.
var clauses = map[string]bool{
	"term": true, "terms": true, "wildcard": true, "prefix": true, "regexp": true, "fuzzy": true,
	"range": false, "match": false, "match_phrase": false, "match_phrase_prefix": false, "match_bool_prefix": false,
}

// Clauses and aggregations that name it in "field", by the same.
var named = map[string]bool{
	"exists": false, "terms": true, "rare_terms": true, "significant_terms": true, "cardinality": false, "value_count": false,
	"avg": false, "sum": false, "min": false, "max": false, "stats": false, "extended_stats": false, "percentiles": false,
	"date_histogram": false, "histogram": false, "missing": false,
}

// beside are keys of a clause that name no field.
var beside = []string{"boost", "_name"}

// usesIn are the fields that a search asks for, in order; those that a template names
// are left out.
func usesIn(body *orderedjson.Object) []use {
	var all []use
	walk(body, func(u use) {
		if u.field != "" && !strings.HasPrefix(u.field, "_") && !strings.ContainsAny(u.field, "*{") && !slices.Contains(all, u) {
			all = append(all, u)
		}
	})
	return all
}

func walk(v any, visit func(use)) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			walk(x, visit)
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			below, isObject := m.Value.(*orderedjson.Object)
			if exact, is := named[m.Key]; is && isObject && below.Text("field") != "" {
				visit(use{field: below.Text("field"), exact: exact})
				continue
			}
			if exact, is := clauses[m.Key]; is && isObject {
				inClause(below, exact, visit)
				continue
			}
			if m.Key == "script" || m.Key == "script_fields" || m.Key == "_source" {
				continue
			}
			walk(m.Value, visit)
		}
	}
}

func inClause(clause *orderedjson.Object, exact bool, visit func(use)) {
	for _, field := range clause.Members() {
		if slices.Contains(beside, field.Key) {
			continue
		}
		u := use{field: field.Key, exact: exact}
		switch v := field.Value.(type) {
		case string:
			u.value = v
		case *orderedjson.Object:
			u.value = v.Text("value")
		case []any:
			for _, x := range v { // one that may be found is enough
				if text, _ := x.(string); u.value == "" || isWord(text) {
					u.value = text
				}
			}
		}
		visit(u)
	}
}
