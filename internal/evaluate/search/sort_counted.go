package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// mayBeCounted tells whether the index may know how many documents a query finds, so that
// none have to be looked at for it. What finds all that there are may be rewritten to a
// query for everything, and then counts for nothing beside another (asked of 2.19.4 and
// 3.5.0). A query that can't be read isn't one of these.
func (s *shard) mayBeCounted(o *orderedjson.Object) bool {
	if o == nil {
		return true
	}
	name, body, err := clause(o)
	if err != nil {
		return true
	}
	switch name {
	case "bool":
		return s.boolMayBeCounted(body)
	case "constant_score":
		return s.mayBeCounted(body.Object("filter"))
	case "function_score":
		return s.mayBeCounted(body.Object("query"))
	case "exists", "dis_max", "boosting":
		return true
	case "range":
		if p := body.Object(body.Keys()[0]); !p.Has("from") && !p.Has("to") || p.Len() > 0 && readBounds(params{Object: p}).open() {
			return true
		}
	}
	q, err := s.compile(o)
	return err != nil || s.countableWhole(q) != countsNot || s.finds(q, true)
}

// boolMayBeCounted looks at the clauses of a bool that are left when those go that find
// everything, and those to exclude that find nothing.
func (s *shard) boolMayBeCounted(body *orderedjson.Object) bool {
	finds := func(all bool) func(*orderedjson.Object) bool {
		return func(o *orderedjson.Object) bool {
			q, err := s.compile(o)
			return err == nil && s.finds(q, all)
		}
	}
	if len(slices.DeleteFunc(clausesOf(body, "must_not"), finds(false))) > 0 {
		return false
	}
	required := append(clausesOf(body, "must"), clausesOf(body, "filter")...)
	should := clausesOf(body, "should")
	if len(required) == 0 {
		return len(should) <= 1 && (len(should) == 0 || s.mayBeCounted(should[0])) || slices.ContainsFunc(should, finds(true))
	}
	if minimum, _ := body.Get("minimum_should_match"); minimum != nil && len(should) > 0 {
		required = append(required, should...)
	}
	required = slices.DeleteFunc(required, finds(true))
	return len(required) == 0 || !slices.ContainsFunc(required, func(o *orderedjson.Object) bool {
		return !s.mayBeCounted(o) || printed(o) != printed(required[0])
	})
}

// finds tells whether a query finds all documents of a shard, or none.
func (s *shard) finds(q query, all bool) bool {
	return !slices.ContainsFunc(s.every(), func(d *doc) bool { return q.matches(d) != all })
}
