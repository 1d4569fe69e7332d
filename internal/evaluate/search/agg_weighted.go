package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// side is value or weight of weighted_avg, as an aggregation of its own.
func (a *aggregation) side(name string) (*aggregation, error) {
	body, _ := orderedjson.Clone(a.body.Object(name)).(*orderedjson.Object)
	side := &aggregation{name: a.name, kind: "weighted_avg", body: body, run: a.run}
	if body == nil || !body.Has("field") {
		return nil, fault.Unsupported("aggregation [weighted_avg] without a field")
	}
	if err := side.known("field", "missing", "time_zone"); err != nil {
		return nil, err
	}
	if format := a.body.Text("format"); format != "" {
		body.Set("format", format)
	}
	return side, nil
}

func checkWeighted(a *aggregation, s *shard) error {
	for _, name := range []string{"value", "weight"} {
		side, err := a.side(name)
		if err != nil {
			return err
		}
		if f := side.field(s); f != nil && (f.Type == "keyword" || f.Type == "ip") {
			if err := aggregatable(f); err != nil {
				return err
			}
			return fault.Illegal("Expected numeric type on field [%s], but got [%s]", f.Path, f.Type)
		}
		if err := checkValues(side, s); err != nil {
			return err
		}
	}
	return nil
}

// evaluateWeighted weighs values.
func evaluateWeighted(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("value", "weight", "format"); err != nil {
		return nil, err
	}
	value, err := a.side("value")
	if err != nil {
		return nil, err
	}
	weight, err := a.side("weight")
	if err != nil {
		return nil, err
	}
	show, err := numbersFormat(a.body.Text("format"))
	if err != nil {
		return nil, err
	}
	var sum, weights kahan
	for _, set := range in {
		if err := addWeighted(set, [2]*aggregation{value, weight}, [2]*kahan{&sum, &weights}); err != nil {
			return nil, err
		}
	}
	o := singleNumber(sum.value/weights.value, valueFormat{}, weights.value != 0)
	if weights.value != 0 && !show.raw() {
		o.Set("value_as_string", show.float(sum.value/weights.value))
	}
	return o, nil
}

// checkCut finds what fails in buckets that a shard leaves out: it has collected their
// documents before.
func (a *aggregation) checkCut(buckets []*termBucket) error {
	for _, b := range buckets {
		if len(b.docs) == 0 || a.body.Text("collect_mode") == "breadth_first" || a.kind == "terms" && a.deferring(b.docs[0].shard) {
			continue
		}
		for _, sub := range a.subs {
			if err := sub.checkFaults([]*termBucket{b}); err != nil {
				return err
			}
		}
	}
	return nil
}

func addWeighted(set shardHits, sides [2]*aggregation, sums [2]*kahan) error {
	value, err := sides[0].numberReader(set.shard)
	if err != nil {
		return err
	}
	weight, err := sides[1].numberReader(set.shard)
	if err != nil {
		return err
	}
	var sum, weights kahan // a shard's own
	for _, d := range set.docs {
		xs, err := value(d)
		if err != nil {
			return err
		}
		ws, err := weight(d)
		if err != nil {
			return err
		}
		if len(xs) > 0 && len(ws) > 1 {
			return &shardFault{shard: set.shard, err: fault.New(500, "aggregation_execution_exception", "Encountered more than one weight for a "+
				"single document. Use a script to combine multiple weights-per-doc into a single value.")}
		}
		if len(ws) == 1 {
			for _, x := range xs {
				sum.add(float64(x * ws[0]))
				weights.add(ws[0])
			}
		}
	}
	sums[0].add(sum.value)
	sums[1].add(weights.value)
	return nil
}
