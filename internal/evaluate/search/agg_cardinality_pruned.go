package search

// A cardinality at the top, of a field that few words are indexed of, is counted by a
// search of its own, which leaves documents out that hold nothing new. It knows
// nothing of terminate_after and min_score (2.19.4; search.dynamic_pruning).

// prunedUpTo is search.dynamic_pruning.cardinality_aggregation.max_allowed_cardinality.
const prunedUpTo = 100

// prunes tells whether a shard counts so.
func (a *aggregation) prunes(s *shard) bool {
	if s.dialect.CollectsAll || !a.alone() || a.body.Has("missing") || a.body.Has("script") {
		return false
	}
	f := s.field(a.body.Text("field"))
	if f == nil || !f.Indexed || f.Type != "keyword" && !f.IsText() {
		return false
	}
	words := map[string]bool{}
	for _, d := range s.every() {
		for _, n := range withNested(d) {
			v := n.Values.Get(f.Path)
			if v == nil {
				continue
			}
			if !f.IsText() {
				for _, t := range v.Terms {
					words[t] = true
				}
			}
			for _, t := range v.Tokens {
				words[t.Term] = true
			}
		}
	}
	return len(words) <= prunedUpTo
}

// found are all documents that the search finds on a shard.
func found(set shardHits) []*doc {
	var out []*doc
	for _, d := range set.shard.docs {
		if set.query.matches(d) {
			out = append(out, d)
		}
	}
	return out
}
