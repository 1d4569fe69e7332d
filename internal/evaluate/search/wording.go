package search

import (
	"errors"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// wording is how a text is looked for: what match, multi_match, query_string and
// simple_query_string have in common.
type wording struct {
	shard      *shard
	analyze    analysis.Analyzer // nil: each field's own
	and        bool              // all words must match
	least      *string           // minimum_should_match, nil for none
	fuzzy      *fuzziness        // nil: words as they are
	slop       int
	expansions int // of a prefix at the end of a phrase: one at least, which is taken before they are counted
	lenient    bool
	zero       query // what a text without words matches; nil: it is left out
}

// wording reads the options of a query of some name.
func (s *shard) wording(name string, o *orderedjson.Object) (*wording, error) {
	w := &wording{shard: s, and: strings.EqualFold(o.Text("operator"), "and"), slop: integer(o, "slop", 0),
		expansions: max(1, integer(o, "max_expansions", mostExpansions)), lenient: flag(o, "lenient"), zero: none{}}
	if strings.EqualFold(o.Text("zero_terms_query"), "all") {
		w.zero = all{}
	}
	if v, ok := o.Get("minimum_should_match"); ok && v != nil {
		w.least = new(javaText(v))
	}
	if o.Has("fuzziness") {
		f, err := readFuzziness(o)
		if err != nil {
			return nil, err
		}
		w.fuzzy = f
	}
	var err error
	w.analyze, err = s.analyzer(name, o.Text("analyzer"))
	return w, err
}

// analyzer finds an analyzer that a query names; nil for no name.
func (s *shard) analyzer(query, name string) (analysis.Analyzer, error) {
	registry := s.Mapping.Settings.Analysis
	switch {
	case name == "":
		return nil, nil
	case !registry.Has(name):
		return nil, s.queryError("["+query+"] analyzer ["+name+"] not found", nil)
	}
	return registry.Analyzer(name)
}

// byDefault is the analyzer of fields that say none.
func (s *shard) byDefault() analysis.Analyzer {
	for _, name := range []string{"default_search", "default"} {
		if a, err := s.Mapping.Settings.Analysis.Analyzer(name); s.Mapping.Settings.Analysis.Has(name) && err == nil {
			return a
		}
	}
	return analysis.Standard
}

// position is the words that stand at one place of a text.
type position struct {
	at    int
	words []string
}

// tokens analyses a text for a field. Fields that are no texts take it whole.
func (w *wording) tokens(f *mapping.Field, text string) []analysis.Token {
	switch {
	case w.analyze != nil:
		return w.analyze(text)
	case f.Type == "binary": // which has no analyzer of its own
		return w.shard.byDefault()(text)
	case !f.IsText():
		return []analysis.Token{{Term: text, End: len(javavalue.UTF16(text))}}
	}
	return f.SearchAnalyze(text)
}

func (w *wording) positions(f *mapping.Field, text string) []position {
	return atPlaces(w.tokens(f, text))
}

func atPlaces(tokens []analysis.Token) []position {
	var out []position
	for _, t := range tokens {
		if n := len(out); n > 0 && out[n-1].at == t.Position {
			out[n-1].words = append(out[n-1].words, t.Term)
			continue
		}
		out = append(out, position{t.Position, []string{t.Term}})
	}
	return out
}

// boolean matches a text's words, any or all of them; w.zero for none.
func (w *wording) boolean(f *mapping.Field, text string) (query, error) {
	places := w.positions(f, text)
	if len(places) == 0 {
		return w.zero, nil
	}
	var clauses []query
	for _, p := range places {
		q, err := w.place(f, p)
		if err != nil {
			return nil, err
		}
		clauses = append(clauses, q)
	}
	return w.join(clauses)
}

// join makes one query of those of a text's words.
func (w *wording) join(clauses []query) (query, error) {
	switch {
	case len(clauses) == 1:
		return clauses[0], nil
	case len(clauses) > maxClauses:
		return nil, fault.New(0, "too_many_clauses", "maxClauseCount is set to %d", maxClauses)
	}
	q := &boolean{should: clauses, least: 1}
	if w.and {
		q = &boolean{must: clauses}
	}
	if w.least != nil {
		n, err := leastOf(*w.least, len(q.should))
		if err != nil {
			return nil, err
		}
		q.least = max(n, q.least)
	}
	return q, nil
}

// place matches any of the words of one place.
func (w *wording) place(f *mapping.Field, p position) (query, error) {
	if len(p.words) == 1 {
		return w.word(f, p.words[0])
	}
	if f.Type != "text" {
		return nil, fault.Unsupported("several words at one place on a %s", f.Type)
	}
	return synonyms{w.shard, f, p.words, 1}, nil
}

// word matches one word.
func (w *wording) word(f *mapping.Field, word string) (query, error) {
	q, err := w.strictWord(f, word)
	var cause *fault.Error
	if errors.As(err, &cause) && w.lenient {
		return none{}, nil
	}
	return q, err
}

func (w *wording) strictWord(f *mapping.Field, word string) (query, error) {
	if w.fuzzy != nil {
		if err := fuzzyField(f); err != nil {
			return nil, err
		}
	}
	if err := w.shard.searchable(f); err != nil {
		return nil, err
	}
	if w.fuzzy != nil {
		return w.shard.fuzzyTerm(f, indexedText(f, word), w.fuzzy)
	}
	return w.shard.termQuery(f, word)
}

// synonyms are words that count as one.
type synonyms struct {
	s     *shard
	f     *mapping.Field
	words []string
	boost float32
}

func (q synonyms) matches(d *doc) bool { return q.count(d) > 0 }

func (q synonyms) count(d *doc) int {
	n := 0
	if v := d.Values.Get(q.f.Path); v != nil {
		for _, t := range v.Tokens {
			for _, word := range q.words {
				if t.Term == word {
					n++
					break
				}
			}
		}
	}
	return n
}

// score counts all the words, as rare as the commonest of them.
func (q synonyms) score(d *doc) float32 {
	stats := q.s.stats(q.f.Path)
	common := ""
	for _, word := range q.words {
		if common == "" || stats.docFreqs[word] > stats.docFreqs[common] {
			common = word
		}
	}
	return stats.score(stats.weight(q.boost, stats.idf(common)), float32(q.count(d)), q.f, d.Values.Get(q.f.Path))
}
