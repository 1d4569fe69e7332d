package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// A server counts the clauses of a query once more when it has rewritten it, through
// all levels: alternatives within alternatives have become alternatives of one bool,
// and what is left may be 1,024 in all (2.19.4, 3.5.0).

// clauses counts what a query is made of.
type clauses struct {
	n    int
	more int  // that the server may count beside them
	most int  // of one bool
	best bool // some are alternatives of which the best counts
	sure bool // whether the server counts each of them, and as one
	raw  bool // as it stands, before it is rewritten: never fewer
	// twice: ranges of numbers count as what asks the index and as what looks at values.
	twice bool
	seen  map[string]bool
	how   rewriting
}

// checkClauses refuses queries with too many clauses. Where it can't be told how many
// the server counts, they are refused by name.
func (s *shard) checkClauses(q query) error {
	if s.dialect.CountsBoolsOnly {
		return nil
	}
	raw := &clauses{raw: true, how: s.rewriting(), seen: map[string]bool{}, twice: !s.dialect.EndsEarly}
	if raw.count(q); raw.n+raw.more <= maxClauses {
		return nil
	}
	c := &clauses{how: s.rewriting(), sure: s.whole == nil, seen: map[string]bool{}, n: boolInt(s.Mapping.HasNested())} // nested documents are left out by a clause
	c.count(q)
	switch {
	case c.n+raw.more <= maxClauses:
		return nil
	case c.n <= maxClauses, !c.sure || c.best && s.dialect.EndsEarly && c.most <= maxClauses: // 3.5 tells one fault or the other
		return fault.Unsupported("query of %d to %d clauses, which may be too many", c.n, c.n+raw.more)
	case c.most > maxClauses:
		return fault.New(500, "too_many_clauses", "maxClauseCount is set to %d", maxClauses)
	}
	return fault.New(500, "too_many_nested_clauses", "Query contains too many nested clauses; maxClauseCount is set to %d", maxClauses)
}

func (c *clauses) count(q query) {
	if simple := c.how.simplified(q); simple != nil && !c.raw {
		q = simple
	}
	switch q := q.(type) {
	case none:
		c.more += q.held
	case *boolean:
		inner := slices.Concat(q.must, q.filter, q.should, q.mustNot)
		c.most = max(c.most, len(inner))
		c.all(inner)
	case disMax:
		c.best = true
		c.all(q.clauses)
		for _, inner := range q.clauses { // what finds nothing is left out of alternatives that are added up only
			if nothing(inner) && q.tie != 1 {
				c.more++
			}
		}
	case boosting:
		c.sure = false
		c.count(q.positive)
	case constant:
		c.count(q.inner)
	case multiplied:
		c.count(q.inner)
	case scoring:
		c.count(q.simple)
	case counted:
		c.count(q.unit)
	case synonyms:
		c.n += len(q.words)
	case termOf:
		key := q.f.Path + "\x00" + q.term
		c.sure = c.sure && !c.seen[key] // doubles may be left out
		c.seen[key] = true
		c.n++
	case apart:
		c.sure = false
		c.count(q.query)
	case nestedQuery:
		c.sure = false
		c.count(q.inner)
	case unscored:
		c.sure = false
		c.count(q.query)
	case functionScore:
		c.sure = false
		c.count(q.inner)
	case predicate:
		c.n++
		c.more += boolInt(c.twice)
		c.sure = false
	case phrase:
		c.phrase(q)
	case sloppy:
		c.phrase(q.phrase)
	case pointRange:
		c.n++
		c.sure = false
	default:
		c.n++
		c.more++
		c.sure = false
	}
}

// phrase is one clause, or, with several words for a place, a clause for each of its
// places; of one place, for each of its words. A phrase that ends in the begin of a word
// is of that kind, whatever was found.
func (c *clauses) phrase(q phrase) {
	c.sure = false
	if len(q.places) == 1 {
		c.n += max(1, len(q.places[0].words))
		return
	}
	c.n++
	c.more += len(q.places) - 1
}

func (c *clauses) all(list []query) {
	for _, q := range list {
		c.count(q)
	}
}
