package plan_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// On Elasticsearch 6 hits.total is a number: what compares it is written so there,
// and the second plan is empty (from source, not run).
func TestHitsAreANumberOnElasticsearch6(t *testing.T) {
	six, ok := generation.Of("", "6.8.10")
	if !ok {
		t.Fatal("6.8.10 is no version")
	}
	d := desired(t, "monitor.login")
	script := d.Monitors[0].Monitor.Triggers[0]
	script.Label, script.Name = "own", "own"
	script.Condition = &monitors.ScriptCondition{Script: monitors.Script{Source: "return ctx.results[0].hits.hits.length > 1", Lang: "painless"}}
	d.Monitors[0].Monitor.Triggers = append(d.Monitors[0].Monitor.Triggers, script)
	live := plan.Live{Generation: six}
	made := plan.Make(d, live, plan.Options{})
	var got []string
	for _, c := range made.Changes {
		if c.Monitor != nil {
			for _, trigger := range c.Monitor.Desired.Triggers {
				got = append(got, trigger.Condition.(*monitors.ScriptCondition).Script.Source)
			}
		}
	}
	if len(got) != 2 || got[0] != "ctx.results[0].hits.total > 0" || got[1] != "return ctx.results[0].hits.hits.length > 1" {
		t.Errorf("got conditions %q", got)
	}
	seven, _ := generation.Of("", "7.10.2")
	if seven.NumberOfHits || !seven.OpendistroPaths {
		t.Errorf("got %+v of 7.10.2", seven)
	}
}
