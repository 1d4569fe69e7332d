package monitors_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func grouped() monitors.Graph {
	return monitors.Graph{TimeField: "@timestamp", Last: monitors.Interval{Value: 1, Unit: monitors.Hours}, Aggregation: monitors.Sum, Field: "http.bytes", Groups: []string{"host"}}
}

func TestBucketConditionsOfGraphs(t *testing.T) {
	g := grouped()
	above := monitors.Threshold{Comparison: monitors.Above, Value: "5"}
	c := g.BucketCondition(above)
	if want := "params.sum_http_bytes > 5"; c.Script.Source != want {
		t.Errorf("got %q, want %q", c.Script.Source, want)
	}
	if got, ok := g.ReadBucketCondition(c); !ok || got != above {
		t.Errorf("read back as %v, %v", got, ok)
	}
	counted := g
	counted.Field = ""
	if got := counted.BucketCondition(above).Script.Source; got != "params._count > 5" {
		t.Errorf("of documents: %q", got)
	}
	for name, change := range map[string]func(c *monitors.BucketCondition){
		"script":   func(c *monitors.BucketCondition) { c.Script.Source += " && params._count > 1" },
		"params":   func(c *monitors.BucketCondition) { c.Script.Params = object(t, `{"end": 1}`) },
		"paths":    func(c *monitors.BucketCondition) { c.BucketsPath = map[string]string{"sum_http_bytes": "other"} },
		"one more": func(c *monitors.BucketCondition) { c.BucketsPath["n"] = "_count" },
		"parent":   func(c *monitors.BucketCondition) { c.ParentBucketPath = "users" },
		"gaps":     func(c *monitors.BucketCondition) { c.GapPolicy = "insert_zeros" },
		"filter":   func(c *monitors.BucketCondition) { c.CompositeAggFilter = object(t, `{"host": {"exclude": ["a"]}}`) },
	} {
		other := g.BucketCondition(above)
		change(other)
		if _, ok := g.ReadBucketCondition(other); ok {
			t.Errorf("with another %s it is taken for the editor's", name)
		}
	}
}

// A live condition that is said in the editor's words is no difference to one that
// the files say as a script.
func TestBucketThresholdsInWords(t *testing.T) {
	g := grouped()
	words := monitors.Trigger{Name: "t", Condition: g.BucketCondition(monitors.Threshold{Comparison: monitors.Above, Value: "5"})}
	script := words
	plain := *words.Condition.(*monitors.BucketCondition)
	plain.Threshold = nil
	script.Condition = &plain
	if got := words.InWordsOf(script).Fields(); !orderedjson.Equal(got, script.Fields()) {
		t.Errorf("got %v", got)
	}
	if beside := words.FieldsBeside(script); !beside.Has("above") || !beside.Has("condition") || !beside.Has("buckets") {
		t.Errorf("beside a script: %v", beside.Keys())
	}
	m := monitors.Monitor{Triggers: []monitors.Trigger{words}, Input: &monitors.Search{Graph: &g}}
	if !m.WithoutForeignThresholds().Triggers[0].Fields().Has("above") {
		t.Error("the graph's own threshold is gone")
	}
	m.Input = &monitors.Search{}
	if m.WithoutForeignThresholds().Triggers[0].Fields().Has("above") {
		t.Error("a threshold without its graph stays")
	}
}

// What the server does without a policy is no difference to a policy that says it.
func TestDefaultPolicyIsNoDifference(t *testing.T) {
	with := func(p *monitors.ExecutionPolicy) *orderedjson.Object { return monitors.Action{Policy: p}.Fields() }
	none := with(nil)
	for _, same := range [][]string{{"DEDUPED", "NEW"}, {"NEW", "DEDUPED"}, {"NEW", "DEDUPED", "NEW"}} {
		if !orderedjson.Equal(none, with(&monitors.ExecutionPolicy{Actionable: same})) {
			t.Errorf("%v is a difference", same)
		}
	}
	for _, other := range []*monitors.ExecutionPolicy{{PerExecution: true}, {Actionable: []string{"NEW"}}, {}, {Actionable: []string{"NEW", "DEDUPED", "COMPLETED"}}} {
		if orderedjson.Equal(none, with(other)) {
			t.Errorf("%+v is no difference", other)
		}
	}
}
