package search

import (
	"errors"
	"math"
)

// overParent runs a parent pipeline over the buckets of an aggregation: it adds to
// them, drops some or sorts them.
func (p *aggregation) overParent(in *aggregation, buckets []namedBucket) ([]namedBucket, error) {
	err := p.known("buckets_path", "gap_policy", "script", "sort", "from", "size", "format", "unit", "lag", "window", "shift", "model", "predict",
		"minimize", "settings")
	if err != nil {
		return nil, err
	}
	switch p.kind {
	case "derivative":
		return buckets, p.derive(in, buckets)
	case "cumulative_sum":
		return buckets, p.cumulate(in, buckets)
	case "serial_diff":
		return buckets, p.differ(in, buckets)
	case "moving_fn", "moving_avg":
		return buckets, p.move(in, buckets)
	case "bucket_sort":
		return p.sortBuckets(in, buckets)
	}
	return p.scriptBuckets(in, buckets)
}

// value is the number that the pipeline's path names in a bucket; not there is
// told apart from NaN.
func (p *aggregation) value(in *aggregation, b namedBucket) (x float64, there bool, err error) {
	x, err = p.resolve(in, b, p.paths()[0])
	if errors.Is(err, errNoPath) {
		return nan, false, nil
	}
	return x, true, err
}

// unit is how many milliseconds make a step of a derivative; 0 for none.
func (p *aggregation) unit() (float64, error) {
	text := p.body.Text("unit")
	if text == "" {
		return 0, nil
	}
	lengths := map[byte]float64{'s': 1000, 'm': 60000, 'h': 3600000, 'd': 86400000, 'w': 604800000, 'M': 2629746000, 'q': 7889238000, 'y': 31556952000}
	if u, ok := calendarUnits[text]; ok {
		return lengths[u], nil
	}
	ms, err := milliseconds(text)
	return float64(ms), err
}

func (p *aggregation) derive(in *aggregation, buckets []namedBucket) error {
	unit, err := p.unit()
	if err != nil {
		return err
	}
	last, lastKey, some := 0.0, 0.0, false
	for _, b := range buckets {
		x, here, err := p.value(in, b)
		if err != nil {
			return err
		}
		key, err := plain(b.Object, "key")
		if err != nil {
			return err
		}
		if some && here {
			if err := p.put(b, x-last); err != nil {
				return err
			}
			if err := p.normalize(b, x-last, (key-lastKey)/unit); unit > 0 && err != nil {
				return err
			}
		}
		last, lastKey, some = x, key, here
	}
	return nil
}

// normalize puts the number of a unit beside a derivative's.
func (p *aggregation) normalize(b namedBucket, value, units float64) error {
	if units <= 0 || math.IsInf(units, 0) {
		return nil
	}
	show, err := numbersFormat(p.body.Text("format"))
	if err != nil {
		return err
	}
	o := b.Object.Object(p.name)
	o.Set("normalized_value", nil)
	if x := value / units; !math.IsNaN(x) && !math.IsInf(x, 0) {
		o.Set("normalized_value", double(x))
		if !show.raw() {
			o.Set("normalized_value_as_string", show.float(x))
		}
	}
	return nil
}

func (p *aggregation) cumulate(in *aggregation, buckets []namedBucket) error {
	sum := 0.0
	for _, b := range buckets {
		x, there, err := p.value(in, b)
		if err != nil {
			return err
		}
		if there && !math.IsNaN(x) {
			sum += x
		}
		if err := p.put(b, sum); err != nil {
			return err
		}
	}
	return nil
}

func (p *aggregation) differ(in *aggregation, buckets []namedBucket) error {
	lag := integer(p.body, "lag", 1)
	var before []float64
	for i, b := range buckets {
		x, _, err := p.value(in, b)
		if err != nil {
			return err
		}
		if i >= lag && !math.IsNaN(x) && !math.IsNaN(before[i-lag]) {
			if err := p.put(b, x-before[i-lag]); err != nil {
				return err
			}
		}
		before = append(before, x)
	}
	return nil
}
