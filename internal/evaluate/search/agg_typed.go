package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// typeKeys puts the kind of every aggregation's answer before its name, as
// typed_keys asks: "sterms#name". The kinds were asked of 2.19.4.
func (r *run) typeKeys(answer *orderedjson.Object) error {
	aggs := answer.Object("aggregations")
	if aggs == nil {
		return nil
	}
	typed, err := r.typed(aggs, r.aggs)
	answer.Set("aggregations", typed)
	return err
}

// typed renames the answers of a list in the object that holds them.
func (r *run) typed(o *orderedjson.Object, list []*aggregation) (*orderedjson.Object, error) {
	out := orderedjson.NewObject()
	for _, m := range o.Members() {
		i := slices.IndexFunc(list, func(a *aggregation) bool { return a.name == m.Key })
		inner, ok := m.Value.(*orderedjson.Object)
		if i < 0 || !ok {
			out.Set(m.Key, m.Value)
			continue
		}
		a := list[i]
		kind, err := r.answerKind(a)
		if err != nil {
			return nil, err
		}
		typed, err := r.typedBuckets(inner, a)
		if err != nil {
			return nil, err
		}
		out.Set(kind+"#"+a.name, typed)
	}
	return out, nil
}

// typedBuckets renames what is below an aggregation: in its buckets, or in itself
// where it is one.
func (r *run) typedBuckets(o *orderedjson.Object, a *aggregation) (*orderedjson.Object, error) {
	if len(a.subs) == 0 {
		return o, nil
	}
	var err error
	one := func(v any) any {
		bucket, ok := v.(*orderedjson.Object)
		if !ok || err != nil {
			return v
		}
		bucket, err = r.typed(bucket, a.subs)
		return bucket
	}
	buckets, _ := o.Get("buckets")
	switch buckets := buckets.(type) {
	case []any:
		for i := range buckets {
			buckets[i] = one(buckets[i])
		}
		return o, err
	case *orderedjson.Object: // by key
		for _, m := range buckets.Members() {
			buckets.Set(m.Key, one(m.Value))
		}
		return o, err
	}
	return r.typed(o, a.subs)
}

// answerKind is the server's name of what an aggregation answers.
func (r *run) answerKind(a *aggregation) (string, error) {
	switch a.kind {
	case "terms", "rare_terms":
		return r.termsKind(a)
	case "percentiles", "percentile_ranks":
		if a.body.Has("hdr") {
			return "hdr_" + a.kind, nil
		}
		return "tdigest_" + a.kind, nil
	case "bucket_script", "cumulative_sum", "moving_fn", "moving_avg", "serial_diff", "avg_bucket", "sum_bucket":
		return "simple_value", nil
	case "max_bucket", "min_bucket":
		return "bucket_metric_value", nil
	}
	return a.kind, nil
}

// termsKind depends on the first shard that knows the field; where none does, an
// answer is one of texts. Whole numbers and decimals together are decimals.
func (r *run) termsKind(a *aggregation) (string, error) {
	letter := ""
	for _, set := range r.found {
		if a.body.Has("script") || metadataField(a.body.Text("field")) {
			break
		}
		v, err := a.values(set.shard)
		if err != nil {
			return "", err
		}
		if v.empty() {
			continue
		}
		is := map[termsClass]string{textTerms: "s", longTerms: "l", doubleTerms: "d", unsignedTerms: "ul"}[v.class()]
		if letter == "" || is == "d" {
			letter = is
		}
	}
	switch {
	case letter == "":
		return "sterms", nil
	case a.kind == "rare_terms":
		return letter + "rareterms", nil
	}
	return letter + "terms", nil
}
