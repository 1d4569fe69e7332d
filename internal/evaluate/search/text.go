package search

import (
	"errors"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

func (s *shard) match(p params) (query, error) {
	err := p.only("match", "query", "operator", "prefix_length", "max_expansions", "minimum_should_match", "fuzzy_transpositions",
		"lenient", "zero_terms_query", "auto_generate_synonyms_phrase_query", "analyzer", "cutoff_frequency", "fuzziness")
	if err != nil {
		return nil, err
	}
	v, _ := p.Get("query")
	f := s.field(p.field)
	if p.field == "_id" || p.field == "_index" {
		return s.metaTerms(p.field, []any{v}, boost(p.Object))
	}
	if f == nil {
		return s.unmapped("match", p.field)
	}
	if p.Has("fuzziness") && f.Type != "text" {
		return nil, fault.Unsupported("query [match] with [fuzziness] on a %s", f.Type)
	}
	if f.Type != "text" {
		return s.matchExact(f, v, p)
	}
	if err := searchable(f); err != nil {
		return nil, s.created(err)
	}
	tokens, err := s.tokens(f, p, javaText(v))
	if err != nil {
		return nil, err
	}
	q, err := s.termsOf(f, tokens, p)
	if err != nil {
		return nil, s.created(err)
	}
	return withBoost(q, boost(p.Object)), nil
}

// matchExact is match on a field that isn't analysed: its exact value. With
// lenient, what can't be read matches nothing.
func (s *shard) matchExact(f *mapping.Field, v any, p params) (query, error) {
	q, err := s.termQuery(f, v)
	if err != nil {
		var cause *fault.Error
		if errors.As(err, &cause) && flag(p.Object, "lenient") {
			return none{}, nil
		}
		return nil, s.created(err)
	}
	return withBoost(q, boost(p.Object)), nil
}

func (s *shard) tokens(f *mapping.Field, p params, text string) ([]analysis.Token, error) {
	analyze := f.SearchAnalyze
	if name := p.Text("analyzer"); name != "" {
		a, err := analysis.Named(name)
		if err != nil {
			return nil, err
		}
		analyze = a
	}
	return analyze(text), nil
}

// termsOf combines the terms of a text: any or all of them.
func (s *shard) termsOf(f *mapping.Field, tokens []analysis.Token, p params) (query, error) {
	if len(tokens) == 0 {
		return zeroTerms(p), nil
	}
	clauses := make([]query, len(tokens))
	for i, t := range tokens {
		if clauses[i] = s.textTerm(f, t.Term); p.Has("fuzziness") {
			q, err := s.fuzzyTerm(f, t.Term, p)
			if err != nil {
				return nil, err
			}
			clauses[i] = q
		}
	}
	if len(clauses) == 1 {
		return clauses[0], nil
	}
	if p.Text("operator") == "AND" || p.Text("operator") == "and" {
		return &boolean{must: clauses}, nil
	}
	q := &boolean{should: clauses, least: 1}
	if spec, ok := p.Get("minimum_should_match"); ok && spec != nil {
		n, err := leastOf(javaText(spec), len(clauses))
		if err != nil {
			return nil, err
		}
		q.least = max(n, 1)
	}
	return q, nil
}

func zeroTerms(p params) query {
	if p.Text("zero_terms_query") == "ALL" {
		return all{}
	}
	return none{}
}

func (s *shard) matchPhrase(p params) (query, error) {
	if err := p.only("match_phrase", "query", "slop", "zero_terms_query", "analyzer"); err != nil {
		return nil, err
	}
	v, _ := p.Get("query")
	f := s.field(p.field)
	if f == nil {
		return s.unmapped("match_phrase", p.field)
	}
	if f.Type != "text" {
		return s.matchExact(f, v, p)
	}
	if err := searchable(f); err != nil {
		return nil, s.created(err)
	}
	tokens, err := s.tokens(f, p, javaText(v))
	if err != nil {
		return nil, err
	}
	q, err := s.phraseOf(f, tokens, integer(p.Object, "slop", 0))
	if q == nil {
		q = zeroTerms(p)
	}
	return withBoost(q, boost(p.Object)), err
}

// phraseOf matches the terms at the distances that they have; nil for no terms.
func (s *shard) phraseOf(f *mapping.Field, tokens []analysis.Token, slop int) (query, error) {
	switch {
	case len(tokens) == 0:
		return nil, nil
	case len(tokens) == 1:
		return s.textTerm(f, tokens[0].Term), nil
	case slop > 0:
		return s.sloppyPhrase(f, tokens, slop)
	}
	return &phrase{s: s, f: f, tokens: tokens}, nil
}

// phrase is a run of terms.
type phrase struct {
	s      *shard
	f      *mapping.Field
	tokens []analysis.Token
	last   bool // the last term is a prefix only
}

func (q *phrase) matches(d *doc) bool { return q.count(d) > 0 }

// count is how often the phrase stands in the document.
func (q *phrase) count(d *doc) int {
	v := d.Values[q.f.Path]
	if v == nil {
		return 0
	}
	at := map[int][]string{}
	for _, t := range v.Tokens {
		at[t.Position] = append(at[t.Position], t.Term)
	}
	n := 0
	for _, t := range v.Tokens {
		if t.Term == q.tokens[0].Term && q.holdsFrom(at, t.Position-q.tokens[0].Position) {
			n++
		}
	}
	return n
}

func (q *phrase) holdsFrom(at map[int][]string, shift int) bool {
	for i, want := range q.tokens {
		found := false
		for _, have := range at[want.Position+shift] {
			prefix := q.last && i == len(q.tokens)-1
			found = found || have == want.Term || prefix && len(have) > len(want.Term) && have[:len(want.Term)] == want.Term
		}
		if !found {
			return false
		}
	}
	return true
}

func (q *phrase) score(d *doc) float32 {
	stats := q.s.stats(q.f.Path)
	var idf float64
	for _, t := range q.tokens {
		idf += float64(stats.idf(t.Term))
	}
	return stats.score(float32(idf), float32(q.count(d)), q.f, d.Values[q.f.Path])
}
