package search

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sortKeys reads the sort of bucket_sort.
func (p *aggregation) sortKeys() []termsOrder {
	var out []termsOrder
	for _, x := range p.body.Array("sort") {
		o, _ := x.(*orderedjson.Object)
		for _, m := range o.Members() {
			how, _ := m.Value.(*orderedjson.Object)
			out = append(out, termsOrder{m.Key, strings.EqualFold(how.Text("order"), "desc")})
		}
	}
	return out
}

// sortRow is a bucket with what it is sorted by; nil is a gap.
type sortRow struct {
	bucket namedBucket
	values []any // float64, string, or nil
}

// sortBuckets sorts and cuts. Buckets without any of the values are dropped; equal
// ones stay as they were.
func (p *aggregation) sortBuckets(in *aggregation, buckets []namedBucket) ([]namedBucket, error) {
	from, size := integer(p.body, "from", 0), integer(p.body, "size", len(buckets))
	if from >= len(buckets) {
		return nil, nil
	}
	keys := p.sortKeys()
	if len(keys) == 0 {
		return buckets[from:min(from+size, len(buckets))], nil
	}
	var rows []sortRow
	for _, b := range buckets {
		r, err := p.sortRow(in, b, keys)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(r.values, func(v any) bool { return v != nil }) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(x, y sortRow) int { return compareRows(keys, x, y) })
	var out []namedBucket
	for _, r := range rows[min(from, len(rows)):min(from+size, len(rows))] {
		out = append(out, r.bucket)
	}
	return out, nil
}

func (p *aggregation) sortRow(in *aggregation, b namedBucket, keys []termsOrder) (sortRow, error) {
	r := sortRow{bucket: b}
	for _, k := range keys {
		if k.path == "_key" {
			key, _ := b.Get("key")
			if text, ok := key.(string); ok {
				r.values = append(r.values, text)
				continue
			}
			x, err := toFloat(key)
			if err != nil {
				return r, fault.Unsupported("aggregation [bucket_sort] by [_key] in [%s]", in.kind)
			}
			r.values = append(r.values, x)
			continue
		}
		x, err := p.resolve(in, b, k.path)
		switch {
		case errors.Is(err, errNoPath):
			return r, fault.Unsupported("aggregation [bucket_sort] by [%s], which is not in every bucket", k.path)
		case err != nil:
			return r, err
		case math.IsNaN(x) && p.inCase("gap_policy") != "insert_zeros":
			r.values = append(r.values, nil)
		default:
			r.values = append(r.values, x)
		}
	}
	return r, nil
}

func compareRows(keys []termsOrder, x, y sortRow) int {
	for i, k := range keys {
		var c int
		switch a := x.values[i].(type) {
		case nil:
			if y.values[i] == nil {
				continue
			}
			return 1
		case string:
			b, _ := y.values[i].(string)
			c = strings.Compare(a, b)
		case float64:
			if y.values[i] == nil {
				return -1
			}
			b, _ := y.values[i].(float64)
			c = compareDoubles(a, b)
		}
		if k.desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func compareDoubles(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
