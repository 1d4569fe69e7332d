package evaluate

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// errReduce is a failure while the coordinating node brings the shards' answers
// together: the search fails, and its message is empty (observed on 2.19.4).
var errReduce = errors.New("the reduce phase fails")

// bucketPath is one of buckets_path: a parameter and where its number stands.
type bucketPath struct {
	name  string
	parts []string
}

// readPaths reads buckets_path: an object, a list (_value0, …) or a text
// (_value).
func readPaths(v any) ([]bucketPath, error) {
	var out []bucketPath
	add := func(name string, path any) error {
		text, ok := path.(string)
		parts, good := splitPath(text)
		if !ok || !good {
			return fault.Unsupported("buckets_path [%v]", path)
		}
		out = append(out, bucketPath{name, parts})
		return nil
	}
	switch v := v.(type) {
	case string:
		err := add("_value", v)
		return out, err
	case []any:
		for i, path := range v {
			if err := add("_value"+strconv.Itoa(i), path); err != nil {
				return nil, err
			}
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if err := add(m.Key, m.Value); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// splitPath splits "a>b.value": names by ">", of the last one a property; "b[value]"
// is the same, and may stand anywhere. good is false where brackets don't match.
func splitPath(text string) (parts []string, good bool) {
	elements := strings.Split(text, ">")
	for i, element := range elements {
		name, key, keyed := strings.Cut(element, "[")
		dot := strings.LastIndex(element, ".")
		switch {
		case keyed && (name == "" || len(key) < 2 || strings.IndexAny(key, "[]") != len(key)-1), !keyed && strings.Contains(element, "]"):
			return nil, false
		case keyed:
			parts = append(parts, name, key[:len(key)-1])
		case i == len(elements)-1 && dot > 0:
			parts = append(parts, element[:dot], element[dot+1:])
		default:
			parts = append(parts, element)
		}
	}
	return parts, true
}

// bucketNumber finds a path's number in a bucket. subs are the definitions of
// the aggregations below. What the server can't resolve is errReduce; what does
// not exist, too: the plugin takes the null for a value.
func bucketNumber(bucket, subs *orderedjson.Object, parts []string, zeros bool) (float64, error) {
	var x float64
	var err error
	switch {
	case len(parts) == 0:
		return 0, errReduce
	case parts[0] == "_count":
		x, err = plainNumber(bucket, "doc_count")
	case parts[0] == "_key":
		x, err = plainNumber(bucket, "key")
	default:
		x, err = aggregationNumber(bucket.Object(parts[0]), subs.Object(parts[0]), parts[1:])
	}
	if err != nil {
		return 0, err
	}
	empty, _ := plainNumber(bucket, "doc_count")
	if math.IsNaN(x) || math.IsInf(x, 0) || empty == 0 && (len(parts) > 1 || parts[0] != "_count") {
		if zeros {
			return 0, nil
		}
		return math.NaN(), nil
	}
	return x, nil
}

func plainNumber(o *orderedjson.Object, key string) (float64, error) {
	v, _ := o.Get(key)
	n, ok := v.(json.Number)
	if !ok {
		return 0, errReduce
	}
	return n.Float64()
}

// aggregationNumber finds the number that a path names below an aggregation.
func aggregationNumber(answer, def *orderedjson.Object, parts []string) (float64, error) {
	if answer == nil || def == nil {
		return 0, errReduce
	}
	kind := ""
	for _, key := range def.Keys() {
		if key != "meta" && key != "aggregations" && key != "aggs" {
			kind = key
		}
	}
	switch kind {
	case "sum", "avg", "min", "max", "cardinality", "value_count", "bucket_script", "median_absolute_deviation":
		if len(parts) == 0 || len(parts) == 1 && parts[0] == "value" {
			return metricNumber(answer, "value")
		}
		return 0, errReduce
	case "stats", "extended_stats":
		return statsNumber(answer, kind, parts)
	case "percentiles", "percentile_ranks":
		return percentileNumber(answer, parts)
	case "filter", "global", "missing", "nested", "reverse_nested", "sampler":
		switch {
		case len(parts) == 0:
			return 0, errReduce
		case parts[0] == "_count":
			return plainNumber(answer, "doc_count")
		}
		return aggregationNumber(answer.Object(parts[0]), belowOf(def).Object(parts[0]), parts[1:])
	}
	return 0, fault.Unsupported("buckets_path through an aggregation [%s]", kind)
}

// statsNumber is one of the numbers of stats.
func statsNumber(answer *orderedjson.Object, kind string, parts []string) (float64, error) {
	if len(parts) != 1 {
		return 0, errReduce
	}
	switch parts[0] {
	case "count", "sum", "min", "max", "avg":
		return metricNumber(answer, parts[0])
	}
	if kind == "extended_stats" {
		return 0, fault.Unsupported("buckets_path to [%s] of extended_stats", parts[0])
	}
	return 0, errReduce
}

// percentileNumber is the percentile, or the rank, that a path names by its number.
// The server computes others than those that it prints, too.
func percentileNumber(answer *orderedjson.Object, parts []string) (float64, error) {
	if len(parts) != 1 {
		return 0, errReduce
	}
	asked, err := strconv.ParseFloat(parts[0], 64)
	if err != nil {
		return 0, fault.Unsupported("buckets_path to [%s] of percentiles", parts[0])
	}
	values := answer.Object("values")
	for _, key := range values.Keys() {
		if x, err := strconv.ParseFloat(key, 64); err == nil && x == asked {
			return metricNumber(values, key)
		}
	}
	return 0, fault.Unsupported("buckets_path to [%s] of percentiles, which is not printed", parts[0])
}

// metricNumber is a metric's number; an absent one prints as null.
func metricNumber(o *orderedjson.Object, key string) (float64, error) {
	if v, ok := o.Get(key); ok && v == nil {
		return math.NaN(), nil
	}
	return plainNumber(o, key)
}

// belowOf are the definitions below an aggregation.
func belowOf(def *orderedjson.Object) *orderedjson.Object {
	if below := def.Object("aggregations"); below != nil {
		return below
	}
	return def.Object("aggs")
}
