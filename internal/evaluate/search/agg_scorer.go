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
	return &shardFault{shard: set.shard, err: fault.New(500, "null_pointer_exception",
		`Cannot invoke "org.apache.lucene.search.Scorable.score()" because "this.scorer" is null`)}
}

// checkScorers is checkScorer of what stands below a multi_terms that has buckets on a
// shard, also where none of them is shown: what is below is counted before.
func (a *aggregation) checkScorers(set shardHits, dropping bool) error {
	for _, child := range a.subs {
		scores, err := child.wantsScores()
		if err != nil {
			return err
		}
		if scores {
			if err := child.checkScorer(set); err != nil {
				return err
			}
		}
		if dropping && child.deepScorerless(set.shard) {
			return fault.Unsupported("aggregation [multi_terms] above others that need scores, in buckets that aren't shown")
		}
	}
	return nil
}

// checkUnshownScorer refuses what needs scores that aren't handed down, in buckets that a
// shard may leave out: it has failed there before.
func (a *aggregation) checkUnshownScorer(s *shard) error {
	scores, err := a.wantsScores()
	if err != nil || !scores || !a.scorerless(s) {
		return err
	}
	for p := a.parent; p != nil; p = p.parent {
		if integer(p.body, "min_doc_count", 0) > 1 {
			return fault.Unsupported("aggregation [%s] that needs scores below [multi_terms], in buckets that may not be shown", a.kind)
		}
	}
	return nil
}

// deepScorerless tells whether something deeper below would need scores that aren't
// handed down.
func (a *aggregation) deepScorerless(s *shard) bool {
	return slices.ContainsFunc(a.subs, func(child *aggregation) bool {
		scores, err := child.wantsScores()
		return err == nil && scores && child.scorerless(s) || child.deepScorerless(s)
	})
}

// wantsScores tells whether an aggregation looks at the scores of its documents.
func (a *aggregation) wantsScores() (bool, error) {
	switch a.kind {
	case "sampler":
		return true, nil
	case "top_hits":
		r, err := a.hitsRequest()
		if err != nil {
			return false, err
		}
		return (&run{request: r}).scores(), nil
	}
	return false, nil
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
