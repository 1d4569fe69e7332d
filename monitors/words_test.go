package monitors_test

import (
	"testing"

	"github.com/alertplan/alertplan/monitors"
)

// TestScheduleInWordsOf: what the editor shows is a difference only where the
// configuration says it in the editor's words, and the editor has such.
func TestScheduleInWordsOf(t *testing.T) {
	expression := func(text string) monitors.Schedule {
		return monitors.Schedule{Cron: &monitors.Cron{Expression: text, Timezone: "UTC"}}
	}
	said := func(c monitors.Calendar) monitors.Schedule { return monitors.ScheduleOf(c, "UTC") }
	seven := monitors.Calendar{Frequency: monitors.Daily, Hour: 7}
	half := monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}
	unordered := said(monitors.Calendar{Frequency: monitors.Weekly, Days: []string{"mon", "thu"}, Hour: 7})
	unordered.Cron.Expression = "0 7 * * THU,MON"
	for name, c := range map[string]struct {
		live, desired monitors.Schedule
		same          bool
		shown         string
	}{
		"daily":                       {said(seven), said(seven), true, `{"daily":"07:00","timezone":"UTC"}`},
		"a cron, shown as daily":      {said(seven), expression("0 7 * * *"), true, `{"cron":"0 7 * * *","timezone":"UTC"}`},
		"a daily, shown as cron":      {expression("0 7 * * *"), said(seven), false, `{"cron":"0 7 * * *","timezone":"UTC"}`},
		"another time, shown as cron": {expression("30 6 * * *"), said(seven), false, `{"daily":"06:30","timezone":"UTC"}`},
		"another cron":                {expression("0 6-8 * * *"), said(seven), false, `{"cron":"0 6-8 * * *","timezone":"UTC"}`},
		"a half hour":                 {expression("30 7 * * *"), said(half), true, `{"daily":"07:30","timezone":"UTC"}`},
		"not a half hour":             {said(seven), said(half), false, `{"daily":"07:00","timezone":"UTC"}`},
		"days in another order":       {unordered, said(monitors.Calendar{Frequency: monitors.Weekly, Days: []string{"mon", "thu"}, Hour: 7}), true, `{"weekly":{"days":["mon","thu"],"at":"07:00"},"timezone":"UTC"}`},
		"an interval":                 {monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: monitors.Minutes}}, said(seven), false, `{"interval":"5m"}`},
		"monthly":                     {said(monitors.Calendar{Frequency: monitors.Monthly, Day: 2, Hour: 7}), said(seven), false, `{"monthly":{"day":2,"at":"07:00"},"timezone":"UTC"}`},
	} {
		live := monitors.Monitor{Schedule: c.live}.InWordsOf(monitors.Monitor{Schedule: c.desired})
		shown, _ := live.Fields().Get("schedule")
		wanted, _ := monitors.Monitor{Schedule: c.desired}.Fields().Get("schedule")
		if got := jsonOf(t, shown); got != c.shown || (got == jsonOf(t, wanted)) != c.same {
			t.Errorf("%s: shown %s beside %s", name, got, jsonOf(t, wanted))
		}
	}
}

// TestGraphInWordsOf: a graph beside a graph is compared in its words, beside a
// query as one.
func TestGraphInWordsOf(t *testing.T) {
	graph := func(kind monitors.FieldType, shown bool) monitors.Monitor {
		g := monitors.Graph{TimeField: "@timestamp", Last: hour(), Aggregation: monitors.Count,
			Where: []monitors.Filter{{Field: "age", Type: kind, Operator: monitors.IsNull}}}
		search := &monitors.Search{Indices: []string{"a"}, Body: g.Body()}
		condition := &monitors.ScriptCondition{Script: monitors.Script{Source: "ctx.results[0].hits.total.value > 5"}}
		if shown {
			search.Graph, condition.Threshold = &g, &monitors.Threshold{Comparison: monitors.Above, Value: "5"}
		}
		m, err := monitors.Monitor{Name: "x", Input: search, Triggers: []monitors.Trigger{{Name: "t", Condition: condition}}}.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for name, c := range map[string]struct {
		live, desired monitors.Monitor
		same          bool
	}{
		"a graph":                   {graph(monitors.TextField, true), graph(monitors.TextField, true), true},
		"a type that asks the same": {graph(monitors.NumberField, true), graph(monitors.TextField, true), true},
		"a query, shown as a graph": {graph(monitors.TextField, true), graph(monitors.TextField, false), true},
		"a graph, shown as a query": {graph(monitors.TextField, false), graph(monitors.TextField, true), false},
	} {
		live := c.live.InWordsOf(c.desired)
		trigger := live.Triggers[0].InWordsOf(c.desired.Triggers[0])
		same := jsonOf(t, live.Fields()) == jsonOf(t, c.desired.Fields())
		if sameTrigger := jsonOf(t, trigger.Fields()) == jsonOf(t, c.desired.Triggers[0].Fields()); same != c.same || sameTrigger != c.same {
			t.Errorf("%s: %s and %s beside %s", name, jsonOf(t, live.Fields()), jsonOf(t, trigger.Fields()), jsonOf(t, c.desired.Fields()))
		}
	}
	if c := graph(monitors.TextField, true); jsonOf(t, c.Fields()) != `{"name":"x","description":"","type":"query_level_monitor","enabled":false,"schedule":{},"graph":{"indices":["a"],"time_field":"@timestamp","last":"1h","aggregation":"count","where":[{"field":"age","is_null":true}]}}` {
		t.Errorf("got %s", jsonOf(t, c.Fields()))
	}
}

// A hash is of what a live monitor tells of itself: a time that the editor has no
// form for is an expression there.
func TestHashOfCalendars(t *testing.T) {
	of := func(c monitors.Calendar) (said, expression string) {
		s := monitors.ScheduleOf(c, "UTC")
		return monitors.Monitor{Schedule: s}.Hash(), monitors.Monitor{Schedule: monitors.Schedule{Cron: s.Cron}}.Hash()
	}
	if said, expression := of(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}); said == expression {
		t.Error("daily is as good as cron")
	}
	if said, expression := of(monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}); said != expression {
		t.Error("half past seven is told otherwise")
	}
}
