package search

import (
	"cmp"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// aggregation is one aggregation of a body, with what is below it.
type aggregation struct {
	name string
	kind string
	body *orderedjson.Object
	meta *orderedjson.Object
	subs []*aggregation
	run  *run

	parent    *aggregation // nil at the top
	composite []*source    // of composite
	lookedUp  bool         // its queries looked terms up

	resolved map[*shard]*values                            // by values
	sources  []*aggregation                                // of multi_terms
	answers  map[*orderedjson.Object]func(float64) float64 // by remember
}

// sets are documents by shard: what an aggregation, or a bucket, looks at.
type sets []shardHits

// shards are those whose documents are here.
func (s sets) shards() []*shard {
	var out []*shard
	for _, x := range s {
		out = append(out, x.shard)
	}
	return out
}

func (s sets) count() int64 {
	n := 0
	for _, x := range s {
		n += len(x.docs)
	}
	return int64(n)
}

// kinds are the aggregations that are evaluated. check tells what one shard
// refuses, evaluate computes over all shards that answered.
type aggregationKind struct {
	check    func(a *aggregation, s *shard) error
	evaluate func(a *aggregation, in sets) (*orderedjson.Object, error)
}

func kindOf(name string) (aggregationKind, bool) {
	switch name {
	case "sum", "avg", "min", "max", "stats", "extended_stats":
		return aggregationKind{checkValues, evaluateMetric}, true
	case "value_count":
		return aggregationKind{checkValues, evaluateCount}, true
	case "cardinality":
		return aggregationKind{checkValues, evaluateCardinality}, true
	case "missing":
		return aggregationKind{checkMissing, evaluateMissing}, true
	case "filter":
		return aggregationKind{checkFilter, evaluateFilter}, true
	case "filters":
		return aggregationKind{checkFilters, evaluateFilters}, true
	case "global":
		return aggregationKind{checkNothing, evaluateGlobal}, true
	case "nested":
		return aggregationKind{checkNested, evaluateNested}, true
	case "reverse_nested":
		return aggregationKind{checkReverse, evaluateReverse}, true
	case "terms":
		return aggregationKind{checkValues, evaluateTerms}, true
	case "rare_terms":
		return aggregationKind{checkValues, evaluateRareTerms}, true
	case "range", "date_range":
		return aggregationKind{checkRange, evaluateRange}, true
	case "histogram":
		return aggregationKind{checkHistogram, evaluateHistogram}, true
	case "date_histogram":
		return aggregationKind{checkDates, evaluateDates}, true
	case "median_absolute_deviation":
		return aggregationKind{checkValues, evaluateDeviation}, true
	case "percentiles", "percentile_ranks":
		return aggregationKind{checkValues, evaluatePercentiles}, true
	case "ip_range":
		return aggregationKind{checkAddresses, evaluateAddresses}, true
	case "multi_terms":
		return aggregationKind{checkMultiTerms, evaluateMultiTerms}, true
	case "sampler":
		return aggregationKind{checkNothing, evaluateSampler}, true
	case "adjacency_matrix":
		return aggregationKind{checkAdjacency, evaluateAdjacency}, true
	case "weighted_avg":
		return aggregationKind{checkWeighted, evaluateWeighted}, true
	case "composite":
		return aggregationKind{checkComposite, evaluateComposite}, true
	case "scripted_metric":
		return aggregationKind{checkScripted, evaluateScripted}, true
	case "top_hits":
		return aggregationKind{checkTopHits, evaluateTopHits}, true
	}
	return aggregationKind{}, false
}

// readAggregations reads an "aggregations" object.
func (r *run) readAggregations(o *orderedjson.Object) ([]*aggregation, error) {
	var out []*aggregation
	for _, m := range o.Members() {
		a := &aggregation{name: m.Key, run: r}
		def, _ := m.Value.(*orderedjson.Object)
		for _, d := range def.Members() {
			body, _ := d.Value.(*orderedjson.Object)
			switch d.Key {
			case "aggregations", "aggs":
				subs, err := r.readAggregations(body)
				if err != nil {
					return nil, err
				}
				a.subs = subs
				for _, sub := range subs {
					sub.parent = a
				}
			case "meta":
				a.meta = body
			default:
				a.kind, a.body = d.Key, body
			}
		}
		if _, ok := kindOf(a.kind); !ok && !a.pipeline() {
			return nil, fault.Unsupported("aggregation [%s]", a.kind)
		}
		if a.body.Has("script") && a.kind != "filter" && !a.pipeline() && !a.scripted() && !a.revalued() {
			return nil, fault.Unsupported("aggregation [%s] with a script", a.kind)
		}
		out = append(out, a)
	}
	return out, nil
}

// aggregate computes the aggregations over the shards that answered; nil: none are asked for.
func (r *run) aggregate() (*orderedjson.Object, error) {
	if r.aggregations.Len() == 0 || len(r.shards) == 0 {
		return nil, nil
	}
	if err := r.checkPrecomputed(); err != nil {
		return nil, err
	}
	out := orderedjson.NewObject()
	if err := addAll(out, r.aggs, r.found); err != nil {
		return nil, r.collectedFirst(err)
	}
	for _, set := range r.found {
		if set.shard.thrown != nil {
			return nil, fault.Unsupported("query [script] whose script throws in an aggregation")
		}
	}
	return out, nil
}

// addAll evaluates aggregations and puts them into an object by name.
func addAll(out *orderedjson.Object, list []*aggregation, in sets) error {
	for _, a := range list {
		if a.pipeline() {
			continue
		}
		kind, _ := kindOf(a.kind)
		o, err := kind.evaluate(a, a.collected(in))
		if err == nil {
			err = a.consumeFixed(o)
		}
		if err != nil {
			return err
		}
		if err := a.applyParents(o); err != nil {
			return err
		}
		out.Set(a.name, a.withMeta(o))
		if a.meta == nil && len(in) > 0 && a.rewritten(a.reducedFirst(in)) {
			o.Set("meta", orderedjson.NewObject())
		}
	}
	return addSiblings(out, list)
}

// reducedFirst is the shard whose answer the others are added to: the first, but where it
// doesn't map what terms are of, the first that does.
func (a *aggregation) reducedFirst(in sets) *shard {
	if a.kind == "terms" || a.kind == "rare_terms" {
		for _, set := range in {
			for _, s := range []*shard{set.unasked, set.shard} {
				if s != nil && !a.unmappedOn([]*shard{s}) {
					return s
				}
			}
		}
	}
	return in[0].answersFirst()
}

// withMeta puts the aggregation's meta to what it found.
func (a *aggregation) withMeta(o *orderedjson.Object) *orderedjson.Object {
	if a.meta != nil {
		o.Set("meta", a.meta)
	}
	return o
}

// bucket prints a bucket: what head says, doc_count, the aggregations below.
func (a *aggregation) bucket(head *orderedjson.Object, in sets) (*orderedjson.Object, error) {
	if head == nil {
		head = orderedjson.NewObject()
	}
	head.Set("doc_count", whole(in.count()))
	return head, addAll(head, a.subs, in)
}

// known refuses options that would change the answer and aren't evaluated.
func (a *aggregation) known(names ...string) error {
	for _, m := range a.body.Members() {
		ok := false
		for _, n := range names {
			ok = ok || n == m.Key
		}
		if !ok && m.Value != nil {
			return fault.Unsupported("aggregation [%s] with [%s]", a.kind, m.Key)
		}
	}
	return nil
}

// besideFailures is a failure of the reduce phase as it is told where shards have failed,
// too: it has their status.
func (r *run) besideFailures(err error) error {
	e, ok := err.(*fault.Error)
	if !ok || len(r.failures) == 0 {
		return err
	}
	all, ok := allFailed(r.failures).(*fault.Error)
	if !ok || e.Type != all.Type {
		return e
	}
	out := fault.New(all.Status, e.Type, "").With("phase", "fetch").With("grouped", true)
	for _, m := range all.Extra {
		if m.Key == "failed_shards" {
			out.With(m.Key, m.Value)
		}
	}
	out.Roots, out.Cause = all.Roots, e.Cause
	return out
}

// defaultBuckets is search.max_buckets by default.
const defaultBuckets = 65535

func (r *run) maxBuckets() int { return cmp.Or(r.bucketLimit, defaultBuckets) }

// consume counts buckets of the whole answer, of which the server allows only so
// many. These are counted one by one: the first too many is told.
func (r *run) consume(n int) error {
	if r.buckets += n; r.buckets > r.maxBuckets() {
		return reduceFault(tooManyBuckets(r.maxBuckets(), r.maxBuckets()+1))
	}
	return nil
}

// consumeFixed counts the buckets of aggregations that say which ones they have.
func (a *aggregation) consumeFixed(o *orderedjson.Object) error {
	switch a.kind {
	case "range", "date_range", "ip_range", "filters", "adjacency_matrix":
		return a.run.consumeAll(len(o.Array("buckets")) + o.Object("buckets").Len())
	}
	return nil
}

// consumeAll counts buckets that are counted all at once.
func (r *run) consumeAll(n int) error {
	if r.buckets += n; r.buckets > r.maxBuckets() {
		return reduceFault(tooManyBuckets(r.maxBuckets(), r.buckets))
	}
	return nil
}

func tooManyBuckets(limit, n int) *fault.Error {
	return fault.New(503, "too_many_buckets_exception", "Trying to create too many buckets. Must be less than or equal to: [%d] but was [%d]. "+
		"This limit can be set by changing the [search.max_buckets] cluster level setting.", limit, n).With("max_buckets", whole(int64(limit)))
}
