package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"math"
	"math/bits"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// BM25 as OpenSearch 2.x has it: Lucene's formula with k1 1.2 and b 0.75, times
// k1 + 1 (not on 3.5), in single precision. Statistics are the shard's, nested documents
// counted among the others.
const (
	k1 = float32(1.2)
	b  = float32(0.75)
)

// fieldStats are what scores of a field depend on.
type fieldStats struct {
	docs     int            // that have the field
	total    int            // terms in all of them
	docFreqs map[string]int // documents by term
	factor   float32        // of every score
}

func (s *shard) stats(path string) *fieldStats {
	if st := s.fields[path]; st != nil {
		return st
	}
	st := &fieldStats{docFreqs: map[string]int{}, factor: k1 + 1}
	if s.dialect.PlainBM25 {
		st.factor = 1
	}
	f := s.field(path)
	var walk func(d *mapping.Document)
	walk = func(d *mapping.Document) {
		if v := d.Values.Get(path); v != nil {
			st.add(f, v)
		}
		for _, n := range d.Nested {
			walk(n)
		}
	}
	for _, d := range s.every() {
		walk(d.Document)
	}
	s.fields[path] = st
	return st
}

func (st *fieldStats) add(f *mapping.Field, v *mapping.Values) {
	seen := map[string]bool{}
	for _, t := range v.Tokens {
		seen[t.Term] = true
	}
	for _, t := range v.Terms {
		seen[t] = true
	}
	if f.Type == "boolean" {
		for _, n := range v.Ints {
			seen[booleanName(n)] = true
		}
	}
	if len(seen) == 0 {
		return
	}
	st.docs++
	if f.IsText() && !f.NoFrequencies {
		st.total += v.Length
	} else {
		st.total += len(seen)
	}
	for t := range seen {
		st.docFreqs[t]++
	}
}

func booleanName(n int64) string {
	if n == 1 {
		return "T"
	}
	return "F"
}

func (st *fieldStats) idf(term string) float32 {
	n := float64(st.docFreqs[term])
	return float32(math.Log(1 + (float64(st.docs)-n+0.5)/(n+0.5)))
}

// weight is what a word counts that is as rare as idf says.
func (st *fieldStats) weight(boost, idf float32) float32 { return boost * st.factor * idf }

func (st *fieldStats) score(weight, freq float32, f *mapping.Field, v *mapping.Values) float32 {
	average := float32(float64(st.total) / float64(st.docs))
	length := float32(1)
	if f.IsText() && f.Norms {
		length = float32(storedLength(v.Length - v.Overlaps))
		if f.NoFrequencies {
			length = float32(storedLength(distinct(v.Tokens)))
		}
	}
	norm := 1 / (k1 * ((1 - b) + b*length/average))
	return weight - weight/(1+freq*norm)
}

// distinct is how many different words there are.
func distinct(tokens []analysis.Token) int {
	seen := map[string]bool{}
	for _, t := range tokens {
		seen[t.Term] = true
	}
	return len(seen)
}

// storedLength is a length as one byte keeps it (Lucene's SmallFloat.intToByte4
// and back): exact up to 39, then four significant bits.
func storedLength(n int) int {
	const exact = 24
	if n < exact {
		return n
	}
	x := uint64(n - exact)
	shift := bits.Len64(x) - 4
	if shift <= 0 {
		return n
	}
	return exact + int(x>>shift<<shift)
}

// term is one term of a text, keyword or boolean field.
type termOf struct {
	s     *shard
	f     *mapping.Field
	term  string
	boost float32
}

func (s *shard) textTerm(f *mapping.Field, term string) query {
	if f.Type == "match_only_text" || f.Type == "keyword" && s.dialect.UnscoredKeywords {
		return constant{termOf{s, f, term, 1}, 1}
	}
	return termOf{s, f, term, 1}
}

func (q termOf) matches(d *doc) bool {
	v := d.Values.Get(q.f.Path)
	if v == nil {
		return false
	}
	if q.f.IsText() {
		for i := range v.Tokens {
			if v.Tokens[i].Term == q.term {
				return true
			}
		}
		return false
	}
	_, found := slices.BinarySearch(v.Terms, q.term)
	return found
}

func (q termOf) score(d *doc) float32 {
	v := d.Values.Get(q.f.Path)
	if q.f.Type == "keyword" && !q.f.Indexed {
		return q.boost
	}
	freq := 1
	if q.f.IsText() && !q.f.NoFrequencies {
		freq = 0
		for i := range v.Tokens {
			if v.Tokens[i].Term == q.term {
				freq++
			}
		}
	}
	stats := q.s.stats(q.f.Path)
	return stats.score(stats.weight(q.boost, stats.idf(q.term)), float32(freq), q.f, v)
}

// booleanOf is a boolean field's value, which Lucene scores like a term.
type booleanOf struct {
	s     *shard
	f     *mapping.Field
	value int64
	boost float32
}

func (s *shard) booleanQuery(f *mapping.Field, value int64) query { return booleanOf{s, f, value, 1} }

func (q booleanOf) matches(d *doc) bool {
	v := d.Values.Get(q.f.Path)
	return v != nil && slices.Contains(v.Ints, q.value)
}

func (q booleanOf) score(d *doc) float32 {
	if !q.f.Indexed {
		return q.boost // doc values are not scored
	}
	stats := q.s.stats(q.f.Path)
	return stats.score(stats.weight(q.boost, stats.idf(booleanName(q.value))), 1, q.f, d.Values.Get(q.f.Path))
}
