package search

import (
	"errors"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// shardFault is what goes wrong on a shard while it collects.
type shardFault struct {
	shard   *shard
	err     *fault.Error
	fetched bool // told when all documents have been collected: the hits of top_hits are fetched then
}

func (f *shardFault) Error() string { return f.err.Error() }

// without searches again, a shard's failure put in for its answer.
func (r *run) without(f *shardFault) (*orderedjson.Object, error) {
	f.shard.broken = f.err
	return r.again()
}

// again answers once more, now that more shards are broken.
func (r *run) again() (*orderedjson.Object, error) {
	r.hits, r.total, r.skipped, r.early, r.stops, r.maxScore = nil, 0, 0, false, false, 0
	r.failures, r.found, r.buckets = nil, nil, 0
	r.sorted, r.firstGone, r.bottoms = nil, false, nil
	return r.answer()
}

// collectedFirst is the fault that is told where err is found: what is wrong with a
// document is found while documents are collected, before hits are fetched. Where an
// aggregation collects later what is below it, that may come before or after.
func (r *run) collectedFirst(err error) error {
	var f *shardFault
	if !errors.As(err, &f) || !f.fetched {
		return err
	}
	if slices.ContainsFunc(r.aggs, func(a *aggregation) bool { return a.failsLater(f.shard) }) {
		return fault.Unsupported("aggregation [top_hits] whose hits can't be fetched (%s), beside one that may fail", f.err.Reason)
	}
	before := r.buckets
	r.unfetched = true
	other := addAll(orderedjson.NewObject(), r.aggs, r.found)
	r.unfetched, r.buckets = false, before
	if e, ok := other.(*fault.Error); other == nil || ok && slices.Contains(e.Extra, orderedjson.Member{Key: "phase", Value: "fetch"}) {
		return err // the other is found in what shards have sent
	}
	return other
}

// failsLater tells whether something that may fail by what documents hold is collected on
// a shard only when what is above it has chosen its buckets.
func (a *aggregation) failsLater(s *shard) bool {
	switch a.kind {
	case "sampler", "diversified_sampler", "rare_terms", "composite", "multi_terms":
		return slices.ContainsFunc(a.subs, (*aggregation).fallible)
	case "terms":
		if a.deferring(s) {
			return slices.ContainsFunc(a.subs, (*aggregation).fallible)
		}
	}
	return slices.ContainsFunc(a.subs, func(sub *aggregation) bool { return sub.failsLater(s) })
}
