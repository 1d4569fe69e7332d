package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// multiBucket is a bucket of multi_terms: one value of each field.
type multiBucket struct {
	keys []bucketKey
	text []string
	show []any
	docs sets
	n    int64
}

// multiSource reads one of the fields.
func (a *aggregation) multiSources() ([]*aggregation, error) {
	var out []*aggregation
	for _, x := range a.body.Array("terms") {
		body, _ := x.(*orderedjson.Object)
		source := &aggregation{name: a.name, kind: "multi_terms", body: body, run: a.run}
		if err := source.known("field"); err != nil {
			return nil, err
		}
		out = append(out, source)
	}
	return out, nil
}

func checkMultiTerms(a *aggregation, s *shard) error {
	sources, err := a.multiSources()
	if err != nil {
		return err
	}
	for _, source := range sources {
		if err := checkField(source, s); err != nil {
			return err
		}
	}
	return nil
}

func evaluateMultiTerms(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("terms", "size", "shard_size", "min_doc_count", "shard_min_doc_count", "show_term_doc_count_error", "order"); err != nil {
		return nil, err
	}
	orders, err := a.multiOrder()
	if err != nil {
		return nil, err
	}
	size := integer(a.body, "size", 10)
	sources, err := a.multiSources()
	if err != nil {
		return nil, err
	}
	found := map[string]*multiBucket{}
	for _, set := range in {
		before := len(found)
		addMulti(found, sources, set)
		if len(in) > 1 && len(found)-before > size {
			return nil, fault.Unsupported("aggregation [multi_terms] of more terms than its size, over several shards")
		}
	}
	var list []*multiBucket
	for _, b := range found {
		list = append(list, b)
	}
	slices.SortFunc(list, func(x, y *multiBucket) int { return compareMulti(orders, x, y) })
	out := orderedjson.NewObject(orderedjson.Member{Key: "doc_count_error_upper_bound", Value: whole(0)})
	other := int64(0)
	for _, b := range list[min(size, len(list)):] {
		other += b.n
	}
	out.Set("sum_other_doc_count", whole(other))
	buckets := []any{}
	for _, b := range list[:min(size, len(list))] {
		head := orderedjson.NewObject(orderedjson.Member{Key: "key", Value: b.show})
		head.Set("key_as_string", strings.Join(b.text, "|"))
		printed, err := a.bucket(head, b.docs)
		if err != nil {
			return nil, err
		}
		buckets = append(buckets, printed)
	}
	out.Set("buckets", buckets)
	return out, nil
}

// multiOrder reads an order by count and key; by a metric is refused.
func (a *aggregation) multiOrder() ([]termsOrder, error) {
	if integer(a.body, "min_doc_count", 1) != 1 || integer(a.body, "shard_min_doc_count", 0) != 0 || flag(a.body, "show_term_doc_count_error") {
		return nil, fault.Unsupported("aggregation [multi_terms] with [min_doc_count] or [show_term_doc_count_error]")
	}
	v, ok := a.body.Get("order")
	if !ok {
		return []termsOrder{{"_count", true}, {"_key", false}}, nil
	}
	orders, err := readOrder(v)
	for _, o := range orders {
		if o.path != "_count" && o.path != "_key" {
			return nil, fault.Unsupported("aggregation [multi_terms] ordered by [%s]", o.path)
		}
	}
	return orders, err
}

func compareMulti(orders []termsOrder, x, y *multiBucket) int {
	for _, o := range append(slices.Clone(orders), termsOrder{"_key", false}) {
		c := cmp.Compare(x.n, y.n)
		if o.path == "_key" {
			c = slices.CompareFunc(x.keys, y.keys, bucketKey.compare)
		}
		if o.desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// addMulti adds a shard's documents: each combination of the values that one has.
func addMulti(found map[string]*multiBucket, sources []*aggregation, set shardHits) {
	mine := map[string]int{} // where a bucket's part for this shard lies
	for _, d := range set.docs {
		combinations := []*multiBucket{{}}
		for _, source := range sources {
			f := source.field(set.shard)
			var next []*multiBucket
			for _, c := range combinations {
				for _, k := range keysOf(f, d) {
					next = append(next, c.with(f, k))
				}
			}
			combinations = next
		}
		for _, c := range combinations {
			id := strings.Join(c.text, "\x00")
			b := found[id]
			if b == nil {
				b = c
				found[id] = b
			}
			at, ok := mine[id]
			if !ok {
				b.docs = append(b.docs, shardHits{shard: set.shard, query: set.query})
				at = len(b.docs) - 1
				mine[id] = at
			}
			b.docs[at].docs = append(b.docs[at].docs, d)
			b.n++
		}
	}
}

// with adds a value of the next field.
func (b *multiBucket) with(f *mapping.Field, k bucketKey) *multiBucket {
	head := orderedjson.NewObject()
	setKey(head, f, k)
	show, _ := head.Get("key")
	switch {
	case f.Type == "boolean":
		show = k.i == 1
	case f.Type == "date":
		show, _ = head.Get("key_as_string")
	}
	return &multiBucket{keys: append(slices.Clone(b.keys), k), text: append(slices.Clone(b.text), javaText(show)), show: append(slices.Clone(b.show), show)}
}
