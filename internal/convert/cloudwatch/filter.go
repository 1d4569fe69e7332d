package cloudwatch

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/convert/resource"
)

// filter is a metric filter: its pattern, and the metric that it counts in.
type filter struct {
	label    string
	at       hcl.Range
	pattern  resource.Value
	logGroup resource.Value

	namespace, metric    resource.Value
	value, standard      resource.Value // what an event counts; what no event does
	dimensions           resource.Value
	transformations      resource.Value
	condition, used      string
	appliesToTransformed resource.Value
}

func filterOf(r resource.Resource) *filter {
	p := r.Properties
	f := &filter{label: r.Label, at: r.At, pattern: p.Get("FilterPattern"), logGroup: p.Get("LogGroupName"), transformations: p.Get("MetricTransformations"),
		condition: r.Condition, appliesToTransformed: p.Get("ApplyOnTransformedLogs")}
	if items := f.transformations.Items(); len(items) > 0 {
		t := items[0]
		f.namespace, f.metric, f.value = t.Get("MetricNamespace"), t.Get("MetricName"), t.Get("MetricValue")
		f.standard, f.dimensions = t.Get("DefaultValue"), t.Get("Dimensions")
	}
	return f
}

// feeds tells whether the filter counts in a metric.
func (f *filter) feeds(namespace, metric resource.Value) bool {
	return f.namespace.Same(namespace) && f.metric.Same(metric)
}

// named is nil for a filter of which it is known in which metric it counts.
func (f *filter) named() *refusal {
	for _, v := range []resource.Value{f.transformations, f.namespace, f.metric} {
		if v.Kind == resource.Unknown && v.Text == "" {
			return unknown(v, "A filter's metric isn't known")
		}
	}
	return nil
}

// refusal is why something can't be converted.
type refusal struct {
	at              hcl.Range
	summary, detail string
}

// counts is nil for a filter that counts one for each event, which is what a monitor
// can count.
func (f *filter) counts() *refusal {
	switch {
	case f.pattern.Kind != resource.Text && f.pattern.Kind != resource.Absent:
		return unknown(f.pattern, "A filter's pattern isn't known")
	case len(f.transformations.Items()) != 1:
		return &refusal{f.at, "A metric filter without its metric", "It takes one metric transformation, which says what is counted."}
	case f.value.Kind != resource.Text:
		return unknown(f.value, "A metric's value isn't known")
	case !isNumber(f.value, 1):
		return &refusal{f.value.At, "A metric counts something else than events", "The metric's value is " + f.value.Text + ". A monitor counts events, so only a metric value of 1 can be converted: for a sum of a field declare a graph, or a body with an aggregation."}
	case f.standard.Kind != resource.Absent && !isNumber(f.standard, 0):
		return &refusal{f.standard.At, "A default value other than 0", "The metric has a value where nothing was found, which no search finds. Only 0 can be converted."}
	case f.dimensions.Kind != resource.Absent && len(f.dimensions.Items()) > 0 && !(f.dimensions.Kind == resource.Map && len(f.dimensions.Members) == 0):
		return &refusal{f.dimensions.At, "A metric has dimensions", "Each value of a dimension is a metric of its own, and an alarm looks at one of them. Write a monitor with group_by on the field, or put the value into the pattern."}
	case f.appliesToTransformed.Is("true"):
		return &refusal{f.appliesToTransformed.At, "A filter looks at transformed logs", "What a log transformer makes of an event isn't what the index holds."}
	}
	return nil
}

// unknown says why a value can't be told.
func unknown(v resource.Value, summary string) *refusal {
	switch {
	case v.Kind == resource.Absent:
		return &refusal{v.At, summary, "It is missing."}
	case v.Kind == resource.Reference:
		return &refusal{v.At, summary, v.Text + " has no value in these files. Give it a default, or write the value in its place."}
	case v.Why != "":
		return &refusal{v.At, summary, v.Why + " Write the value in its place."}
	default:
		return &refusal{v.At, summary, "It isn't a text."}
	}
}
