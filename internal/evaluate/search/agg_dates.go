package search

import (
	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func checkDates(a *aggregation, s *shard) error {
	if err := checkValues(a, s); err != nil {
		return err
	}
	_, _, err := a.dateEnds(s)
	return err
}

// dateEnds reads extended_bounds and hard_bounds as a shard does: rounded, without
// the offset.
func (a *aggregation) dateEnds(s *shard) (extended, hard ends, err error) {
	r, _, err := dateRounding(a.body)
	if err != nil {
		return extended, hard, err
	}
	format, err := a.formatOn(s)
	if err != nil {
		return extended, hard, err
	}
	read := func(name string) (ends, error) {
		given, err := a.readEnds(name, func(v any) (float64, error) {
			if _, text := v.(string); !text {
				return toFloat(v)
			}
			n, err := format.parseInt(javaText(v), datetime.Context{Now: a.run.now})
			return float64(n), err
		})
		if err != nil {
			return given, err
		}
		if given.hasLow() && given.hasHigh() && given.low > given.high {
			return given, fault.Illegal("[%s.min][%d] cannot be greater than [%s.max][%d] for histogram aggregation [%s]",
				name, javaLong(given.low), name, javaLong(given.high), a.name)
		}
		if given.hasLow() {
			given.low = float64(r.times.floor(javaLong(given.low)))
		}
		if given.hasHigh() {
			given.high = float64(r.times.floor(javaLong(given.high)))
		}
		return given, nil
	}
	if extended, err = read("extended_bounds"); err != nil {
		return extended, hard, err
	}
	if hard, err = read("hard_bounds"); err != nil {
		return extended, hard, err
	}
	if hard.hasHigh() && extended.hasHigh() && extended.high > hard.high || hard.hasLow() && extended.hasLow() && extended.low < hard.low {
		return extended, hard, fault.Illegal("Extended bounds have to be inside hard bounds, hard bounds: [%s], extended bounds: [%s]",
			boundsText(a.body.Object("hard_bounds")), boundsText(a.body.Object("extended_bounds")))
	}
	return extended, hard, nil
}

// boundsText prints bounds as they were given.
func boundsText(o *orderedjson.Object) string {
	part := func(key string) string {
		v, ok := o.Get(key)
		if !ok || v == nil {
			return ""
		}
		return javaText(v)
	}
	return part("min") + "--" + part("max")
}

// formatOn is how a shard reads and prints the aggregation's values.
func (a *aggregation) formatOn(s *shard) (valueFormat, error) {
	return a.firstFormat(sets{{shard: s}})
}

// inGaps tells whether a histogram stands above that makes empty buckets up: the server
// fills those of an aggregation in them more than once (asked of 3.5.0).
func (a *aggregation) inGaps() bool {
	for at := a.parent; at != nil; at = at.parent {
		if (at.kind == "date_histogram" || at.kind == "histogram") && integer(at.body, "min_doc_count", 0) == 0 {
			return true
		}
	}
	return false
}

func evaluateDates(a *aggregation, in sets) (*orderedjson.Object, error) {
	err := a.known("field", "calendar_interval", "fixed_interval", "interval", "offset", "order", "keyed", "min_doc_count", "missing",
		"extended_bounds", "hard_bounds", "time_zone", "format", "value_type", "script")
	if err != nil {
		return nil, err
	}
	r, _, err := dateRounding(a.body)
	if err != nil {
		return nil, err
	}
	if r.offset != 0 && a.body.Has("extended_bounds") && a.inGaps() {
		return nil, fault.Unsupported("aggregation [%s] with [offset] and [extended_bounds] below another that fills gaps", a.kind)
	}
	h := &histogram{a: a, rounding: r, dates: true, extended: openEnds}
	if len(in) == 0 {
		return h.evaluate(in)
	}
	if h.format, err = a.firstFormat(in); err != nil {
		return nil, err
	}
	extended, hard, err := a.dateEnds(in[0].shard)
	if err != nil {
		return nil, err
	}
	h.extended = ends{extended.low + float64(r.offset), extended.high + float64(r.offset)}
	h.inside = func(key float64) bool {
		return !(hard.hasHigh() && key >= hard.high) && !(hard.hasLow() && key < hard.low)
	}
	return h.evaluate(in)
}
