package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// checkScorer stops what needs scores where the server has none to give: multi_terms
// doesn't hand them down, unless what is below it is looked at later (2.19.4).
func (a *aggregation) checkScorer(set shardHits) error {
	if len(set.docs) == 0 || !a.scorerless(set.shard) {
		return nil
	}
	return &shardFault{set.shard, fault.New(500, "null_pointer_exception",
		`Cannot invoke "org.apache.lucene.search.Scorable.score()" because "this.scorer" is null`)}
}

// scorerless tells whether a multi_terms stands above an aggregation, and none in
// between that looks at its documents again, with scores, when it has chosen buckets.
func (a *aggregation) scorerless(s *shard) bool {
	for child, p := a, a.parent; p != nil; child, p = p, p.parent {
		later := !slices.Contains(p.sorting(), child) && !p.below("nested")
		switch p.kind {
		case "multi_terms":
			return !later || p.body.Text("collect_mode") != "breadth_first"
		case "terms":
			if later && p.deferring(s) {
				return false
			}
		case "sampler", "diversified_sampler", "rare_terms", "auto_date_histogram", "significant_terms":
			return false
		}
	}
	return false
}
