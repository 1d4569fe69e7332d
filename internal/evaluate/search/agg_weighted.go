package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// side is value or weight of weighted_avg, as an aggregation of its own.
func (a *aggregation) side(name string) (*aggregation, error) {
	body := a.body.Object(name)
	side := &aggregation{name: a.name, kind: "avg", body: body, run: a.run}
	if body == nil || !body.Has("field") {
		return nil, fault.Unsupported("aggregation [weighted_avg] without a field")
	}
	return side, side.known("field", "missing")
}

func checkWeighted(a *aggregation, s *shard) error {
	for _, name := range []string{"value", "weight"} {
		side, err := a.side(name)
		if err != nil {
			return err
		}
		if err := checkNumbers(side, s); err != nil {
			return err
		}
	}
	return nil
}

// evaluateWeighted weighs values; a document with several weights is an error on
// the server and refused here.
func evaluateWeighted(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("value", "weight"); err != nil {
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
	var sum, weights kahan
	for _, set := range in {
		if err := addWeighted(set, [2]*aggregation{value, weight}, [2]*kahan{&sum, &weights}); err != nil {
			return nil, err
		}
	}
	o := orderedjson.NewObject(orderedjson.Member{Key: "value", Value: nil})
	if weights.value != 0 {
		o.Set("value", double(sum.value/weights.value))
	}
	return o, nil
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
			return fault.Unsupported("aggregation [weighted_avg] of documents with several weights")
		}
		if len(ws) == 1 {
			for _, x := range xs {
				sum.add(x * ws[0])
				weights.add(ws[0])
			}
		}
	}
	sums[0].add(sum.value)
	sums[1].add(weights.value)
	return nil
}
