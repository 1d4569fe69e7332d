package search

import (
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// digest are the values of a t-digest that is so small that it holds each value
// by itself (observed on 2.19.4: fewer than twice its compression).
type digest []float64

// digestOf collects the sorted values of an aggregation.
func digestOf(a *aggregation, in sets) (digest, error) {
	if a.run.dialect.MergingDigest {
		return nil, fault.Unsupported("aggregation [%s] on %s", a.kind, a.run.dialect.Name())
	}
	var out digest
	for _, set := range in {
		read, err := a.numberReader(set.shard)
		if err != nil {
			return nil, err
		}
		for _, d := range set.docs {
			values, err := read(d)
			if err != nil {
				return nil, err
			}
			out = append(out, values...)
		}
	}
	slices.Sort(out)
	compression, err := a.compression()
	if err != nil {
		return nil, err
	}
	if float64(len(out)) >= 2*compression {
		return nil, fault.Unsupported("aggregation [%s] of %d values or more", a.kind, int(2*compression))
	}
	return out, nil
}

func (a *aggregation) compression() (float64, error) {
	v, ok := a.body.Object("tdigest").Get("compression")
	if !ok {
		v, ok = a.body.Get("compression")
	}
	if !ok {
		return map[bool]float64{true: 1000, false: 100}[a.kind == "median_absolute_deviation"], nil
	}
	return toFloat(v)
}

// quantile interpolates between the middles of values.
func (g digest) quantile(q float64) float64 {
	n := float64(len(g))
	if n == 0 {
		return nan
	}
	at := q * n
	if at <= 0.5 {
		return g[0]
	}
	if at >= n-0.5 {
		return g[len(g)-1]
	}
	i := int(math.Floor(at - 0.5))
	left := float64(i) + 0.5
	w1, w2 := at-left, left+1-at
	x := (g[i]*w2 + g[i+1]*w1) / (w1 + w2)
	return max(g[i], min(x, g[i+1]))
}

// rank is the share of values below x.
func (g digest) rank(x float64) float64 {
	switch {
	case len(g) == 0:
		return nan
	case len(g) == 1 && x < g[0]:
		return 0
	case len(g) == 1:
		return 1
	}
	n := float64(len(g))
	left := (g[1] - g[0]) / 2
	right := left
	for i := 0; i+2 < len(g); i++ {
		if x < g[i]+right {
			return max(0, (float64(i)+share(x, g[i]-left, g[i]+right))/n)
		}
		left, right = right, (g[i+2]-g[i+1])/2
	}
	last := len(g) - 2
	if x < g[last]+right {
		return max(0, (float64(last)+share(x, g[last]-left, g[last]+right))/n)
	}
	return 1
}

func share(x, low, high float64) float64 { return (x - low) / (high - low) }

func evaluatePercentiles(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "missing", "format", "percents", "values", "keyed", "tdigest", "compression", "script"); err != nil {
		return nil, err
	}
	g, err := digestOf(a, in)
	if err != nil {
		return nil, err
	}
	show, err := a.printer(in)
	if err != nil {
		return nil, err
	}
	if a.kind == "median_absolute_deviation" {
		return g.deviation(show != nil)
	}
	var keys, values []float64
	if a.kind == "percentiles" {
		for _, v := range a.body.Array("percents") {
			p, err := toFloat(v)
			if err != nil {
				return nil, err
			}
			keys, values = append(keys, p), append(values, g.quantile(p/100))
		}
	} else {
		if show != nil {
			return nil, fault.Unsupported("aggregation [%s] on other than numbers", a.kind)
		}
		for _, v := range a.body.Array("values") {
			x, err := toFloat(v)
			if err != nil {
				return nil, err
			}
			keys, values = append(keys, x), append(values, g.rank(x)*100)
		}
	}
	keyed, said := a.body.Get("keyed")
	return printPercentiles(keys, values, percentileForm{list: said && keyed != true, show: show}), nil
}

// percentileForm is how percentiles are printed: as a list, or by key.
type percentileForm struct {
	list bool
	show func(float64) any
}

func printPercentiles(keys, values []float64, form percentileForm) *orderedjson.Object {
	named := orderedjson.NewObject()
	list := []any{}
	for i, k := range keys {
		var v, text any
		if !math.IsNaN(values[i]) {
			v = double(values[i])
			if form.show != nil {
				text = form.show(values[i])
			}
		}
		item := orderedjson.NewObject(orderedjson.Member{Key: "key", Value: double(k)})
		item.Set("value", v)
		named.Set(javaDouble(k), v)
		if text != nil {
			item.Set("value_as_string", text)
			named.Set(javaDouble(k)+"_as_string", text)
		}
		list = append(list, item)
	}
	if form.list {
		return orderedjson.NewObject(orderedjson.Member{Key: "values", Value: list})
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "values", Value: named})
}

// deviation is the median of the distances from the median.
func (g digest) deviation(formatted bool) (*orderedjson.Object, error) {
	if formatted {
		return nil, fault.Unsupported("aggregation [median_absolute_deviation] on other than numbers")
	}
	o := orderedjson.NewObject(orderedjson.Member{Key: "value", Value: nil})
	if len(g) == 0 {
		return o, nil
	}
	median := g.quantile(0.5)
	away := make(digest, len(g))
	for i, x := range g {
		away[i] = math.Abs(x - median)
	}
	slices.Sort(away)
	o.Set("value", double(away.quantile(0.5)))
	return o, nil
}
