package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// crossFields looks for each word in any of the fields, as if they were one. All
// must be texts: others are a group of their own on the server.
func (t *luceneTerms) crossFields(text string) (query, error) {
	if t.options.Has("minimum_should_match") || len(t.fields) == 0 {
		return nil, fault.Unsupported("query [multi_match] of type [cross_fields] with [minimum_should_match] or without fields")
	}
	first := t.fields[0].field
	var clauses []query
	for _, w := range t.fields {
		if w.field.Type != "text" || !w.field.Indexed || w.field.Params.Text("analyzer") != first.Params.Text("analyzer") ||
			w.field.Params.Text("search_analyzer") != first.Params.Text("search_analyzer") {
			return nil, fault.Unsupported("query [multi_match] of type [cross_fields] over fields of several kinds")
		}
	}
	for _, token := range first.SearchAnalyze(text) {
		any := &boolean{least: 1}
		for _, w := range t.fields {
			any.should = append(any.should, t.shard.textTerm(w.field, token.Term))
		}
		clauses = append(clauses, any)
	}
	switch {
	case len(clauses) == 0:
		return none{}, nil
	case strings.EqualFold(t.operator, "and"):
		return unscored{&boolean{must: clauses}, t.shard, "multi_match of type cross_fields"}, nil
	}
	return unscored{&boolean{should: clauses, least: 1}, t.shard, "multi_match of type cross_fields"}, nil
}
