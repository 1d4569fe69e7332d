package search

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// termsClass is what kind of terms a shard answers: those of different kinds can't
// be brought together.
type termsClass int

const (
	unmappedTerms termsClass = iota
	textTerms
	longTerms
	doubleTerms
	unsignedTerms
)

// shardTerms is a shard's answer: its best buckets.
type shardTerms struct {
	class   termsClass
	format  valueFormat
	ips     bool
	none    bool // the shard's query can't match anything: it may not even answer
	buckets []*termBucket
	other   int64 // documents of buckets that were cut off
	most    int64 // of rare_terms: how many documents a rare term has, as the shard knows it
}

// termsRun is a terms aggregation as it is evaluated.
type termsRun struct {
	a               *aggregation
	collect         func(set shardHits, out *shardTerms) (map[string]*termBucket, error)
	setKey          func(head *orderedjson.Object, first *shardTerms, b *termBucket)
	orders          []termsOrder
	size, shardSize int
	least           int64 // min_doc_count
	shardLeast      int64
	showErrors      bool
	repeats         bool // a document counts for each time that it has a value
}

func (a *aggregation) termsRun() (*termsRun, error) {
	t := &termsRun{a: a, size: integer(a.body, "size", 10), least: int64(integer(a.body, "min_doc_count", 1)),
		shardLeast: int64(integer(a.body, "shard_min_doc_count", 0)), showErrors: flag(a.body, "show_term_doc_count_error")}
	t.orders = []termsOrder{{"_count", true}, {"_key", false}}
	if v, ok := a.body.Get("order"); ok && v != nil {
		var err error
		if t.orders, err = readOrder(v); err != nil {
			return nil, err
		}
	}
	if t.shardLeast > 0 && a.run.dialect.OtherShardMinimum {
		return nil, fault.Unsupported("aggregation [%s] with [shard_min_doc_count] on %s", a.kind, a.run.dialect.Name())
	}
	t.shardLeast = min(t.shardLeast, t.least)
	if t.shardSize = integer(a.body, "shard_size", -1); t.shardSize < 0 && t.orders[0].path != "_key" {
		t.shardSize = t.size*3/2 + 10
	}
	t.shardSize = max(t.shardSize, t.size)
	return t, nil
}

// evaluateTerms does what the server does: every shard sends its best terms, half
// as many again as are asked for and ten, and these are added up.
func evaluateTerms(a *aggregation, in sets) (*orderedjson.Object, error) {
	err := a.known("field", "size", "shard_size", "min_doc_count", "shard_min_doc_count", "show_term_doc_count_error", "order",
		"missing", "include", "exclude", "execution_hint", "collect_mode", "value_type", "format", "script")
	if err != nil {
		return nil, err
	}
	t, err := a.termsRun()
	if err != nil {
		return nil, err
	}
	if a.run.gaps > 0 && t.least == 0 { // not even words that no document has
		in = in[:0]
	}
	t.collect = t.terms
	t.setKey = func(head *orderedjson.Object, first *shardTerms, b *termBucket) { setKey(head, first.format, b.key) }
	return t.evaluate(in)
}

func (t *termsRun) evaluate(in sets) (*orderedjson.Object, error) {
	var answers []*shardTerms
	for _, set := range in {
		x := &shardTerms{class: textTerms, none: nothing(set.query)}
		found, err := t.collect(set, x)
		if err != nil {
			return nil, err
		}
		if err := t.cut(x, found); err != nil {
			return nil, err
		}
		answers = append(answers, x)
	}
	return t.reduce(answers)
}

// terms finds the buckets of a shard.
func (t *termsRun) terms(set shardHits, out *shardTerms) (map[string]*termBucket, error) {
	keys, err := t.a.documentKeys(set.shard)
	if err != nil {
		return nil, err
	}
	var take accept
	var unused *bucketKey
	if !metadataField(t.a.body.Text("field")) && !t.a.scripted() {
		v, err := t.a.values(set.shard)
		if err != nil {
			return nil, err
		}
		if v.empty() {
			out.class = unmappedTerms
			return nil, nil
		}
		out.class, out.format, out.ips = v.class(), v.format, v.source == ipSource
		if t.a.revalued() && out.class == longTerms && (v.source == numericSource || v.source == dateSource) {
			out.class = doubleTerms
		}
		if take, err = t.a.accepted(v); err != nil {
			return nil, err
		}
		unused = t.unused(v, set.shard)
	} else if set.shard.Unmapped() {
		out.class = unmappedTerms
		return nil, nil
	} else {
		if take, err = t.a.accepted(&values{}); err != nil {
			return nil, err
		}
		if out.class = t.a.scriptClass(); out.class != textTerms {
			if out.format, err = numbersFormat(t.a.body.Text("format")); err != nil {
				return nil, err
			}
		}
	}
	var spare spareBuckets
	found, err := t.grouped(set, func(d *doc) ([]*termBucket, error) {
		list, err := keys(d)
		spare.used = 0
		for _, k := range list {
			if take == nil || take(k) {
				spare.next().key = k
			}
		}
		return spare.buckets[:spare.used], err
	})
	if err == nil && unused != nil && (take == nil || take(*unused)) {
		b := &termBucket{key: *unused, docs: sets{{shard: set.shard, query: set.query}}}
		if found[b.id()] == nil {
			found[b.id()] = b
		}
	}
	return found, err
}

// unused is what stands for missing values where it is among the words whose buckets are
// shown without documents: whether or not a value is missing. Numbers are none.
func (t *termsRun) unused(v *values, s *shard) *bucketKey {
	ordinals := (v.source == bytesSource || v.source == ipSource) && !t.a.revalued() && t.a.body.Text("execution_hint") != "map"
	if t.least > 0 || !ordinals || len(s.docs) == 0 {
		return nil
	}
	return v.absent
}

// spareBuckets are made for each document anew but where the last one's were kept:
// most documents have keys that were seen before.
type spareBuckets struct {
	buckets []*termBucket
	used    int
}

func (s *spareBuckets) next() *termBucket {
	switch {
	case s.used == len(s.buckets):
		s.buckets = append(s.buckets, &termBucket{})
	case s.buckets[s.used].docs != nil:
		s.buckets[s.used] = &termBucket{}
	}
	s.used++
	return s.buckets[s.used-1]
}

// class is what kind of terms the values make.
func (v *values) class() termsClass {
	switch {
	case v.source == bytesSource || v.source == ipSource:
		return textTerms
	case v.floating():
		return doubleTerms
	case v.field != nil && v.field.Type == "unsigned_long":
		return unsignedTerms
	}
	return longTerms
}

// grouped makes buckets of what a document gives; with min_doc_count 0 those
// without documents, too.
func (t *termsRun) grouped(set shardHits, of func(d *doc) ([]*termBucket, error)) (map[string]*termBucket, error) {
	found := map[string]*termBucket{}
	each := func(d *doc, count bool) error {
		list, err := of(d)
		if err != nil {
			return err
		}
		for i, k := range list {
			id := k.id()
			b := found[id]
			if b == nil {
				b = k
				b.docs = sets{{shard: set.shard, query: set.query}}
				found[id] = b
			}
			again := slices.ContainsFunc(list[:i], func(x *termBucket) bool { return x.id() == id })
			if count && (t.repeats || !again) { // a document counts once, each time that it is collected
				b.docs[0].docs = append(b.docs[0].docs, d)
				b.n++
			}
		}
		return nil
	}
	for _, d := range set.docs {
		if err := each(d, true); err != nil {
			return nil, err
		}
	}
	if t.least > 0 {
		return found, nil
	}
	for _, d := range set.shard.docs {
		for _, n := range withNested(d) {
			if err := each(n, false); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// withNested is a document and all that are nested in it.
func withNested(d *doc) []*doc {
	out := []*doc{d}
	for _, n := range d.Nested {
		out = append(out, withNested(d.relative(n))...)
	}
	return out
}

// cut keeps a shard's best buckets.
func (t *termsRun) cut(out *shardTerms, found map[string]*termBucket) error {
	var list []*termBucket
	for _, b := range found {
		if b.n < t.shardLeast {
			out.other += b.n
			continue
		}
		if err := t.a.rank(b, t.orders); err != nil {
			return err
		}
		list = append(list, b)
	}
	slices.SortFunc(list, func(x, y *termBucket) int { return compareBuckets(t.orders, x, y) })
	for _, b := range list[min(len(list), t.shardSize):] {
		out.other += b.n
	}
	if cut := list[min(len(list), t.shardSize):]; len(cut) > 0 {
		if err := t.a.checkCut(cut); err != nil {
			return err
		}
	}
	out.buckets = list[:min(len(list), t.shardSize)]
	return t.a.checkDropped(out.buckets)
}

// id tells buckets apart.
func (b *termBucket) id() string {
	if b.keys == nil {
		return b.key.id()
	}
	parts := make([]string, len(b.keys))
	for i, k := range b.keys {
		parts[i] = strconv.Quote(k.id())
	}
	return strings.Join(parts, ",")
}

func (k bucketKey) id() string {
	switch k.kind {
	case intValue, unsignedValue:
		return strconv.FormatInt(k.i, 10)
	case floatValue:
		return strconv.FormatUint(math.Float64bits(k.f), 16)
	}
	return k.text
}
