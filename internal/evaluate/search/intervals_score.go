package search

// intervalsQuery scores a document by the stretches that its rule finds: each counts
// the less, the longer it is than it has to be, and their sum tends to the boost.
type intervalsQuery struct {
	rule  intervalRule
	boost float32

	wordless bool // it looks for a text without words
}

func (q intervalsQuery) matches(d *doc) bool { return len(q.rule.find(d)) > 0 }

// score rounds as Lucene does, after each stretch.
func (q intervalsQuery) score(d *doc) float32 {
	found := float32(0)
	for _, x := range q.rule.find(d) {
		found = float32(float64(found) + 1/float64(max(x.end-x.start+1-q.rule.least()+1, 1)))
	}
	return q.boost * (1 - 1/(1+found))
}
