package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// crossFields looks for each word in any of the fields, as if they were one: those
// that are analysed alike are. Their scores are not computed here.
func (t *luceneTerms) crossFields(fields []weighted, text string) (query, error) {
	var groups [][]weighted
	byAnalyzer := map[string]int{}
	for _, w := range fields {
		key := t.analyzerOf(w.field)
		i, ok := byAnalyzer[key]
		if !ok {
			i = len(groups)
			byAnalyzer[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], w)
	}
	if len(groups) == 0 {
		return none{}, nil
	}
	any := disMax{tie: t.tie}
	for _, group := range groups {
		q, err := t.across(group, text)
		if err != nil {
			return nil, err
		}
		if q != nil {
			any.clauses = append(any.clauses, q)
		}
	}
	switch {
	case len(any.clauses) == 0:
		return nil, nil
	case len(fields) == 1:
		return any.clauses[0], nil
	}
	return unscored{any, t.shard, "multi_match of type cross_fields"}, nil
}

// analyzerOf names what a field is analysed by in a query.
func (t *luceneTerms) analyzerOf(f *mapping.Field) string {
	switch {
	case t.words.analyze != nil:
		return ""
	case f.IsText():
		for _, key := range []string{"search_analyzer", "analyzer"} {
			if name := f.Params.Text(key); name != "" {
				return name
			}
		}
		return "default"
	case f.Normalize != nil:
		return "normalizer " + f.Path
	}
	return "keyword"
}

// across looks for each word in any field of a group.
func (t *luceneTerms) across(group []weighted, text string) (query, error) {
	if len(group) == 1 {
		return t.best(group, func(f *mapping.Field) (query, error) { return t.words.boolean(f, text) })
	}
	places := t.words.positions(group[0].field, text)
	if len(places) == 0 {
		return t.words.zero, nil
	}
	var clauses []query
	for _, p := range places {
		if len(p.words) > 1 {
			return nil, fault.Unsupported("query [multi_match] of type [cross_fields] with several words at one place")
		}
		q, err := t.best(group, func(f *mapping.Field) (query, error) { return t.words.word(f, p.words[0]) })
		if err != nil {
			return nil, err
		}
		clauses = append(clauses, q)
	}
	return t.words.join(clauses)
}
