package search

import "slices"

// Alternatives that find nothing in a shard have no scorer there. Where just as many are
// left as have to match, 3.5 requires these like what is required anyway, and adds all of it
// up at once, which the last digit of a score shows; earlier generations add up alternatives
// by themselves (asked of 1.3.14, 2.19.4 and 3.5.0).

// withoutMissed is a bool as it is scored where alternatives of it find nothing.
func (s *shard) withoutMissed(b *boolean) query {
	if b.least == 0 || len(b.must) == 0 || len(b.should) <= b.least {
		return b
	}
	var left []query
	sure := true
	for _, c := range b.should {
		if s.findsSome(c) {
			left = append(left, c)
		} else if !isTerm(c) {
			sure = false // numbers between others have a scorer all the same
		}
	}
	if len(left) != b.least {
		return b
	}
	together := *b
	together.must, together.should, together.least = slices.Concat(b.must, left), nil, 0
	if sure {
		return &together
	}
	return either{b, &together, s}
}

// findsSome tells whether a query finds any document of the shard, nested ones too.
func (s *shard) findsSome(q query) bool {
	return slices.ContainsFunc(s.every(), func(d *doc) bool { return slices.ContainsFunc(withNested(d), q.matches) })
}

func isTerm(q query) bool {
	if c, ok := q.(constant); ok {
		q = c.inner
	}
	_, ok := q.(termOf)
	return ok
}

// either is a query that a server scores in one of two ways.
type either struct {
	query
	other query
	shard *shard
}

func (q either) score(d *doc) float32 {
	score := q.query.score(d)
	if score != q.other.score(d) {
		q.shard.refuse("score of a bool of which clauses find nothing")
	}
	return score
}
