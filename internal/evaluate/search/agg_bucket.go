package search

import (
	"errors"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func checkFilter(a *aggregation, s *shard) error { return checkQuery(s, a.body) }

// checkQuery builds a query as an aggregation does: what goes wrong is not
// wrapped as it is in the search's own query.
func checkQuery(s *shard, body *orderedjson.Object) error {
	_, _, err := s.prepare(body)
	var e *fault.Error
	if errors.As(err, &e) && e.Type == "query_shard_exception" && e.Cause != nil {
		cause := *e.Cause
		cause.Status = 400
		return &cause
	}
	return err
}

// keep splits documents by a query.
func keepQuery(in sets, body *orderedjson.Object) (sets, error) {
	queries := map[*shard]query{}
	for _, set := range in {
		q, _, err := set.shard.prepare(body)
		if err != nil {
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
	return a.bucket(a.rewrittenMeta(in, []namedQuery{{body: a.body}}), kept)
}

// rewrittenMeta is the empty meta of an aggregation whose queries the first shard
// rewrote; nil where there is none, or one was declared.
func (a *aggregation) rewrittenMeta(in sets, list []namedQuery) *orderedjson.Object {
	if a.meta != nil || len(in) == 0 {
		return nil
	}
	for _, f := range list {
		if in[0].shard.changes(f.body) {
			return orderedjson.NewObject(orderedjson.Member{Key: "meta", Value: orderedjson.NewObject()})
		}
	}
	return nil
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
		if err := checkQuery(s, f.body); err != nil {
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
	if flag(a.body, "other_bucket") {
		rest := in.narrow(func(_ *shard, d *doc) bool { return !taken[d] })
		if err := add(a.body.Text("other_bucket_key"), rest); err != nil {
			return nil, err
		}
	}
	out := a.rewrittenMeta(in, list)
	if out == nil {
		out = orderedjson.NewObject()
	}
	if keyed {
		out.Set("buckets", named)
	} else {
		out.Set("buckets", plain)
	}
	return out, nil
}

func evaluateGlobal(a *aggregation, in sets) (*orderedjson.Object, error) {
	every := make(sets, 0, len(in))
	for _, set := range in {
		every = append(every, shardHits{shard: set.shard, query: all{}, docs: set.shard.docs})
	}
	return a.bucket(nil, every)
}

func evaluateNested(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("path"); err != nil {
		return nil, err
	}
	path := a.body.Text("path")
	out := make(sets, 0, len(in))
	for _, set := range in {
		next := shardHits{shard: set.shard, query: set.query}
		if o := set.shard.Mapping.Object(path); o != nil && o.Nested {
			for _, d := range set.docs {
				for _, n := range below(d.Document, path) {
					next.docs = append(next.docs, &doc{Document: n, top: d.top, ord: d.ord})
				}
			}
		}
		out = append(out, next)
	}
	return a.bucket(nil, out)
}

// evaluateReverse goes back to the documents that hold the nested ones.
func evaluateReverse(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known(); err != nil {
		return nil, err
	}
	out := make(sets, 0, len(in))
	for _, set := range in {
		next := shardHits{shard: set.shard, query: set.query}
		seen := map[*mapping.Document]bool{}
		for _, d := range set.docs {
			if root := d.top.Fields; !seen[root] {
				seen[root] = true
				next.docs = append(next.docs, &doc{Document: root, top: d.top, ord: d.ord})
			}
		}
		out = append(out, next)
	}
	return a.bucket(nil, out)
}

// hitsRequest reads top_hits as the request that it is.
func (a *aggregation) hitsRequest() (*request, error) {
	body := orderedjson.Clone(a.body).(*orderedjson.Object)
	if !body.Has("size") {
		body.Set("size", number("3"))
	}
	r, err := readRequest(body)
	if err != nil {
		return nil, err
	}
	if r.from+r.size > 100 {
		return nil, fault.Unsupported("aggregation [top_hits] of more than 100 hits")
	}
	if len(r.scripts) > 0 || r.highlight != nil || r.collapse != "" || r.enough > 0 {
		return nil, fault.Unsupported("aggregation [top_hits] with scripts, highlight or collapse")
	}
	r.totalUpTo = 1 << 30
	return r, nil
}

func checkTopHits(a *aggregation, s *shard) error {
	r, err := a.hitsRequest()
	if err != nil {
		return err
	}
	_, err = (&run{request: r}).sorters(s)
	return err
}

func evaluateTopHits(a *aggregation, in sets) (*orderedjson.Object, error) {
	r, err := a.hitsRequest()
	if err != nil {
		return nil, err
	}
	inner := &run{request: r, now: a.run.now}
	for _, set := range in {
		inner.shards = append(inner.shards, set.shard)
		sorters, err := inner.sorters(set.shard)
		if err != nil {
			return nil, err
		}
		for _, d := range set.docs {
			if d.Path != "" {
				return nil, fault.Unsupported("aggregation [top_hits] over nested documents")
			}
			h := hit{shard: set.shard, doc: d, score: set.query.score(d)}
			for _, o := range sorters {
				v, err := o.of(d, h.score)
				if err != nil {
					return nil, err
				}
				h.sort = append(h.sort, v)
			}
			inner.hits = append(inner.hits, h)
			inner.maxScore = max(inner.maxScore, h.score)
			inner.total++
		}
	}
	sortHits(r.sorts, inner.hits)
	hits, err := inner.printHits()
	if err != nil {
		return nil, err
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "hits", Value: hits}), nil
}
