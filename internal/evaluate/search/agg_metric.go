package search

import (
	"math"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

var nan = math.NaN()

// field is the aggregation's field on a shard; nil where it is not mapped.
func (a *aggregation) field(s *shard) *mapping.Field { return s.field(a.body.Text("field")) }

func checkNothing(*aggregation, *shard) error { return nil }

// numbers are a field's values in a document as doubles.
func numbers(f *mapping.Field, d *doc) []float64 {
	if f == nil {
		return nil
	}
	v := d.Values.Get(f.Path)
	if v == nil {
		return nil
	}
	if v.Floats != nil {
		return v.Floats
	}
	out := make([]float64, len(v.Ints))
	for i, n := range v.Ints {
		switch out[i] = float64(n); f.Type {
		case "scaled_float":
			out[i] *= 1 / f.Scaling
		case "unsigned_long":
			out[i] = float64(mapping.Unbiased(n))
		case "date_nanos":
			out[i] = float64(millis(n))
		}
	}
	return out
}

// firstFormat is how values are printed: as on the first shard that answered.
func (a *aggregation) firstFormat(in sets) (valueFormat, error) {
	if len(in) == 0 {
		return valueFormat{}, nil
	}
	if a.scripted() {
		return a.unmappedSource().format(a.body.Text("format"), "")
	}
	v, err := a.values(in[0].answersFirst())
	if err != nil {
		return valueFormat{}, err
	}
	return v.format, nil
}

func evaluateMetric(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "missing", "format", "value_type", "sigma", "script", "time_zone"); err != nil {
		return nil, err
	}
	c, err := collect(a, in)
	if err != nil {
		return nil, err
	}
	show, err := a.firstFormat(in)
	if err != nil {
		return nil, err
	}
	switch a.kind {
	case "stats":
		return c.stats(show), nil
	case "extended_stats":
		return c.extended(show, a.sigma()), nil
	}
	value := map[string]float64{"sum": c.sum.value, "avg": c.sum.value / float64(c.n), "min": c.low, "max": c.high}[a.kind]
	if (a.kind == "min" || a.kind == "max") && math.IsInf(value, 0) || a.kind == "avg" && c.n == 0 {
		return singleNumber(nan, show, false), nil
	}
	return singleNumber(value, show, true), nil
}

// singleNumber prints a metric of one number, or that there is none.
func singleNumber(value float64, show valueFormat, some bool) *orderedjson.Object {
	o := orderedjson.NewObject(orderedjson.Member{Key: "value", Value: nil})
	if !some {
		return o
	}
	o.Set("value", double(value))
	if !show.raw() {
		o.Set("value_as_string", show.floatText(value))
	}
	return o
}
