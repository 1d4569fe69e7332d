package plan_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// tooMany is how many deletes a plan is refused for, 0 where it is not.
func tooMany(p *plan.Plan) int {
	for _, problem := range p.Problems {
		if problem.Kind == plan.TooManyDeletes {
			return len(problem.Deletes)
		}
	}
	return 0
}

// A limit counts what is deleted and what is replaced, of all kinds, within the
// targets; not what is forgotten.
func TestDeletesAreLimited(t *testing.T) {
	d := desired(t, "monitor.a", "monitor.b", "monitor.c")
	live := applied(t, d)
	live.AlertsKnown = true
	most := func(n int) plan.Options { return plan.Options{Deletes: &plan.DeleteLimit{Most: n, Cluster: "prod"}} }
	if n := tooMany(plan.Make(d, live, most(0))); n != 0 {
		t.Errorf("nothing is deleted, and %d are too many", n)
	}
	none := plan.Desired{Workspace: d.Workspace}
	all := plan.Make(none, live, plan.Options{})
	if n := tooMany(all); n != 0 || len(all.Changes) != 4 {
		t.Errorf("without a limit %d of %d are too many", n, len(all.Changes))
	}
	for limit, want := range map[int]int{0: 4, 3: 4, 4: 0, 100: 0} {
		p := plan.Make(none, live, most(limit))
		if n := tooMany(p); n != want || p.CanApply() != (want == 0) {
			t.Errorf("limit %d: %d are too many, want %d", limit, n, want)
		}
	}
	options := most(3)
	options.Destroy = true
	if n := tooMany(plan.Make(d, live, options)); n != 4 {
		t.Errorf("destroy: %d are too many", n)
	}
	options = most(1)
	options.Targets = append(options.Targets, at(t, "monitor.a"))
	if n := tooMany(plan.Make(none, live, options)); n != 0 {
		t.Errorf("one target: %d are too many", n)
	}
	d.Monitors[0].Monitor.Type = monitors.ClusterMetrics
	if n := tooMany(plan.Make(d, live, most(0))); n != 1 {
		t.Errorf("a replacement: %d are too many", n)
	}
	forgotten := plan.Desired{Workspace: d.Workspace, Destinations: d.Destinations}
	for _, m := range d.Monitors {
		forgotten.Removed = append(forgotten.Removed, plan.Removed{From: m.Address})
	}
	if n := tooMany(plan.Make(forgotten, live, most(0))); n != 0 {
		t.Errorf("what is forgotten: %d are too many", n)
	}
}

// A double of two applies at once goes whatever the limit is: nothing that is
// declared goes with it.
func TestDoublesAreNoDeletes(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	live.AlertsKnown = true
	double := live.Monitors[0]
	double.ID = "double"
	live.Monitors = append(live.Monitors, double)
	expect(t, plan.Make(d, live, plan.Options{Deletes: &plan.DeleteLimit{}}), "delete monitor.a (double of double)")
}
