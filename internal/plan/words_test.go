package plan_test

import (
	"strconv"
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
