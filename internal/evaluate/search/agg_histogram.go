package search

import (
	"cmp"
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// histogram counts documents by rounded values.
type histogram struct {
	a        *aggregation
	rounding rounding
	dates    bool // keys are whole numbers
	format   valueFormat
	least    int64
	extended ends
	inside   func(key float64) bool // hard_bounds; nil: all are
	orders   []termsOrder
}

// numberSteps reads interval and offset.
func (a *aggregation) numberSteps() (steps, error) {
	v, _ := a.body.Get("interval")
	interval, err := toFloat(v)
	if err != nil || interval <= 0 {
		return steps{}, fault.Unsupported("histogram interval [%s]", javaText(v))
	}
	offset := 0.0
	if v, ok := a.body.Get("offset"); ok {
		offset, err = toFloat(v)
	}
	return steps{interval, offset}, err
}

func evaluateHistogram(a *aggregation, in sets) (*orderedjson.Object, error) {
	err := a.known("field", "interval", "offset", "order", "keyed", "min_doc_count", "missing", "extended_bounds", "hard_bounds", "format", "value_type", "script")
	if err != nil {
		return nil, err
	}
	r, err := a.numberSteps()
	if err != nil {
		return nil, err
	}
	h := &histogram{a: a, rounding: r}
	if h.format, err = a.firstFormat(in); err != nil {
		return nil, err
	}
	if h.extended, err = a.readEnds("extended_bounds", toFloat); err != nil {
		return nil, err
	}
	hard, err := a.readEnds("hard_bounds", toFloat)
	if err != nil {
		return nil, err
	}
	h.inside = func(key float64) bool { // without the offset, as the server has it
		x := math.Round((key-r.offset)/r.interval) * r.interval
		return !(hard.hasHigh() && x > hard.high) && !(hard.hasLow() && x < hard.low)
	}
	return h.evaluate(in)
}

func (h *histogram) evaluate(in sets) (*orderedjson.Object, error) {
	h.least = int64(integer(h.a.body, "min_doc_count", 0))
	if v, ok := h.a.body.Get("order"); ok {
		var err error
		if h.orders, err = readOrder(v); err != nil {
			return nil, err
		}
	}
	found, err := h.collect(in)
	if err != nil {
		return nil, err
	}
	keys := make([]float64, 0, len(found))
	var dropped []*termBucket
	for k, docs := range found {
		if docs.count() >= h.least {
			keys = append(keys, k)
		} else {
			dropped = append(dropped, &termBucket{docs: docs})
		}
	}
	slices.Sort(keys)
	if err := h.a.checkDropped(dropped); err != nil {
		return nil, err
	}
	if h.least == 0 && len(in) > 0 {
		if err := h.reduceEmpty(in[0]); err != nil {
			return nil, err
		}
		if keys, err = h.fill(keys); err != nil {
			return nil, err
		}
	}
	if err := h.a.run.consumeAll(len(keys)); err != nil {
		return nil, err
	}
	list, err := h.sorted(keys, found, in)
	if err != nil {
		return nil, err
	}
	return h.print(list)
}

// reduceEmpty brings together what is below a bucket without documents, as the server
// does whether there is such a bucket or not: a script may throw there, a sort not be read.
func (h *histogram) reduceEmpty(first shardHits) error {
	if !slices.ContainsFunc(h.a.subs, func(sub *aggregation) bool { return sub.scripts() || sub.statesMissing() }) {
		return nil
	}
	r, before := h.a.run, h.a.run.buckets
	r.filling = true
	_, err := h.a.bucket(nil, sets{{shard: first.shard, query: first.query}})
	r.filling, r.buckets = false, before
	return err
}

// sorted makes the buckets. One without documents shows what is below it as the
// first shard has it without documents.
func (h *histogram) sorted(keys []float64, found map[float64]sets, in sets) ([]*termBucket, error) {
	var list []*termBucket
	for _, k := range keys {
		docs := found[k]
		if docs == nil {
			docs = sets{{shard: in[0].shard, query: in[0].query}}
		}
		b := &termBucket{key: bucketKey{kind: floatValue, f: k}, n: docs.count(), docs: docs}
		if h.dates {
			b.key = bucketKey{kind: intValue, i: javaLong(k)}
		}
		if err := h.a.rank(b, h.orders); err != nil {
			return nil, err
		}
		list = append(list, b)
	}
	if h.orders != nil {
		slices.SortStableFunc(list, func(x, y *termBucket) int { return compareBuckets(h.orders, x, y) })
	}
	return list, nil
}

func (h *histogram) print(list []*termBucket) (*orderedjson.Object, error) {
	named, plain := orderedjson.NewObject(), []any{}
	filled := false
	for _, b := range list {
		head, before := orderedjson.NewObject(), h.a.run.buckets
		text := javaText(h.format.key(b.key))
		if !h.format.raw() {
			head.Set("key_as_string", text)
		}
		head.Set("key", valueFormat{}.key(b.key))
		if b.n == 0 {
			h.a.run.gaps++
		}
		printed, err := h.a.bucket(head, b.docs)
		if b.n == 0 {
			h.a.run.gaps--
			if filled { // what is in gaps is made, and counted, once
				h.a.run.buckets = before
			}
			filled = true
		}
		if err != nil {
			return nil, err
		}
		named.Set(text, printed)
		plain = append(plain, printed)
	}
	if flag(h.a.body, "keyed") {
		return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: named}), nil
	}
	return orderedjson.NewObject(orderedjson.Member{Key: "buckets", Value: plain}), nil
}

func (h *histogram) collect(in sets) (map[float64]sets, error) {
	lists := make([][]histogramPart, 0, len(in))
	for _, set := range in {
		mine, err := h.shard(set)
		if err != nil {
			return nil, err
		}
		var list []histogramPart
		for k, hits := range mine {
			list = append(list, histogramPart{k, *hits})
		}
		slices.SortFunc(list, func(x, y histogramPart) int { return cmp.Compare(x.key, y.key) })
		lists = append(lists, list)
	}
	found := map[float64]sets{}
	mergeInOrder(lists, func(x, y histogramPart) bool { return x.key < y.key },
		func(p histogramPart) { found[p.key] = append(found[p.key], p.hits) })
	return found, nil
}

// histogramPart is a bucket of one shard.
type histogramPart struct {
	key  float64
	hits shardHits
}

func (h *histogram) shard(set shardHits) (map[float64]*shardHits, error) {
	read, err := h.a.numberReader(set.shard)
	if err != nil {
		return nil, err
	}
	found := map[float64]*shardHits{}
	for _, d := range set.docs {
		values, err := read(d)
		if err != nil {
			return nil, err
		}
		last := nan
		for _, x := range values {
			key := h.rounding.down(x)
			if key == last || h.inside != nil && !h.inside(key) {
				continue
			}
			last = key
			if found[key] == nil {
				found[key] = &shardHits{shard: set.shard, query: set.query}
			}
			found[key].docs = append(found[key].docs, d)
		}
	}
	return found, nil
}
