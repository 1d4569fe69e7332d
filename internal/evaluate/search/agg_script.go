package search

import (
	"cmp"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// scriptAggregations are the aggregations that take a script for values, or over them.
var scriptAggregations = []string{"sum", "avg", "min", "max", "stats", "extended_stats", "percentiles", "percentile_ranks",
	"median_absolute_deviation", "histogram", "date_histogram", "range", "terms", "cardinality", "value_count"}

func (a *aggregation) takesScript() bool {
	return a.body.Has("script") && slices.Contains(scriptAggregations, a.kind)
}

// scripted tells whether the aggregation's values come from a script alone.
func (a *aggregation) scripted() bool {
	return a.takesScript() && !a.body.Has("field") && (!a.body.Has("missing") || a.unmappedSource() == numericSource && a.kind != "range")
}

// revalued tells whether a script makes other values of a field's.
func (a *aggregation) revalued() bool { return a.takesScript() && a.body.Has("field") }

func (a *aggregation) checkScript(s *shard) error {
	switch a.body.Text("value_type") {
	case "", "string", "long", "double":
	default:
		return fault.Unsupported("aggregation [%s] with a script and the value_type [%s]", a.kind, a.body.Text("value_type"))
	}
	_, err := s.script(a.body.Object("script"), painless.Aggs)
	return err
}

// numberReader reads a document's numbers on a shard, "missing" put in.
func (a *aggregation) numberReader(s *shard) (func(d *doc) ([]float64, error), error) {
	if !a.takesScript() {
		v, err := a.values(s)
		return func(d *doc) ([]float64, error) { return v.numbers(d), nil }, err
	}
	x, err := s.script(a.body.Object("script"), painless.Aggs)
	if err != nil {
		return nil, a.shardFailure(s, err)
	}
	if a.scripted() {
		return func(d *doc) ([]float64, error) {
			list, err := x.numbers(scriptInput{doc: d})
			if err == nil && len(list) == 0 && a.body.Has("missing") {
				return a.missingOfScript()
			}
			return list, a.shardFailure(s, err)
		}, nil
	}
	v, err := a.values(s)
	return func(d *doc) ([]float64, error) {
		var out []float64
		for _, n := range numbers(v.field, d) {
			value := javavalue.Value(n)
			if a.kind == "date_histogram" {
				value = int64(n)
			}
			made, err := x.revalue(d, value)
			if err != nil {
				return nil, a.shardFailure(s, err)
			}
			out = append(out, made)
		}
		slices.Sort(out)
		if len(out) == 0 && v.absent != nil {
			return []float64{v.absent.number()}, nil
		}
		return out, nil
	}, err
}

// checkMissingOfScript reads what stands for a value that a script does not give, whether
// or not one is lacking.
func (a *aggregation) checkMissingOfScript() error {
	if !a.scripted() || !a.body.Has("missing") {
		return nil
	}
	_, err := a.missingOfScript()
	return err
}

// missingOfScript is the number that stands for what a script does not give.
func (a *aggregation) missingOfScript() ([]float64, error) {
	given, _ := a.body.Get("missing")
	format, err := a.unmappedSource().format(a.body.Text("format"), "")
	if err != nil {
		return nil, err
	}
	n, err := format.parseFloat(javaText(given), datetime.Context{Now: a.run.now})
	return []float64{n}, err
}

// revalue is the number that a script makes of a field's value.
func (x *script) revalue(d *doc, value javavalue.Value) (float64, error) {
	v, err := x.on(scriptInput{doc: d, value: value})
	if err != nil {
		return 0, err
	}
	n, ok := painless.Number(v)
	if _, isBool := v.(bool); !ok || isBool {
		return 0, fault.Unsupported("script over a field's values that returns no number")
	}
	return n, nil
}

// scriptKeys are the keys of documents that a script gives, or makes of a
// field's.
func (a *aggregation) scriptKeys(s *shard) (func(d *doc) ([]bucketKey, error), error) {
	x, err := s.script(a.body.Object("script"), painless.Aggs)
	if err != nil {
		return nil, a.shardFailure(s, err)
	}
	if a.scripted() {
		return func(d *doc) ([]bucketKey, error) {
			list, err := x.keys(d, a.body.Text("value_type"))
			return list, a.shardFailure(s, err)
		}, nil
	}
	v, err := a.values(s)
	if err != nil {
		return nil, err
	}
	if v.source == ipSource {
		return nil, fault.Unsupported("aggregation [%s] with a script over addresses", a.kind)
	}
	return func(d *doc) ([]bucketKey, error) {
		var out []bucketKey
		for _, k := range allKeys(v.field, d) {
			made, err := x.rekeyed(d, k, a.kind == "value_count")
			if err != nil {
				return nil, a.shardFailure(s, err)
			}
			out = append(out, made)
		}
		slices.SortStableFunc(out, func(p, q bucketKey) int {
			return cmp.Or(cmp.Compare(p.i, q.i), cmp.Compare(p.f, q.f), cmp.Compare(p.text, q.text))
		})
		if len(out) == 0 && v.absent != nil {
			k := *v.absent
			if k.kind == intValue {
				k = bucketKey{kind: floatValue, f: float64(k.i)}
			}
			return []bucketKey{k}, nil
		}
		return out, nil
	}, nil
}

// keys are what a script alone gives: texts, unless value_type says otherwise.
func (x *script) keys(d *doc, valueType string) ([]bucketKey, error) {
	var out []bucketKey
	if valueType == "long" || valueType == "double" {
		list, err := x.numbers(scriptInput{doc: d})
		for _, n := range list {
			k := bucketKey{kind: floatValue, f: n}
			if valueType == "long" {
				k = bucketKey{kind: intValue, i: javaLong(n)}
			}
			out = append(out, k)
		}
		return out, err
	}
	texts, err := x.texts(scriptInput{doc: d})
	for _, text := range texts {
		out = append(out, bucketKey{kind: textValue, text: text})
	}
	return out, err
}

// rekeyed is the key that a script makes of a field's value: of a text a text, of any
// number a decimal, as which it gets it; but as a whole number where it only counts.
func (x *script) rekeyed(d *doc, k bucketKey, counts bool) (bucketKey, error) {
	value := javavalue.Value(k.text)
	switch k.kind {
	case intValue:
		value = float64(k.i)
	case floatValue:
		value = k.f
	}
	if whole, ok := painless.Long(value); ok && counts {
		value = whole
	}
	v, err := x.on(scriptInput{doc: d, value: value})
	if err != nil {
		return k, err
	}
	if k.kind == textValue {
		if v == nil {
			return k, fault.Unsupported("script over a field's values that returns null")
		}
		k.text, err = scriptText(v, x.shard.dialect.JDK)
		return k, err
	}
	n, ok := painless.Number(v)
	if !ok {
		return k, fault.Unsupported("script over a field's values that returns no number")
	}
	return bucketKey{kind: floatValue, f: n}, nil
}

// scriptClass is what kind of terms a script alone makes.
func (a *aggregation) scriptClass() termsClass {
	if a.scripted() {
		switch a.body.Text("value_type") {
		case "long":
			return longTerms
		case "double":
			return doubleTerms
		}
	}
	return textTerms
}
