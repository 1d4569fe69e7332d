package search

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Pipeline aggregations compute from what others printed: siblings from the
// buckets of an aggregation beside them, parents from the buckets that they stand
// in. Numbers read back from their printed form exactly.

// siblingKinds stand beside the aggregation that they read.
var siblingKinds = []string{"avg_bucket", "max_bucket", "min_bucket", "sum_bucket", "stats_bucket", "extended_stats_bucket", "percentiles_bucket"}

// parentKinds stand among the aggregations of the buckets that they read.
var parentKinds = []string{"bucket_script", "bucket_selector", "bucket_sort", "derivative", "cumulative_sum", "serial_diff", "moving_fn", "moving_avg"}

func (a *aggregation) sibling() bool  { return slices.Contains(siblingKinds, a.kind) }
func (a *aggregation) parental() bool { return slices.Contains(parentKinds, a.kind) }
func (a *aggregation) pipeline() bool { return a.sibling() || a.parental() }

// paths are the pipeline's buckets_path.
func (a *aggregation) paths() []string {
	v, _ := a.body.Get("buckets_path")
	var out []string
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, x := range v {
			out = append(out, javaText(x))
		}
		return out
	case *orderedjson.Object:
		for _, m := range v.Members() {
			out = append(out, javaText(m.Value))
		}
		return out
	}
	for _, k := range a.sortKeys() {
		out = append(out, k.path)
	}
	return out
}

// addSiblings computes the siblings of a list over what it printed.
func addSiblings(out *orderedjson.Object, list []*aggregation) error {
	if !slices.ContainsFunc(list, (*aggregation).sibling) {
		return nil
	}
	ordered, err := inOrder(list)
	if err != nil {
		return fault.Unsupported("pipeline aggregations (%s)", err)
	}
	for _, p := range ordered {
		if !p.sibling() {
			continue
		}
		o, err := p.overSibling(out, list)
		if err != nil {
			return err
		}
		out.Set(p.name, p.withMeta(o))
	}
	return nil
}

// applyParents runs the pipelines among an aggregation's sub-aggregations over
// its buckets.
func (a *aggregation) applyParents(o *orderedjson.Object) error {
	if !slices.ContainsFunc(a.subs, (*aggregation).parental) {
		return nil
	}
	ordered, err := inOrder(a.subs)
	if err != nil {
		return fault.Unsupported("pipeline aggregations (%s)", err)
	}
	for _, p := range ordered {
		if !p.parental() {
			continue
		}
		if a.singleBucket() {
			return reduceFault(a.notMany())
		}
		buckets, ok := a.bucketsIn(o)
		if !ok {
			return fault.Unsupported("aggregation [%s] in [%s]", p.kind, a.kind)
		}
		if buckets, err = p.overParent(a, buckets); err != nil {
			return err
		}
		setBuckets(o, buckets)
	}
	return nil
}

// namedBucket is a bucket with its key as text.
type namedBucket struct {
	key string
	*orderedjson.Object
}

// bucketsOf reads the buckets of a printed aggregation.
func bucketsOf(o *orderedjson.Object) ([]namedBucket, bool) {
	v, _ := o.Get("buckets")
	var out []namedBucket
	switch v := v.(type) {
	case []any:
		for i, x := range v {
			b, ok := x.(*orderedjson.Object)
			if !ok {
				return nil, false
			}
			out = append(out, namedBucket{keyText(b, i), b})
		}
		return out, true
	case *orderedjson.Object:
		for _, m := range v.Members() {
			b, ok := m.Value.(*orderedjson.Object)
			if !ok {
				return nil, false
			}
			out = append(out, namedBucket{m.Key, b})
		}
		return out, true
	}
	return nil, false
}

// bucketsIn reads the aggregation's buckets; of filters without names the rest has
// one nevertheless.
func (a *aggregation) bucketsIn(o *orderedjson.Object) ([]namedBucket, bool) {
	buckets, ok := bucketsOf(o)
	if a.kind == "filters" && a.otherBucket() && len(buckets) > 0 {
		if list, _ := o.Get("buckets"); isList(list) {
			buckets[len(buckets)-1].key = a.otherKey()
		}
	}
	return buckets, ok
}

// renumbered tells whether the places of buckets without names are no longer those of
// their filters.
func (a *aggregation) renumbered() bool {
	_, list := a.body.Get("filters")
	return a.kind == "filters" && list && slices.ContainsFunc(a.subs, func(sub *aggregation) bool { return sub.kind == "bucket_selector" || sub.kind == "bucket_sort" })
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

// notMany is what becomes of a pipeline that wants buckets and finds one.
func (a *aggregation) notMany() *fault.Error {
	class := "org.opensearch.search.aggregations.bucket." + map[string]string{"filter": "filter.InternalFilter", "missing": "missing.InternalMissing",
		"global": "global.InternalGlobal", "nested": "nested.InternalNested", "reverse_nested": "nested.InternalReverseNested",
		"sampler": "sampler.InternalSampler", "diversified_sampler": "sampler.InternalSampler"}[a.kind]
	const many = "org.opensearch.search.aggregations.InternalMultiBucketAggregation"
	return fault.New(500, "class_cast_exception", "class %s cannot be cast to class %s (%s and %s are in unnamed module of loader 'app')", class, many, class, many)
}

// keyText is a bucket's key as text; filters without names are counted.
func keyText(b *orderedjson.Object, place int) string {
	if key, ok := b.Get("key_as_string"); ok {
		return javaText(key)
	}
	key, ok := b.Get("key")
	if !ok {
		return strconv.Itoa(place)
	}
	return javaText(key)
}

// setBuckets puts buckets back in the form they had.
func setBuckets(o *orderedjson.Object, buckets []namedBucket) {
	v, _ := o.Get("buckets")
	if _, keyed := v.(*orderedjson.Object); keyed {
		named := orderedjson.NewObject()
		for _, b := range buckets {
			named.Set(b.key, b.Object)
		}
		o.Set("buckets", named)
		return
	}
	list := []any{}
	for _, b := range buckets {
		list = append(list, b.Object)
	}
	o.Set("buckets", list)
}

// put puts the pipeline's number into a bucket.
func (p *aggregation) put(b namedBucket, value float64) error {
	show, err := numbersFormat(p.body.Text("format"))
	if err != nil {
		return err
	}
	b.Set(p.name, p.withMeta(singleNumber(value, show, !math.IsNaN(value) && !math.IsInf(value, 0))))
	return nil
}

// inCase is an option's word without regard to its case.
func (p *aggregation) inCase(key string) string { return strings.ToLower(p.body.Text(key)) }
