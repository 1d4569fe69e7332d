package search

import (
	"errors"
	"math"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// errNoPath is a path that leads nowhere in a bucket: the number is null then.
var errNoPath = errors.New("no such path")

// leads is what a path leads to: a number, or the Java class of something else, of
// which several may hold numbers.
type leads struct {
	number  float64
	class   string // "" for a number
	several bool
}

// resolve finds the number that a path names in a bucket of the aggregation. Where
// there is none, or the bucket is empty, the gap policy decides: NaN, or 0.
func (p *aggregation) resolve(in *aggregation, b namedBucket, text string) (float64, error) {
	path, err := readOrderPath(text)
	if err != nil {
		return 0, reduceOf(err)
	}
	return p.resolveParts(in, b, flat(path))
}

// flat are the names of a path, and the keys in brackets or behind a dot.
func flat(path []pathElement) []string {
	var out []string
	for _, e := range path {
		out = append(out, e.name)
		if e.keyed {
			out = append(out, e.key)
		}
	}
	return out
}

func (p *aggregation) resolveParts(in *aggregation, b namedBucket, parts []string) (float64, error) {
	found, err := in.inBucket(b, parts)
	if err != nil {
		return 0, reduceOf(err)
	}
	if found.class != "" {
		return 0, reduceOf(noNumber(in, parts, found))
	}
	counts := len(parts) == 1 && parts[0] == "_count"
	if math.IsNaN(found.number) || math.IsInf(found.number, 0) || integer(b.Object, "doc_count", 0) == 0 && !counts {
		if strings.EqualFold(p.body.Text("gap_policy"), "insert_zeros") || p.kind == "cumulative_sum" {
			return 0, nil
		}
		return nan, nil
	}
	return found.number, nil
}

// reduceOf makes an error of the reduce phase of one; a path that leads nowhere
// stays as it is.
func reduceOf(err error) error {
	var e *fault.Error
	if errors.As(err, &e) && e.Type != "search_phase_execution_exception" {
		return reduceFault(e)
	}
	return err
}

func noNumber(in *aggregation, parts []string, found leads) error {
	name := in.name
	if len(parts) > 0 {
		name = parts[0]
	}
	const must = "buckets_path must reference either a number value or a single value numeric metric aggregation"
	if found.several {
		return fault.New(500, "aggregation_execution_exception", "%s, but [%s] contains multiple values. Please specify which to use.", must, name)
	}
	return fault.New(500, "aggregation_execution_exception", "%s, got: [%s] at aggregation [%s]", must, found.class, name)
}

// inBucket follows a path from a bucket.
func (in *aggregation) inBucket(b namedBucket, parts []string) (leads, error) {
	if len(parts) == 0 {
		return leads{class: in.bucketClass()}, nil
	}
	switch parts[0] {
	case "_count", "_key":
		if len(parts) > 1 {
			return leads{}, errNoPath
		}
		if parts[0] == "_count" {
			n, err := plain(b.Object, "doc_count")
			return leads{number: n}, err
		}
		return in.keyOf(b)
	}
	sub, o := in.sub(parts[0]), b.Object.Object(parts[0])
	if sub == nil || o == nil {
		return leads{}, errNoPath
	}
	return sub.inAnswer(o, parts[1:])
}

func plain(o *orderedjson.Object, key string) (float64, error) {
	v, _ := o.Get(key)
	return toFloat(v)
}

// keyOf is a bucket's key: a number, or the class of another one.
func (in *aggregation) keyOf(b namedBucket) (leads, error) {
	switch in.kind {
	case "composite":
		return leads{class: "ArrayMap"}, nil
	case "multi_terms":
		return leads{class: "ArrayList"}, nil
	case "date_histogram", "auto_date_histogram":
		return leads{class: "ZonedDateTime"}, nil
	}
	if v, ok := b.Get("key"); ok {
		if _, text := v.(string); !text {
			n, err := toFloat(v)
			return leads{number: n}, err
		}
	}
	return leads{class: "String"}, nil
}

// inAnswer follows a path from an aggregation's answer.
func (a *aggregation) inAnswer(o *orderedjson.Object, parts []string) (leads, error) {
	switch {
	case a.singleBucket():
		return a.inSingle(o, parts)
	case a.pipeline() || a.singleMetric() || a.multiMetric():
		return a.inMetric(o, parts)
	case a.kind == "top_hits":
		if len(parts) == 0 {
			return leads{class: "InternalTopHits"}, nil
		}
		return leads{}, a.notSupported(parts)
	case a.kind == "scripted_metric":
		return leads{}, fault.Unsupported("buckets_path to a scripted_metric")
	}
	return a.inBuckets(o, parts)
}

func (a *aggregation) notSupported(parts []string) error {
	return fault.Illegal("path not supported for [%s]: [%s]", a.name, strings.Join(parts, ", "))
}

func (a *aggregation) inSingle(o *orderedjson.Object, parts []string) (leads, error) {
	if len(parts) == 0 {
		return leads{class: a.answerClass()}, nil
	}
	if parts[0] == "_count" {
		if len(parts) > 1 {
			return leads{}, fault.Illegal("_count must be the last element in the path")
		}
		n, err := plain(o, "doc_count")
		return leads{number: n}, err
	}
	sub, answer := a.sub(parts[0]), o.Object(parts[0])
	if sub == nil || answer == nil {
		return leads{}, fault.Illegal("Cannot find an aggregation named [%s] in [%s]", parts[0], a.name)
	}
	return sub.inAnswer(answer, parts[1:])
}

func (a *aggregation) inMetric(o *orderedjson.Object, parts []string) (leads, error) {
	several := a.multiMetric() || a.kind == "stats_bucket" || a.kind == "extended_stats_bucket" || a.kind == "percentiles_bucket"
	switch {
	case several && len(parts) == 0:
		return leads{class: "stats", several: true}, nil
	case several && len(parts) == 1:
		return a.inSeveral(o, parts[0])
	case len(parts) == 0, len(parts) == 1 && parts[0] == "value":
		n, err := a.metricValue(o, "value")
		return leads{number: n}, err
	case a.kind == "derivative" && len(parts) == 1 && parts[0] == "normalized_value":
		if !o.Has("normalized_value") {
			n, err := a.metricValue(o, "value")
			return leads{number: n}, err
		}
		n, err := a.metricValue(o, "normalized_value")
		return leads{number: n}, err
	case (a.kind == "max_bucket" || a.kind == "min_bucket") && len(parts) == 1 && parts[0] == "keys":
		return leads{class: "String[]"}, nil
	}
	return leads{}, a.notSupported(parts)
}

// inSeveral is one number of several.
func (a *aggregation) inSeveral(o *orderedjson.Object, name string) (leads, error) {
	if a.kind == "percentiles" || a.kind == "percentile_ranks" {
		n, err := a.metricValue(o, name)
		return leads{number: n}, err
	}
	if a.kind == "percentiles_bucket" {
		return leads{}, fault.Unsupported("buckets_path to a number of percentiles_bucket")
	}
	known := (&aggregation{kind: strings.TrimSuffix(a.kind, "_bucket")}).hasMetric(name)
	if !known {
		return leads{}, fault.Illegal("No enum constant org.opensearch.search.aggregations.metrics.InternalStats.Metrics.%s", name)
	}
	n, err := a.metricValue(o, name)
	return leads{number: n}, err
}

// inBuckets is how many buckets there are, or what lies in one of them.
func (a *aggregation) inBuckets(o *orderedjson.Object, parts []string) (leads, error) {
	buckets, ok := a.bucketsIn(o)
	switch {
	case !ok:
		return leads{}, fault.Unsupported("buckets_path through an aggregation [%s]", a.kind)
	case len(parts) == 0 && strings.HasSuffix(a.kind, "terms") && a.kind != "multi_terms":
		return leads{}, fault.Unsupported("buckets_path to an aggregation [%s]", a.kind) // its class depends on its field
	case len(parts) == 0:
		return leads{class: a.answerClass()}, nil
	case parts[0] == "_bucket_count":
		return leads{number: float64(len(buckets))}, nil
	case len(parts[0]) > 1 && strings.HasPrefix(parts[0], "'") && strings.HasSuffix(parts[0], "'"):
		for _, b := range buckets {
			if b.key == parts[0][1:len(parts[0])-1] {
				return a.inBucket(b, parts[1:])
			}
		}
		return leads{}, errNoPath
	}
	for _, b := range buckets {
		if _, err := a.inBucket(b, parts); err != nil {
			return leads{}, err
		}
	}
	return leads{class: "Object[]"}, nil
}

// bucketClass and answerClass name the server's classes, as its errors do.
func (a *aggregation) bucketClass() string {
	switch a.kind {
	case "composite", "filters", "adjacency_matrix":
		return "InternalBucket"
	}
	return "Bucket"
}

func (a *aggregation) answerClass() string {
	names := map[string]string{"filter": "InternalFilter", "missing": "InternalMissing", "nested": "InternalNested",
		"reverse_nested": "InternalReverseNested", "global": "InternalGlobal", "sampler": "InternalSampler", "diversified_sampler": "InternalSampler",
		"histogram": "InternalHistogram", "date_histogram": "InternalDateHistogram", "range": "InternalRange", "date_range": "InternalDateRange",
		"ip_range": "InternalBinaryRange", "filters": "InternalFilters", "adjacency_matrix": "InternalAdjacencyMatrix",
		"composite": "InternalComposite", "multi_terms": "InternalMultiTerms"}
	return names[a.kind]
}
