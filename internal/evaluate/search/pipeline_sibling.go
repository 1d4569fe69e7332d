package search

import (
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// overSibling computes a sibling pipeline over the aggregations beside it.
func (a *aggregation) overSibling(out *orderedjson.Object) (*orderedjson.Object, error) {
	if err := a.known("buckets_path", "gap_policy", "sigma", "percents", "keyed"); err != nil {
		return nil, err
	}
	path := strings.Join(a.paths(), "")
	first, rest, _ := strings.Cut(path, ">")
	buckets, ok := bucketsOf(out.Object(first))
	if !ok || rest == "" || len(a.paths()) != 1 {
		return nil, fault.Unsupported("aggregation [%s] with buckets_path [%s]", a.kind, path)
	}
	c := collected{low: math.Inf(1), high: math.Inf(-1)}
	var values []float64
	var keys []string
	for _, b := range buckets {
		x, err := a.resolve(b.Object, rest)
		if err != nil {
			return nil, err
		}
		if math.IsNaN(x) {
			continue
		}
		values, keys = append(values, x), append(keys, b.key)
		c.n++
		c.sum.value += x // not compensated: as 2.19.4 does it here
		c.square.value += x * x
		c.low, c.high = min(c.low, x), max(c.high, x)
	}
	return a.summary(c, values, keys)
}

// summary prints what a sibling found.
func (a *aggregation) summary(c collected, values []float64, keys []string) (*orderedjson.Object, error) {
	o := orderedjson.NewObject()
	set := func(value float64) {
		o.Set("value", nil)
		if c.n > 0 || a.kind == "sum_bucket" {
			o.Set("value", double(value))
		}
	}
	switch a.kind {
	case "avg_bucket":
		set(c.sum.value / float64(c.n))
	case "sum_bucket":
		set(c.sum.value)
	case "max_bucket":
		set(c.high)
		o.Set("keys", keysWith(c.high, values, keys))
	case "min_bucket":
		set(c.low)
		o.Set("keys", keysWith(c.low, values, keys))
	case "stats_bucket":
		return c.stats(valueFormat{}), nil
	case "extended_stats_bucket":
		return c.extended(valueFormat{}, a.sigma()), nil
	case "percentiles_bucket":
		return a.bucketPercentiles(values)
	}
	return o, nil
}

func keysWith(value float64, values []float64, keys []string) []any {
	out := []any{}
	for i, x := range values {
		if x == value {
			out = append(out, keys[i])
		}
	}
	return out
}

// bucketPercentiles takes the nearest value, without interpolation.
func (a *aggregation) bucketPercentiles(values []float64) (*orderedjson.Object, error) {
	if v, ok := a.body.Get("keyed"); ok && v != true {
		return nil, fault.Unsupported("aggregation [%s] with [keyed]", a.kind)
	}
	percents := a.body.Array("percents")
	if len(percents) == 0 {
		for _, p := range []string{"1.0", "5.0", "25.0", "50.0", "75.0", "95.0", "99.0"} {
			percents = append(percents, number(p))
		}
	}
	slices.Sort(values)
	out := orderedjson.NewObject()
	for _, p := range percents {
		x, err := toFloat(p)
		if err != nil {
			return nil, err
		}
		if len(values) == 0 {
			out.Set(javaDouble(x), nil)
			continue
		}
		i := int(math.Floor(x/100*float64(len(values)-1) + 0.5))
		out.Set(javaDouble(x), double(values[min(max(i, 0), len(values)-1)]))
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "values", Value: out}), nil
}
