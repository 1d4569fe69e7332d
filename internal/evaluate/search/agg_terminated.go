package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// A minimum of a field that a shard doesn't map ends the collection of that shard,
// unless it stands at the top (observed on 2.19.4; MinAggregator throws). What has
// nothing but such minimums below it collects nothing either, up to an aggregation
// that has something else, or that looks at what is below it only afterwards.

// endsEarly refuses terminate_after beside aggregations that end a shard's collection
// themselves: then more documents are counted than it says (observed on 2.19.4).
func (r *run) endsEarly() error {
	for _, a := range r.aggs {
		if r.enough > 0 && (a.kind == "min" || a.kind == "max" || a.kind == "multi_terms" || a.kind == "composite") {
			return fault.Unsupported("search with [terminate_after] and the aggregation [%s]", a.kind)
		}
		if r.minScore != nil && a.kind == "composite" { // it goes through points
			return fault.Unsupported("search with [min_score] and the aggregation [%s]", a.kind)
		}
		if (r.enough > 0 || r.minScore != nil) && r.dialect.EndsEarly && a.perhapsPointed() {
			return fault.Unsupported("search with [terminate_after] or [min_score], and aggregations below a [%s]", a.kind)
		}
	}
	return nil
}

// perhapsPointed tells whether 3.5 may find the buckets of an aggregation at the top by
// points, though others stand below it: it does where a shard has many documents (asked of
// 3.5.0).
func (a *aggregation) perhapsPointed() bool {
	switch a.kind {
	case "date_histogram", "range", "date_range", "auto_date_histogram":
		return !a.alone()
	}
	return false
}

// terminated tells whether the aggregation collects nothing on a shard.
func (a *aggregation) terminated(s *shard) bool {
	switch a.kind {
	case "min":
		if a.parent == nil || a.body.Has("script") {
			return false
		}
		v, err := a.values(s)
		return err == nil && v.empty()
	case "sampler", "diversified_sampler", "rare_terms", "auto_date_histogram", "significant_terms", "composite", "variable_width_histogram":
		return false
	case "terms":
		if a.deferring(s) {
			first := a.sorting()
			later := slices.ContainsFunc(a.subs, func(sub *aggregation) bool { return !sub.pipeline() && !slices.Contains(first, sub) })
			return !later && allTerminated(first, s)
		}
	}
	return allTerminated(a.subs, s)
}

// allTerminated tells whether there is something to collect, and all of it
// collects nothing.
func allTerminated(list []*aggregation, s *shard) bool {
	some := false
	for _, a := range list {
		if a.pipeline() {
			continue
		}
		if some = true; !a.terminated(s) {
			return false
		}
	}
	return some
}

// sorting are the aggregations below that the order names.
func (a *aggregation) sorting() []*aggregation {
	t, err := a.termsRun()
	if err != nil {
		return nil
	}
	var out []*aggregation
	for _, o := range t.orders {
		if !o.metric() {
			continue
		}
		if path, err := readOrderPath(o.path); err == nil && len(path) > 0 {
			if sub := a.sub(path[0].name); sub != nil {
				out = append(out, sub)
			}
		}
	}
	return out
}

// deferring tells whether terms collects what is below its buckets after it has
// chosen them: it does for numbers, and for more texts than a shard sends.
func (a *aggregation) deferring(s *shard) bool {
	switch a.body.Text("collect_mode") {
	case "breadth_first":
		return true
	case "depth_first":
		return false
	}
	t, err := a.termsRun()
	if err != nil {
		return false
	}
	v, err := a.values(s)
	if a.body.Text("execution_hint") == "map" || err == nil && v.source != bytesSource && v.source != ipSource {
		return true
	}
	keys, err := a.documentKeys(s)
	if err != nil {
		return false
	}
	seen := map[bucketKey]bool{}
	for _, d := range s.docs {
		for _, n := range withNested(d) {
			list, _ := keys(n)
			for _, k := range list {
				seen[k] = true
			}
		}
	}
	return len(seen) > t.shardSize
}

// collected leaves out the documents of shards on which nothing is collected.
func (a *aggregation) collected(in sets) sets {
	for i, set := range in {
		if len(set.docs) == 0 || !a.terminated(set.shard) {
			continue
		}
		out := append(sets(nil), in...)
		for j := i; j < len(out); j++ {
			if a.terminated(out[j].shard) {
				out[j].docs = nil
			}
		}
		return out
	}
	return in
}

// composites fail where all that is below them collects nothing.
func (a *aggregation) compositeTerminated(s *shard) error {
	if !allTerminated(a.subs, s) {
		return nil
	}
	return &shardFault{shard: s, err: fault.New(500, "collection_terminated_exception", "").With("reason", nil)}
}

// compositeWalked refuses a composite without buckets that would fail had it some: where a
// server walks over the values of the first source, it comes to documents, though what
// they are found with leads to no bucket (asked of 1.3.14, 2.19.4, 3.5.0).
func (a *aggregation) compositeWalked(first *source, s *shard) error {
	if !allTerminated(a.subs, s) {
		return nil
	}
	v, err := first.values(s)
	if err != nil || v.field == nil || v.source == bytesSource && a.run.query != nil && !s.everything(a.run.query) {
		return err
	}
	return fault.Unsupported("composite without buckets, below which nothing is collected")
}

// rewritten tells whether the aggregation's queries, or those of one below it, are
// rewritten on a shard. The server then makes a copy of it, with an empty meta.
func (a *aggregation) rewritten(s *shard) bool {
	if a.lookedUp {
		return true
	}
	for _, q := range a.queries() {
		if s.changes(q.body) {
			return true
		}
	}
	for _, sub := range a.subs {
		if sub.rewritten(s) {
			return true
		}
	}
	return false
}

// queries are the queries that the aggregation is made of.
func (a *aggregation) queries() []namedQuery {
	switch a.kind {
	case "filter":
		return []namedQuery{{body: a.body}}
	case "filters", "adjacency_matrix":
		list, _ := a.filters()
		return list
	}
	return nil
}
