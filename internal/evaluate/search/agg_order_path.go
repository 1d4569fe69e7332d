package search

import (
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// pathElement is a part of an order's path: an aggregation, and of the last one
// the number that is meant.
type pathElement struct {
	full, name, key string
	keyed           bool
}

// readOrderPath reads "a>b.max" and "a>p[99.9]".
func readOrderPath(path string) ([]pathElement, error) {
	broken := func(element string) error {
		return fault.New(500, "aggregation_execution_exception", "Invalid path element [%s] in path [%s]", element, path)
	}
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '>' })
	var out []pathElement
	for i, text := range parts {
		text = strings.TrimSpace(text)
		e := pathElement{full: text, name: text}
		if at := strings.LastIndexByte(text, '['); at >= 0 {
			if at == 0 || at > len(text)-3 || text[len(text)-1] != ']' {
				return nil, broken(text)
			}
			e.name, e.key, e.keyed = text[:at], text[at+1:len(text)-1], true
		} else if at := strings.LastIndexByte(text, '.'); at >= 0 && i == len(parts)-1 {
			if at == 0 || at > len(text)-2 {
				return nil, broken(text)
			}
			e.name, e.key, e.keyed = text[:at], text[at+1:], true
		}
		out = append(out, e)
	}
	return out, nil
}

// checkOrder refuses an order by a path that leads to no number, as a shard does
// before it collects.
func (a *aggregation) checkOrder(orders []termsOrder) error {
	for _, o := range orders {
		if !o.metric() {
			continue
		}
		path, err := readOrderPath(o.path)
		if err != nil {
			return err
		}
		if problem := a.orderProblem(path); problem != "" {
			names := make([]string, len(path))
			for i, e := range path {
				names[i] = e.full
			}
			return fault.New(500, "aggregation_execution_exception", "Invalid aggregation order path [%s]. %s", strings.Join(names, ">"), problem)
		}
	}
	return nil
}

const onlyNumbers = "Buckets can only be sorted on a sub-aggregator path that is built out of zero or more single-bucket aggregations within the path and a final " +
	"single-bucket or a metrics aggregation at the path end."

func (a *aggregation) orderProblem(path []pathElement) string {
	at := a
	for i, e := range path {
		if i > 0 && !at.singleBucket() {
			return onlyNumbers + " [" + at.name + "] is not single-bucket."
		}
		next := at.sub(e.name)
		if next == nil || next.pipeline() {
			return "The provided aggregation [" + e.full + "] either does not exist, or is a pipeline aggregation and cannot be used to sort the buckets."
		}
		if i < len(path)-1 && e.keyed {
			return "Key only allowed on last aggregation path element but got [" + e.full + "]"
		}
		at = next
	}
	return at.sortProblem(path[len(path)-1])
}

// sortProblem tells why buckets can't be sorted by a number of the aggregation.
func (a *aggregation) sortProblem(e pathElement) string {
	switch {
	case a.singleBucket():
		if e.keyed && e.key != "doc_count" {
			return `Ordering on a single-bucket aggregation can only be done on its doc_count. Either drop the key (a la "` + a.name +
				`") or change it to "doc_count" (a la "` + a.name + `.doc_count") or "key".`
		}
	case a.singleMetric():
		if e.keyed && e.key != "value" {
			return `Ordering on a single-value metrics aggregation can only be done on its value. Either drop the key (a la "` + a.name +
				`") or change it to "value" (a la "` + a.name + `.value")`
		}
	case a.multiMetric():
		if !e.keyed {
			return "When ordering on a multi-value metrics aggregation a metric name must be specified."
		}
		if !a.hasMetric(e.key) {
			return "Unknown metric name [" + e.key + "] on multi-value metrics aggregation [" + a.name + "]"
		}
	default:
		return onlyNumbers
	}
	return ""
}

func (a *aggregation) sub(name string) *aggregation {
	i := slices.IndexFunc(a.subs, func(s *aggregation) bool { return s.name == name })
	if i < 0 {
		return nil
	}
	return a.subs[i]
}

// singleBucket tells an aggregation of one bucket.
func (a *aggregation) singleBucket() bool {
	switch a.kind {
	case "filter", "missing", "nested", "reverse_nested", "global", "sampler", "diversified_sampler":
		return true
	}
	return false
}

func (a *aggregation) singleMetric() bool {
	switch a.kind {
	case "sum", "avg", "min", "max", "value_count", "cardinality", "weighted_avg", "median_absolute_deviation":
		return true
	}
	return false
}

func (a *aggregation) multiMetric() bool {
	switch a.kind {
	case "stats", "extended_stats", "percentiles", "percentile_ranks":
		return true
	}
	return false
}

var statsNames = []string{"count", "sum", "min", "max", "avg"}

// extendedNames are further numbers of extended_stats, and where they are printed.
var extendedNames = map[string]string{"sum_of_squares": "", "variance": "", "variance_population": "", "variance_sampling": "", "std_deviation": "",
	"std_deviation_population": "", "std_deviation_sampling": "", "std_upper": "upper", "std_lower": "lower", "std_upper_population": "upper_population",
	"std_lower_population": "lower_population", "std_upper_sampling": "upper_sampling", "std_lower_sampling": "lower_sampling"}

func (a *aggregation) hasMetric(name string) bool {
	if slices.Contains(statsNames, name) && (a.kind == "stats" || a.kind == "extended_stats") {
		return true
	}
	if a.kind == "extended_stats" {
		_, ok := extendedNames[name]
		return ok
	}
	if a.kind == "stats" {
		return false
	}
	x, err := parseJavaDouble(name)
	keys, _ := a.percentileKeys()
	return err == nil && slices.Contains(keys, x)
}

// sortValue is the number that an order's path leads to.
func (a *aggregation) sortValue(bucket *orderedjson.Object, text string) (float64, error) {
	path, err := readOrderPath(text)
	if err != nil {
		return 0, err
	}
	at, o := a, bucket
	for i, e := range path {
		if at = at.sub(e.name); at == nil {
			return 0, fault.Unsupported("order by [%s]", text)
		}
		if i > 0 || o != nil {
			o = o.Object(e.name)
		}
	}
	key := path[len(path)-1].key
	if at.singleBucket() {
		n, _ := o.Get("doc_count")
		return toFloat(n)
	}
	return at.metricValue(o, key)
}

// metricValue is a number of a printed metric; "" is that of one with one number.
// What is printed as null is NaN, or what a minimum or maximum starts from.
func (a *aggregation) metricValue(o *orderedjson.Object, key string) (float64, error) {
	if a.singleMetric() {
		key = "value"
	}
	if f := a.answers[o]; f != nil {
		x, err := parseJavaDouble(key)
		if err != nil {
			return 0, err
		}
		if x = f(x); isUndecided(x) {
			return 0, a.leftToChance()
		}
		return x, nil
	}
	if bound := extendedNames[key]; bound != "" {
		o, key = o.Object("std_deviation_bounds"), bound
	}
	v, ok := o.Get(key)
	switch {
	case !ok:
		return 0, fault.Unsupported("number [%s] of [%s]", key, a.kind)
	case v != nil:
		return toFloat(v)
	case a.kind == "min" || key == "min":
		return math.Inf(1), nil
	case a.kind == "max" || key == "max":
		return math.Inf(-1), nil
	case key == "sum_of_squares":
		return 0, nil
	}
	return nan, nil
}

// remember keeps what a printed aggregation answers to the keys of paths.
func (a *aggregation) remember(o *orderedjson.Object, answer func(float64) float64) {
	if a.answers == nil {
		a.answers = map[*orderedjson.Object]func(float64) float64{}
	}
	a.answers[o] = answer
}
