package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
)

// phrase matches a text's words at the distances that they have; w.zero for none.
func (w *wording) phrase(f *mapping.Field, text string) (query, error) {
	places := w.positions(f, text)
	switch len(places) {
	case 0:
		return w.zero, nil
	case 1:
		return w.place(f, places[0])
	}
	return w.phraseOf(f, places)
}

func (w *wording) phraseOf(f *mapping.Field, places []position) (query, error) {
	if f.Type == "match_only_text" && !f.Indexed {
		return none{}, nil // its phrases are looked for in the source, of what has their words
	}
	if !f.IsText() || f.NoPositions || !f.Indexed {
		if w.lenient {
			return none{}, nil
		}
		return nil, noPositions(f)
	}
	var q query = phrase{w.shard, f, places, 1}
	if w.slop > 0 {
		sloppy, err := w.shard.sloppyPhrase(f, places, w.slop)
		if err != nil {
			return nil, err
		}
		q = sloppy
	}
	if f.Type == "match_only_text" {
		return constant{w.shard.inSource(f, q), 1}, nil
	}
	return q, nil
}

// inSource matches documents in whose source the field is seen, too: there the phrases
// of a match_only_text are looked for. Nested documents have no source (2.19.4).
func (s *shard) inSource(f *mapping.Field, q query) query {
	path := f.SourcePath(s.Mapping)
	return predicate(func(d *doc) bool {
		return d.Path == "" && q.matches(d) && len(rawValues(Shown(s.Mapping, d.top.Source), path)) > 0
	})
}

// phrasePrefix is a phrase whose last word is the begin of one.
func (w *wording) phrasePrefix(f *mapping.Field, text string) (query, error) {
	places := w.positions(f, text)
	if len(places) == 0 { // asked of 2.19.4: before whether the field has phrases
		return w.zero, nil
	}
	if !f.IsText() {
		if w.lenient {
			return none{}, nil
		}
		if len(places) > 1 {
			return nil, noPositions(f)
		}
		return nil, fault.New(0, "illegal_argument_exception", "Can only use phrase prefix queries on text fields - not on [%s] which is of type [%s]", f.Path, f.Type)
	}
	if f.Type == "match_only_text" && f.Indexed {
		if w.slop > 0 && len(places) > 1 {
			return nil, fault.Unsupported("match_phrase_prefix with a slop on match_only_text")
		}
		return constant{w.shard.inSource(f, w.prefixEach(f, places)), 1}, nil
	}
	last := &places[len(places)-1]
	var found []string
	for t := range w.shard.stats(f.Path).docFreqs {
		if slices.ContainsFunc(last.words, func(prefix string) bool { return strings.HasPrefix(t, prefix) }) {
			found = append(found, t)
		}
	}
	slices.Sort(found)
	last.words = found[:min(len(found), w.expansions)]
	if len(places) > 1 && (f.NoPositions || !f.Indexed) {
		return w.phraseOf(f, places)
	}
	switch {
	case len(last.words) == 0 && len(places) > 1: // two clauses of a bool, one of which matches nothing
		return w.shard.uncounted(none{held: len(places)}), nil
	case len(last.words) == 0:
		return none{}, nil
	case len(places) > 1:
		return w.phraseOf(f, places)
	}
	any := &boolean{least: 1}
	for _, word := range last.words {
		any.should = append(any.should, w.shard.textTerm(f, word))
	}
	return w.shard.uncounted(any), nil
}

// prefixEach looks for a phrase with a begin at its end in each document by itself, as
// the server does in the sources of match_only_text: words that begin so are counted, and
// cut, there.
func (w *wording) prefixEach(f *mapping.Field, places []position) query {
	prefixes := places[len(places)-1]
	return predicate(func(d *doc) bool {
		v := d.Values.Get(f.Path)
		if v == nil {
			return false
		}
		var found []string
		for _, t := range v.Tokens {
			if slices.ContainsFunc(prefixes.words, func(prefix string) bool { return strings.HasPrefix(t.Term, prefix) }) {
				found = append(found, t.Term)
			}
		}
		slices.Sort(found)
		found = slices.Compact(found)
		found = found[:min(len(found), w.expansions)]
		all := append(slices.Clone(places[:len(places)-1]), position{prefixes.at, found})
		return phrase{w.shard, f, all, 1}.matches(d)
	})
}

func noPositions(f *mapping.Field) error {
	return fault.New(0, "illegal_state_exception", "field:[%s] was indexed without position data; cannot run PhraseQuery", f.Path)
}

// boolPrefix is any, or all, of the words, the last as the begin of one; but where
// the text goes on behind its last word, that one is whole.
func (w *wording) boolPrefix(f *mapping.Field, text string) (query, error) {
	switch {
	case f.Type != "text" && f.Type != "match_only_text" && f.Type != "keyword" && f.IsWord() && w.analyze == nil:
		return w.boolean(f, text) // as a whole
	case f.IsText() || f.IsWord() || f.Type == "binary" || w.analyze != nil:
	default:
		return w.boolean(f, text)
	}
	tokens := w.tokens(f, text)
	if len(tokens) == 0 {
		return w.zero, nil
	}
	whole := tokens[len(tokens)-1].End != len(javavalue.UTF16(text))
	places := atPlaces(tokens)
	var clauses []query
	for i, p := range places {
		if whole || i < len(places)-1 {
			q, err := w.place(f, p)
			if err != nil {
				return nil, err
			}
			clauses = append(clauses, q)
			continue
		}
		if len(p.words) > 1 {
			return nil, fault.Unsupported("several words at one place at the end of a match_bool_prefix")
		}
		q, err := w.lastPrefix(f, p.words[0])
		if err != nil {
			return nil, err
		}
		clauses = append(clauses, q)
	}
	return w.join(clauses)
}

// lastPrefix is the last word, as the begin of one.
func (w *wording) lastPrefix(f *mapping.Field, word string) (query, error) {
	if !f.IsText() && !f.IsWord() {
		if w.lenient {
			return none{}, nil
		}
		return nil, w.shard.notPattern(f, "prefix")
	}
	if err := w.shard.searchable(f); err != nil {
		return nil, err
	}
	q, err := w.shard.prefixQuery(f, indexedText(f, word), false)
	return constant{q, 1}, err
}

// phrase is a run of words.
type phrase struct {
	s      *shard
	f      *mapping.Field
	places []position
	boost  float32
}

func (q phrase) matches(d *doc) bool { return q.count(d) > 0 }

// count is how often the phrase stands in the document.
func (q phrase) count(d *doc) int {
	v := d.Values.Get(q.f.Path)
	if v == nil {
		return 0
	}
	at := map[int][]string{}
	for _, t := range v.Tokens {
		at[t.Position] = append(at[t.Position], t.Term)
	}
	n := 0
	for place := range at {
		if q.holdsFrom(at, place-q.places[0].at) {
			n++
		}
	}
	return n
}

func (q phrase) holdsFrom(at map[int][]string, shift int) bool {
	for _, want := range q.places {
		if !slices.ContainsFunc(at[want.at+shift], func(have string) bool { return slices.Contains(want.words, have) }) {
			return false
		}
	}
	return true
}

func (q phrase) score(d *doc) float32 {
	return q.scoreOf(float32(q.count(d)), d)
}

// scoreOf counts the phrase like a word that is as rare as all its words.
func (q phrase) scoreOf(freq float32, d *doc) float32 {
	stats := q.s.stats(q.f.Path)
	var idf float64
	for _, p := range q.places {
		for _, word := range p.words {
			if stats.docFreqs[word] > 0 || len(p.words) == 1 {
				idf += float64(stats.idf(word))
			}
		}
	}
	return stats.score(stats.weight(q.boost, float32(idf)), freq, q.f, d.Values.Get(q.f.Path))
}
