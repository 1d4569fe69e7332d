package search

import (
	"cmp"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// sloppy is a phrase whose words may stand elsewhere, moved by so many places
// taken together.
type sloppy struct {
	phrase
	slop int
}

// sloppyPhrase refuses a phrase with the same word twice, which has rules of its
// own.
func (s *shard) sloppyPhrase(f *mapping.Field, places []position, slop int) (query, error) {
	seen := map[string]bool{}
	for _, p := range places {
		for _, word := range p.words {
			if seen[word] {
				return nil, fault.Unsupported("phrase with a slop and a word that comes twice")
			}
			seen[word] = true
		}
	}
	return sloppy{phrase{s, f, places, 1}, slop}, nil
}

func (q sloppy) matches(d *doc) bool { return q.freq(d) > 0 }

func (q sloppy) score(d *doc) float32 { return q.scoreOf(q.freq(d), d) }

// runner goes over the places of one word, each moved back by its place in the
// phrase.
type runner struct {
	moved []int
	ord   int
}

// freq adds up the matches, the closer the more, as Lucene's SloppyPhraseMatcher
// walks them: the runner that is furthest back moves on.
func (q sloppy) freq(d *doc) float32 {
	runners := q.runners(d)
	if runners == nil {
		return 0
	}
	end := runners[0].moved[0]
	for _, r := range runners {
		end = max(end, r.moved[0])
	}
	var freq float32
	for {
		length, matched, more := q.next(runners, &end)
		if matched {
			freq += 1 / (1 + float32(length))
		}
		if !more {
			return freq
		}
	}
}

// next finds the next match; more tells whether there may be others after it.
func (q sloppy) next(runners []*runner, end *int) (length int, matched, more bool) {
	slices.SortFunc(runners, compareRunners)
	lead, behind := runners[0], runners[1].moved[0]
	length = *end - lead.moved[0]
	for len(lead.moved) > 1 {
		lead.moved = lead.moved[1:]
		*end = max(*end, lead.moved[0])
		if lead.moved[0] > behind {
			if length <= q.slop {
				return length, true, true
			}
			slices.SortFunc(runners, compareRunners)
			lead, behind = runners[0], runners[1].moved[0]
			length = *end - lead.moved[0]
		} else {
			length = min(length, *end-lead.moved[0])
		}
	}
	return length, length <= q.slop, false
}

func compareRunners(a, b *runner) int {
	return cmp.Or(cmp.Compare(a.moved[0], b.moved[0]), cmp.Compare(a.ord, b.ord))
}

// runners are one for each word; nil where one is missing.
func (q sloppy) runners(d *doc) []*runner {
	v := d.Values.Get(q.f.Path)
	if v == nil {
		return nil
	}
	var out []*runner
	for i, p := range q.places {
		r := &runner{ord: i}
		for _, t := range v.Tokens {
			if slices.Contains(p.words, t.Term) {
				r.moved = append(r.moved, t.Position-p.at)
			}
		}
		if r.moved == nil {
			return nil
		}
		out = append(out, r)
	}
	return out
}
