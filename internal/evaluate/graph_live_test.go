package evaluate_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

const graphIndex = "ap-graph-live"

// graphEnd is the end of the period in which the documents below lie.
var graphEnd = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

func graphDocuments(t *testing.T) []*orderedjson.Object {
	t.Helper()
	var list []*orderedjson.Object
	for i, rest := range []string{
		`"bytes": 100, "ratio": 0.5, "status": 200, "city": "Seattle", "note": "a quiet night", "errored": true`,
		`"bytes": 200, "ratio": 1.5, "status": 404, "city": "Seat", "note": "Seattle at night", "errored": false`,
		`"bytes": 300, "status": 500, "city": "New Seattle", "note": "no word of it"`,
		`"bytes": -50, "ratio": 2.25, "status": 299, "note": "seat", "errored": true`,
		`"status": [200, 301], "city": ["Berlin", "Seattle"], "bytes": [1, 2]`,
		`"city": "berlin"`,
	} {
		at := graphEnd.Add(-time.Duration(i) * 10 * time.Minute).Format(time.RFC3339)
		list = append(list, object(t, []byte(`{"@timestamp": "`+at+`", `+rest+`}`)))
	}
	return list
}

// graphs are each figure with each operator of a filter, and more of them.
func graphs() []monitors.Graph {
	filters := []monitors.Filter{
		{Field: "status", Type: monitors.NumberField, Operator: monitors.Is, Value: json.Number("200")},
		{Field: "city", Type: monitors.TextField, Operator: monitors.Is, Value: "Seattle"},
		{Field: "city.keyword", Type: monitors.KeywordField, Operator: monitors.Is, Value: "Seattle"},
		{Field: "city.keyword", Type: monitors.TextField, Operator: monitors.Is, Value: "Seattle"},
		{Field: "errored", Type: monitors.BooleanField, Operator: monitors.Is, Value: true},
		{Field: "errored", Type: monitors.BooleanField, Operator: monitors.IsNot, Value: false},
		{Field: "city", Type: monitors.TextField, Operator: monitors.IsNot, Value: "Seattle"},
		{Field: "ratio", Type: monitors.NumberField, Operator: monitors.IsNull},
		{Field: "ratio", Type: monitors.NumberField, Operator: monitors.IsNotNull},
		{Field: "status", Type: monitors.NumberField, Operator: monitors.IsGreater, Value: json.Number("299")},
		{Field: "status", Type: monitors.NumberField, Operator: monitors.IsGreaterEqual, Value: json.Number("299")},
		{Field: "ratio", Type: monitors.NumberField, Operator: monitors.IsLess, Value: json.Number("1.5")},
		{Field: "ratio", Type: monitors.NumberField, Operator: monitors.IsLessEqual, Value: json.Number("1.5")},
		{Field: "status", Type: monitors.NumberField, Operator: monitors.InRange, From: json.Number("200"), To: json.Number("299")},
		{Field: "status", Type: monitors.NumberField, Operator: monitors.NotInRange, From: json.Number("200"), To: json.Number("299")},
		{Field: "city", Type: monitors.TextField, Operator: monitors.StartsWith, Value: "sea"},
		{Field: "city.keyword", Type: monitors.KeywordField, Operator: monitors.StartsWith, Value: "Sea"},
		{Field: "city", Type: monitors.TextField, Operator: monitors.EndsWith, Value: "tle"},
		{Field: "city.keyword", Type: monitors.KeywordField, Operator: monitors.EndsWith, Value: "tle"},
		{Field: "note", Type: monitors.TextField, Operator: monitors.Contains, Value: "igh"},
		{Field: "note", Type: monitors.TextField, Operator: monitors.Contains, Value: "at night"},
		{Field: "city.keyword", Type: monitors.KeywordField, Operator: monitors.Contains, Value: "w S"},
		{Field: "note", Type: monitors.TextField, Operator: monitors.DoesNotContain, Value: "igh"},
	}
	figures := []monitors.Graph{{Aggregation: monitors.Count}}
	for _, aggregation := range monitors.Aggregations {
		for _, field := range []string{"bytes", "ratio"} {
			figures = append(figures, monitors.Graph{Aggregation: monitors.Aggregation(aggregation), Field: field})
		}
	}
	figures = append(figures, monitors.Graph{Aggregation: monitors.Count, Field: "city.keyword", GroupBy: "city.keyword"})
	var list []monitors.Graph
	for i, filter := range filters {
		for j, g := range figures {
			g.TimeField, g.Last = "@timestamp", monitors.Interval{Value: 45, Unit: monitors.Minutes}
			if j%2 == 0 {
				g.GroupBy = "status"
			}
			g.Where = []monitors.Filter{filter}
			if j%3 == 0 {
				g.Where = append(g.Where, filters[(i+j)%len(filters)])
			}
			list = append(list, g)
		}
	}
	return list
}

// TestGraphsOnNodes asks nodes what a graph asks, and runs the same here: figures
// and numbers of documents are equal, and no search fails.
func TestGraphsOnNodes(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("needs a core node in ALERTPLAN_TEST_NODES")
	}
	documents := graphDocuments(t)
	store := index.NewStore(time.Now)
	for i, d := range documents {
		if _, err := store.Write(index.Write{Index: graphIndex, ID: fmt.Sprint(i), Source: d}); err != nil {
			t.Fatal(err)
		}
	}
	for _, url := range nodes {
		n := liveNode{t, url}
		n.call("DELETE", "/"+graphIndex, "")
		defer n.call("DELETE", "/"+graphIndex, "")
		for i, d := range documents {
			if status, answer := n.call("PUT", fmt.Sprintf("/%s/_doc/%d?refresh=true", graphIndex, i), jsonText(t, d)); status != 201 {
				t.Fatalf("%d: %s", status, jsonText(t, answer))
			}
		}
		for _, g := range graphs() {
			compareGraph(n, store, g)
		}
	}
}

func compareGraph(n liveNode, store *index.Store, g monitors.Graph) {
	n.Helper()
	body, err := querydsl.Canonical(g.Body())
	if err != nil {
		n.Fatal(err)
	}
	asked := strings.ReplaceAll(jsonText(n.T, body), "{{period_end}}", fmt.Sprint(graphEnd.UnixMilli()))
	status, answer := n.call("POST", "/"+graphIndex+"/_search", asked)
	failed, _ := answer.Object("_shards").Get("failed")
	if status != 200 || fmt.Sprint(failed) != "0" {
		n.Errorf("%s: %d %s", asked, status, jsonText(n.T, answer))
		return
	}
	m := monitors.Monitor{Name: "x", Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 1, Unit: monitors.Hours}},
		Input: &monitors.Search{Indices: []string{graphIndex}, Body: body, Graph: &g}}
	for _, c := range monitors.Comparisons {
		source := g.Condition(monitors.Threshold{Comparison: c.Comparison, Value: "3"})
		m.Triggers = append(m.Triggers, monitors.Trigger{ID: string(c.Comparison), Name: string(c.Comparison), Severity: "1",
			Condition: &monitors.ScriptCondition{Script: monitors.Script{Source: source, Lang: "painless"}}})
	}
	got, err := evaluate.Run(evaluate.Request{Monitor: evaluate.Monitor{Body: wire.EncodeMonitor(m, nil)}, Store: store,
		PeriodStart: graphEnd.Add(-time.Hour), PeriodEnd: graphEnd, Now: graphEnd})
	if err != nil || got.InputFailed || got.Error != "" {
		n.Errorf("%s: %v %s", asked, err, got.InputError)
		return
	}
	here := got.Inputs[0]
	wantTotal, gotTotal := answer.Object("hits").Object("total"), here.Object("hits").Object("total")
	wantAggs, _ := answer.Get("aggregations")
	gotAggs, _ := here.Get("aggregations")
	if !orderedjson.Equal(wantTotal, gotTotal) {
		n.Errorf("%s: %s there, %s here", asked, jsonText(n.T, wantTotal), jsonText(n.T, gotTotal))
	}
	if d := closeTo("aggregations", wantAggs, gotAggs); d != "" {
		n.Errorf("%s: %s", asked, d)
	}
	compareThresholds(n.T, g, answer, got)
}

// compareThresholds computes the conditions from the node's figure.
func compareThresholds(t *testing.T, g monitors.Graph, answer *orderedjson.Object, got *evaluate.Result) {
	t.Helper()
	value, _ := answer.Object("hits").Object("total").Get("value")
	if !g.CountsDocuments() {
		value, _ = answer.Object("aggregations").Object("metric").Get("value")
	}
	number, there := value.(json.Number)
	f, _ := number.Float64()
	for _, trigger := range got.Triggers {
		want := there && (trigger.Name == "above" && f > 3 || trigger.Name == "below" && f < 3 || trigger.Name == "equals" && f == 3)
		if trigger.Triggered != want || trigger.Error != "" {
			t.Errorf("%s 3 of %v: %v %s", trigger.Name, value, trigger.Triggered, trigger.Error)
		}
	}
}

func jsonText(t *testing.T, v any) string {
	t.Helper()
	text, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
