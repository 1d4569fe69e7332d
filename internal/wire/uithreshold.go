package wire

import (
	"encoding/json"
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// uiThresholds are the thresholds of a graph's triggers, by their names. The
// editor makes the conditions of them, whatever they were, whenever somebody saves
// there; one that it does not find is "above 10000" for it. What is said rightly
// already stays; what is said of triggers that are no more goes.
func uiThresholds(live *orderedjson.Object, m monitors.Monitor, g monitors.Graph) *orderedjson.Object {
	all := orderedjson.NewObject()
	for _, member := range live.Members() {
		if slices.ContainsFunc(m.Triggers, func(t monitors.Trigger) bool { return t.Name == member.Key }) {
			all.Set(member.Key, member.Value)
		}
	}
	for _, t := range m.Triggers {
		if bucket, ok := t.Condition.(*monitors.BucketCondition); ok {
			if threshold, ok := g.ReadBucketCondition(bucket); ok {
				all.Set(t.Name, []any{encodeThreshold(threshold)})
			}
			continue
		}
		script, ok := t.Condition.(*monitors.ScriptCondition)
		if !ok || uiThreshold(all.Object(t.Name), script.Script, g) != nil {
			continue
		}
		if threshold, ok := g.ReadThreshold(script.Script.Source); ok {
			all.Set(t.Name, encodeThreshold(threshold))
		}
	}
	return all
}

func encodeThreshold(t monitors.Threshold) *orderedjson.Object {
	o := orderedjson.NewObject(orderedjson.Member{Key: "value", Value: t.Value})
	for _, c := range monitors.Comparisons {
		if c.Comparison == t.Comparison {
			o.Set("enum", c.Editor)
		}
	}
	return o
}

// uiThreshold is what the editor shows of a trigger's condition, nil where that
// would not make this script again.
func uiThreshold(ui *orderedjson.Object, script monitors.Script, g monitors.Graph) *monitors.Threshold {
	threshold, ok := g.ReadThreshold(script.Source)
	if !ok || script.Params.Len() > 0 || script.Options.Len() > 0 {
		return nil
	}
	value, isNumber := value(ui, "value").(json.Number)
	says := isNumber && orderedjson.Equal(value, threshold.Value)
	for _, c := range monitors.Comparisons {
		if c.Comparison == threshold.Comparison && ui.Text("enum") != c.Editor {
			says = false
		}
	}
	if !says {
		return nil
	}
	return &threshold
}
