package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// sloppy is a phrase whose words may stand elsewhere, moved by so many places
// taken together.
type sloppy struct {
	f      *mapping.Field
	tokens []analysis.Token
	slop   int
}

// sloppyPhrase refuses a phrase with the same word twice, which has rules of its
// own.
func (s *shard) sloppyPhrase(f *mapping.Field, tokens []analysis.Token, slop int) (query, error) {
	seen := map[string]bool{}
	for _, t := range tokens {
		if seen[t.Term] {
			return nil, fault.Unsupported("phrase with a slop and a word that comes twice")
		}
		seen[t.Term] = true
	}
	return unscored{sloppy{f, tokens, slop}, s, "match_phrase with a slop"}, nil
}

// matches looks for a place of every word such that, each moved back by its place
// in the phrase, they lie no further apart than the slop.
func (q sloppy) matches(d *doc) bool {
	v := d.Values[q.f.Path]
	if v == nil {
		return false
	}
	moved := make([][]int, len(q.tokens))
	for _, t := range v.Tokens {
		for i, want := range q.tokens {
			if t.Term == want.Term {
				moved[i] = append(moved[i], t.Position-want.Position)
			}
		}
	}
	for _, places := range moved {
		for _, low := range places {
			if everyWithin(moved, low, low+q.slop) {
				return true
			}
		}
	}
	return false
}

func everyWithin(lists [][]int, low, high int) bool {
	for _, list := range lists {
		found := false
		for _, x := range list {
			found = found || low <= x && x <= high
		}
		if !found {
			return false
		}
	}
	return true
}

func (sloppy) score(*doc) float32 { return 1 }
