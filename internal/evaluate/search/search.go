package search

import (
	"errors"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Options are a search's circumstances.
type Options struct {
	Now     time.Time // what "now" in date math means
	Indices index.Options
	Dialect dialect.Dialect
	Unkept  *Unkept // nil: the store holds all documents
}

// Search answers a search body over the indices that targets name, as the
// server prints it: took (always 0), timed_out, _shards, hits, aggregations.
// Errors are *fault.Error (index_not_found_exception,
// search_phase_execution_exception "all shards failed", …) or
// *fault.UnsupportedError. As on a server, an answer may stand on some shards only:
// _shards.failures says so.
func Search(store *index.Store, targets []string, body *orderedjson.Object, o Options) (*orderedjson.Object, error) {
	body, err := canonical(body, o.Dialect)
	if err != nil {
		return nil, err
	}
	r, err := readRequest(body)
	if err != nil {
		return nil, orMissing(err, store, targets, o)
	}
	run := &run{request: r, now: o.Now, dialect: o.Dialect}
	if run.aggs, err = run.readAggregations(r.aggregations); err != nil {
		return nil, orMissing(err, store, targets, o)
	}
	if err := checkPipelines(run.aggs, nil); err != nil {
		return nil, err
	}
	indices, err := open(store, targets, o)
	if err != nil {
		return nil, err
	}
	if r.query != nil {
		r.query, _ = orderedjson.Clone(r.query).(*orderedjson.Object)
		if err := lookUp(store, r.query); err != nil {
			return nil, err
		}
	}
	for _, x := range indices {
		for n := range x.Shards() {
			run.shards = append(run.shards, newShard(x, n, o))
		}
	}
	run.arrange()
	return run.answer()
}

// run is one search over its shards.
type run struct {
	*request
	now      time.Time
	dialect  dialect.Dialect
	shards   []*shard
	hits     []hit
	total    int
	skipped  int
	early    bool // a shard was stopped by terminate_after
	maxScore float32
	failures []failure
	found    []shardHits // for the aggregations
	aggs     []*aggregation
	buckets  int  // of aggregations, in the whole answer
	perhaps  bool // a shard failed that can't match: the server may not even have asked its aggregations
}

// shardHits are all documents of a shard that match.
type shardHits struct {
	shard *shard
	query query // for scores
	docs  []*doc
}

type failure struct {
	shard *shard
	err   *fault.Error
}

func (r *run) answer() (*orderedjson.Object, error) {
	for _, s := range r.shards {
		err := r.shard(s)
		var refused *fault.Error
		if errors.As(err, &refused) {
			r.failures = append(r.failures, failure{s, refused})
		} else if err != nil {
			return nil, err
		}
	}
	if len(r.failures) > 0 && len(r.failures) == len(r.shards) && r.perhaps {
		return nil, fault.Unsupported("aggregation that fails on shards that can't match: they may answer or not (%s)", r.failures[0].err)
	}
	if len(r.failures) > 0 && len(r.failures) == len(r.shards) {
		return nil, allFailed(r.failures)
	}
	if r.skipped > 0 && r.skipped == len(r.shards) {
		r.skipped-- // one shard is always asked
	}
	sortHits(r.sorts, r.hits)
	if r.collapse != "" {
		r.hits = collapseHits(r.hits)
	}
	out := orderedjson.NewObject()
	out.Set("took", whole(0))
	out.Set("timed_out", false)
	if r.enough > 0 && len(r.shards) > 0 {
		out.Set("terminated_early", r.early)
	}
	out.Set("_shards", r.printShards())
	hits, err := r.printHits()
	var refused *fault.Error
	if u, ok := err.(*unwritten); ok {
		return nil, u.answer
	}
	if errors.As(err, &refused) && len(r.shards) == 1 {
		return nil, allFailed([]failure{{r.shards[0], refused}})
	} else if errors.As(err, &refused) {
		return nil, fault.Unsupported("search over several shards whose hits can't be fetched (%s)", refused.Reason)
	} else if err != nil {
		return nil, err
	}
	out.Set("hits", hits)
	if r.aggregations.Len() > 0 && len(r.shards) > 0 {
		aggs, err := r.aggregate()
		var broken *shardFault
		if errors.As(err, &broken) {
			return r.without(broken)
		}
		if err != nil {
			return nil, err
		}
		out.Set("aggregations", aggs)
	}
	return out, nil
}

// shard searches one shard: rewriting, building, matching, sorting.
func (r *run) shard(s *shard) error {
	if limit := s.MaxResultWindow(); r.from+r.size > limit {
		return fault.Illegal("Result window is too large, from + size must be less than or equal to: [%d] but was [%d]. "+
			"See the scroll api for a more efficient way to request large data sets. This limit can be set by changing "+
			"the [index.max_result_window] index level setting.", limit, r.from+r.size)
	}
	s.labelling = true
	matcher, gone, err := s.prepare(r.query)
	if err != nil {
		return err
	}
	sorters, err := r.sorters(s)
	if err != nil {
		return err
	}
	after, err := r.afterValues(sorters)
	if err != nil {
		return err
	}
	post, _, err := s.prepare(r.postFilter)
	if err != nil {
		return err
	}
	s.labelling = false
	if r.storedNone && r.fieldsAsked {
		return fault.New(500, "search_exception", "[stored_fields] cannot be disabled when using the [fields] option")
	}
	if err := r.compileFields(s); err != nil {
		return err
	}
	if gone && r.skips() {
		r.skipped++
		return r.collect(s, collection{none{}, post, sorters, after, nil})
	}
	if err := r.checkAggregations(s); err != nil {
		r.perhaps = r.perhaps || gone && len(r.shards) > 1
		return err
	}
	if s.broken != nil {
		return s.broken
	}
	group, err := r.collapseField(s)
	if err != nil {
		return err
	}
	return r.collect(s, collection{matcher, post, sorters, after, group})
}

// prefilters tells whether the server looks at all shards before it searches: it
// does where several are sorted by a field.
func (r *run) prefilters() bool {
	return len(r.shards) > 1 && len(r.sorts) > 0 && r.sorts[0].field != "_score"
}

// skips tells whether shards that can't match are left out then.
func (r *run) skips() bool {
	for _, a := range r.aggs {
		if a.kind == "global" || a.kind == "terms" && integer(a.body, "min_doc_count", 1) == 0 {
			return false
		}
	}
	return r.prefilters()
}

// prepare rewrites and builds a query; a nil body matches everything.
func (s *shard) prepare(body *orderedjson.Object) (q query, gone bool, err error) {
	if body == nil {
		return all{}, false, nil
	}
	gone, err = s.rewrite(body)
	if err != nil {
		return nil, false, err
	}
	if gone {
		return none{}, true, nil
	}
	q, err = s.compile(body)
	return q, false, err
}

func (r *run) sorters(s *shard) ([]*sorter, error) {
	var out []*sorter
	for _, k := range r.sorts {
		o, err := s.sorter(k)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

func (r *run) afterValues(sorters []*sorter) ([]value, error) {
	if r.after == nil {
		return nil, nil
	}
	if len(sorters) == 0 {
		return nil, fault.Illegal("Sort must contain at least one field.")
	}
	if len(r.after) != len(sorters) {
		return nil, fault.Illegal("search_after has %d value(s) but sort has %d.", len(r.after), len(sorters))
	}
	if r.from > 0 {
		return nil, fault.New(500, "search_exception", "`from` parameter must be set to 0 when `search_after` is used.")
	}
	var out []value
	for i, o := range sorters {
		v, err := o.parse(r.after[i])
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// collection is how a shard's hits are found.
type collection struct {
	query, post query
	sorters     []*sorter
	after       []value
	group       *mapping.Field // collapse; nil for none
}

func (r *run) collect(s *shard, c collection) error {
	scored := len(r.sorts) == 0 || r.trackScores || slices.ContainsFunc(r.sorts, func(k sortKey) bool { return k.field == "_score" })
	found := shardHits{shard: s, query: c.query}
	var hits []hit
	for _, d := range s.docs {
		if !c.query.matches(d) {
			continue
		}
		h := hit{shard: s, doc: d}
		if scored && r.size > 0 || r.minScore != nil {
			h.score = c.query.score(d)
		}
		if r.minScore != nil && h.score < *r.minScore {
			continue
		}
		if r.enough > 0 && len(found.docs) == r.enough {
			r.early = true
			break
		}
		found.docs = append(found.docs, d)
		if !c.post.matches(d) {
			continue
		}
		r.total++
		r.maxScore = max(r.maxScore, h.score)
		if err := h.fill(c); err != nil {
			return err
		}
		if c.after != nil && before(r.sorts, h.sort, c.after) <= 0 {
			continue
		}
		hits = append(hits, h)
	}
	if s.thrown != nil {
		return r.scriptThrown(s)
	}
	if s.gone != nil {
		r.total += s.gone.Matched
		r.maxScore = max(r.maxScore, s.gone.MaxScore)
	}
	if r.size > 0 {
		sortHits(r.sorts, hits)
		if c.group != nil {
			hits = collapseHits(hits)
		}
		hits = hits[:min(len(hits), r.from+r.size)]
		r.hits = append(r.hits, hits...)
	}
	r.found = append(r.found, found)
	return nil
}

// fill computes what a hit is sorted and collapsed by.
func (h *hit) fill(c collection) error {
	for _, o := range c.sorters {
		o.query = c.query
		v, err := o.of(h.doc, h.score)
		if err != nil {
			return err
		}
		h.sort = append(h.sort, v)
	}
	if c.group == nil {
		return nil
	}
	var err error
	h.group, err = group(c.group, h.doc)
	return err
}
