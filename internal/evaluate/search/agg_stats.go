package search

import (
	"math"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// collected are a metric's running values.
type collected struct {
	n           int64
	sum, square kahan
	low, high   float64
}

// kahan is a compensated sum, as the server computes sums.
type kahan struct{ value, delta float64 }

func (k *kahan) add(x float64) {
	if math.IsInf(x, 0) || math.IsNaN(x) {
		k.value += x
	}
	if !math.IsInf(k.value, 0) && !math.IsNaN(k.value) {
		corrected := x + k.delta
		updated := k.value + corrected
		k.delta = corrected - (updated - k.value)
		k.value = updated
	}
}

// collect adds up by shards, then over them.
func collect(a *aggregation, in sets) (collected, error) {
	c := collected{low: math.Inf(1), high: math.Inf(-1)}
	for _, set := range in {
		read, err := a.numberReader(set.shard)
		if err != nil {
			return c, err
		}
		var sum, square kahan // a shard's own
		for _, d := range set.docs {
			values, err := read(d)
			if err != nil {
				return c, err
			}
			for _, x := range values {
				c.n++
				sum.add(x)
				square.add(x * x)
				c.low, c.high = min(c.low, x), max(c.high, x)
			}
		}
		if len(in) == 1 {
			c.sum, c.square = sum, square
			break
		}
		c.sum.add(sum.value)
		c.square.add(square.value)
	}
	return c, nil
}

// namedNumber is one of the numbers of stats.
type namedNumber struct {
	name  string
	value float64
}

func (c collected) stats(show valueFormat) *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("count", whole(c.n))
	if c.n == 0 {
		o.Set("min", nil)
		o.Set("max", nil)
		o.Set("avg", nil)
		o.Set("sum", number("0.0"))
		return o
	}
	values := []namedNumber{{"min", c.low}, {"max", c.high}, {"avg", c.sum.value / float64(c.n)}, {"sum", c.sum.value}}
	for _, v := range values {
		o.Set(v.name, double(v.value))
	}
	if !show.raw() {
		for _, v := range values {
			o.Set(v.name+"_as_string", show.float(v.value))
		}
	}
	return o
}

// sigma is how many standard deviations bounds are wide.
func (a *aggregation) sigma() float64 {
	if v, ok := a.body.Get("sigma"); ok && v != nil {
		x, _ := toFloat(v)
		return x
	}
	return 2
}

func (c collected) variances() (population, sampling float64) {
	n, sum := float64(c.n), c.sum.value
	apart := c.square.value - sum*sum/n
	return notBelow(apart / n), notBelow(apart / (n - 1))
}

// notBelow is x, or 0 where it is negative; NaN stays.
func notBelow(x float64) float64 {
	if x < 0 {
		return 0
	}
	return x
}

// bounds are the ends of the range around the average, by name.
func (c collected) bounds(sigma float64) []namedNumber {
	population, sampling := c.variances()
	avg := c.sum.value / float64(c.n)
	p, s := math.Sqrt(population)*sigma, math.Sqrt(sampling)*sigma
	return []namedNumber{{"upper", avg + p}, {"lower", avg - p}, {"upper_population", avg + p}, {"lower_population", avg - p},
		{"upper_sampling", avg + s}, {"lower_sampling", avg - s}}
}

func (c collected) extended(show valueFormat, sigma float64) *orderedjson.Object {
	o := c.stats(show)
	population, sampling := c.variances()
	values := []namedNumber{{"sum_of_squares", c.square.value}, {"variance", population}, {"variance_population", population},
		{"variance_sampling", sampling}, {"std_deviation", math.Sqrt(population)}, {"std_deviation_population", math.Sqrt(population)},
		{"std_deviation_sampling", math.Sqrt(sampling)}}
	bounds, text := orderedjson.NewObject(), orderedjson.NewObject()
	for _, v := range values {
		o.Set(v.name, nil)
		if c.n > 0 {
			o.Set(v.name, double(v.value))
		}
	}
	for _, v := range c.bounds(sigma) {
		bounds.Set(v.name, nil)
		if c.n > 0 {
			bounds.Set(v.name, double(v.value))
			text.Set(v.name, show.floatText(v.value))
		}
	}
	o.Set("std_deviation_bounds", bounds)
	if c.n > 0 && !show.raw() {
		for i, v := range values {
			o.Set(v.name+"_as_string", show.float(v.value))
			if i > 3 {
				o.Set(v.name+"_as_string", show.floatText(v.value))
			}
		}
		o.Set("std_deviation_bounds_as_string", text)
	}
	return o
}
