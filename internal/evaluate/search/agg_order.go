package search

import (
	"cmp"
	"math"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// termsOrder is one key of order.
type termsOrder struct {
	path string // _count, _key, or a metric
	desc bool
}

func (o termsOrder) metric() bool { return o.path != "_count" && o.path != "_key" }

func readOrder(v any) ([]termsOrder, error) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []termsOrder
	for _, x := range list {
		o, _ := x.(*orderedjson.Object)
		if o.Len() != 1 {
			return nil, fault.Unsupported("order that is not one key")
		}
		key := o.Keys()[0]
		if key == "_term" || key == "_time" {
			out = append(out, termsOrder{"_key", strings.EqualFold(o.Text(key), "desc")})
			continue
		}
		out = append(out, termsOrder{key, strings.EqualFold(o.Text(key), "desc")})
	}
	return out, nil
}

// termBucket is a bucket while shards are brought together.
type termBucket struct {
	key     bucketKey
	keys    []bucketKey // of multi_terms
	docs    sets
	n       int64
	missed  int64               // how many documents shards may have left out
	printed *orderedjson.Object // the aggregations below, where the order needs them
	ranks   []float64           // what metrics of the order gave
}

func (b *termBucket) compareKeys(o *termBucket) int {
	for i := range b.keys {
		if c := b.keys[i].compare(o.keys[i]); c != 0 {
			return c
		}
	}
	if b.keys != nil {
		return 0
	}
	return b.key.compare(o.key)
}

func compareBuckets(orders []termsOrder, a, b *termBucket) int {
	for i, o := range orders {
		var c int
		switch {
		case o.path == "_count":
			c = cmp.Compare(a.n, b.n)
		case o.path == "_key":
			c = a.compareKeys(b)
		default:
			x, y := a.ranks[i], b.ranks[i]
			if math.IsNaN(x) || math.IsNaN(y) { // always last
				if c = cmp.Compare(boolInt(math.IsNaN(x)), boolInt(math.IsNaN(y))); c != 0 {
					return c
				}
				continue
			}
			c = cmp.Compare(x, y)
		}
		if o.desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return a.compareKeys(b)
}

// rank computes what the order's metrics give for a bucket.
func (a *aggregation) rank(b *termBucket, orders []termsOrder) error {
	b.ranks = make([]float64, len(orders))
	for i, o := range orders {
		if !o.metric() {
			continue
		}
		if b.printed == nil {
			b.printed = orderedjson.NewObject()
			if err := addAll(b.printed, a.subs, b.docs); err != nil {
				return err
			}
		}
		x, err := a.sortValue(b.printed, o.path)
		if err != nil {
			return err
		}
		b.ranks[i] = x
	}
	return nil
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
