package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// overParent runs a parent pipeline over buckets: it adds to them, drops some or
// sorts them.
func (a *aggregation) overParent(buckets []namedBucket) ([]namedBucket, error) {
	if err := a.known("buckets_path", "gap_policy", "script", "sort", "from", "size"); err != nil {
		return nil, err
	}
	switch a.kind {
	case "derivative":
		return buckets, a.derive(buckets)
	case "cumulative_sum":
		return buckets, a.cumulate(buckets)
	case "bucket_sort":
		return a.sortBuckets(buckets)
	}
	return a.scriptBuckets(buckets)
}

func (a *aggregation) put(b namedBucket, value float64) {
	o := orderedjson.NewObject(orderedjson.Member{Key: "value", Value: nil})
	if !math.IsNaN(value) && !math.IsInf(value, 0) {
		o.Set("value", double(value))
	}
	b.Set(a.name, a.withMeta(o))
}

func (a *aggregation) derive(buckets []namedBucket) error {
	last, some := 0.0, false
	for _, b := range buckets {
		x, err := a.resolve(b.Object, a.paths()[0])
		if err != nil {
			return err
		}
		here := !leftOut(b.Object, a.paths()[0])
		if some && here {
			a.put(b, x-last)
		}
		last, some = x, here
	}
	return nil
}

func (a *aggregation) cumulate(buckets []namedBucket) error {
	sum := 0.0
	for _, b := range buckets {
		x, err := a.resolve(b.Object, a.paths()[0])
		if err != nil {
			return err
		}
		if !math.IsNaN(x) {
			sum += x
		}
		a.put(b, sum)
	}
	return nil
}

// scriptBuckets is bucket_script, which adds a number, and bucket_selector, which
// keeps buckets.
func (a *aggregation) scriptBuckets(buckets []namedBucket) ([]namedBucket, error) {
	named := a.body.Object("buckets_path")
	if named == nil {
		return nil, fault.Unsupported("aggregation [%s] with a path without a name", a.kind)
	}
	use := painless.BucketAggregation
	if a.kind == "bucket_selector" {
		use = painless.BucketSelector
	}
	x, err := (&shard{now: a.run.now, dialect: a.run.dialect}).script(a.body.Object("script"), use)
	if err != nil {
		return nil, runScriptFault(err)
	}
	var out []namedBucket
	for _, b := range buckets {
		keep, err := a.scriptBucket(x, b, named)
		if err != nil {
			return nil, runScriptFault(err)
		}
		if keep {
			out = append(out, b)
		}
	}
	return out, nil
}

// runScriptFault refuses: how the server tells of such a script's fault is not
// known here.
func runScriptFault(err error) error {
	if e, ok := err.(*fault.Error); ok {
		return fault.Unsupported("script of a pipeline aggregation that fails (%s)", e.Reason)
	}
	return err
}

func (a *aggregation) scriptBucket(x *script, b namedBucket, named *orderedjson.Object) (keep bool, err error) {
	vars := x.withParams()
	skips := strings.EqualFold(a.body.Text("gap_policy"), "skip") || !a.body.Has("gap_policy")
	for _, m := range named.Members() {
		n, err := a.resolve(b.Object, javaText(m.Value))
		if err != nil {
			return false, err
		}
		if math.IsNaN(n) && skips && a.kind == "bucket_script" {
			return true, nil
		}
		vars.Put(m.Key, n)
	}
	v, err := x.on(scriptInput{params: vars})
	if err != nil {
		return false, err
	}
	if a.kind == "bucket_selector" {
		return v == true, nil
	}
	if v == nil {
		return true, nil
	}
	n, ok := painless.Number(v)
	if !ok {
		return false, fault.Unsupported("script of a pipeline aggregation that returns no number")
	}
	a.put(b, n)
	return true, nil
}

// sortKeys reads the sort of bucket_sort.
func (a *aggregation) sortKeys() []termsOrder {
	var out []termsOrder
	for _, x := range a.body.Array("sort") {
		o, _ := x.(*orderedjson.Object)
		for _, m := range o.Members() {
			how, _ := m.Value.(*orderedjson.Object)
			out = append(out, termsOrder{m.Key, strings.EqualFold(how.Text("order"), "desc")})
		}
	}
	return out
}

// sortBuckets sorts and cuts. Buckets without any of the values are dropped.
// Which of two equal buckets comes first depends on the server's heap.
func (a *aggregation) sortBuckets(buckets []namedBucket) ([]namedBucket, error) {
	from, size := integer(a.body, "from", 0), integer(a.body, "size", len(buckets))
	keys := a.sortKeys()
	if len(keys) == 0 {
		return buckets[min(from, len(buckets)):min(from+size, len(buckets))], nil
	}
	type row struct {
		bucket namedBucket
		values []float64
	}
	var rows []row
	for _, b := range buckets {
		r := row{bucket: b}
		for _, k := range keys {
			if k.path == "_key" {
				return nil, fault.Unsupported("aggregation [bucket_sort] by [_key]")
			}
			x, err := a.resolve(b.Object, k.path)
			if err != nil {
				return nil, err
			}
			r.values = append(r.values, x)
		}
		if slices.ContainsFunc(r.values, func(x float64) bool { return !math.IsNaN(x) }) {
			rows = append(rows, r)
		}
	}
	tied := false
	compare := func(x, y row) int {
		for i, k := range keys {
			p, q := x.values[i], y.values[i]
			if math.IsNaN(p) || math.IsNaN(q) {
				if c := cmp.Compare(boolInt(math.IsNaN(p)), boolInt(math.IsNaN(q))); c != 0 {
					return c
				}
				continue
			}
			c := cmp.Compare(p, q)
			if k.desc {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		tied = true
		return 0
	}
	slices.SortStableFunc(rows, compare)
	if tied {
		return nil, fault.Unsupported("aggregation [bucket_sort] of buckets that are equal")
	}
	var out []namedBucket
	for _, r := range rows[min(from, len(rows)):min(from+size, len(rows))] {
		out = append(out, r.bucket)
	}
	return out, nil
}
