package search

import (
	"cmp"
	"errors"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (r *run) printHits() (*orderedjson.Object, error) {
	o := orderedjson.NewObject()
	if r.totalUpTo >= 0 {
		total := orderedjson.NewObject()
		total.Set("value", whole(int64(min(r.total, r.totalUpTo))))
		relation := "eq"
		if r.total > r.totalUpTo {
			relation = "gte"
		}
		total.Set("relation", relation)
		o.Set("total", total)
	}
	o.Set("max_score", r.printMaxScore())
	page, err := r.printPage()
	if err != nil {
		return nil, err
	}
	o.Set("hits", page)
	return o, nil
}

// printPage prints the hits of a page. A shard that can't fetch one fails, and all
// its hits are lost.
func (r *run) printPage() ([]any, error) {
	page := []any{}
	for i := r.from; i < min(len(r.hits), r.from+r.size); i++ {
		if r.lost[r.hits[i].shard] {
			continue
		}
		h, err := r.printHit(r.hits[i])
		var refused *fault.Error
		if errors.As(err, &refused) {
			r.lose(r.hits[i].shard, refused)
			if len(r.failures) == len(r.shards) {
				return nil, allFailed(r.failures)
			}
			return r.printPage()
		}
		if err != nil {
			return nil, err
		}
		page = append(page, h)
	}
	return page, nil
}

// lose notes that a shard's hits can't be fetched.
func (r *run) lose(s *shard, err *fault.Error) {
	if r.lost == nil {
		r.lost = map[*shard]bool{}
	}
	r.lost[s] = true
	r.failures = append(r.failures, failure{s, err})
	slices.SortStableFunc(r.failures, func(a, b failure) int { return cmp.Compare(a.shard.place, b.shard.place) })
}

func (r *run) printMaxScore() any {
	switch {
	case len(r.shards)-len(r.failures)-r.skipped <= 0:
		return number("0.0") // no shard was asked, or none that answered
	case r.collapse != "" && r.dialect.NoCollapsedMaximum:
		return nil
	case r.size == 0 || len(r.hits) == 0 && (len(r.sorts) == 0 || r.total == 0) || len(r.sorts) > 0 && !r.trackScores && !r.scoredFirst():
		return nil
	}
	return singleOf(r.maxScore, r.dialect.JDK)
}

// scoredFirst tells whether the best score is told though hits are sorted: where it
// is what they are sorted by first, and the generation tells it.
func (r *run) scoredFirst() bool {
	return r.dialect.ScoredSorts && r.sorts[0].field == "_score" && r.sorts[0].desc
}
