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
		out = append(out, termsOrder{key, strings.EqualFold(o.Text(key), "desc")})
	}
	return out, nil
}

func compareBuckets(orders []termsOrder, a, b *termBucket) int {
	for _, o := range orders {
		var c int
		switch o.path {
		case "_count":
			c = cmp.Compare(a.n, b.n)
		case "_key", "_term":
			c = a.key.compare(b.key)
		default:
			x, _ := metricOf(a.printed, o.path)
			y, _ := metricOf(b.printed, o.path)
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
	return a.key.compare(b.key)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
