package search

import (
	"errors"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func checkFilter(a *aggregation, s *shard) error { return a.checkQuery(s, a.body) }

// checkQuery builds a query as an aggregation does: what goes wrong is not
// wrapped as it is in the search's own query.
func (a *aggregation) checkQuery(s *shard, body *orderedjson.Object) error {
	q, _, err := s.prepare(body)
	if err != nil {
		return unwrapped(err)
	}
	if a.kind != "adjacency_matrix" && len(s.every()) == 0 {
		return nil
	}
	if err := s.checkClauses(q); err != nil {
		return a.unlessLater(s, err)
	}
	return nil
}

// unwrapped is the cause of what a search's own query wraps.
func unwrapped(err error) error {
	var e *fault.Error
	if errors.As(err, &e) && e.Type == "query_shard_exception" && e.Cause != nil && strings.HasPrefix(e.Reason, "failed to create query: ") {
		cause := *e.Cause
		cause.Status = 400
		if slices.Contains([]string{"illegal_state_exception", "unsupported_operation_exception", "exception", "date_time_exception"}, cause.Type) {
			cause.Status = 500
		}
		return &cause
	}
	return err
}

// keep splits documents by a query.
func keepQuery(in sets, body *orderedjson.Object) (sets, error) {
	queries := map[*shard]query{}
	for _, set := range in {
		if len(set.docs) == 0 {
			continue // it may be one that was left out, where the query can't be built
		}
		q, _, err := set.shard.prepare(body)
		if err != nil {
			return nil, err
		}
		err = set.shard.checkClauses(q)
		if refused, ok := err.(*fault.Error); ok {
			return nil, &shardFault{shard: set.shard, err: refused}
		} else if err != nil {
			return nil, err
		}
		queries[set.shard] = q
	}
	return in.narrow(func(s *shard, d *doc) bool { return queries[s].matches(d) }), nil
}

func evaluateFilter(a *aggregation, in sets) (*orderedjson.Object, error) {
	kept, err := keepQuery(in, a.body)
	if err != nil {
		return nil, err
	}
	return a.bucket(nil, kept)
}

// namedQuery is one of filters; the name is "" in a list.
type namedQuery struct {
	name string
	body *orderedjson.Object
}

func (a *aggregation) filters() (list []namedQuery, keyed bool) {
	v, _ := a.body.Get("filters")
	if o, ok := v.(*orderedjson.Object); ok {
		for _, m := range o.Members() {
			q, _ := m.Value.(*orderedjson.Object)
			list = append(list, namedQuery{m.Key, q})
		}
		return list, true
	}
	items, _ := v.([]any)
	for _, x := range items {
		q, _ := x.(*orderedjson.Object)
		list = append(list, namedQuery{"", q})
	}
	return list, false
}

func checkFilters(a *aggregation, s *shard) error {
	list, _ := a.filters()
	for _, f := range list {
		if err := a.checkQuery(s, f.body); err != nil {
			return err
		}
	}
	return nil
}

func evaluateFilters(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("filters", "other_bucket", "other_bucket_key"); err != nil {
		return nil, err
	}
	list, keyed := a.filters()
	named := orderedjson.NewObject()
	var plain []any
	add := func(name string, docs sets) error {
		b, err := a.bucket(nil, docs)
		if keyed {
			named.Set(name, b)
		} else {
			plain = append(plain, b)
		}
		return err
	}
	taken := map[*doc]bool{}
	for _, f := range list {
		docs, err := keepQuery(in, f.body)
		if err != nil {
			return nil, err
		}
		for _, set := range docs {
			for _, d := range set.docs {
				taken[d] = true
			}
		}
		if err := add(f.name, docs); err != nil {
			return nil, err
		}
	}
	if a.otherBucket() {
		rest := in.narrow(func(_ *shard, d *doc) bool { return !taken[d] })
		if err := add(a.otherKey(), rest); err != nil {
			return nil, err
		}
	}
	out := orderedjson.NewObject()
	if keyed {
		out.Set("buckets", named)
	} else {
		out.Set("buckets", plain)
	}
	return out, nil
}

// otherBucket tells whether filters have a bucket of what none of them matches.
func (a *aggregation) otherBucket() bool { return flag(a.body, "other_bucket") }

func (a *aggregation) otherKey() string {
	if key := a.body.Text("other_bucket_key"); key != "" {
		return key
	}
	return "_other_"
}
