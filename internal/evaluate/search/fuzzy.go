package search

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// mostExpansions is max_expansions by default: a query by distance or prefix looks
// for so many terms, and for no others.
const mostExpansions = 50

// fuzziness is how far a word may be from another.
type fuzziness struct {
	edits      int // -1: by the word's length
	low, high  int // lengths from which 1 and 2 edits are allowed
	prefix     int // so many letters must be equal
	expansions int
	swaps      bool // two letters that change places are one edit
	constant   bool // rewrite: constant_score
	weighed    bool // rewrite: constant_score_boolean, which weighs the terms before it forgets the weights
}

// readFuzziness reads fuzziness and its options.
func readFuzziness(o *orderedjson.Object) (*fuzziness, error) {
	f := &fuzziness{edits: -1, low: 3, high: 6, prefix: integer(o, "prefix_length", 0), expansions: min(1024, integer(o, "max_expansions", mostExpansions)), swaps: true}
	for _, key := range []string{"transpositions", "fuzzy_transpositions"} {
		if v, ok := o.Get(key); ok && v == false {
			f.swaps = false
		}
	}
	for _, key := range []string{"rewrite", "fuzzy_rewrite"} {
		switch text := o.Text(key); {
		case text == "":
		case text == "constant_score":
			f.constant = true
		case text == "constant_score_boolean":
			f.constant, f.weighed = true, true
		default:
			return nil, fault.Unsupported("query with [%s] [%s]", key, text)
		}
	}
	v, ok := o.Get("fuzziness")
	if !ok || v == nil {
		return f, nil
	}
	return f, f.read(strings.ToUpper(javaText(v)))
}

// read reads a number of edits, or AUTO with its two limits. Observed on 2.19.4:
// decimals are cut off.
func (f *fuzziness) read(text string) error {
	if text == "AUTO" {
		return nil
	}
	if rest, ok := strings.CutPrefix(text, "AUTO:"); ok {
		a, b, _ := strings.Cut(rest, ",")
		var errLow, errHigh error
		f.low, errLow = strconv.Atoi(a)
		f.high, errHigh = strconv.Atoi(b)
		if errLow != nil || errHigh != nil {
			return fault.Unsupported("fuzziness [%s]", text)
		}
		return nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 {
		return fault.Unsupported("fuzziness [%s]", text)
	}
	f.edits = min(2, int(n))
	return nil
}

// most is how many edits a word may be away.
func (f *fuzziness) most(word string) int {
	switch n := len([]rune(word)); {
	case n == 0: // of nothing, only nothing is near (observed on 2.19.4)
		return 0
	case f.edits >= 0:
		return f.edits
	case n < f.low:
		return 0
	case n < f.high:
		return 1
	}
	return 2
}

func (s *shard) fuzzy(p params) (query, error) {
	if err := p.only("fuzzy", "value", "fuzziness", "prefix_length", "max_expansions", "transpositions", "rewrite"); err != nil {
		return nil, err
	}
	f := s.field(p.field)
	if f == nil {
		return s.unmapped("fuzzy", p.field)
	}
	if err := fuzzyField(f); err != nil {
		return nil, s.created(err)
	}
	if err := s.searchable(f); err != nil {
		return nil, s.created(err)
	}
	spec, err := readFuzziness(p.Object)
	if err != nil {
		return nil, err
	}
	v, _ := p.Get("value")
	q, err := s.fuzzyTerm(f, indexedText(f, s.textOf(v)), spec)
	if err != nil {
		return nil, s.created(err)
	}
	return withBoost(q, boost(p.Object)), nil
}

// fuzzyField refuses fields that aren't texts.
func fuzzyField(f *mapping.Field) error {
	switch {
	case f.Type == "wildcard" || f.Type == "flat_object" || f.Type == "constant_keyword":
		return fault.Unsupported("query [fuzzy] on a %s", f.Type)
	case !f.IsText() && !f.IsWord():
		return fault.New(0, "illegal_argument_exception", "Can only use fuzzy queries on keyword and text fields - not on [%s] which is of type [%s]", f.Path, f.Type)
	case f.Type == "keyword" && !f.Indexed && f.DocValues:
		return fault.Unsupported("query [fuzzy] on the unindexed keyword [%s]", f.Path)
	}
	return nil
}

// near is a term that is looked for, and what it counts.
type near struct {
	term  string
	boost float32
}

// fuzzyTerm matches the terms at a small distance from a word: the nearest, and of
// these the first, where there are too many.
func (s *shard) fuzzyTerm(f *mapping.Field, word string, spec *fuzziness) (query, error) {
	switch {
	case spec.prefix < 0:
		return nil, fault.New(0, "illegal_argument_exception", "prefixLength cannot be negative.")
	case spec.expansions <= 0:
		return nil, fault.New(0, "illegal_argument_exception", "maxExpansions must be positive.")
	}
	most := spec.most(word)
	if most == 0 && spec.constant {
		return s.uncounted(constant{termOf{s, f, word, 1}, 1}), nil
	}
	if most == 0 && f.Type == "match_only_text" {
		return unscored{s.textTerm(f, word), s, "fuzzy on match_only_text"}, nil
	}
	if most == 0 && f.Type == "keyword" {
		return s.uncountedTerm(termOf{s, f, word, 1}), nil // a term of its own, scored by every generation
	}
	if most == 0 {
		return s.uncountedTerm(s.textTerm(f, word)), nil
	}
	found := s.nearTerms(f, word, spec)
	if spec.weighed {
		if err := checkWeights(found); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, func(a, b near) int { return cmp.Or(cmp.Compare(b.boost, a.boost), strings.Compare(a.term, b.term)) })
	if !spec.constant { // which takes them all
		found = found[:min(len(found), spec.expansions)]
	}
	q := blended{s: s, f: f, terms: map[string]float32{}, boost: 1}
	stats := s.stats(f.Path)
	for _, x := range found {
		q.terms[x.term] = max(0, x.boost)
		if q.common == "" || stats.docFreqs[x.term] > stats.docFreqs[q.common] {
			q.common = x.term
		}
	}
	switch {
	case spec.constant:
		return constant{q, 1}, nil
	case f.Type == "match_only_text":
		return unscored{q, s, "fuzzy on match_only_text"}, nil
	}
	return q, nil
}

// checkWeights refuses terms that are further away than the shorter of both words is
// long, the first in their order, as a query of terms does.
func checkWeights(found []near) error {
	slices.SortFunc(found, func(a, b near) int { return strings.Compare(a.term, b.term) })
	for _, x := range found {
		if x.boost < 0 {
			text := javavalue.FloatText(x.boost, javavalue.JDK21)
			return fault.Illegal("boost must be a positive float, got %s", text)
		}
	}
	return nil
}

// nearTerms are the terms that are near enough to a word, and their weights, which may
// be negative.
func (s *shard) nearTerms(f *mapping.Field, word string, spec *fuzziness) []near {
	most, letters := spec.most(word), []rune(word)
	if s.dialect.ExactPrefixes && spec.prefix >= len(utf16.Encode(letters)) {
		most = 0
	}
	fixed := min(spec.prefix, len(letters))
	var found []near
	for t := range s.stats(f.Path).docFreqs {
		other := []rune(t)
		if len(other) < fixed || string(other[:fixed]) != string(letters[:fixed]) {
			continue
		}
		n := edits(letters, other, spec.swaps)
		if n > most {
			continue
		}
		boost := float32(1)
		if n > 0 {
			boost = 1 - float32(n)/float32(min(len(other), len(letters)))
		}
		found = append(found, near{t, boost})
	}
	return found
}

// blended is any of several terms, each as rare as the commonest of them.
type blended struct {
	s      *shard
	f      *mapping.Field
	terms  map[string]float32 // and what they count
	common string
	boost  float32
}

func (q blended) matches(d *doc) bool {
	v := d.Values.Get(q.f.Path)
	if v == nil {
		return false
	}
	for i := range v.Tokens {
		if _, ok := q.terms[v.Tokens[i].Term]; ok {
			return true
		}
	}
	return slices.ContainsFunc(v.Terms, func(t string) bool { _, ok := q.terms[t]; return ok })
}

func (q blended) score(d *doc) float32 {
	v := d.Values.Get(q.f.Path)
	counts := map[string]int{}
	for i := range v.Tokens {
		if term := v.Tokens[i].Term; !q.f.NoFrequencies || counts[term] == 0 {
			counts[term]++
		}
	}
	for _, t := range v.Terms {
		counts[t] = 1
	}
	stats := q.s.stats(q.f.Path)
	idf := stats.idf(q.common)
	var sum float64
	for _, t := range sortedKeys(q.terms) {
		if n := counts[t]; n > 0 {
			sum += float64(stats.score(stats.weight(q.boost*q.terms[t], idf), float32(n), q.f, v))
		}
	}
	return float32(sum)
}

func sortedKeys(terms map[string]float32) []string { return slices.Sorted(maps.Keys(terms)) }

// edits is the distance of two words in letters put in, taken out, changed, or,
// with swaps, swapped with their neighbour.
func edits(a, b []rune, swaps bool) int {
	if d := len(a) - len(b); d > 2 || d < -2 {
		return 3 // more than anybody asks for
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			changed := boolInt(a[i-1] != b[j-1])
			n := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+changed)
			if swaps && i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				n = min(n, rows[i-2][j-2]+1)
			}
			rows[i][j] = n
		}
	}
	return rows[len(a)][len(b)]
}
