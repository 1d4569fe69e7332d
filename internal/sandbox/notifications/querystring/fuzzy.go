package querystring

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
)

// similar is a word with ~: terms within some edits of it. Without a number, and
// with 2 for words of three to five letters and so on, the length of the word
// decides, as with fuzziness AUTO.
type similar struct{ field, text, edits string }

func (x similar) matches(s Scope) bool {
	return s.any(x.field, func(f Field, value string) bool {
		wanted := x.text
		if f.Analyzed {
			wanted = analysis.Lower(wanted)
		}
		limit := x.limit()
		return anyTerm(f, value, func(term string) bool { return distance([]rune(wanted), []rune(term)) <= limit })
	})
}

func (x similar) limit() int {
	if n, err := strconv.ParseFloat(x.edits, 64); err == nil && n >= 1 {
		return min(int(n), 2)
	}
	switch length := len([]rune(x.text)); {
	case length < 3:
		return 0
	case length < 6:
		return 1
	}
	return 2
}

// distance counts insertions, deletions, changes and swaps of neighbours.
func distance(a, b []rune) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			change := row[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			next[j] = min(change, row[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
