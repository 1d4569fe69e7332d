package search

import (
	"strings"

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
}

// sets are documents by shard: what an aggregation, or a bucket, looks at.
type sets []shardHits

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
		return aggregationKind{checkNumbers, evaluateMetric}, true
	case "value_count":
		return aggregationKind{checkField, evaluateCount}, true
	case "cardinality":
		return aggregationKind{checkField, evaluateCardinality}, true
	case "missing":
		return aggregationKind{checkField, evaluateMissing}, true
	case "filter":
		return aggregationKind{checkFilter, evaluateFilter}, true
	case "filters":
		return aggregationKind{checkFilters, evaluateFilters}, true
	case "global":
		return aggregationKind{checkNothing, evaluateGlobal}, true
	case "nested":
		return aggregationKind{checkNothing, evaluateNested}, true
	case "reverse_nested":
		return aggregationKind{checkNothing, evaluateReverse}, true
	case "terms":
		return aggregationKind{checkTerms, evaluateTerms}, true
	case "range", "date_range":
		return aggregationKind{checkRange, evaluateRange}, true
	case "histogram":
		return aggregationKind{checkNumbers, evaluateHistogram}, true
	case "date_histogram":
		return aggregationKind{checkDates, evaluateDates}, true
	case "percentiles", "percentile_ranks", "median_absolute_deviation":
		return aggregationKind{checkNumbers, evaluatePercentiles}, true
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
			case "meta":
				a.meta = body
			default:
				a.kind, a.body = d.Key, body
			}
		}
		if _, ok := kindOf(a.kind); !ok && !a.pipeline() {
			return nil, fault.Unsupported("aggregation [%s]", a.kind)
		}
		if a.body.Has("script") && a.kind != "filter" && !a.pipeline() && !a.scripted() {
			return nil, fault.Unsupported("aggregation [%s] with a script", a.kind)
		}
		out = append(out, a)
	}
	return out, nil
}

// checkAggregations finds what a shard refuses before it collects.
func (r *run) checkAggregations(s *shard) error { return checkAll(r.aggs, s) }

func checkAll(list []*aggregation, s *shard) error {
	for _, a := range list {
		if a.pipeline() {
			continue
		}
		kind, _ := kindOf(a.kind)
		if err := kind.check(a, s); err != nil {
			return err
		}
		if err := checkAll(a.subs, s); err != nil {
			return err
		}
	}
	return nil
}

// aggregate computes the aggregations over the shards that answered.
func (r *run) aggregate() (*orderedjson.Object, error) {
	out := orderedjson.NewObject()
	if err := addAll(out, r.aggs, r.found); err != nil {
		return nil, err
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
		o, err := kind.evaluate(a, in)
		if err != nil {
			return err
		}
		if err := a.applyParents(o); err != nil {
			return err
		}
		out.Set(a.name, a.withMeta(o))
	}
	return addSiblings(out, list)
}

// withMeta puts the aggregation's meta in front of what it found.
func (a *aggregation) withMeta(o *orderedjson.Object) *orderedjson.Object {
	if a.meta == nil {
		return o
	}
	with := orderedjson.NewObject(orderedjson.Member{Key: "meta", Value: a.meta})
	for _, m := range o.Members() {
		with.Set(m.Key, m.Value)
	}
	return with
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

// metricOf finds the number that an order's path names among a bucket's results:
// "m", "stats.max", "inner>m".
func metricOf(bucket *orderedjson.Object, path string) (float64, error) {
	at := bucket
	parts := strings.Split(path, ">")
	for _, p := range parts[:len(parts)-1] {
		at = at.Object(p)
	}
	name, property, dotted := strings.Cut(parts[len(parts)-1], ".")
	if !dotted {
		property = "value"
	}
	o := at.Object(name)
	if o == nil {
		return 0, fault.Unsupported("order by [%s]", path)
	}
	v, ok := o.Get(property)
	if !ok && property == "value" {
		v, ok = o.Get("doc_count")
	}
	if !ok {
		return 0, fault.Unsupported("order by [%s]", path)
	}
	if v == nil {
		return nan, nil
	}
	return toFloat(v)
}
