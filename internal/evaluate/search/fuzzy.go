package search

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

func (s *shard) fuzzy(p params) (query, error) {
	if err := p.only("fuzzy", "value", "fuzziness", "prefix_length", "max_expansions", "transpositions"); err != nil {
		return nil, err
	}
	f, err := s.fuzzyField(p.field)
	if f == nil {
		return none{}, err
	}
	v, _ := p.Get("value")
	return s.fuzzyTerm(f, indexedText(f, v), p)
}

// fuzzyField refuses fields that aren't texts: how the server words it differs.
func (s *shard) fuzzyField(path string) (*mapping.Field, error) {
	f := s.field(path)
	if f == nil {
		_, err := s.unmapped("fuzzy", path)
		return nil, err
	}
	if f.Type != "text" && f.Type != "keyword" || !f.Indexed {
		return nil, fault.Unsupported("query [fuzzy] on a %s", f.Type)
	}
	return f, nil
}

// mostExpansions is max_expansions by default: a query by distance or prefix looks
// for so many terms, and for no others. Which are left out is not computed here.
const mostExpansions = 50

// fuzzyTerm matches terms at a small distance from another.
func (s *shard) fuzzyTerm(f *mapping.Field, term string, p params) (query, error) {
	if v, ok := p.Get("transpositions"); ok && v != true {
		return nil, fault.Unsupported("query [fuzzy] with [transpositions]")
	}
	if v, ok := p.Get("fuzzy_transpositions"); ok && v != true {
		return nil, fault.Unsupported("query [match] with [fuzzy_transpositions]")
	}
	most, err := editsFor(p, term)
	if err != nil {
		return nil, err
	}
	if most == 0 {
		return s.textTerm(f, term), nil
	}
	letters := []rune(term)
	fixed := min(integer(p.Object, "prefix_length", 0), len(letters))
	near := func(t string) bool {
		other := []rune(t)
		return len(other) >= fixed && string(other[:fixed]) == string(letters[:fixed]) && edits(letters, other) <= most
	}
	if s.countTerms(f, near) > min(mostExpansions, integer(p.Object, "max_expansions", mostExpansions)) {
		return nil, fault.Unsupported("query [fuzzy] with more terms than max_expansions")
	}
	return unscored{s.termWhere(f, near), s, "fuzzy"}, nil
}

// countTerms is how many terms of a field keep accepts.
func (s *shard) countTerms(f *mapping.Field, keep func(string) bool) int {
	n := 0
	for t := range s.stats(f.Path).docFreqs {
		if keep(t) {
			n++
		}
	}
	return n
}

// editsFor reads fuzziness: a number of edits, or AUTO by the term's length, with
// its two limits 3 and 6 or others.
func editsFor(p params, term string) (int, error) {
	v, ok := p.Get("fuzziness")
	text := strings.ToUpper(javaText(v))
	if !ok || v == nil {
		text = "AUTO"
	}
	low, high := 3, 6
	if rest, found := strings.CutPrefix(text, "AUTO:"); found {
		a, b, _ := strings.Cut(rest, ",")
		var errLow, errHigh error
		low, errLow = strconv.Atoi(a)
		high, errHigh = strconv.Atoi(b)
		if errLow != nil || errHigh != nil {
			return 0, fault.Unsupported("fuzziness [%s]", text)
		}
		text = "AUTO"
	}
	if text != "AUTO" {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < 0 || n > 2 || n != float64(int(n)) {
			return 0, fault.Unsupported("fuzziness [%s]", text)
		}
		return int(n), nil
	}
	switch n := len([]rune(term)); {
	case n < low:
		return 0, nil
	case n < high:
		return 1, nil
	}
	return 2, nil
}

// edits is the distance of two words in letters put in, taken out, changed, or
// swapped with their neighbour.
func edits(a, b []rune) int {
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
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				n = min(n, rows[i-2][j-2]+1)
			}
			rows[i][j] = n
		}
	}
	return rows[len(a)][len(b)]
}
