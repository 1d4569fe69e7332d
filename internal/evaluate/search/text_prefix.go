package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// prefixField finds the field of a query by words of which the last is a prefix.
func (s *shard) prefixField(p params, name string) (*mapping.Field, error) {
	f := s.field(p.field)
	if f == nil {
		_, err := s.unmapped(name, p.field)
		return nil, err
	}
	if f.Type != "text" || !f.Indexed {
		return nil, fault.Unsupported("query [%s] on a %s", name, f.Type)
	}
	return f, nil
}

// matchPhrasePrefix is a phrase whose last word is the begin of one.
func (s *shard) matchPhrasePrefix(p params) (query, error) {
	if err := p.only("match_phrase_prefix", "query", "slop", "max_expansions", "zero_terms_query", "analyzer"); err != nil {
		return nil, err
	}
	f, err := s.prefixField(p, "match_phrase_prefix")
	if f == nil {
		return none{}, err
	}
	v, _ := p.Get("query")
	tokens, err := s.tokens(f, p, javaText(v))
	if err != nil {
		return nil, err
	}
	if len(tokens) == 0 {
		return withBoost(zeroTerms(p), boost(p.Object)), nil
	}
	if integer(p.Object, "slop", 0) > 0 {
		return nil, fault.Unsupported("query [match_phrase_prefix] with [slop]")
	}
	prefix := tokens[len(tokens)-1].Term
	if s.countTerms(f, func(t string) bool { return strings.HasPrefix(t, prefix) }) > integer(p.Object, "max_expansions", mostExpansions) {
		return nil, fault.Unsupported("query [match_phrase_prefix] with more terms than max_expansions")
	}
	if len(tokens) == 1 {
		return unscored{s.prefixQuery(f, prefix, false), s, "match_phrase_prefix"}, nil
	}
	return unscored{&phrase{s: s, f: f, tokens: tokens, last: true}, s, "match_phrase_prefix"}, nil
}

// matchBoolPrefix is any, or all, of the words, the last as the begin of one.
func (s *shard) matchBoolPrefix(p params) (query, error) {
	if err := p.only("match_bool_prefix", "query", "operator", "prefix_length", "max_expansions", "fuzzy_transpositions", "analyzer"); err != nil {
		return nil, err
	}
	f, err := s.prefixField(p, "match_bool_prefix")
	if f == nil {
		return none{}, err
	}
	v, _ := p.Get("query")
	tokens, err := s.tokens(f, p, javaText(v))
	if err != nil {
		return nil, err
	}
	if len(tokens) == 0 {
		return none{}, nil
	}
	var clauses []query
	for i, t := range tokens {
		if i < len(tokens)-1 {
			clauses = append(clauses, s.textTerm(f, t.Term))
		} else {
			clauses = append(clauses, constant{s.prefixQuery(f, t.Term, false), 1})
		}
	}
	switch {
	case len(clauses) == 1:
		return withBoost(clauses[0], boost(p.Object)), nil
	case strings.EqualFold(p.Text("operator"), "and"):
		return withBoost(&boolean{must: clauses}, boost(p.Object)), nil
	}
	return withBoost(&boolean{should: clauses, least: 1}, boost(p.Object)), nil
}
