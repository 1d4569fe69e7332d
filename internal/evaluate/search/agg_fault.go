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
	if a.defers(s) {
		return slices.ContainsFunc(a.subs, (*aggregation).fallible)
	}
	return slices.ContainsFunc(a.subs, func(sub *aggregation) bool { return sub.failsLater(s) })
}

// defers tells whether an aggregation collects on a shard what is below it only when it
// has chosen its buckets.
func (a *aggregation) defers(s *shard) bool {
	switch a.kind {
	case "sampler", "diversified_sampler", "rare_terms", "composite", "multi_terms":
		return true
	case "terms":
		return a.deferring(s)
	}
	return false
}

// unlessLater is a fault that is found when documents come to an aggregation, where they
// come as soon as there are any. Where the one above it chooses first those that it takes,
// it is found when the aggregation is evaluated. Otherwise it may be found though no
// document gets as far: then the search is refused.
func (a *aggregation) unlessLater(s *shard, err error) error {
	for at := a.parent; at != nil; at = at.parent {
		direct := at == a.parent && at.kind != "composite" && at.kind != "multi_terms"
		switch {
		case a.kind == "adjacency_matrix" || !at.defers(s):
		case direct:
			return nil
		case !errors.As(err, new(*fault.Error)):
			return err
		default:
			return fault.Unsupported("aggregation [%s] that fails (%s), below [%s]", a.kind, err, at.kind)
		}
	}
	return err
}

// checkDropped finds what fails in buckets that a shard sends and that aren't shown in
// the end: their hits are fetched all the same.
func (a *aggregation) checkDropped(buckets []*termBucket) error {
	for _, sub := range a.subs {
		if sub.fallible() || sub.fetches() {
			if err := sub.tryAll(buckets); err != nil {
				return err
			}
		}
		if sub.kind != "top_hits" {
			continue
		}
		r, err := sub.hitsRequest()
		if err != nil {
			return err
		}
		inner := sub.hitsRun(r)
		for _, b := range buckets {
			for _, set := range b.docs {
				if err := inner.checkHits(sub, set); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkFaults finds what fails by a document's values, at any depth.
func (a *aggregation) checkFaults(buckets []*termBucket) error {
	if !a.fallible() {
		return nil
	}
	return a.tryAll(buckets)
}

// tryAll evaluates an aggregation in buckets that aren't shown.
func (a *aggregation) tryAll(buckets []*termBucket) error {
	before := a.run.buckets
	defer func() { a.run.buckets = before }()
	kind, _ := kindOf(a.kind)
	for _, b := range buckets {
		if _, err := kind.evaluate(a, b.docs); err != nil {
			return err
		}
	}
	return nil
}

// fetches tells whether the hits of a top_hits, at any depth, show more than their
// sources, which may fail.
func (a *aggregation) fetches() bool {
	if a.kind != "top_hits" {
		return slices.ContainsFunc(a.subs, (*aggregation).fetches)
	}
	return a.body.Has("docvalue_fields") || a.body.Has("fields") || a.body.Has("script_fields") || a.body.Has("highlight") || a.body.Has("stored_fields")
}

// fallible tells whether something in an aggregation may fail by what documents hold:
// percentiles by hdr by a negative number, a weight that is several, any script, a sampler
// with nothing below it, a top_hits whose sort states what missing values are.
func (a *aggregation) fallible() bool {
	return a.body.Object("hdr") != nil || a.kind == "weighted_avg" || a.statesMissing() || a.kind == "scripted_metric" || a.takesScript() || a.childless() ||
		slices.ContainsFunc(a.subs, (*aggregation).fallible)
}

// statesMissing tells whether hits, at any depth, are sorted with values for documents that
// have none, which may not be readable.
func (a *aggregation) statesMissing() bool {
	if a.kind != "top_hits" {
		return slices.ContainsFunc(a.subs, (*aggregation).statesMissing)
	}
	r, err := a.hitsRequest()
	return err == nil && slices.ContainsFunc(r.sorts, func(k sortKey) bool { return k.missing != nil && k.missing != "_first" && k.missing != "_last" })
}
