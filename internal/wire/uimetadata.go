package wire

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// MergeUIMetadata is the ui_metadata to write with a monitor: what is there
// already (live, nil for none) stays, but for our mark and for what the
// Dashboards editor takes the schedule and the kind of editor from, and for a
// graph what it builds the search and the conditions of again. Without those,
// editors before 3.7 (of 2.19 before 2.19.6) show "every minute" and save it so
// (alerting-api.md section 7).
func MergeUIMetadata(live *orderedjson.Object, m monitors.Monitor, mark monitors.Mark) *orderedjson.Object {
	merged, _ := orderedjson.Clone(live).(*orderedjson.Object)
	if merged == nil {
		merged = orderedjson.NewObject()
	}
	if !uiScheduleSays(merged.Object("schedule"), m.Schedule) {
		merged.Set("schedule", uiSchedule(m.Schedule))
	}
	merged.Set("monitor_type", string(typeOf(m)))
	if search, ok := m.Input.(*monitors.Search); ok && search.Graph != nil {
		merged.Set("search", uiGraphSearch(merged.Object("search"), search))
		merged.Set("triggers", uiThresholds(merged.Object("triggers"), m, *search.Graph))
	} else {
		merged.Set("search", uiSearch(merged.Object("search"), m))
	}
	merged.Set(markKey, EncodeMark(mark))
	return merged
}

// WithoutMark is the ui_metadata to write with a monitor that is no longer ours:
// all that is there but the mark.
func WithoutMark(live *orderedjson.Object) *orderedjson.Object {
	left, _ := orderedjson.Clone(live).(*orderedjson.Object)
	if left != nil {
		left.Delete(markKey)
	}
	return left
}

// uiSearch says that the monitor is opened in the editor of raw queries: the
// visual editor builds a query of its own, and saving there would replace ours.
// The other keys are those that the editor reads, at its defaults.
func uiSearch(live *orderedjson.Object, m monitors.Monitor) *orderedjson.Object {
	if live == nil {
		live = orderedjson.NewObject()
	}
	searchType := "query"
	if _, ok := m.Input.(*monitors.ClusterAPI); ok {
		searchType = "clusterMetrics"
	}
	live.Set("searchType", searchType)
	for _, member := range []orderedjson.Member{
		{Key: "timeField", Value: ""}, {Key: "aggregations", Value: []any{}}, {Key: "groupBy", Value: []any{}},
		{Key: "bucketValue", Value: number(1)}, {Key: "bucketUnitOfTime", Value: "h"}, {Key: "filters", Value: []any{}},
	} {
		if !live.Has(member.Key) {
			live.Set(member.Key, member.Value)
		}
	}
	return live
}

// readUIMetadata gives a live monitor the words that only its editor's data know.
// Words that do not mean what the monitor does are none.
func readUIMetadata(m *monitors.Monitor, ui *orderedjson.Object) {
	m.Schedule.Calendar = uiCalendar(ui.Object("schedule"), m.Schedule)
	search, ok := m.Input.(*monitors.Search)
	if kind := typeOf(*m); !ok || kind != monitors.QueryLevel && kind != monitors.BucketLevel {
		return
	}
	graph := uiGraph(ui.Object("search"), typeOf(*m))
	if graph == nil || !asks(search, *graph) {
		return
	}
	search.Graph = graph
	for i := range m.Triggers {
		switch c := m.Triggers[i].Condition.(type) {
		case *monitors.ScriptCondition:
			c.Threshold = uiThreshold(ui.Object("triggers").Object(m.Triggers[i].Name), c.Script, *graph)
		case *monitors.BucketCondition: // the editor reads the condition itself
			if threshold, ok := graph.ReadBucketCondition(c); ok {
				c.Threshold = &threshold
			}
		}
	}
}
