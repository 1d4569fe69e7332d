package search

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func checkTerms(a *aggregation, s *shard) error {
	switch a.body.Text("field") {
	case "_index", "_id":
		return nil
	}
	if err := checkField(a, s); err != nil {
		return err
	}
	return a.checkPatterns(s)
}

// termBucket is a bucket while shards are brought together.
type termBucket struct {
	key     bucketKey
	docs    sets
	n       int64
	printed *orderedjson.Object // with the aggregations below
}

// evaluateTerms does what the server does: every shard sends its best terms, half
// as many again as are asked for and ten, and these are added up.
func evaluateTerms(a *aggregation, in sets) (*orderedjson.Object, error) {
	err := a.known("field", "size", "shard_size", "min_doc_count", "shard_min_doc_count", "show_term_doc_count_error", "order",
		"missing", "include", "exclude", "execution_hint", "collect_mode", "value_type")
	if err != nil {
		return nil, err
	}
	t := &termsRun{a: a, size: integer(a.body, "size", 10), least: int64(integer(a.body, "min_doc_count", 1))}
	if t.orders, err = t.readOrder(); err != nil {
		return nil, err
	}
	t.shardSize = integer(a.body, "shard_size", 0)
	if t.shardSize < t.size {
		t.shardSize = t.size*3/2 + 10
		if len(t.orders) > 0 && t.orders[0].path == "_key" {
			t.shardSize = t.size
		}
	}
	if integer(a.body, "shard_min_doc_count", 0) > 0 {
		return nil, fault.Unsupported("aggregation [terms] with [shard_min_doc_count]")
	}
	if t.accept, err = a.accepted(); err != nil {
		return nil, err
	}
	merged := map[bucketKey]*termBucket{}
	for _, set := range in {
		if err := t.shard(set, merged); err != nil {
			return nil, err
		}
	}
	return t.reduce(merged, len(in), in)
}

type termsRun struct {
	a               *aggregation
	orders          []termsOrder
	size, shardSize int
	least           int64
	accept          func(bucketKey) bool
	other, bound    int64
	unknown         bool
}

func (t *termsRun) readOrder() ([]termsOrder, error) {
	v, ok := t.a.body.Get("order")
	if !ok {
		return []termsOrder{{"_count", true}, {"_key", false}}, nil
	}
	orders, err := readOrder(v)
	for _, o := range orders {
		if o.path != "_count" && o.path != "_key" && strings.Contains(o.path, ">") {
			return nil, fault.Unsupported("order by [%s]", o.path)
		}
	}
	return orders, err
}

// byMetric tells whether ordering needs the aggregations below.
func (t *termsRun) byMetric() bool {
	return slices.ContainsFunc(t.orders, func(o termsOrder) bool { return o.path != "_count" && o.path != "_key" && o.path != "_term" })
}

func (t *termsRun) shard(set shardHits, merged map[bucketKey]*termBucket) error {
	found := map[bucketKey]*termBucket{}
	add := func(k bucketKey, d *doc) {
		if t.accept != nil && !t.accept(k) {
			return
		}
		b := found[k]
		if b == nil {
			b = &termBucket{key: k, docs: sets{{shard: set.shard, query: set.query}}}
			found[k] = b
		}
		if d != nil {
			b.docs[0].docs = append(b.docs[0].docs, d)
			b.n++
		}
	}
	keys, err := t.a.keyReader(set.shard)
	if err != nil {
		return err
	}
	for _, d := range set.docs {
		for _, k := range keys(d) {
			add(k, d)
		}
	}
	if t.least == 0 {
		for _, d := range set.shard.docs {
			for _, k := range keys(d) {
				add(k, nil)
			}
		}
	}
	list, err := t.sorted(found)
	if err != nil {
		return err
	}
	cut := list[min(len(list), t.shardSize):]
	list = list[:min(len(list), t.shardSize)]
	for _, b := range cut {
		t.other += b.n
	}
	var missed int64
	if len(list) >= t.shardSize && t.orders[0].path != "_key" {
		if t.orders[0] == (termsOrder{"_count", true}) {
			missed = list[len(list)-1].n
		} else {
			t.unknown = true
		}
	}
	t.bound += missed
	addBuckets(merged, list)
	return nil
}

func addBuckets(merged map[bucketKey]*termBucket, list []*termBucket) {
	for _, b := range list {
		m := merged[b.key]
		if m == nil {
			m = &termBucket{key: b.key}
			merged[b.key] = m
		}
		m.n += b.n
		m.docs = append(m.docs, b.docs...)
	}
}

func (t *termsRun) sorted(found map[bucketKey]*termBucket) ([]*termBucket, error) {
	list := make([]*termBucket, 0, len(found))
	for _, b := range found {
		if t.byMetric() {
			b.printed = orderedjson.NewObject()
			if err := addAll(b.printed, t.a.subs, b.docs); err != nil {
				return nil, err
			}
			for _, o := range t.orders {
				if o.path == "_count" || o.path == "_key" {
					continue
				}
				if _, err := metricOf(b.printed, o.path); err != nil {
					return nil, err
				}
			}
		}
		list = append(list, b)
	}
	slices.SortFunc(list, func(x, y *termBucket) int { return compareBuckets(t.orders, x, y) })
	return list, nil
}

func (t *termsRun) reduce(merged map[bucketKey]*termBucket, shards int, in sets) (*orderedjson.Object, error) {
	for k, b := range merged {
		if b.n < t.least {
			delete(merged, k)
		}
	}
	list, err := t.sorted(merged)
	if err != nil {
		return nil, err
	}
	for _, b := range list[min(len(list), t.size):] {
		t.other += b.n
	}
	list = list[:min(len(list), t.size)]
	bound := t.bound
	switch {
	case t.unknown:
		bound = -1
	case shards <= 1:
		bound = 0
	}
	out := orderedjson.NewObject()
	out.Set("doc_count_error_upper_bound", whole(bound))
	out.Set("sum_other_doc_count", whole(t.other))
	buckets := []any{}
	for _, b := range list {
		o, err := t.print(b, in, shards)
		if err != nil {
			return nil, err
		}
		buckets = append(buckets, o)
	}
	out.Set("buckets", buckets)
	return out, nil
}

func (t *termsRun) print(b *termBucket, in sets, shards int) (*orderedjson.Object, error) {
	head := orderedjson.NewObject()
	for _, set := range in {
		if f := t.a.field(set.shard); f != nil || set.shard.known(t.a.body.Text("field")) {
			setKey(head, f, b.key)
			break
		}
	}
	if !head.Has("key") {
		setKey(head, nil, b.key)
	}
	head.Set("doc_count", whole(b.n))
	if flag(t.a.body, "show_term_doc_count_error") {
		missed := int64(0)
		if t.unknown {
			missed = -1
		} else if shards > 1 && t.bound > 0 {
			return nil, fault.Unsupported("aggregation [terms] with [show_term_doc_count_error] of terms that a shard left out")
		}
		head.Set("doc_count_error_upper_bound", whole(missed))
	}
	return head, addAll(head, t.a.subs, b.docs)
}

// accepted reads include and exclude; nil where all are.
func (a *aggregation) accepted() (func(bucketKey) bool, error) {
	include, err := a.termsOf("include")
	if err != nil {
		return nil, err
	}
	exclude, err := a.termsOf("exclude")
	if err != nil || include == nil && exclude == nil {
		return nil, err
	}
	return func(k bucketKey) bool {
		head := orderedjson.NewObject()
		setKey(head, nil, k)
		v, _ := head.Get("key")
		text := javaText(v)
		return (include == nil || include(text)) && (exclude == nil || !exclude(text))
	}, nil
}

// termsOf reads a list of terms, or a regular expression for them; nil for none.
func (a *aggregation) termsOf(key string) (func(string) bool, error) {
	v, ok := a.body.Get(key)
	if !ok || v == nil {
		return nil, nil
	}
	switch v := v.(type) {
	case string:
		r, err := compileRegexp(v, false)
		if err != nil {
			return nil, fault.Unsupported("aggregation [terms] with a broken pattern in [%s]", key)
		}
		return r.match, nil
	case []any:
		set := map[string]bool{}
		for _, x := range v {
			set[javaText(x)] = true
		}
		return func(text string) bool { return set[text] }, nil
	}
	return nil, fault.Unsupported("aggregation [terms] with [%s] by partition", key)
}

// checkPatterns refuses patterns for other fields than texts.
func (a *aggregation) checkPatterns(s *shard) error {
	f := a.field(s)
	for _, key := range []string{"include", "exclude"} {
		v, _ := a.body.Get(key)
		if _, pattern := v.(string); !pattern || f == nil || f.Type == "keyword" {
			continue
		}
		if f.Type == "ip" {
			return fault.Unsupported("aggregation [terms] on an ip with a pattern")
		}
		return fault.New(500, "aggregation_execution_exception", "Aggregation [%s] cannot support regular expression style include/exclude settings "+
			"as they can only be applied to string fields. Use an array of numeric values for include/exclude clauses used to filter numeric fields", a.name)
	}
	return nil
}
