package wire_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

func graphMonitor(t *testing.T, g monitors.Graph, thresholds map[string]monitors.Threshold) monitors.Monitor {
	t.Helper()
	m := monitors.Monitor{Name: "x", Schedule: every(5, monitors.Minutes).Schedule, Input: &monitors.Search{Indices: []string{"a"}, Body: g.Body(), Graph: &g}}
	for _, name := range []string{"high", "low"} {
		if threshold, ok := thresholds[name]; ok {
			m.Triggers = append(m.Triggers, monitors.Trigger{ID: "id_" + name, Name: name, Severity: "1",
				Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: g.Condition(threshold)}, Threshold: &threshold}})
		}
	}
	canonical, err := m.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return canonical
}

func plainGraph() monitors.Graph {
	return monitors.Graph{TimeField: "@timestamp", Last: monitors.Interval{Value: 1, Unit: monitors.Hours}, Aggregation: monitors.Count}
}

func fullGraph() monitors.Graph {
	return monitors.Graph{
		TimeField: "time", Last: monitors.Interval{Value: 90, Unit: monitors.Minutes}, Aggregation: monitors.Avg, Field: "bytes", GroupBy: "host.keyword",
		Where: []monitors.Filter{
			{Field: "age", Type: monitors.NumberField, Operator: monitors.InRange, From: json.Number("20"), To: json.Number("40")},
			{Field: "city", Type: monitors.TextField, Operator: monitors.DoesNotContain, Value: "Se"},
			{Field: "errored", Type: monitors.BooleanField, Operator: monitors.IsNull},
		},
	}
}

// TestUIGraph holds what is written to what the visual editor itself keeps
// (alerting-dashboards-plugin, formikToUiSearch and formikToTriggerUiMetadata;
// its own tests expect the first one).
func TestUIGraph(t *testing.T) {
	one := plainGraph()
	one.Where = []monitors.Filter{{Field: "age", Type: monitors.NumberField, Operator: monitors.IsGreaterEqual, Value: json.Number("20")}}
	thresholds := map[string]monitors.Threshold{"high": {Comparison: monitors.Above, Value: "10"}, "low": {Comparison: monitors.Equals, Value: "0.5"}}
	for name, c := range map[string]struct {
		graph            monitors.Graph
		search, triggers string
	}{
		"plain": {plainGraph(), `{"searchType":"graph","timeField":"@timestamp","aggregations":[],"groupBy":[],"bucketValue":1,"bucketUnitOfTime":"h","filters":[]}`,
			`{"high":{"value":10,"enum":"ABOVE"},"low":{"value":0.5,"enum":"EXACTLY"}}`},
		"full": {fullGraph(), `{"searchType":"graph","timeField":"time","aggregations":[{"aggregationType":"avg","fieldName":"bytes"}],"groupBy":["host.keyword"],
			"bucketValue":90,"bucketUnitOfTime":"m","filters":[
			{"fieldName":[{"label":"age","type":"number"}],"operator":"in_range","fieldValue":"","fieldRangeStart":20,"fieldRangeEnd":40},
			{"fieldName":[{"label":"city","type":"text"}],"operator":"does_not_contains","fieldValue":"Se"},
			{"fieldName":[{"label":"errored","type":"boolean"}],"operator":"is_null","fieldValue":""}]}`,
			`{"high":{"value":10,"enum":"ABOVE"},"low":{"value":0.5,"enum":"EXACTLY"}}`},
		"one filter, for editors before 2.7, too": {one, `{"searchType":"graph","timeField":"@timestamp","aggregations":[],"groupBy":[],"bucketValue":1,"bucketUnitOfTime":"h",
			"filters":[{"fieldName":[{"label":"age","type":"number"}],"operator":"is_greater_equal","fieldValue":20}],
			"where":{"fieldName":[{"label":"age","type":"number"}],"operator":"is_greater_equal","fieldValue":20}}`,
			`{"high":{"value":10,"enum":"ABOVE"},"low":{"value":0.5,"enum":"EXACTLY"}}`},
	} {
		m := graphMonitor(t, c.graph, thresholds)
		ui := merge(nil, m)
		if print(ui.Object("search")) != print(parse(t, c.search)) || print(ui.Object("triggers")) != print(parse(t, c.triggers)) {
			t.Errorf("%s: got %s and %s", name, print(ui.Object("search")), print(ui.Object("triggers")))
		}
		live := storedGraph(t, m, ui)
		if live.Input.(*monitors.Search).Graph == nil || print(live.Fields()) != print(m.Fields()) {
			t.Errorf("%s: read back as %s", name, print(live.Fields()))
		}
		for i := range m.Triggers {
			if print(live.Triggers[i].Fields()) != print(m.Triggers[i].Fields()) {
				t.Errorf("%s: read back as %s", name, print(live.Triggers[i].Fields()))
			}
		}
		if again := merge(ui, m); print(again) != print(ui) {
			t.Errorf("%s: merged again, %s became %s", name, print(ui), print(again))
		}
	}
}

// storedGraph is a monitor as it comes back from a cluster.
func storedGraph(t *testing.T, m monitors.Monitor, ui *orderedjson.Object) monitors.Monitor {
	t.Helper()
	text := print(wire.EncodeMonitor(m, ui))
	live, err := wire.DecodeLive(parse(t, `{"_id":"x","_seq_no":1,"_primary_term":1,"_source":`+text+`}`))
	if err != nil || live.Unreadable != "" {
		t.Fatal(err, live.Unreadable)
	}
	return live.Monitor
}

// TestUIGraphStaysWhereItAsksTheSame: what the editor keeps besides is left, and
// what it says otherwise is put right.
func TestUIGraphStaysWhereItAsksTheSame(t *testing.T) {
	g := plainGraph()
	g.Where = []monitors.Filter{{Field: "age", Type: monitors.TextField, Operator: monitors.IsNotNull}}
	m := graphMonitor(t, g, map[string]monitors.Threshold{"high": {Comparison: monitors.Above, Value: "10"}})
	const saved = `{"searchType":"graph","own":true,"timeField":"@timestamp","aggregations":[],"groupBy":[],"bucketValue":1.0,"bucketUnitOfTime":"h",
		"filters":[{"fieldName":[{"label":"age","type":"number"}],"operator":"is_not_null","fieldValue":""}]}`
	const before27 = `{"searchType":"graph","timeField":"@timestamp","aggregations":[],"groupBy":[],"bucketValue":1,"bucketUnitOfTime":"h",
		"where":{"fieldName":[{"label":"age","type":"number"}],"operator":"is_not_null","fieldValue":"","fieldRangeStart":0,"fieldRangeEnd":0}}`
	for name, c := range map[string]struct {
		search, triggers string
		kept, shown      bool
	}{
		"saved there":         {saved, `{"high":{"value":10.0,"enum":"ABOVE","own":1}}`, true, true},
		"saved before 2.7":    {before27, `{"high":{"value":10,"enum":"ABOVE"}}`, true, true},
		"a stale trigger":     {saved, `{"high":{"value":10,"enum":"ABOVE"},"gone":{"value":1,"enum":"ABOVE"}}`, false, true},
		"another range":       {strings.Replace(saved, `1.0`, `2`, 1), `{"high":{"value":10,"enum":"ABOVE"}}`, false, false},
		"another operator":    {strings.Replace(saved, `is_not_null`, `is_null`, 1), `{"high":{"value":10,"enum":"ABOVE"}}`, false, false},
		"an unknown operator": {strings.Replace(saved, `is_not_null`, `is_odd`, 1), `{"high":{"value":10,"enum":"ABOVE"}}`, false, false},
		"another editor":      {strings.Replace(saved, `graph`, `query`, 1), `{"high":{"value":10,"enum":"ABOVE"}}`, false, false},
		"no threshold":        {saved, `{}`, false, false},
		"another threshold":   {saved, `{"high":{"value":11,"enum":"ABOVE"}}`, false, false},
		"another comparison":  {saved, `{"high":{"value":10,"enum":"BELOW"}}`, false, false},
		"a threshold as text": {saved, `{"high":{"value":"10","enum":"ABOVE"}}`, false, false},
		"odd":                 {`{"searchType":"graph","filters":5,"aggregations":{},"groupBy":[{}],"bucketValue":"x"}`, `[]`, false, false},
		"odder":               {`{"searchType":"graph","timeField":"@timestamp","bucketValue":1,"bucketUnitOfTime":"h","filters":[{"fieldName":[],"operator":"is"}]}`, `{"high":[]}`, false, false},
	} {
		ui := parse(t, `{"search":`+c.search+`,"triggers":`+c.triggers+`}`)
		live := storedGraph(t, m, ui)
		threshold := live.Triggers[0].Condition.(*monitors.ScriptCondition).Threshold
		if shown := live.Input.(*monitors.Search).Graph != nil && threshold != nil; shown != c.shown {
			t.Errorf("%s: shown as a graph: %v", name, shown)
		}
		merged := merge(ui, m)
		if kept := print(merged.Object("search")) == print(ui.Object("search")) && print(merged.Object("triggers")) == print(ui.Object("triggers")); kept != c.kept {
			t.Errorf("%s: got %s", name, print(merged))
		}
		after := storedGraph(t, m, merged)
		if beside := after.InWordsOf(m); print(beside.Fields()) != print(m.Fields()) || print(after.Triggers[0].Fields()) != print(m.Triggers[0].Fields()) {
			t.Errorf("%s: not put right: %s", name, print(merged))
		}
	}
}

// A script that a graph can't say (somebody's own trigger, which ignore_changes
// keeps) stays without a threshold.
func TestUIGraphLeavesOtherConditions(t *testing.T) {
	m := graphMonitor(t, fullGraph(), map[string]monitors.Threshold{"high": {Comparison: monitors.Above, Value: "10"}})
	m.Triggers = append(m.Triggers, monitors.Trigger{ID: "theirs", Name: "theirs", Severity: "1",
		Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: "ctx.results[0].hits.total.value > 3", Lang: "painless"}}})
	ui := merge(parse(t, `{"triggers":{"theirs":{"value":3,"enum":"ABOVE"}}}`), m)
	if got := print(ui.Object("triggers")); got != `{"theirs":{"value":3,"enum":"ABOVE"},"high":{"value":10,"enum":"ABOVE"}}` {
		t.Errorf("got %s", got)
	}
	if live := storedGraph(t, m, ui); live.Triggers[1].Condition.(*monitors.ScriptCondition).Threshold != nil {
		t.Error("a count is a threshold of a metric")
	}
}
