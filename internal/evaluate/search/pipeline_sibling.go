package search

import (
	"errors"
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// overSibling computes a sibling pipeline over the aggregations beside it.
func (p *aggregation) overSibling(out *orderedjson.Object, beside []*aggregation) (*orderedjson.Object, error) {
	if err := p.known("buckets_path", "gap_policy", "sigma", "percents", "keyed", "format"); err != nil {
		return nil, err
	}
	path, err := readOrderPath(p.paths()[0])
	if err != nil {
		return nil, reduceOf(err)
	}
	parts := flat(path)
	i := slices.IndexFunc(beside, func(b *aggregation) bool { return b.name == parts[0] })
	if i < 0 {
		return nil, fault.Unsupported("aggregation [%s] with buckets_path [%s]", p.kind, p.paths()[0])
	}
	buckets, ok := beside[i].bucketsIn(out.Object(parts[0]))
	if !ok {
		return nil, fault.Unsupported("aggregation [%s] with buckets_path [%s]", p.kind, p.paths()[0])
	}
	if beside[i].renumbered() && (p.kind == "min_bucket" || p.kind == "max_bucket") {
		return nil, fault.Unsupported("aggregation [%s] over filters without names, of which some may be taken away", p.kind)
	}
	c := collected{low: math.Inf(1), high: math.Inf(-1)}
	var values []float64
	var keys []string
	for _, b := range buckets {
		x, err := p.resolveParts(beside[i], b, parts[1:])
		if errors.Is(err, errNoPath) || err == nil && math.IsNaN(x) {
			continue
		}
		if err != nil {
			return nil, err
		}
		values, keys = append(values, x), append(keys, b.key)
		c.n++
		c.sum.value += x // not compensated: as 2.19.4 does it here
		c.square.value += float64(x * x)
		c.low, c.high = min(c.low, x), max(c.high, x)
	}
	return p.summary(c, values, keys)
}

// summary prints what a sibling found.
func (p *aggregation) summary(c collected, values []float64, keys []string) (*orderedjson.Object, error) {
	show, err := numbersFormat(p.body.Text("format"))
	if err != nil {
		return nil, err
	}
	best := func(x float64) *orderedjson.Object {
		o := singleNumber(x, show, !math.IsInf(x, 0))
		o.Set("keys", keysWith(x, values, keys))
		return o
	}
	switch p.kind {
	case "avg_bucket":
		return singleNumber(c.sum.value/float64(c.n), show, c.n > 0 && !math.IsInf(c.sum.value, 0)), nil
	case "sum_bucket":
		return singleNumber(c.sum.value, show, !math.IsInf(c.sum.value, 0)), nil
	case "max_bucket":
		return best(c.high), nil
	case "min_bucket":
		return best(c.low), nil
	case "stats_bucket":
		return c.stats(show), nil
	case "extended_stats_bucket":
		return c.extended(show, p.sigma()), nil
	}
	return p.bucketPercentiles(values, show)
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
func (p *aggregation) bucketPercentiles(values []float64, show valueFormat) (*orderedjson.Object, error) {
	percents := p.body.Array("percents")
	if len(percents) == 0 {
		for _, p := range []string{"1.0", "5.0", "25.0", "50.0", "75.0", "95.0", "99.0"} {
			percents = append(percents, number(p))
		}
	}
	slices.Sort(values)
	var keys, found []float64
	for _, v := range percents {
		x, err := toFloat(v)
		if err != nil {
			return nil, err
		}
		keys = append(keys, x)
		if len(values) == 0 {
			found = append(found, nan)
			continue
		}
		i := int(javavalue.Round(x / 100 * float64(len(values)-1)))
		found = append(found, values[i])
	}
	keyed, said := p.body.Get("keyed")
	o := printPercentiles(keys, found, percentileForm{list: said && keyed != true, none: len(values) == 0, show: show})
	list, _ := o.Get("values")
	items, _ := list.([]any)
	for i, x := range items { // here the text is named otherwise
		item, _ := x.(*orderedjson.Object)
		if text, ok := item.Get("value_as_string"); ok {
			item.Delete("value_as_string")
			item.Set(javaDouble(keys[i])+"_as_string", text)
		}
	}
	return o, nil
}
