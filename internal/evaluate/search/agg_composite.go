package search

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func checkComposite(a *aggregation, s *shard) error {
	for at := a.parent; at != nil; at = at.parent {
		if at.kind != "nested" && (s.dialect.NestedParents || at.kind != "filter" && at.kind != "reverse_nested") {
			return fault.Illegal("[composite] aggregation cannot be used with a parent aggregation of type: [%s]", at.factory())
		}
	}
	sources, err := a.compositeSources()
	if err != nil {
		return err
	}
	for _, x := range sources {
		if err := x.check(s); err != nil {
			return err
		}
	}
	return a.checkAfter(sources)
}

// checkCollected tells what is wrong with a composite only when it is about to
// collect: its size, and values of "after" that its fields don't take.
func (a *aggregation) checkCollected(s *shard) error {
	if a.kind != "composite" {
		return cmp.Or(a.checkMissingOfScript(), a.checkUnshownScorer(s))
	}
	switch size := integer(a.body, "size", 10); {
	case size < 1:
		return fault.Unsupported("aggregation [composite] with [size] below 1")
	case size > a.run.maxBuckets():
		return tooManyBuckets(a.run.maxBuckets(), size)
	}
	sources, err := a.compositeSources()
	if err == nil {
		_, err = a.compositeAfter(sources, s)
	}
	return err
}

// checkAfter holds "after" to what any field takes.
func (a *aggregation) checkAfter(sources []*source) error {
	after := a.body.Object("after")
	if after == nil {
		return nil
	}
	if after.Len() != len(sources) {
		return fault.Illegal("[after] has %d value(s) but [sources] has %d", after.Len(), len(sources))
	}
	for _, x := range sources {
		v, ok := after.Get(x.name)
		if !ok {
			return fault.Illegal("Missing value for [after.%s]", x.name)
		}
		_, object := v.(*orderedjson.Object)
		_, list := v.([]any)
		if object || list || v == nil && !x.nulls {
			return fault.Illegal("Invalid value for [after.%s], expected comparable, got [%s]", x.name, javaClass(v))
		}
	}
	return nil
}

// compositeAfter reads "after" on a shard; nil where it is not given.
func (a *aggregation) compositeAfter(sources []*source, s *shard) ([]part, error) {
	after := a.body.Object("after")
	if after == nil {
		return nil, nil
	}
	out := make([]part, len(sources))
	for i, x := range sources {
		v, _ := after.Get(x.name)
		var err error
		if out[i], err = x.parse(s, v); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// javaClass names the class that a JSON value is parsed to.
func javaClass(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "String"
	case bool:
		return "Boolean"
	case []any:
		return "ArrayList"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "Double"
		}
		if n, err := v.Int64(); err == nil && n == int64(int32(n)) {
			return "Integer"
		}
		return "Long"
	}
	return "LinkedHashMap"
}

// compositeBucket is a combination of parts with its documents.
type compositeBucket struct {
	parts []part
	docs  sets
}

func evaluateComposite(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("sources", "size", "after"); err != nil {
		return nil, err
	}
	sources, err := a.compositeSources()
	if err != nil {
		return nil, err
	}
	size := integer(a.body, "size", 10)
	lists := make([][]*compositeBucket, 0, len(in))
	for _, set := range in {
		list, err := a.compositeShard(sources, set)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list[:min(len(list), size)])
	}
	if err := alikeComposites(sources, lists); err != nil {
		return nil, err
	}
	var merged []*compositeBucket
	pollInOrder(lists, func(x, y *compositeBucket) int { return compareParts(sources, x.parts, y.parts) }, func(b *compositeBucket) {
		if n := len(merged); n > 0 && compareParts(sources, merged[n-1].parts, b.parts) == 0 {
			merged[n-1].docs = append(merged[n-1].docs, b.docs...)
			return
		}
		merged = append(merged, b)
	})
	if err := a.checkDropped(dropped(merged[min(len(merged), size):])); err != nil {
		return nil, err
	}
	return a.printComposite(merged[:min(len(merged), size)], sources)
}

// dropped are buckets that shards have sent and that aren't shown.
func dropped(list []*compositeBucket) []*termBucket {
	var out []*termBucket
	for _, b := range list {
		out = append(out, &termBucket{docs: b.docs})
	}
	return out
}

// alikeComposites refuses keys of different kinds, which the server can't compare.
func alikeComposites(sources []*source, lists [][]*compositeBucket) error {
	for i, s := range sources {
		class := unmappedTerms
		for _, list := range lists {
			if len(list) == 0 || !slices.ContainsFunc(list, func(b *compositeBucket) bool { return !b.parts[i].none }) {
				continue
			}
			mine := s.class(list[0].docs[0].shard)
			if class != unmappedTerms && mine != class {
				return fault.Unsupported("composite source [%s] over fields of different types", s.name)
			}
			class = mine
		}
	}
	return nil
}

// compositeShard makes a shard's buckets, in order, from "after" on.
func (a *aggregation) compositeShard(sources []*source, set shardHits) ([]*compositeBucket, error) {
	after, err := a.compositeAfter(sources, set.shard)
	if err != nil {
		return nil, err
	}
	sources[0].resumed = after != nil && !after[0].none
	if err := a.checkFiltered(sources[0], set); err != nil {
		return nil, err
	}
	once, err := a.oncePerPoint(sources[0], set)
	if err != nil {
		return nil, err
	}
	var list []*compositeBucket
	for _, d := range set.docs {
		rows, err := product(sources, set.shard, d, once)
		if err != nil {
			return nil, err
		}
		for _, parts := range rows {
			if after == nil || compareParts(sources, parts, after) > 0 {
				list = append(list, &compositeBucket{parts: parts, docs: sets{{shard: set.shard, query: set.query, docs: []*doc{d}}}})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y *compositeBucket) int { return compareParts(sources, x.parts, y.parts) })
	var out []*compositeBucket
	for _, b := range list {
		if n := len(out); n > 0 && compareParts(sources, out[n-1].parts, b.parts) == 0 {
			out[n-1].docs[0].docs = append(out[n-1].docs[0].docs, b.docs[0].docs...)
			continue
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		return nil, a.compositeWalked(sources[0], set.shard)
	}
	return out, a.compositeTerminated(set.shard)
}

func (a *aggregation) printComposite(list []*compositeBucket, sources []*source) (*orderedjson.Object, error) {
	out := orderedjson.NewObject()
	buckets := []any{}
	for i, b := range list {
		key := orderedjson.NewObject()
		for i, s := range sources {
			if b.parts[i].none {
				key.Set(s.name, nil)
			} else {
				key.Set(s.name, s.format(b.docs[0].shard).key(b.parts[i].key))
			}
		}
		if i == len(list)-1 {
			out.Set("after_key", orderedjson.Clone(key))
		}
		o, err := a.bucket(orderedjson.NewObject(orderedjson.Member{Key: "key", Value: key}), b.docs)
		if err != nil {
			return nil, err
		}
		buckets = append(buckets, o)
	}
	out.Set("buckets", buckets)
	return out, a.run.consumeAll(len(list))
}
