package search

import (
	"math"
	"slices"
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
var parentKinds = []string{"bucket_script", "bucket_selector", "bucket_sort", "derivative", "cumulative_sum"}

func (a *aggregation) sibling() bool  { return slices.Contains(siblingKinds, a.kind) }
func (a *aggregation) parental() bool { return slices.Contains(parentKinds, a.kind) }
func (a *aggregation) pipeline() bool { return a.sibling() || a.parental() }

// paths are the pipeline's buckets_path.
func (a *aggregation) paths() []string {
	v, _ := a.body.Get("buckets_path")
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, javaText(x))
		}
		return out
	case *orderedjson.Object:
		var out []string
		for _, m := range v.Members() {
			out = append(out, javaText(m.Value))
		}
		return out
	}
	var out []string
	for _, k := range a.sortKeys() {
		out = append(out, k.path)
	}
	return out
}

// inOrder puts pipelines behind those that they read.
func inOrder(list []*aggregation) ([]*aggregation, error) {
	var out []*aggregation
	waiting := slices.Clone(list)
	for len(waiting) > 0 {
		i := slices.IndexFunc(waiting, func(a *aggregation) bool {
			return !slices.ContainsFunc(waiting, func(b *aggregation) bool { return a != b && a.readsFrom(b.name) })
		})
		if i < 0 {
			return nil, fault.Unsupported("pipeline aggregations that read each other")
		}
		out = append(out, waiting[i])
		waiting = slices.Delete(waiting, i, i+1)
	}
	return out, nil
}

func (a *aggregation) readsFrom(name string) bool {
	return slices.ContainsFunc(a.paths(), func(path string) bool {
		first, _, _ := strings.Cut(path, ">")
		return first == name || strings.HasPrefix(first, name+".")
	})
}

// addSiblings computes the siblings of a list over what it printed.
func addSiblings(out *orderedjson.Object, list []*aggregation) error {
	var siblings []*aggregation
	for _, a := range list {
		if a.sibling() {
			siblings = append(siblings, a)
		}
	}
	ordered, err := inOrder(siblings)
	if err != nil {
		return err
	}
	for _, a := range ordered {
		o, err := a.overSibling(out)
		if err != nil {
			return err
		}
		out.Set(a.name, a.withMeta(o))
	}
	return nil
}

// applyParents runs the pipelines among an aggregation's sub-aggregations over
// its buckets.
func (a *aggregation) applyParents(o *orderedjson.Object) error {
	var parents []*aggregation
	for _, sub := range a.subs {
		if sub.parental() {
			parents = append(parents, sub)
		}
	}
	if len(parents) == 0 {
		return nil
	}
	ordered, err := inOrder(parents)
	if err != nil {
		return err
	}
	for _, p := range ordered {
		buckets, ok := bucketsOf(o)
		if !ok {
			return fault.Unsupported("aggregation [%s] in [%s]", p.kind, a.kind)
		}
		if buckets, err = p.overParent(buckets); err != nil {
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
		for _, x := range v {
			b, ok := x.(*orderedjson.Object)
			if !ok {
				return nil, false
			}
			key, ok := b.Get("key_as_string")
			if !ok {
				key, _ = b.Get("key")
			}
			out = append(out, namedBucket{javaText(key), b})
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

// resolve finds the number that a path names in a bucket. Where there is none, or
// the bucket is empty, the gap policy decides: NaN, or 0 with insert_zeros.
func (a *aggregation) resolve(b *orderedjson.Object, path string) (float64, error) {
	if path == "_count" {
		n, _ := b.Get("doc_count")
		return toFloat(n)
	}
	if path == "" || strings.ContainsAny(path, "['\"") || strings.HasPrefix(path, "_") {
		return 0, fault.Unsupported("buckets_path [%s]", path)
	}
	var value float64
	var err error
	if inside, found := strings.CutSuffix(path, "._count"); found {
		at := b
		for part := range strings.SplitSeq(inside, ">") {
			at = at.Object(part)
		}
		n, _ := at.Get("doc_count")
		if value, err = toFloat(n); err != nil {
			return 0, fault.Unsupported("buckets_path [%s]", path)
		}
	} else if value, err = pathValue(b, path); err != nil {
		return 0, err
	}
	if math.IsNaN(value) || math.IsInf(value, 0) || integer(b, "doc_count", 0) == 0 {
		if strings.EqualFold(a.body.Text("gap_policy"), "insert_zeros") {
			return 0, nil
		}
		return nan, nil
	}
	return value, nil
}

// leftOut tells whether a path leads to what a pipeline has not put into a bucket.
func leftOut(b *orderedjson.Object, path string) bool {
	return path != "_count" && !strings.ContainsAny(path, ">.") && !b.Has(path)
}

// pathValue is metricOf for a name that may have a dot in it, and for texts that
// stand for numbers. A pipeline's missing result is none.
func pathValue(b *orderedjson.Object, path string) (float64, error) {
	at := b
	parts := strings.Split(path, ">")
	for _, p := range parts[:len(parts)-1] {
		if at = at.Object(p); at == nil || at.Has("buckets") {
			return 0, fault.Unsupported("buckets_path [%s]", path)
		}
	}
	last := parts[len(parts)-1]
	name, property := last, "value"
	if i := strings.LastIndexByte(last, '.'); i >= 0 && !at.Has(last) {
		name, property = last[:i], last[i+1:]
	}
	o := at.Object(name)
	if leftOut(b, path) {
		return nan, nil
	}
	v, ok := o.Get(property)
	switch {
	case !ok:
		return 0, fault.Unsupported("buckets_path [%s]", path)
	case v == nil:
		return nan, nil
	}
	return toFloat(v)
}
