package plan_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// say applies monitor.a as first says it; then, where it is not nil, the files say
// it as next does.
func say(t *testing.T, d *plan.Desired, live *plan.Live, first, next func(*monitors.Monitor)) {
	t.Helper()
	change := func(with func(*monitors.Monitor)) {
		if with == nil {
			return
		}
		m, err := d.Monitors[0].Monitor.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		with(&m)
		d.Monitors[0].Monitor = m
	}
	change(first)
	*live = applied(t, *d)
	change(next)
}

func cron(expression string) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) {
		m.Schedule = monitors.Schedule{Cron: &monitors.Cron{Expression: expression, Timezone: "UTC"}}
	}
}

func calendar(c monitors.Calendar) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) { m.Schedule = monitors.ScheduleOf(c, "UTC") }
}

// graph counts documents, and fires above a number.
func graph(above int) func(*monitors.Monitor) {
	return func(m *monitors.Monitor) {
		g := monitors.Graph{TimeField: "@timestamp", Last: monitors.Interval{Value: 1, Unit: monitors.Hours}, Aggregation: monitors.Count}
		threshold := monitors.Threshold{Comparison: monitors.Above, Value: monitors.ThresholdValue(float64(above))}
		said, err := monitors.Monitor{Input: &monitors.Search{Indices: []string{"a"}, Body: g.Body(), Graph: &g}}.Canonical()
		if err != nil {
			panic(err)
		}
		m.Input = said.Input
		m.Triggers[0].Condition = &monitors.ScriptCondition{
			Script: monitors.Script{Source: "ctx.results[0].hits.total.value > " + strconv.Itoa(above), Lang: "painless"}, Threshold: &threshold,
		}
	}
}

// With a part of a graph left to the cluster, what the files say of the rest is
// compared as that part allows, and the second plan is empty.
func TestIgnoreChangesOfGraphs(t *testing.T) {
	metric := func(m *monitors.Monitor) {
		graph(5)(m)
		g := *m.Input.(*monitors.Search).Graph
		g.Aggregation, g.Field = monitors.Max, "bytes"
		said, err := monitors.Monitor{Input: &monitors.Search{Indices: []string{"a"}, Body: g.Body(), Graph: &g}}.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		m.Input = said.Input
		threshold := monitors.Threshold{Comparison: monitors.Above, Value: "5"}
		m.Triggers[0].Condition = &monitors.ScriptCondition{Script: monitors.Script{Source: g.Condition(threshold), Lang: "painless"}, Threshold: &threshold}
	}
	query := func(m *monitors.Monitor) {
		graph(5)(m)
		m.Input.(*monitors.Search).Graph = nil
		m.Triggers[0].Condition.(*monitors.ScriptCondition).Threshold = nil
	}
	for name, c := range map[string]struct {
		applied, files func(*monitors.Monitor)
		ignored, want  string
	}{
		"the search of a query":       {query, graph(5), "graph", ""},
		"the search of another graph": {metric, graph(5), "graph", "trigger.any.condition"},
		"its own search":              {graph(5), graph(6), "graph", "trigger.any.above"},
		"the condition":               {metric, graph(5), "trigger.any.above", "graph.aggregation graph.field"},
	} {
		d, live := desired(t, "monitor.a"), plan.Live{}
		say(t, &d, &live, c.applied, c.files)
		d.Monitors[0].Lifecycle.IgnoreChanges = []string{c.ignored}
		made := plan.Make(d, live, plan.Options{})
		var paths []string
		for _, change := range made.Changes {
			for _, f := range change.Fields {
				paths = append(paths, f.Path)
			}
		}
		if got := strings.Join(paths, " "); got != c.want {
			t.Errorf("%s: %q changes, want %q", name, got, c.want)
		}
	}
}
