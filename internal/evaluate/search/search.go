package search

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Options are a search's circumstances.
type Options struct {
	Now     time.Time // what "now" in date math means
	Indices index.Options
	Dialect dialect.Dialect
	Unkept  *Unkept // nil: the store holds all documents
	// TypedKeys puts the kinds of aggregations before their names: "sterms#name".
	TypedKeys bool
	// LabelScores shows the scores of named queries. It is a parameter of requests:
	// include_named_queries_score of a body changes nothing (2.19.4).
	LabelScores bool
	// MaxBuckets is search.max_buckets; 0: as it is by default.
	MaxBuckets int
	// Routing are the routings whose shards are searched; none: all shards are.
	Routing []string
	// AnyShards takes answers whose _shards may be another on a server: whether a
	// shard that can't match fails is a matter of timing there. Without it they are
	// refused.
	AnyShards bool
	// Unbounded: the page may be larger than an index's window.
	Unbounded bool
	// Whole: an answer that stands on some shards only is an error.
	Whole bool
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
		if invalid := checkPipelinesOf(body); invalid != nil {
			return nil, invalid
		}
		return nil, orMissing(err, store, targets, o)
	}
	run := &run{request: r, now: o.Now, dialect: o.Dialect, anyShards: o.AnyShards, bucketLimit: o.MaxBuckets, unbounded: o.Unbounded}
	if run.aggs, err = run.readAggregations(r.aggregations); err != nil {
		var unsupported *fault.UnsupportedError
		if errors.As(err, &unsupported) && hasPipelines(r.aggregations) {
			return nil, err // what is wrong with these is told before an index is missed
		}
		return nil, orMissing(err, store, targets, o)
	}
	if err := checkPipelines(run.aggs, nil); err != nil {
		return nil, err
	}
	if err := run.endsEarly(); err != nil {
		return nil, err
	}
	indices, err := open(store, targets, o)
	if err != nil {
		return nil, err
	}
	for _, x := range indices {
		if err := checkTypes(x, o.Dialect); err != nil {
			return nil, err
		}
	}
	if err := run.lookUp(store); err != nil {
		return nil, err
	}
	for _, x := range indices {
		for n := range x.Shards() {
			if len(o.Routing) > 0 && !slices.ContainsFunc(o.Routing, func(key string) bool { return x.ShardOf(key) == n }) {
				continue
			}
			s := newShard(x, n, o)
			if err := s.throughAliases(x.Filters); err != nil {
				return nil, err
			}
			run.shards = append(run.shards, s)
		}
	}
	if err := run.boostIndices(store, o.Indices); err != nil {
		return nil, err
	}
	run.arrange()
	answer, err := run.answer()
	if err == nil && o.Whole && len(run.failures) > 0 {
		return nil, run.partlyFailed()
	}
	if err == nil {
		err = (&expander{store, targets, o, r}).expandHits(answer)
	}
	if err == nil && o.TypedKeys {
		err = run.typeKeys(answer)
	}
	return answer, err
}

// run is one search over its shards.
type run struct {
	*request
	now         time.Time
	dialect     dialect.Dialect
	shards      []*shard
	hits        []hit
	total       int
	skipped     int
	early       bool // a shard was stopped by terminate_after
	stops       bool // a shard did not collect its hits
	maxScore    float32
	failures    []failure
	asked       *shard          // though it can't match: one shard is always asked
	lost        map[*shard]bool // whose hits can't be fetched
	found       []shardHits     // for the aggregations
	sorted      [][]*sorter     // of the shards that answered
	bottoms     []bottom
	firstGone   bool // the first of them can't match: it may not have been asked
	aggs        []*aggregation
	bucketLimit int  // search.max_buckets
	buckets     int  // of aggregations, in the whole answer
	gaps        int  // how many buckets without documents, in histograms, are being shown
	inner       bool // the hits are those of top_hits
	idless      bool // the hits are those within one that has stored_fields _none_: no id is read
	unfetched   bool // hits of top_hits are collected only
	filling     bool // a bucket without documents is brought together, that may not be shown
	anyShards   bool
	unbounded   bool
	perhaps     bool // a shard failed that can't match: the server may not even have asked it for all
}

// shardHits are all documents of a shard that match.
type shardHits struct {
	shard *shard
	query query // for scores
	docs  []*doc
	// unasked is the first of the shards before this one that answer with empty buckets,
	// as they don't map what makes buckets: values are printed as it does. nil for none.
	unasked *shard
}

// answersFirst is the shard whose answer is first where there is one of this.
func (x shardHits) answersFirst() *shard { return cmp.Or(x.unasked, x.shard) }

// score is that of a document that was found, or of the one that it is nested in.
func (x shardHits) score(d *doc) float32 {
	if d.Path != "" {
		d = d.relative(d.top.Fields)
	}
	return x.query.score(d)
}

type failure struct {
	shard *shard
	err   *fault.Error
}

func (r *run) answer() (*orderedjson.Object, error) {
	if err := r.unreadableAll(); err != nil {
		return nil, err
	}
	for _, s := range r.shards {
		err := r.shard(s)
		var refused *fault.Error
		if errors.As(err, &refused) {
			r.failures = append(r.failures, failure{s, refused})
		} else if err != nil {
			return nil, err
		}
	}
	if r.perhaps && len(r.failures) < len(r.shards) && (!r.anyShards || len(r.failures)+r.skipped == len(r.shards)) {
		return nil, fault.Unsupported("search that fails on shards that can't match: they may answer or not (%s)", r.failures[0].err)
	}
	switch {
	case len(r.failures) == 0 || len(r.failures)+r.skipped < len(r.shards):
	case r.skipped == 0:
		return nil, allFailed(r.failures)
	case r.aggregations.Len() > 0:
		return nil, r.nothingReduced()
	default:
		return r.nothing(), nil
	}
	if r.skipped > 0 && r.skipped == len(r.shards) {
		r.asked, r.skipped, r.found = slices.MinFunc(r.shards, compareShards), 0, nil
		return r.answer()
	}
	if broken, err := r.breakUnprinted(); err != nil {
		return nil, err
	} else if broken {
		return r.again()
	}
	if err := r.checkFamilies(); err != nil {
		return nil, r.besideFailures(err)
	}
	sortHits(r.sorts, r.hits)
	if r.collapse != "" {
		r.hits = collapseHits(r.hits)
	}
	aggs, err := r.aggregate() // before hits are fetched
	var broken *shardFault
	if errors.As(err, &broken) {
		return r.without(broken)
	} else if err != nil {
		return nil, r.besideFailures(err)
	}
	out := orderedjson.NewObject()
	out.Set("took", whole(0))
	out.Set("timed_out", false)
	if r.enough > 0 && len(r.shards) > 0 {
		out.Set("terminated_early", r.early)
	} else if r.stops {
		out.Set("terminated_early", true)
	}
	hits, err := r.printHits()
	if u, ok := err.(*unwritten); ok {
		return nil, u.answer
	}
	if err != nil {
		return nil, err
	}
	out.Set("_shards", r.printShards())
	out.Set("hits", hits)
	if aggs != nil {
		out.Set("aggregations", aggs)
	}
	return out, nil
}
