package search

import (
	"errors"
	"math"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/painless"
)

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
