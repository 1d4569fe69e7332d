package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// missed is how many documents of a term a shard may have left out: -1 is unknown.
func (t *termsRun) missed(x *shardTerms) int64 {
	switch n := len(x.buckets); {
	case n == 0 || n < t.shardSize || t.orders[0].path == "_key":
		return 0
	case t.orders[0] == (termsOrder{"_count", true}):
		least := x.buckets[0].n
		for _, b := range x.buckets {
			least = min(least, b.n)
		}
		return least
	}
	return -1
}

// mapped puts shards that don't know the field last, and finds the first that does.
func mapped(answers []*shardTerms) (sorted []*shardTerms, first *shardTerms) {
	sorted = slices.Clone(answers)
	slices.SortStableFunc(sorted, func(x, y *shardTerms) int {
		return boolInt(x.class == unmappedTerms) - boolInt(y.class == unmappedTerms)
	})
	if len(sorted) == 0 || sorted[0].class == unmappedTerms {
		return sorted, &shardTerms{}
	}
	return sorted, sorted[0]
}

// alike refuses what the server refuses to bring together. Longs and doubles become
// doubles.
func (a *aggregation) alike(answers []*shardTerms, first *shardTerms) error {
	decimal := slices.ContainsFunc(answers, func(x *shardTerms) bool { return x.class == doubleTerms }) &&
		slices.ContainsFunc(answers, func(x *shardTerms) bool { return x.class == longTerms && x.format.raw() }) && first.class != textTerms
	for _, x := range answers {
		if decimal && x.class == longTerms {
			for _, b := range x.buckets {
				b.key = bucketKey{kind: floatValue, f: float64(b.key.i)}
			}
			x.class = doubleTerms
		}
		if x.class == unmappedTerms {
			continue
		}
		if x.class != first.class && (x.class == unsignedTerms || first.class == unsignedTerms) {
			return fault.Unsupported("aggregation [%s] over an unsigned_long and another type", a.kind)
		}
		if x.class != first.class && (x.none || first.none) {
			return fault.Unsupported("aggregation [%s] over fields of different types where a shard can't match: it may answer or not", a.kind)
		}
		if x.class != first.class {
			return reduceFault(fault.New(500, "aggregation_execution_exception", "Merging/Reducing the aggregations failed when computing the aggregation [%s] "+
				"because the field you gave in the aggregation query existed as two different types in two different indices", a.name))
		}
		if x.ips != first.ips && len(x.buckets) > 0 { // the first says how keys are printed, be it without any
			return fault.Unsupported("aggregation [%s] over ips and keywords", a.kind)
		}
	}
	return nil
}

// reduceFault is what goes wrong while the shards' answers are brought together.
func reduceFault(e *fault.Error) error {
	out := fault.New(e.Status, "search_phase_execution_exception", "")
	out.With("phase", "fetch").With("grouped", true).With("failed_shards", []any{})
	out.Roots = []*fault.Error{}
	out.Cause = e
	return out
}

func (t *termsRun) reduce(answers []*shardTerms) (*orderedjson.Object, error) {
	answers, first := mapped(answers)
	if err := t.a.alike(answers, first); err != nil {
		return nil, err
	}
	var sum, other int64
	lists := make([][]*termBucket, len(answers))
	for i, x := range answers {
		other += x.other
		missed := t.missed(x)
		if sum != -1 {
			sum += missed
		}
		if missed == -1 {
			sum = -1
		}
		for _, b := range x.buckets {
			b.missed = -missed
		}
		lists[i] = x.buckets
	}
	if t.a.kind == "multi_terms" && t.showErrors && sum != 0 && len(answers) > 1 {
		return nil, fault.Unsupported("aggregation [multi_terms] with show_term_doc_count_error where shards leave terms out")
	}
	merged := t.merge(lists)
	list, cut, err := t.best(merged)
	if err != nil {
		return nil, err
	}
	bound := sum
	if len(answers) <= 1 && sum != -1 {
		bound = 0
	}
	certain := slices.DeleteFunc(slices.Clone(answers), func(x *shardTerms) bool { return x.none })
	if bound > 0 && len(certain) <= 1 {
		return nil, fault.Unsupported("aggregation [%s] of whose terms one shard leaves some out, where the others can't match: a single answer has no error", t.a.kind)
	}
	out := orderedjson.NewObject()
	out.Set("doc_count_error_upper_bound", whole(bound))
	out.Set("sum_other_doc_count", whole(other+cut))
	return out, t.print(out, list, first, sum)
}

// merge adds up buckets of the same key. Shards send them in the order of their
// keys.
func (t *termsRun) merge(lists [][]*termBucket) map[string]*termBucket {
	desc := t.orders[0].path == "_key" && t.orders[0].desc
	before := func(x, y *termBucket) bool {
		if c := x.compareKeys(y); desc {
			return c > 0
		} else {
			return c < 0
		}
	}
	for i := range lists {
		lists[i] = slices.Clone(lists[i])
		slices.SortFunc(lists[i], func(x, y *termBucket) int { return boolInt(before(y, x)) - boolInt(before(x, y)) })
	}
	merged := map[string]*termBucket{}
	mergeInOrder(lists, before, func(b *termBucket) {
		m := merged[b.id()]
		if m == nil {
			m = &termBucket{key: b.key, keys: b.keys}
			merged[b.id()] = m
		}
		m.n += b.n
		if m.missed != -1 { // so the server takes an error of 1 for one that is not known
			m.missed += b.missed
		}
		m.docs = append(m.docs, b.docs...)
	})
	return merged
}

// best sorts what was merged and cuts it off.
func (t *termsRun) best(merged map[string]*termBucket) (list []*termBucket, cut int64, err error) {
	for _, b := range merged {
		if b.n < t.least {
			continue
		}
		if err := t.a.rank(b, t.orders); err != nil {
			return nil, 0, err
		}
		list = append(list, b)
	}
	slices.SortFunc(list, func(x, y *termBucket) int { return compareBuckets(t.orders, x, y) })
	for _, b := range list[min(len(list), t.size):] {
		cut += b.n
	}
	return list[:min(len(list), t.size)], cut, nil
}

func (t *termsRun) print(out *orderedjson.Object, list []*termBucket, first *shardTerms, sum int64) error {
	buckets := []any{}
	for _, b := range list {
		head := orderedjson.NewObject()
		t.setKey(head, first, b)
		head.Set("doc_count", whole(b.n))
		if t.showErrors {
			missed := b.missed + sum
			if sum == -1 {
				missed = -1
			}
			head.Set("doc_count_error_upper_bound", whole(missed))
		}
		if err := addAll(head, t.a.subs, b.docs); err != nil {
			return err
		}
		buckets = append(buckets, head)
	}
	out.Set("buckets", buckets)
	return t.a.run.consume(len(list))
}
