package conformance

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// scripts of filters are few: a node compiles 75 of a context in five minutes.
var filterScripts = []struct {
	kinds  []string
	source string
}{
	{numeric, "doc['%s'].size() > 0 && doc['%s'].value > params.p"},
	{numeric, "doc['%s'].length >= 1"},
	{[]string{"keyword"}, "doc['%s'].size() != 0 && doc['%s'].value.length() > params.p"},
	{[]string{"keyword"}, "if (doc['%s'].empty) { return false } return doc['%s'].value.contains('a')"},
	{[]string{"boolean"}, "doc['%s'].size() > 0 && doc['%s'].value"},
	{dated, "doc['%s'].size() > 0 && doc['%s'].value.getMonthValue() == params.p"},
}

func (g *gen) script(nested string) *orderedjson.Object {
	s := pick(g, filterScripts...)
	// Of all worlds the same few names, so that scripts come again.
	f := g.field(nested, s.kinds...)
	if f == nil || !contains([]string{"n", "d", "tag", "flag", "at", "k", "f", "@timestamp"}, f.path) {
		return nil
	}
	return obj("script", obj("script", obj("source", strings.ReplaceAll(s.source, "%s", f.path), "params", obj("p", pick(g, 1, 2, 5)))))
}

// rare are the queries that hardly anybody writes in a monitor.
func (g *gen) rare(nested string) *orderedjson.Object {
	f := g.field(nested, textual...)
	if f == nil {
		return nil
	}
	word := strings.ToLower(g.word(f))
	switch g.IntN(7) {
	case 0:
		return obj("more_like_this", obj("fields", []any{f.path}, "like", g.value(f), "min_term_freq", 1, "min_doc_freq", 1))
	case 1:
		return obj("combined_fields", obj("query", word, "fields", []any{f.path}))
	case 2:
		return obj("script_score", obj("query", g.query(0, nested), "script", obj("source", "_score * params.p", "params", obj("p", 2))))
	case 3:
		return obj("wrapper", obj("query", "eyJtYXRjaF9hbGwiOnt9fQ=="))
	case 4:
		return obj("common", obj(f.path, obj("query", word, "cutoff_frequency", json.Number("0.01"))))
	case 5:
		if d := g.field(nested, dated...); d != nil {
			return obj("distance_feature", obj("field", d.path, "origin", "2024-01-15", "pivot", "7d"))
		}
	case 6:
		return obj("geo_distance", obj("distance", "1km", fmt.Sprint(f.path), "1,1"))
	}
	return nil
}
