package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (s *shard) match(p params) (query, error) {
	err := p.only("match", "query", "operator", "prefix_length", "max_expansions", "minimum_should_match", "fuzzy_transpositions",
		"lenient", "zero_terms_query", "auto_generate_synonyms_phrase_query", "analyzer", "fuzziness", "fuzzy_rewrite")
	if err != nil {
		return nil, err
	}
	return s.worded("match", p, (*wording).boolean)
}

func (s *shard) matchPhrase(p params) (query, error) {
	if err := p.only("match_phrase", "query", "slop", "zero_terms_query", "analyzer"); err != nil {
		return nil, err
	}
	return s.worded("match_phrase", p, (*wording).phrase)
}

// matchPhrasePrefix is a phrase whose last word is the begin of one.
func (s *shard) matchPhrasePrefix(p params) (query, error) {
	if err := p.only("match_phrase_prefix", "query", "slop", "max_expansions", "zero_terms_query", "analyzer"); err != nil {
		return nil, err
	}
	return s.worded("match_phrase_prefix", p, (*wording).phrasePrefix)
}

// matchBoolPrefix is any, or all, of the words, the last as the begin of one.
func (s *shard) matchBoolPrefix(p params) (query, error) {
	err := p.only("match_bool_prefix", "query", "operator", "prefix_length", "max_expansions", "fuzzy_transpositions", "analyzer",
		"minimum_should_match", "fuzziness", "fuzzy_rewrite")
	if err != nil {
		return nil, err
	}
	return s.worded("match_bool_prefix", p, (*wording).boolPrefix)
}

// worded compiles a query that looks for a text on one field.
func (s *shard) worded(name string, p params, build func(*wording, *mapping.Field, string) (query, error)) (query, error) {
	v, _ := p.Get("query")
	if p.field == "_id" || p.field == "_index" {
		return s.metaTerms(p.field, []any{v}, boost(p.Object))
	}
	w, err := s.wording(name, p.Object)
	if err != nil {
		return nil, s.created(err)
	}
	f := s.field(p.field)
	if f == nil {
		return s.unmapped(name, p.field)
	}
	q, err := build(w, f, s.textOf(v))
	if err != nil {
		return nil, s.created(err)
	}
	return withBoost(q, boost(p.Object)), nil
}

// tokens are the words of a text that a clause looks for.
func (s *shard) tokens(f *mapping.Field, o *orderedjson.Object, text string) ([]analysis.Token, error) {
	analyze, err := s.analyzer("match", o.Text("analyzer"))
	if err != nil {
		return nil, err
	}
	if analyze == nil {
		analyze = f.SearchAnalyze
	}
	return analyze(text), nil
}
