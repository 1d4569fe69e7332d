package search

// unscored is a query whose matches are known and whose scores are not computed
// here: asked for one, the search is refused.
type unscored struct {
	query
	shard *shard
	name  string
}

func (q unscored) score(*doc) float32 {
	q.shard.refuse("score of query [" + q.name + "]")
	return 0
}
