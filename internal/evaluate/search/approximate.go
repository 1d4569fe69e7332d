package search

import (
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// From 3.x on a search for everything, sorted by one number or date, walks over the
// field's values instead of the documents: those without a value are counted, but
// not found (asked of 3.5.0). So does a range over the field that is sorted by.

// pointed is the field by whose values the search is walked; nil for none.
func (r *run) pointed(s *shard) *mapping.Field {
	if r.size == 0 || len(r.aggs) > 0 || r.enough > 0 || r.totalUpTo == math.MaxInt32 {
		return nil
	}
	return r.walkedBy(s)
}

// walkedBy is the field by whose values what is for everything is walked; nil for none.
func (r *run) walkedBy(s *shard) *mapping.Field {
	if !s.dialect.WalksValues || r.inner || len(r.sorts) != 1 || r.sorts[0].missing != nil {
		return nil
	}
	f := s.field(r.sorts[0].field)
	if f == nil || !f.Indexed {
		return nil
	}
	if f.Type == "date" || f.Type == "date_nanos" || slices.Contains(mapping.Integers, f.Type) || slices.Contains(mapping.Decimals, f.Type) {
		return f
	}
	return nil
}

// walked is the field of whose documents alone a search for everything finds some.
func (r *run) walked(s *shard) *mapping.Field {
	if s.Mapping.HasNested() || !s.everything(r.query) {
		return nil
	}
	if s.boost != nil && *s.boost != 1 { // which makes it another query
		return nil
	}
	return r.pointed(s)
}

// postWalked is the field whose documents alone a post_filter for everything keeps.
func (r *run) postWalked(s *shard) *mapping.Field {
	if r.postFilter == nil || len(r.aggs) > 0 || r.enough > 0 || r.totalUpTo == math.MaxInt32 || !s.everything(r.postFilter) {
		return nil
	}
	return r.walkedBy(s)
}

// checkWalkedIndex refuses a search for everything sorted by the index, over whose values
// a server would walk.
func (r *run) checkWalkedIndex(s *shard, post query) error {
	if !s.dialect.WalksValues || r.inner || len(r.sorts) != 1 || r.sorts[0].field != "_index" || r.sorts[0].missing != nil {
		return nil
	}
	if s.filtersEverything(r.aggs) {
		return fault.Unsupported("search sorted by [_index] with an aggregation that filters for everything, on %s", s.dialect.Name())
	}
	if len(r.aggs) > 0 || r.totalUpTo == math.MaxInt32 {
		return nil
	}
	if s.everything(r.query) && !s.Mapping.HasNested() || r.postFilter != nil && !nothing(post) && s.everything(r.postFilter) {
		return fault.Illegal("Field [_index] of type [_index] does not support range queries")
	}
	return nil
}

// filtersEverything tells whether an aggregation, at any depth, has a filter for everything.
func (s *shard) filtersEverything(list []*aggregation) bool {
	return slices.ContainsFunc(list, func(a *aggregation) bool {
		return slices.ContainsFunc(a.queries(), func(q namedQuery) bool { return s.everything(q.body) }) || s.filtersEverything(a.subs)
	})
}

// everything tells whether a query that may match is match_all as a server asks it: no
// query at all is none, and one for the value of a field that all documents share is.
func (s *shard) everything(query *orderedjson.Object) bool {
	for _, kind := range []string{"term", "terms", "prefix", "wildcard"} {
		for _, field := range query.Object(kind).Keys() {
			if f := s.field(field); field == "_index" || f != nil && f.Type == "constant_keyword" {
				return true
			}
		}
	}
	return matchesAll(query)
}

func matchesAll(query *orderedjson.Object) bool {
	if all := query.Object("match_all"); all != nil {
		return boost(all) == 1
	}
	return isEmptyBool(query) && boost(query.Object("bool")) == 1
}

// isMatchAll is everything where a boost doesn't matter.
func (s *shard) isMatchAll(query *orderedjson.Object) bool {
	return query.Object("match_all") != nil || isEmptyBool(query) || s.everything(query)
}

func isEmptyBool(query *orderedjson.Object) bool {
	clauses := query.Object("bool")
	return clauses != nil && !slices.ContainsFunc([]string{"must", "filter", "should", "must_not"}, clauses.Has)
}

// checkNarrowed refuses a range over the field that is sorted by, after a value:
// the server puts the value in place of the range's own end. And where it walks over
// the values and filters what it finds, it counts from the value on (asked of 3.5.0).
func (r *run) checkNarrowed(s *shard) error {
	f := r.pointed(s)
	if f == nil || r.after == nil {
		return nil
	}
	if (r.postFilter != nil || r.minScore != nil) && s.everything(r.query) || r.postFilter != nil && s.everything(r.postFilter) {
		return fault.Unsupported("search for everything, with [post_filter] or [min_score] and [search_after], on %s", s.dialect.Name())
	}
	if ranged := r.query.Object("range"); ranged.Has(f.Path) || r.query.Has("query_string") || r.query.Has("simple_query_string") {
		return fault.Unsupported("search sorted by [%s], over a range of it, with [search_after] on %s", f.Path, s.dialect.Name())
	}
	return nil
}
