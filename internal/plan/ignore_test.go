package plan_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// editedByHand is a cluster where someone has added a trigger, and an action to
// the one that is declared.
func editedByHand(t *testing.T, d plan.Desired) plan.Live {
	live := applied(t, d)
	m := &live.Monitors[0].Monitor
	m.Triggers = slices.Clone(m.Triggers)
	added := m.Triggers[0]
	added.ID, added.Label, added.Name, added.Actions = "by-hand", "", "By hand", nil
	action := m.Triggers[0].Actions[0]
	action.ID, action.Label, action.Name = "action-by-hand", "", "By hand"
	m.Triggers[0].Actions = append(slices.Clone(m.Triggers[0].Actions), action)
	m.Triggers = append([]monitors.Trigger{added}, m.Triggers...)
	return live
}

func TestIgnoreChangesKeepsWhatOthersAdded(t *testing.T) {
	d := desired(t, "monitor.a")
	live := editedByHand(t, d)
	m := &d.Monitors[0]
	const action, trigger = ` trigger.any.action."By hand".name trigger.any.action."By hand".destination trigger.any.action."By hand".message`,
		` trigger."By hand".name trigger."By hand".severity trigger."By hand".condition`
	for _, x := range []struct {
		ignore []string
		want   string
	}{
		{nil, "update monitor.a" + action + trigger},
		{[]string{"trigger"}, ""},
		{[]string{"name", "description", "enabled", "schedule", "extraction_query", "trigger"}, ""},
		{[]string{"trigger.any"}, "update monitor.a" + trigger},
		{[]string{"trigger.any.action"}, "update monitor.a" + trigger},
		{[]string{"trigger.any.action", "trigger"}, ""},
		{[]string{"trigger", "trigger.any.severity", "trigger.any.action.notify.message"}, ""},
	} {
		m.Lifecycle.IgnoreChanges = x.ignore
		var want []string
		if x.want != "" {
			want = []string{x.want}
		}
		expect(t, plan.Make(d, live, plan.Options{}), want...)
	}
}

func TestWhatIsKeptIsWritten(t *testing.T) {
	d := desired(t, "monitor.a")
	live := editedByHand(t, d)
	d.Monitors[0].Lifecycle.IgnoreChanges = []string{"trigger"}
	d.Monitors[0].Monitor.Name = "Another name"
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "update monitor.a name")
	written := p.Changes[0].Monitor
	if got := written.Desired.Triggers; len(got) != 2 || got[0].ID != "by-hand" || len(got[1].Actions) != 2 || got[1].Label != "any" {
		t.Errorf("got %+v", got)
	}
	if got := written.Mark.Triggers; len(got) != 1 || len(got["any"].Actions) != 1 {
		t.Errorf("the mark tells of what others added: %+v", got)
	}
	expect(t, plan.Make(d, apply(t, p, live), plan.Options{}), "")
}

// A monitor of another type can't have the input and triggers of the old one:
// the old one would be deleted, and the new one refused.
func TestIgnoreChangesOfAReplacedMonitor(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	live.AlertsKnown = true
	m := &d.Monitors[0]
	m.Monitor.Type = monitors.ClusterMetrics
	m.Monitor.Input = &monitors.ClusterAPI{Path: "/_cluster/health"}
	m.Monitor.Enabled = false
	m.Monitor.Triggers[0].Severity = "4"
	m.Lifecycle.IgnoreChanges = []string{"enabled", "extraction_query", "trigger"}
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "replace monitor.a")
	written := p.Changes[0].Monitor.Desired
	if _, ok := written.Input.(*monitors.ClusterAPI); !ok || written.Triggers[0].Severity != "4" || !written.Enabled {
		t.Errorf("got %+v", written)
	}
}
