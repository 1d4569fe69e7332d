package plan_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

func TestSecondPlanIsEmpty(t *testing.T) {
	d := desired(t, "monitor.a", `monitor.b["eu"]`)
	first := plan.Make(d, plan.Live{}, plan.Options{})
	expect(t, first, "create destination.slack.soc", "create monitor.a", `create monitor.b["eu"]`)
	live := apply(t, first, plan.Live{})
	second := plan.Make(d, live, plan.Options{})
	expect(t, second, "")
	if second.Unchanged != 3 || second.CanApply() {
		t.Errorf("got %d unchanged, CanApply %v", second.Unchanged, second.CanApply())
	}
}

func TestAnUpdateKeepsTheIDs(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	before := live.Monitors[0].Monitor.Triggers[0]
	d.Monitors[0].Monitor.Triggers[0].Severity = "2"
	d.Monitors[0].Monitor.Triggers[0].Name = "renamed"
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "update monitor.a trigger.any.name trigger.any.severity")
	after := p.Changes[0].Monitor.Desired.Triggers[0]
	if after.ID != before.ID || after.Actions[0].ID != before.Actions[0].ID {
		t.Error("an update changed ids")
	}
}

// A label renamed with a moved block keeps ids, so its alerts stay.
func TestMoved(t *testing.T) {
	live := applied(t, desired(t, "monitor.a"))
	d := desired(t, "monitor.b")
	d.Monitors[0].Monitor.Name = "Monitor a"
	d.Moved = []plan.Moved{{From: at(t, "monitor.a"), To: at(t, "monitor.b")}}
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "move monitor.b from monitor.a")
	if got := p.Changes[0].Monitor.Desired.Triggers[0].ID; got != live.Monitors[0].Monitor.Triggers[0].ID {
		t.Error("a move changed ids")
	}
	expect(t, plan.Make(d, apply(t, p, live), plan.Options{}), "")
}

// What moved, and was never applied, goes by its last address.
func TestMovedAndRemoved(t *testing.T) {
	whole := desired(t, "monitor.a")
	live := applied(t, whole)
	d := plan.Desired{Workspace: workspace}
	d.Moved = []plan.Moved{
		{From: at(t, "monitor.a"), To: at(t, "monitor.b")},
		{From: at(t, "destination.slack.soc"), To: at(t, "destination.slack.team")},
	}
	d.Removed = []plan.Removed{{From: at(t, "monitor.b"), Destroy: true}, {From: at(t, "destination.slack.team"), Destroy: true}}
	expectKinds(t, plan.Make(d, live, plan.Options{}), "delete destination.slack.team", "delete monitor.b")
	d.Destinations = whole.Destinations // a monitor that is given up still sends there
	d.Moved, d.Removed = d.Moved[:1], []plan.Removed{{From: at(t, "monitor.b")}}
	expectKinds(t, plan.Make(d, live, plan.Options{}), "forget monitor.b")
}

func TestMovedOfABlockMovesItsInstances(t *testing.T) {
	live := applied(t, desired(t, `monitor.a["eu"]`))
	d := desired(t, `monitor.b["eu"]`)
	d.Monitors[0].Monitor.Name = "Monitor a"
	d.Moved = []plan.Moved{{From: at(t, "monitor.a"), To: at(t, "monitor.b")}}
	expect(t, plan.Make(d, live, plan.Options{}), `move monitor.b["eu"] from monitor.a["eu"]`)
	expect(t, plan.Make(d, unmark(live, live.Monitors[0].ID), plan.Options{}), `update monitor.b["eu"] (edited by another hand)`)
}

func TestMovedWithoutMovedBlockIsDeleteAndCreate(t *testing.T) {
	live := applied(t, desired(t, "monitor.a"))
	live.AlertsKnown = true
	live.Alerts = []plan.Alert{{MonitorID: live.Monitors[0].ID, TriggerID: live.Monitors[0].Monitor.Triggers[0].ID}}
	expect(t, plan.Make(desired(t, "monitor.b"), live, plan.Options{}),
		"delete monitor.a", "create monitor.b", "warning orphaned-alerts monitor.a id-of-monitor.a 1")
}

// The Dashboards' full edit drops the mark; the ids tell whose it is.
func TestMarkGoneIDsThere(t *testing.T) {
	d := desired(t, "monitor.a")
	live := unmark(applied(t, d), "id-of-monitor.a")
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "update monitor.a (edited by another hand)")
	expect(t, plan.Make(d, apply(t, p, live), plan.Options{}), "")
}

// Ids alone never allow a delete.
func TestMarkGoneAndBlockGone(t *testing.T) {
	live := unmark(applied(t, desired(t, "monitor.a")), "id-of-monitor.a")
	expect(t, plan.Make(desired(t), live, plan.Options{}), "warning mark-gone  id-of-monitor.a 0")
	d := desired(t)
	d.Removed = []plan.Removed{{From: at(t, "monitor.a"), Destroy: true}}
	expect(t, plan.Make(d, live, plan.Options{}), "warning mark-gone monitor.a id-of-monitor.a 0")
	expect(t, plan.Make(desired(t, "monitor.a"), live, plan.Options{Destroy: true}), "delete destination.slack.soc", "problem channel-in-use destination.slack.soc id-of-monitor.a "+live.Channels[0].ID, "warning mark-gone monitor.a id-of-monitor.a 0")
}

func foreignMonitor(t *testing.T, id, name string) monitors.Live {
	m := monitor(t, "monitor.x").Monitor
	m.Name = name
	m.Triggers[0].ID, m.Triggers[0].Actions[0].ID = "foreign-trigger", "foreign-action"
	m.Triggers[0].Actions[0].Destination = monitors.DestinationRef{ID: "their-channel"}
	return liveMonitor(id, clearLabels(m))
}

// Import adopts; the foreign ids stay.
func TestImport(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Imports = []plan.Import{{To: at(t, "monitor.a"), ID: "theirs"}}
	live := plan.Live{Monitors: []monitors.Live{foreignMonitor(t, "theirs", "Clicked together")}, Channels: applied(t, desired(t)).Channels}
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "adopt monitor.a name trigger.any.action.notify.destination")
	if got := p.Changes[0].Monitor.Desired.Triggers[0]; got.ID != "foreign-trigger" || got.Actions[0].ID != "foreign-action" {
		t.Errorf("foreign ids changed: %s, %s", got.ID, got.Actions[0].ID)
	}
	live = apply(t, p, live)
	expect(t, plan.Make(d, live, plan.Options{}), "")
	d.Imports = nil
	expect(t, plan.Make(d, live, plan.Options{}), "")
}

func TestImportProblems(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Imports = []plan.Import{{To: at(t, "monitor.a"), ID: "nobody"}}
	expect(t, plan.Make(d, plan.Live{}, plan.Options{}),
		"create destination.slack.soc", "create monitor.a", "problem import-missing monitor.a  nobody")

	live := plan.Live{Monitors: []monitors.Live{foreignMonitor(t, "theirs", "x")}}
	live.Monitors[0].Mark = &monitors.Mark{Workspace: "others", Address: at(t, "monitor.a")}
	d.Imports[0].ID = "theirs"
	expect(t, plan.Make(d, live, plan.Options{}),
		"create destination.slack.soc", "create monitor.a", "problem import-foreign monitor.a theirs others")

	live.Monitors[0].Mark.Workspace = workspace
	live.Monitors[0].Mark.Address = at(t, "monitor.b")
	got := plan.Make(d, live, plan.Options{})
	if len(got.Problems) != 1 || got.Problems[0].Kind != plan.ImportTaken || got.Problems[0].Word != "monitor.b" {
		t.Errorf("got %+v", got.Problems)
	}
}

// A copy with our ids, or even our mark, stops the plan: nobody knows which is
// the right one.
func TestCopies(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	copied := live.Monitors[0]
	copied.ID = "copy"
	copied.Monitor.Name = "Copy"
	live.Monitors = append(live.Monitors, copied)
	expect(t, plan.Make(d, live, plan.Options{}), "problem copies monitor.a copy,id-of-monitor.a")
	expect(t, plan.Make(d, unmark(live, "copy"), plan.Options{}), "problem copies monitor.a copy,id-of-monitor.a")
	expect(t, plan.Make(desired(t), live, plan.Options{}), "problem copies monitor.a copy,id-of-monitor.a")
}

// Two applies at once make doubles: same mark, same body.
func TestDoubles(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	double := live.Monitors[0]
	double.ID = "double"
	live.Monitors = append(live.Monitors, double)
	if p := plan.Make(d, live, plan.Options{}); !p.WantsAlerts {
		t.Error("which double stays depends on alerts")
	}
	live.AlertsKnown = true
	expect(t, plan.Make(d, live, plan.Options{}), "delete monitor.a (double of double)")
	live.Alerts = []plan.Alert{{MonitorID: "id-of-monitor.a", TriggerID: "x"}}
	expect(t, plan.Make(d, live, plan.Options{}), "delete monitor.a (double of id-of-monitor.a)")
}

// A workspace whose name begins another's owns nothing of it.
func TestWorkspacesWithACommonPrefix(t *testing.T) {
	other := desired(t, "monitor.a")
	other.Workspace = "soc-eu"
	live := applied(t, other)
	empty := plan.Desired{Workspace: "soc"}
	expect(t, plan.Make(empty, live, plan.Options{}), "")
	expect(t, plan.Make(empty, live, plan.Options{Destroy: true}), "")
	p := plan.Make(desired(t, "monitor.a"), live, plan.Options{})
	expect(t, p, "create destination.slack.soc", "create monitor.a")
}

// A mark of another workspace beats our ids.
func TestForeignMarkBeatsOurIDs(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	live.Monitors[0].Mark = &monitors.Mark{Workspace: "others", Address: at(t, "monitor.a")}
	expect(t, plan.Make(d, live, plan.Options{}), "create monitor.a")
}

func TestAMonitorWithoutTriggers(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Monitors[0].Monitor.Triggers = nil
	live := applied(t, d)
	expect(t, plan.Make(d, live, plan.Options{}), "")
	expect(t, plan.Make(d, unmark(live, "id-of-monitor.a"), plan.Options{}), "problem unmarked-name monitor.a id-of-monitor.a Monitor a")
	expect(t, plan.Make(d, unmark(live, "id-of-monitor.a"), plan.Options{Adopt: true}), "adopt monitor.a")
}

func TestAnUnmarkedMonitorOfTheSameName(t *testing.T) {
	d := desired(t, "monitor.a")
	live := plan.Live{Monitors: []monitors.Live{foreignMonitor(t, "theirs", "Monitor a")}, Channels: applied(t, desired(t)).Channels}
	expect(t, plan.Make(d, live, plan.Options{}), "problem unmarked-name monitor.a theirs Monitor a")
	expect(t, plan.Make(d, live, plan.Options{Adopt: true}), "adopt monitor.a trigger.any.action.notify.destination")
	live.Monitors = append(live.Monitors, foreignMonitor(t, "theirs-too", "Monitor a"))
	expect(t, plan.Make(d, live, plan.Options{Adopt: true}), "problem ambiguous-name monitor.a theirs,theirs-too Monitor a")
	live.Monitors = live.Monitors[:1]
	live.Monitors[0].Owner = "security_analytics"
	expect(t, plan.Make(d, live, plan.Options{}), "create monitor.a")
}

// A copy of a monitor whose block is gone has ids of ours; once it is adopted, it
// is not said to be left alone.
func TestAdoptACopyOfOurs(t *testing.T) {
	live := unmark(applied(t, desired(t, "monitor.a")), "id-of-monitor.a")
	d := desired(t, "monitor.b")
	d.Monitors[0].Monitor.Name = "Monitor a"
	expect(t, plan.Make(d, live, plan.Options{}),
		"problem unmarked-name monitor.b id-of-monitor.a Monitor a", "warning mark-gone  id-of-monitor.a 0")
	expect(t, plan.Make(d, live, plan.Options{Adopt: true}), "adopt monitor.b")
}

// Labels swapped between two triggers: the mark's labels decide, ids never double.
func TestTriggersAreMatchedByLabelIDName(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	id := live.Monitors[0].Monitor.Triggers[0].ID
	second := d.Monitors[0].Monitor.Triggers[0]
	d.Monitors[0].Monitor.Triggers[0].Label = "other" // renamed label, same name
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "update monitor.a trigger.other.label")
	if got := p.Changes[0].Monitor.Desired.Triggers[0].ID; got != id {
		t.Errorf("got id %s, want %s", got, id)
	}
	live = apply(t, p, live)
	second.Name = "second"
	d.Monitors[0].Monitor.Triggers = append(d.Monitors[0].Monitor.Triggers, second) // the old label again
	p = plan.Make(d, live, plan.Options{})
	expect(t, p, "update monitor.a trigger.any.name trigger.any.severity trigger.any.condition"+
		" trigger.any.action.notify.name trigger.any.action.notify.destination trigger.any.action.notify.message")
	triggers := p.Changes[0].Monitor.Desired.Triggers
	if triggers[0].ID != id || triggers[1].ID == id || triggers[1].ID == "" {
		t.Errorf("got ids %s and %s", triggers[0].ID, triggers[1].ID)
	}
	if address.MonitorPartOf(triggers[1].ID) != address.MonitorPartOf(id) {
		t.Error("the second id does not tell its monitor")
	}
}

func TestForget(t *testing.T) {
	live := applied(t, desired(t, "monitor.a"))
	d := desired(t)
	d.Removed = []plan.Removed{{From: at(t, "monitor.a"), Destroy: false}}
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, "forget monitor.a")
	live = apply(t, p, live)
	expect(t, plan.Make(d, live, plan.Options{}), "")
	d.Removed = nil
	expect(t, plan.Make(d, live, plan.Options{}), "warning mark-gone  id-of-monitor.a 0")
}
