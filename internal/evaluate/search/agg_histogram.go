package search

import (
	"cmp"
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func evaluateHistogram(a *aggregation, in sets) (*orderedjson.Object, error) {
	if err := a.known("field", "interval", "offset", "order", "keyed", "min_doc_count", "missing", "extended_bounds"); err != nil {
		return nil, err
	}
	v, _ := a.body.Get("interval")
	interval, err := toFloat(v)
	if err != nil || interval <= 0 {
		return nil, fault.Unsupported("histogram interval [%s]", javaText(v))
	}
	offset := 0.0
	if v, ok := a.body.Get("offset"); ok {
		offset, _ = toFloat(v)
	}
	h := &histogram{a: a, rounding: steps{interval, offset}}
	h.head = func(key float64) (*orderedjson.Object, string) {
		return orderedjson.NewObject(orderedjson.Member{Key: "key", Value: double(key)}), javaDouble(key)
	}
	h.bound = toFloat
	return h.evaluate(in)
}

func checkDates(a *aggregation, s *shard) error {
	if err := checkNumbers(a, s); err != nil {
		return err
	}
	_, _, err := dateRounding(a.body)
	return err
}

func evaluateDates(a *aggregation, in sets) (*orderedjson.Object, error) {
	err := a.known("field", "calendar_interval", "fixed_interval", "offset", "order", "keyed", "min_doc_count", "missing",
		"extended_bounds", "time_zone", "format")
	if err != nil {
		return nil, err
	}
	r, zone, err := dateRounding(a.body)
	if err != nil {
		return nil, err
	}
	format := datetime.MustDefault()
	for _, set := range in {
		if f := a.field(set.shard); f != nil && f.Format != nil {
			format = f.Format
			break
		}
	}
	if text := a.body.Text("format"); text != "" {
		if format, err = datetime.Compile(text); err != nil {
			return nil, err
		}
	}
	h := &histogram{a: a, rounding: r}
	h.head = func(key float64) (*orderedjson.Object, string) {
		text := format.Print(int64(key), zone)
		o := orderedjson.NewObject(orderedjson.Member{Key: "key_as_string", Value: text})
		o.Set("key", whole(int64(key)))
		return o, text
	}
	h.bound = func(v any) (float64, error) {
		ms, err := format.ParseMath(dateText(v), datetime.Context{Now: a.run.now, Zone: zone})
		return float64(ms), err
	}
	return h.evaluate(in)
}

// histogram counts documents by rounded values.
type histogram struct {
	a        *aggregation
	rounding rounding
	head     func(key float64) (*orderedjson.Object, string)
	bound    func(v any) (float64, error)
}

// maxBuckets is search.max_buckets: 65,535.
const maxBuckets = 65535

func (h *histogram) evaluate(in sets) (*orderedjson.Object, error) {
	found, err := h.collect(in)
	if err != nil {
		return nil, err
	}
	least := int64(integer(h.a.body, "min_doc_count", 0))
	keys := make([]float64, 0, len(found))
	for k, docs := range found {
		if docs.count() >= least {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	if least == 0 {
		if keys, err = h.fill(keys); err != nil {
			return nil, err
		}
	}
	var list []*termBucket
	for _, k := range keys {
		docs := found[k]
		head, _ := h.head(k)
		b, err := h.a.bucket(head, h.whole(docs, in))
		if err != nil {
			return nil, err
		}
		list = append(list, &termBucket{key: bucketKey{kind: floatValue, f: k}, n: docs.count(), printed: b})
	}
	if v, ok := h.a.body.Get("order"); ok {
		orders, err := readOrder(v)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(list, func(x, y *termBucket) int { return compareBuckets(orders, x, y) })
	}
	return h.print(list), nil
}

// whole gives an empty bucket its shards, so that what is below it is printed.
func (h *histogram) whole(docs, in sets) sets {
	if docs != nil {
		return docs
	}
	return in.narrow(func(*shard, *doc) bool { return false })
}

func (h *histogram) print(list []*termBucket) *orderedjson.Object {
	if flag(h.a.body, "keyed") {
		keyed := orderedjson.NewObject()
		for _, b := range list {
			_, name := h.head(b.key.f)
			keyed.Set(name, b.printed)
		}
		return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: keyed})
	}
	buckets := []any{}
	for _, b := range list {
		buckets = append(buckets, b.printed)
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: buckets})
}

func (h *histogram) collect(in sets) (map[float64]sets, error) {
	found := map[float64]sets{}
	for _, set := range in {
		f := h.a.field(set.shard)
		absent, err := h.a.missingNumbers(f)
		if err != nil {
			return nil, err
		}
		mine := map[float64]*shardHits{}
		for _, d := range set.docs {
			values := numbers(f, d)
			if len(values) == 0 {
				values = absent
			}
			last := math.NaN()
			for _, x := range values {
				key := h.rounding.down(x)
				if key == last {
					continue
				}
				last = key
				if mine[key] == nil {
					mine[key] = &shardHits{shard: set.shard, query: set.query}
				}
				mine[key].docs = append(mine[key].docs, d)
			}
		}
		for k, hits := range mine {
			found[k] = append(found[k], *hits)
		}
	}
	return found, nil
}

// fill adds the empty buckets between the others and out to extended_bounds.
func (h *histogram) fill(keys []float64) ([]float64, error) {
	low, high := math.Inf(1), math.Inf(-1)
	if len(keys) > 0 {
		low, high = keys[0], keys[len(keys)-1]
	}
	bounds := h.a.body.Object("extended_bounds")
	for _, m := range bounds.Members() {
		if m.Value == nil {
			continue
		}
		n, err := h.bound(m.Value)
		if err != nil {
			return nil, err
		}
		n = h.rounding.down(n)
		if m.Key == "min" {
			low = min(low, n)
			if len(keys) == 0 && bounds.Len() < 2 {
				return keys, nil
			}
		}
		if m.Key == "max" {
			high = max(high, n)
		}
	}
	if low > high {
		return keys, nil
	}
	var out []float64
	for k := low; k <= high; k = h.rounding.next(k) {
		if out = append(out, k); len(out) > maxBuckets {
			return nil, fault.New(503, "too_many_buckets_exception", "Trying to create too many buckets. Must be less than or equal to: "+
				"[%d] but was [%d]. This limit can be set by changing the [search.max_buckets] cluster level setting.", maxBuckets, maxBuckets+1)
		}
	}
	return slices.Compact(mergeKeys(out, keys)), nil
}

func mergeKeys(a, b []float64) []float64 {
	all := append(slices.Clone(a), b...)
	slices.SortFunc(all, cmp.Compare)
	return all
}
