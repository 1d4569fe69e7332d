package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// mostRare is how many terms that are not rare a shard remembers exactly.
const mostRare = 10000

// evaluateRareTerms finds the terms that are rare on every shard that has them, and
// rare altogether.
func evaluateRareTerms(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "max_doc_count", "precision", "include", "exclude", "missing", "value_type", "format"); err != nil {
		return nil, err
	}
	if a.parent != nil && len(a.subs) > 0 {
		return nil, fault.Unsupported("aggregation [rare_terms] below [%s], and others below it: a server mixes up their documents", a.parent.kind)
	}
	t := &termsRun{a: a, least: 1, repeats: true, orders: []termsOrder{{"_count", false}, {"_key", false}}}
	var answers []*shardTerms
	frequent := map[string]bool{}
	for _, set := range in {
		x := &shardTerms{class: textTerms, none: nothing(set.query), most: a.mostDocs(set.shard)}
		found, err := t.terms(set, x)
		if err != nil {
			return nil, err
		}
		for id, b := range found {
			if b.n > x.most {
				frequent[id] = true
				continue
			}
			x.buckets = append(x.buckets, b)
		}
		answers = append(answers, x)
	}
	if len(frequent) > mostRare {
		return nil, fault.Unsupported("aggregation [rare_terms] with more than %d other terms", mostRare)
	}
	answers, first := mapped(answers)
	if err := a.alike(answers, first); err != nil {
		return nil, err
	}
	merged := map[string]*termBucket{}
	for _, x := range answers {
		slices.SortFunc(x.buckets, func(a, b *termBucket) int { return a.compareKeys(b) })
		for _, b := range x.buckets {
			m := merged[b.id()]
			if m == nil {
				m = &termBucket{key: b.key}
				merged[b.id()] = m
			}
			m.n += b.n
			m.docs = append(m.docs, b.docs...)
		}
	}
	return t.printRare(merged, func(id string, b *termBucket) bool { return !frequent[id] && b.n <= first.most }, first)
}

// mostDocs is max_doc_count, which a server forgets where it rewrites a query below the
// aggregation (asked of 1.3.14, 2.19.4 and 3.5.0).
func (a *aggregation) mostDocs(s *shard) int64 {
	if a.rewritten(s) {
		return 1
	}
	return int64(integer(a.body, "max_doc_count", 1))
}

func (t *termsRun) printRare(merged map[string]*termBucket, rare func(string, *termBucket) bool, first *shardTerms) (*orderedjson.Object, error) {
	var list []*termBucket
	for id, b := range merged {
		if rare(id, b) {
			list = append(list, b)
		}
	}
	slices.SortFunc(list, func(x, y *termBucket) int { return compareBuckets(t.orders, x, y) })
	buckets := []any{}
	for _, b := range list {
		head := orderedjson.NewObject()
		setKey(head, first.format, b.key)
		printed, err := t.a.bucket(head, b.docs)
		if err != nil {
			return nil, err
		}
		buckets = append(buckets, printed)
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: buckets}), t.a.run.consume(len(list))
}
