package plan_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// flow is a desired workflow of these monitors with one trigger "all".
func flow(t *testing.T, where string, delegates ...string) plan.DesiredMonitor {
	sequence, condition := &monitors.Sequence{Audit: true}, &monitors.ChainedCondition{Script: monitors.Script{Lang: "painless"}}
	for i, d := range delegates {
		ref := monitors.Ref{Address: at(t, d)}
		sequence.Delegates = append(sequence.Delegates, monitors.Delegate{Monitor: ref})
		if i > 0 {
			condition.Parts = append(condition.Parts, monitors.ChainedPart{Text: " && "})
		}
		condition.Parts = append(condition.Parts, monitors.ChainedPart{Monitor: &ref})
	}
	condition.Script.Source = condition.Source()
	a := at(t, where)
	return plan.DesiredMonitor{Address: a, Monitor: monitors.Monitor{
		Name: "Workflow " + a.Label(), Type: monitors.Composite, Enabled: true, Input: sequence,
		Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: monitors.Minutes}},
		Triggers: []monitors.Trigger{{Label: "all", Name: "all", Severity: "1", Condition: condition, Actions: []monitors.Action{}}},
	}}
}

// liveFlow is a workflow as a cluster holds it after it was applied under an id.
func liveFlow(id string, d plan.DesiredMonitor, ids map[address.Address]string) monitors.Live {
	m := d.Monitor.MapRefs(func(r monitors.Ref) monitors.Ref { return monitors.Ref{ID: ids[r.Address]} })
	for i := range m.Triggers {
		m.Triggers[i].ID = address.TriggerID(workspace, d.Address, m.Triggers[i].Label)
		m.Triggers[i].Label = ""
	}
	return monitors.Live{ID: id, Monitor: m, Owner: "alerting", Delegates: m.DelegateIDs()}
}

// flowing is a configuration with a workflow of two monitors, and the cluster after it
// was applied.
func flowing(t *testing.T) (plan.Desired, plan.Live) {
	d := desired(t, "monitor.a", "monitor.b")
	live := applied(t, d)
	d.Monitors = append(d.Monitors, flow(t, "workflow.w", "monitor.a", "monitor.b"))
	live.Monitors = append(live.Monitors, liveFlow("flow-id", d.Monitors[2], idsOf(live)))
	return d, live
}

func idsOf(live plan.Live) map[address.Address]string {
	ids := map[address.Address]string{}
	for _, m := range live.Monitors {
		if m.Mark != nil {
			ids[m.Mark.Address] = m.ID
		}
	}
	return ids
}

// expectKinds wants these changes, "action address", and these problems.
func expectKinds(t *testing.T, p *plan.Plan, want ...string) {
	t.Helper()
	var got []string
	for _, c := range p.Changes {
		got = append(got, string(c.Action)+" "+c.Address.String())
	}
	for _, problem := range p.Problems {
		got = append(got, "problem "+string(problem.Kind)+" "+problem.Address.String())
	}
	for _, w := range p.Warnings {
		got = append(got, "warning "+string(w.Kind))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAWorkflowThatIsThere(t *testing.T) {
	d, live := flowing(t)
	p := plan.Make(d, live, plan.Options{})
	expectKinds(t, p)
	if p.Unchanged != 4 {
		t.Errorf("%d objects are unchanged", p.Unchanged)
	}
	d.Monitors[2].Monitor.Enabled = false
	expectKinds(t, plan.Make(d, live, plan.Options{}), "update workflow.w")
}

func TestAWorkflowOfMonitorsToBeMade(t *testing.T) {
	d, _ := flowing(t)
	p := plan.Make(d, plan.Live{}, plan.Options{})
	i := slices.IndexFunc(p.Changes, func(c plan.Change) bool { return c.Address.Kind() == address.Workflow })
	c := p.Changes[i]
	if _, err := c.Settle(plan.IDs{at(t, "monitor.a"): "id-a"}); err == nil {
		t.Error("a delegate without id can't be written")
	}
	settled, err := c.Settle(plan.IDs{at(t, "monitor.a"): "id-a", at(t, "monitor.b"): "id-b"})
	if err != nil {
		t.Fatal(err)
	}
	m := settled.Monitor.Desired
	source := m.Triggers[0].Condition.(*monitors.ChainedCondition).Script.Source
	if !slices.Equal(m.DelegateIDs(), []string{"id-a", "id-b"}) || source != "monitor[id=id-a] && monitor[id=id-b]" {
		t.Errorf("got %v, %s", m.DelegateIDs(), source)
	}
	if c.Monitor.Desired.DelegateIDs()[0] != "" {
		t.Error("the plan was changed")
	}
}

func TestAWorkflowThatNobodyNames(t *testing.T) {
	d, live := flowing(t)
	whole := d
	d.Monitors = d.Monitors[:2]
	expectKinds(t, plan.Make(d, live, plan.Options{}), "warning workflow-unnamed")
	d.Removed = []plan.Removed{{From: at(t, "workflow.w"), Destroy: true}}
	expectKinds(t, plan.Make(d, live, plan.Options{}), "delete workflow.w")
	d.Removed[0].Destroy = false
	expectKinds(t, plan.Make(d, live, plan.Options{}))
	d.Removed = nil
	d.Monitors = d.Monitors[:1] // monitor.b is to go, and a workflow has it
	expectKinds(t, plan.Make(d, live, plan.Options{}), "delete monitor.b", "problem delegate-in-use monitor.b", "warning workflow-unnamed")
	expectKinds(t, plan.Make(whole, live, plan.Options{Destroy: true}),
		"delete destination.slack.soc", "delete monitor.a", "delete monitor.b", "delete workflow.w")
}

func TestAMovedWorkflow(t *testing.T) {
	d, live := flowing(t)
	d.Monitors[2].Address = at(t, "workflow.new")
	expectKinds(t, plan.Make(d, live, plan.Options{}), "problem unmarked-name workflow.new", "warning workflow-unnamed")
	expectKinds(t, plan.Make(d, live, plan.Options{Adopt: true}), "problem unmarked-name workflow.new", "warning workflow-unnamed")
	d.Moved = []plan.Moved{{From: at(t, "workflow.w"), To: at(t, "workflow.new")}}
	expectKinds(t, plan.Make(d, live, plan.Options{}))
	d.Monitors[2].Monitor.Triggers[0].Name = "renamed"
	p := plan.Make(d, live, plan.Options{})
	expectKinds(t, p, "update workflow.new")
	if id := p.Changes[0].Monitor.Desired.Triggers[0].ID; id != live.Monitors[2].Monitor.Triggers[0].ID {
		t.Errorf("the trigger has another id now: %s", id)
	}
}

// The moved blocks of a workflow stay, and the removed block names its last label; of one of
// a for_each, with its key.
func TestAMovedWorkflowThatGoes(t *testing.T) {
	for _, key := range []string{"", `["eu"]`} {
		d, live := flowing(t)
		d.Monitors[2].Address = at(t, "workflow.w"+key)
		live.Monitors[2] = liveFlow("flow-id", d.Monitors[2], idsOf(live))
		d.Monitors = d.Monitors[:2]
		d.Moved = []plan.Moved{{From: at(t, "workflow.w"), To: at(t, "workflow.new")}, {From: at(t, "workflow.new"), To: at(t, "workflow.newer")}}
		d.Removed = []plan.Removed{{From: at(t, "workflow.newer"+key), Destroy: true}}
		expectKinds(t, plan.Make(d, live, plan.Options{}), "delete workflow.newer"+key)
		d.Removed[0].Destroy = false
		expectKinds(t, plan.Make(d, live, plan.Options{}))
	}
}

// A monitor's ids in a workflow, or the reverse, claim nothing.
func TestIDsOfAnotherKind(t *testing.T) {
	d, live := flowing(t)
	stranger := live.Monitors[2]
	stranger.ID = "stranger"
	stranger.Monitor.Triggers = slices.Clone(stranger.Monitor.Triggers)
	stranger.Monitor.Triggers[0].ID = address.TriggerID(workspace, at(t, "monitor.a"), "all")
	live.Monitors = append(live.Monitors, stranger)
	expectKinds(t, plan.Make(d, live, plan.Options{}), "warning workflow-unnamed")
}

func TestAReplacedDelegate(t *testing.T) {
	d, live := flowing(t)
	d.Monitors[0].Monitor.Type = monitors.BucketLevel
	p := plan.Make(d, live, plan.Options{})
	expectKinds(t, p, "replace monitor.a", "update workflow.w")
	if !p.Changes[0].Monitor.IsDelegate {
		t.Error("it is a delegate")
	}
	if got := p.Changes[1].Fields[0]; got.Path != "delegates" {
		t.Errorf("got %+v", got)
	}
	theirs := live.Monitors[2]
	theirs.ID, theirs.Monitor = "theirs", monitors.Monitor{Name: "Theirs", Type: monitors.Composite}
	live.Monitors = append(live.Monitors, theirs)
	expectKinds(t, plan.Make(d, live, plan.Options{}), "replace monitor.a", "update workflow.w", "problem delegate-in-use monitor.a")
}

// A replacement of a delegate that was broken off leaves both monitors: the one of the
// wanted type stays, whatever the workflow names.
func TestABrokenOffReplacement(t *testing.T) {
	d, live := flowing(t)
	d.Monitors[0].Monitor.Type = monitors.BucketLevel
	p := plan.Make(d, live, plan.Options{})
	made := liveMonitor("made", p.Changes[0].Monitor.Desired)
	made.Mark = &p.Changes[0].Monitor.Mark
	live.Monitors = append(live.Monitors, made)
	p = plan.Make(d, live, plan.Options{})
	expectKinds(t, p, "delete monitor.a", "update workflow.w")
	if c := p.Changes[0]; c.DoubleOf != "made" || c.ID == "made" {
		t.Errorf("got %+v", c)
	}
	live.Monitors[3].Monitor.Name = "edited since"
	expectKinds(t, plan.Make(d, live, plan.Options{}), "problem copies monitor.a", "warning not-compared")
}

func TestDoubleWorkflows(t *testing.T) {
	d, live := flowing(t)
	live.AlertsKnown = true
	twin := live.Monitors[2]
	twin.ID = "a-twin"
	live.Monitors = append(live.Monitors, twin)
	p := plan.Make(d, live, plan.Options{})
	expectKinds(t, p, "delete workflow.w")
	if p.Changes[0].DoubleOf != "a-twin" {
		t.Errorf("got %+v", p.Changes[0])
	}
	live.Monitors[3].Monitor.Name = "a copy"
	expectKinds(t, plan.Make(d, live, plan.Options{}), "problem copies workflow.w")
}

func TestImportsOfWorkflows(t *testing.T) {
	d, live := flowing(t)
	theirs := live.Monitors[2]
	theirs.ID, theirs.Monitor.Triggers = "theirs", slices.Clone(theirs.Monitor.Triggers)
	theirs.Monitor.Triggers[0].ID = "somebody's"
	live.Monitors[2] = theirs
	d.Imports = []plan.Import{{To: at(t, "workflow.w"), ID: "theirs"}}
	expectKinds(t, plan.Make(d, live, plan.Options{}))
	d.Monitors[2].Monitor.Enabled = false
	p := plan.Make(d, live, plan.Options{})
	expectKinds(t, p, "adopt workflow.w")
	if p.Changes[0].Monitor.Desired.Triggers[0].ID != "somebody's" {
		t.Error("an adoption keeps ids")
	}
	expectKinds(t, plan.Make(d, live, plan.Options{Destroy: true}),
		"delete destination.slack.soc", "delete monitor.a", "delete monitor.b",
		"problem delegate-in-use monitor.a", "problem delegate-in-use monitor.b", "warning workflow-left")
	d.Imports[0].ID = live.Monitors[0].ID
	live.Monitors[0].Mark = nil
	live.Monitors[0].Monitor.Triggers = nil
	p = plan.Make(d, live, plan.Options{})
	if !slices.ContainsFunc(p.Problems, func(x plan.Problem) bool { return x.Kind == plan.ImportKind }) {
		t.Errorf("got %+v", p.Problems)
	}
}

func TestDelegatesByID(t *testing.T) {
	d, live := flowing(t)
	sequence := d.Monitors[2].Monitor.Input.(*monitors.Sequence)
	sequence.Delegates = append(sequence.Delegates, monitors.Delegate{Monitor: monitors.Ref{ID: "nowhere"}})
	expectKinds(t, plan.Make(d, live, plan.Options{}), "update workflow.w", "problem delegate-missing workflow.w")
	sequence.Delegates[2].Monitor.ID = "flow-id" // a workflow is no delegate
	expectKinds(t, plan.Make(d, live, plan.Options{}), "update workflow.w", "problem delegate-missing workflow.w")
	live.NoWorkflows = true
	expectKinds(t, plan.Make(d, live, plan.Options{}), "problem no-workflows workflow.w")
}

func TestTargetsOfWorkflows(t *testing.T) {
	d, _ := flowing(t)
	p := plan.Make(d, plan.Live{}, plan.Options{Targets: []address.Address{at(t, "workflow.w")}})
	expectKinds(t, p, "create destination.slack.soc", "create monitor.a", "create monitor.b", "create workflow.w")
}
