package search

import (
	"math"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

var nan = math.NaN()

// field is the aggregation's field on a shard; nil where it is not mapped.
func (a *aggregation) field(s *shard) *mapping.Field { return s.field(a.body.Text("field")) }

func checkNothing(*aggregation, *shard) error { return nil }

// checkField refuses fields without doc values.
func checkField(a *aggregation, s *shard) error {
	if a.scripted() {
		return a.checkScript(s)
	}
	if name := a.body.Text("field"); name == "" || name[0] == '_' && s.known(name) {
		return fault.Unsupported("aggregation [%s] on [%s]", a.kind, name)
	}
	if f := a.field(s); f != nil {
		return aggregatable(f)
	}
	return nil
}

// checkNumbers refuses fields that are no numbers, dates or booleans.
func checkNumbers(a *aggregation, s *shard) error {
	if err := checkField(a, s); err != nil {
		return err
	}
	f := a.field(s)
	if f != nil && (f.Type == "keyword" || f.Type == "ip") {
		return fault.Illegal("Field [%s] of type [%s] is not supported for aggregation [%s]", f.Path, f.Type, a.kind)
	}
	return nil
}

// numbers are a field's values in a document as doubles.
func numbers(f *mapping.Field, d *doc) []float64 {
	if f == nil {
		return nil
	}
	v := d.Values[f.Path]
	if v == nil {
		return nil
	}
	if v.Floats != nil {
		return v.Floats
	}
	out := make([]float64, len(v.Ints))
	for i, n := range v.Ints {
		out[i] = float64(n)
		if f.Type == "scaled_float" {
			out[i] /= f.Scaling
		}
	}
	return out
}

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
		c.sum.add(sum.value)
		c.square.add(square.value)
	}
	return c, nil
}

// missingNumbers is the value that stands for the field where it is absent.
func (a *aggregation) missingNumbers(f *mapping.Field) ([]float64, error) {
	v, ok := a.body.Get("missing")
	if !ok || v == nil {
		return nil, nil
	}
	if f != nil && f.Type == "date" {
		ms, err := f.Format.ParseMath(javaText(v), datetime.Context{Now: a.run.now})
		return []float64{float64(ms)}, err
	}
	if f == nil && a.kind == "date_histogram" {
		ms, err := datetime.MustDefault().ParseMath(javaText(v), datetime.Context{Now: a.run.now})
		return []float64{float64(ms)}, err
	}
	n, err := toFloat(v)
	if err != nil {
		return nil, fault.Unsupported("aggregation [%s] with missing [%s]", a.kind, javaText(v))
	}
	return []float64{n}, nil
}

// printer prints values of the aggregation's field beside the number itself; nil
// where there is nothing to print.
func (a *aggregation) printer(in sets) (func(float64) any, error) {
	format := a.body.Text("format")
	for _, set := range in {
		f := a.field(set.shard)
		switch {
		case f == nil:
		case f.Type == "date":
			dates := f.Format
			if format != "" {
				var err error
				if dates, err = datetime.Compile(format); err != nil {
					return nil, err
				}
			}
			return func(x float64) any { return dates.Print(int64(x), nil) }, nil
		case format != "":
			return nil, fault.Unsupported("aggregation [%s] with [format] on a number", a.kind)
		case f.Type == "boolean":
			return func(x float64) any { return x != 0 }, nil
		}
	}
	return nil, nil
}

func evaluateMetric(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "missing", "format", "value_type", "sigma", "script"); err != nil {
		return nil, err
	}
	c, err := collect(a, in)
	if err != nil {
		return nil, err
	}
	show, err := a.printer(in)
	if err != nil {
		return nil, err
	}
	switch a.kind {
	case "stats":
		return c.stats(show), nil
	case "extended_stats":
		return c.extended(show, a.body)
	}
	var value float64
	switch a.kind {
	case "sum":
		value = c.sum.value
	case "avg":
		value = c.sum.value / float64(c.n)
	case "min":
		value = c.low
	case "max":
		value = c.high
	}
	o := orderedjson.NewObject()
	if c.n == 0 && a.kind != "sum" {
		o.Set("value", nil)
		return o, nil
	}
	o.Set("value", double(value))
	if show != nil {
		text := show(value)
		if b, ok := text.(bool); ok {
			text = javaText(b)
		}
		o.Set("value_as_string", text)
	}
	return o, nil
}

func (c collected) stats(show func(float64) any) *orderedjson.Object {
	o := orderedjson.NewObject()
	o.Set("count", whole(c.n))
	if c.n == 0 {
		o.Set("min", nil)
		o.Set("max", nil)
		o.Set("avg", nil)
		o.Set("sum", number("0.0"))
		return o
	}
	values := []struct {
		name  string
		value float64
	}{{"min", c.low}, {"max", c.high}, {"avg", c.sum.value / float64(c.n)}, {"sum", c.sum.value}}
	for _, v := range values {
		o.Set(v.name, double(v.value))
	}
	if show != nil {
		for _, v := range values {
			o.Set(v.name+"_as_string", show(v.value))
		}
	}
	return o
}

func (c collected) extended(show func(float64) any, body *orderedjson.Object) (*orderedjson.Object, error) {
	if show != nil || c.n == 0 {
		return nil, fault.Unsupported("aggregation [extended_stats] without numbers")
	}
	sigma := 2.0
	if v, ok := body.Get("sigma"); ok {
		sigma, _ = toFloat(v)
	}
	o := c.stats(nil)
	n, sum, square := float64(c.n), c.sum.value, c.square.value
	population := max((square-sum*sum/n)/n, 0)
	sampling := max((square-sum*sum/n)/(n-1), 0)
	if c.n == 1 {
		return nil, fault.Unsupported("aggregation [extended_stats] of one number")
	}
	o.Set("sum_of_squares", double(square))
	o.Set("variance", double(population))
	o.Set("variance_population", double(population))
	o.Set("variance_sampling", double(sampling))
	o.Set("std_deviation", double(math.Sqrt(population)))
	o.Set("std_deviation_population", double(math.Sqrt(population)))
	o.Set("std_deviation_sampling", double(math.Sqrt(sampling)))
	avg := sum / n
	bounds := orderedjson.NewObject()
	p, s := math.Sqrt(population)*sigma, math.Sqrt(sampling)*sigma
	bounds.Set("upper", double(avg+p))
	bounds.Set("lower", double(avg-p))
	bounds.Set("upper_population", double(avg+p))
	bounds.Set("lower_population", double(avg-p))
	bounds.Set("upper_sampling", double(avg+s))
	bounds.Set("lower_sampling", double(avg-s))
	o.Set("std_deviation_bounds", bounds)
	return o, nil
}
