package search

import "github.com/alertplan/alertplan/internal/evaluate/fault"

// unscored is a query whose matches are known and whose scores are not computed
// here: asked for one, the search is refused.
type unscored struct {
	query
	shard *shard
	name  string
}

func (q unscored) score(*doc) float32 {
	if q.shard.thrown == nil {
		q.shard.thrown = fault.Unsupported("score of query [%s]", q.name)
	}
	return 0
}
