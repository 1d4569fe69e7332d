package search

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
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

// scriptBuckets is bucket_script, which adds a number, and bucket_selector, which
// keeps buckets.
func (p *aggregation) scriptBuckets(in *aggregation, buckets []namedBucket) ([]namedBucket, error) {
	named := p.body.Object("buckets_path")
	if named == nil {
		return nil, fault.Unsupported("aggregation [%s] with a path without a name", p.kind)
	}
	use := painless.BucketAggregation
	if p.kind == "bucket_selector" {
		use = painless.BucketSelector
	}
	x, err := (&shard{now: p.run.now, dialect: p.run.dialect}).script(p.body.Object("script"), use)
	if err != nil {
		return nil, reduceOf(err)
	}
	var out []namedBucket
	for _, b := range buckets {
		keep, err := p.scriptBucket(x, in, b)
		if err != nil {
			return nil, reduceOf(err)
		}
		if keep {
			out = append(out, b)
		}
	}
	return out, nil
}

func (p *aggregation) scriptBucket(x *script, in *aggregation, b namedBucket) (keep bool, err error) {
	vars := x.withParams()
	skips := p.inCase("gap_policy") != "insert_zeros"
	for _, m := range p.body.Object("buckets_path").Members() {
		n, err := p.resolve(in, b, javaText(m.Value))
		there := !errors.Is(err, errNoPath)
		if err != nil && there {
			return false, err
		}
		if (!there || math.IsNaN(n)) && skips && p.kind == "bucket_script" {
			return true, nil
		}
		if there {
			vars.Put(m.Key, n)
		} else {
			vars.Put(m.Key, nil)
		}
	}
	v, err := x.on(scriptInput{params: vars})
	if err != nil {
		return false, err
	}
	if p.kind == "bucket_selector" {
		return v == true, nil
	}
	if v == nil {
		return true, nil
	}
	n, ok := painless.Number(v)
	if f, isFloat := v.(float64); isFloat {
		n, ok = f, true
	}
	if !ok {
		return false, fault.Unsupported("script of a pipeline aggregation that returns no number")
	}
	return true, p.put(b, n)
}

// sortKeys reads the sort of bucket_sort.
func (p *aggregation) sortKeys() []termsOrder {
	var out []termsOrder
	for _, x := range p.body.Array("sort") {
		o, _ := x.(*orderedjson.Object)
		for _, m := range o.Members() {
			how, _ := m.Value.(*orderedjson.Object)
			out = append(out, termsOrder{m.Key, strings.EqualFold(how.Text("order"), "desc")})
		}
	}
	return out
}

// sortRow is a bucket with what it is sorted by; nil is a gap.
type sortRow struct {
	bucket namedBucket
	values []any // float64, string, or nil
}

// sortBuckets sorts and cuts. Buckets without any of the values are dropped; equal
// ones stay as they were.
func (p *aggregation) sortBuckets(in *aggregation, buckets []namedBucket) ([]namedBucket, error) {
	from, size := integer(p.body, "from", 0), integer(p.body, "size", len(buckets))
	if from >= len(buckets) {
		return nil, nil
	}
	keys := p.sortKeys()
	if len(keys) == 0 {
		return buckets[from:min(from+size, len(buckets))], nil
	}
	var rows []sortRow
	for _, b := range buckets {
		r, err := p.sortRow(in, b, keys)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(r.values, func(v any) bool { return v != nil }) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(x, y sortRow) int { return compareRows(keys, x, y) })
	var out []namedBucket
	for _, r := range rows[min(from, len(rows)):min(from+size, len(rows))] {
		out = append(out, r.bucket)
	}
	return out, nil
}

func (p *aggregation) sortRow(in *aggregation, b namedBucket, keys []termsOrder) (sortRow, error) {
	r := sortRow{bucket: b}
	for _, k := range keys {
		if k.path == "_key" {
			key, _ := b.Get("key")
			if text, ok := key.(string); ok {
				r.values = append(r.values, text)
				continue
			}
			x, err := toFloat(key)
			if err != nil {
				return r, fault.Unsupported("aggregation [bucket_sort] by [_key] in [%s]", in.kind)
			}
			r.values = append(r.values, x)
			continue
		}
		x, err := p.resolve(in, b, k.path)
		switch {
		case errors.Is(err, errNoPath):
			return r, fault.Unsupported("aggregation [bucket_sort] by [%s], which is not in every bucket", k.path)
		case err != nil:
			return r, err
		case math.IsNaN(x) && p.inCase("gap_policy") != "insert_zeros":
			r.values = append(r.values, nil)
		default:
			r.values = append(r.values, x)
		}
	}
	return r, nil
}

func compareRows(keys []termsOrder, x, y sortRow) int {
	for i, k := range keys {
		var c int
		switch a := x.values[i].(type) {
		case nil:
			if y.values[i] == nil {
				continue
			}
			return 1
		case string:
			b, _ := y.values[i].(string)
			c = strings.Compare(a, b)
		case float64:
			if y.values[i] == nil {
				return -1
			}
			b, _ := y.values[i].(float64)
			c = compareDoubles(a, b)
		}
		if k.desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func compareDoubles(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
