package search

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// checkPipelines validates the paths of pipelines before anything is searched, in
// the words of 2.19.4. parent is nil at the top.
func checkPipelines(list []*aggregation, parent *aggregation) error {
	problems := pipelineProblems(list, parent)
	if len(problems) == 0 {
		return nil
	}
	text := "Validation Failed: "
	for i, p := range problems {
		text += fmt.Sprintf("%d: %s;", i+1, p)
	}
	return fault.New(400, "action_request_validation_exception", "%s", text)
}

// checkPipelinesOf does so for a body that is not searched for another reason.
func checkPipelinesOf(body *orderedjson.Object) error {
	list, err := (&run{}).readAggregations(body.Object("aggregations"))
	if err != nil {
		return nil
	}
	return checkPipelines(list, nil)
}

// hasPipelines tells whether aggregations name paths to others, at any depth.
func hasPipelines(v any) bool {
	switch v := v.(type) {
	case *orderedjson.Object:
		return v.Has("buckets_path") || slices.ContainsFunc(v.Keys(), func(key string) bool { x, _ := v.Get(key); return hasPipelines(x) })
	case []any:
		return slices.ContainsFunc(v, hasPipelines)
	}
	return false
}

func pipelineProblems(list []*aggregation, parent *aggregation) []string {
	var problems []string
	ordered, err := inOrder(list)
	if err != nil {
		problems = append(problems, err.Error())
	}
	for _, a := range ordered {
		problems = append(problems, a.problems(list, parent)...)
	}
	for _, a := range list {
		if !a.pipeline() {
			problems = append(problems, pipelineProblems(a.subs, a)...)
		}
	}
	return problems
}

func (a *aggregation) problems(beside []*aggregation, parent *aggregation) []string {
	switch a.kind {
	case "derivative", "cumulative_sum", "serial_diff", "moving_fn", "moving_avg":
		return a.inSequence(parent)
	case "bucket_script", "bucket_selector", "bucket_sort":
		var out []string
		if parent == nil {
			out = append(out, a.kind+" aggregation ["+a.name+"] must be declared inside of another aggregation")
		}
		if a.kind == "bucket_sort" && len(a.sortKeys()) == 0 && !a.body.Has("size") && integer(a.body, "from", 0) == 0 {
			out = append(out, "["+a.name+"] is configured to perform nothing. Please set either of [sort, size, from] to use bucket_sort")
		}
		return out
	}
	return a.overMany(beside)
}

// inSequence finds fault with a parent whose buckets don't follow each other.
func (a *aggregation) inSequence(parent *aggregation) []string {
	must := a.kind + " aggregation [" + a.name + "] must have a histogram, date_histogram or auto_date_histogram as parent"
	switch {
	case parent == nil:
		return []string{must + " but doesn't have a parent"}
	case parent.kind == "auto_date_histogram":
		return nil
	case parent.kind != "histogram" && parent.kind != "date_histogram":
		return []string{must}
	case integer(parent.body, "min_doc_count", 0) != 0:
		return []string{"parent histogram of " + a.kind + " aggregation [" + a.name + "] must have min_doc_count of 0"}
	}
	return nil
}

// pathStart ends the name of the first aggregation in a path.
var pathStart = regexp.MustCompile(`[>.]`)

// overMany finds fault with a sibling whose path doesn't begin with an aggregation
// of many buckets.
func (a *aggregation) overMany(beside []*aggregation) []string {
	path := strings.Join(a.paths(), "")
	name := pathStart.Split(path, 2)[0]
	i := slices.IndexFunc(beside, func(b *aggregation) bool { return b.name == name && !b.pipeline() })
	if i < 0 {
		return []string{"buckets_path aggregation does not exist for aggregation [" + a.name + "]: " + path}
	}
	if class := beside[i].builder(); class != "" {
		return []string{"The first aggregation in buckets_path must be a multi-bucket aggregation for aggregation [" + a.name +
			"] found :org.opensearch.search.aggregations." + class + " for buckets path: " + path}
	}
	return nil
}

// builder names the server's class of an aggregation that isn't one of many
// buckets to siblings; "" for one that is.
func (a *aggregation) builder() string {
	return map[string]string{"composite": "bucket.composite.CompositeAggregationBuilder", "filter": "bucket.filter.FilterAggregationBuilder",
		"global": "bucket.global.GlobalAggregationBuilder", "missing": "bucket.missing.MissingAggregationBuilder",
		"nested": "bucket.nested.NestedAggregationBuilder", "reverse_nested": "bucket.nested.ReverseNestedAggregationBuilder",
		"sampler": "bucket.sampler.SamplerAggregationBuilder", "diversified_sampler": "bucket.sampler.DiversifiedAggregationBuilder",
		"sum": "metrics.SumAggregationBuilder", "avg": "metrics.AvgAggregationBuilder", "min": "metrics.MinAggregationBuilder",
		"max": "metrics.MaxAggregationBuilder", "stats": "metrics.StatsAggregationBuilder", "extended_stats": "metrics.ExtendedStatsAggregationBuilder",
		"value_count": "metrics.ValueCountAggregationBuilder", "cardinality": "metrics.CardinalityAggregationBuilder",
		"percentiles": "metrics.PercentilesAggregationBuilder", "percentile_ranks": "metrics.PercentileRanksAggregationBuilder",
		"median_absolute_deviation": "metrics.MedianAbsoluteDeviationAggregationBuilder", "weighted_avg": "metrics.WeightedAvgAggregationBuilder",
		"top_hits": "metrics.TopHitsAggregationBuilder", "scripted_metric": "metrics.ScriptedMetricAggregationBuilder"}[a.kind]
}

// inOrder puts pipelines behind those that they read, as the server does: one after
// the other, each with what it needs before it. An error is a problem of a path.
func inOrder(list []*aggregation) ([]*aggregation, error) {
	o := &pipelineOrder{list: list, done: map[*aggregation]bool{}, under: map[*aggregation]bool{}}
	for _, a := range list {
		if !a.pipeline() {
			continue
		}
		if err := o.visit(a); err != nil {
			return nil, err
		}
	}
	return o.out, nil
}

type pipelineOrder struct {
	list, out   []*aggregation
	done, under map[*aggregation]bool
}

func (o *pipelineOrder) visit(a *aggregation) error {
	if o.under[a] {
		return fmt.Errorf("Cyclical dependency found with pipeline aggregator [%s]", a.name)
	}
	if o.done[a] {
		return nil
	}
	o.under[a] = true
	for _, text := range a.paths() {
		if text == "_count" || text == "_key" {
			continue
		}
		if err := o.follow(text); err != nil {
			return err
		}
	}
	delete(o.under, a)
	o.done[a] = true
	o.out = append(o.out, a)
	return nil
}

// follow checks a path, and visits the pipeline that it begins with.
func (o *pipelineOrder) follow(text string) error {
	path, err := readOrderPath(text)
	if err != nil {
		return err
	}
	i := -1
	if len(path) > 0 {
		i = slices.IndexFunc(o.list, func(b *aggregation) bool { return b.name == path[0].name })
	}
	switch {
	case i < 0:
		return fmt.Errorf("No aggregation found for path [%s]", text)
	case o.list[i].pipeline():
		return o.visit(o.list[i])
	}
	at := o.list[i]
	for n, e := range path[1:] {
		last := n == len(path)-2
		if last && (strings.EqualFold(e.name, "_key") || e.name == "_count") {
			return nil
		}
		next := at.sub(e.name)
		if next == nil || next.pipeline() && !last {
			return fmt.Errorf("No aggregation [%s] found for path [%s]", e.name, text)
		}
		at = next
	}
	return nil
}
