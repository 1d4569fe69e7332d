package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// intervalsQuery scores a document by the stretches that its rule finds: each counts
// the less, the longer it is than it has to be, and their sum tends to the boost.
type intervalsQuery struct {
	rule   intervalRule
	extent int // how long a stretch is at least
	boost  float32

	wordless bool // it looks for a text without words
}

func (q intervalsQuery) matches(d *doc) bool { return len(q.rule(d)) > 0 }

// score rounds as Lucene does, after each stretch.
func (q intervalsQuery) score(d *doc) float32 {
	found := float32(0)
	for _, x := range q.rule(d) {
		found = float32(float64(found) + 1/float64(max(x.end-x.start+1-q.extent+1, 1)))
	}
	return q.boost * (1 - 1/(1+found))
}

// extent is how long a stretch that a rule describes is at least: all parts beside each
// other, or the shortest of several. What filters it changes nothing.
func (s *shard) extent(f *mapping.Field, name string, o *orderedjson.Object) int {
	var parts []int
	for _, x := range o.Array("intervals") {
		inner, _ := x.(*orderedjson.Object)
		if kind, body, err := clause(inner); err == nil {
			parts = append(parts, s.extent(f, kind, body))
		}
	}
	switch name {
	case "match":
		w := &wording{shard: s}
		w.analyze, _ = s.analyzer("intervals", o.Text("analyzer"))
		return len(w.positions(f, o.Text("query")))
	case "all_of":
		sum := 0
		for _, n := range parts {
			sum += n
		}
		return sum
	case "any_of":
		least := 1 << 30
		for _, n := range parts {
			least = min(least, n)
		}
		return least
	}
	return 1
}
