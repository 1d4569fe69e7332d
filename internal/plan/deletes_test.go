package plan_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// tooMany is how many deletes a plan is refused for, 0 where it is not.
func tooMany(p *plan.Plan) int {
	for _, problem := range p.Problems {
		if problem.Kind == plan.TooManyDeletes {
			return len(problem.Deletes.Changes)
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
	most := func(n int) plan.Options {
		return plan.Options{Deletes: &plan.DeleteLimit{Policy: &n, Allowed: new(100), Cluster: "prod"}}
	}
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
	expect(t, plan.Make(d, live, plan.Options{Deletes: &plan.DeleteLimit{Allowed: new(0)}}), "delete monitor.a (double of double)")
}

// Without a word from the user, no more than 30 % of what the workspace owns may go,
// three in any case, and never more than ten. What others have is none of it.
func TestUsualDeletes(t *testing.T) {
	for owned, want := range map[int]int{0: 3, 1: 3, 3: 3, 4: 3, 10: 3, 13: 3, 14: 4, 16: 4, 17: 5, 20: 6, 33: 9, 34: 10, 100: 10, 100_000: 10} {
		if got := plan.UsualDeletes(owned); got != want {
			t.Errorf("of %d: %d, want %d", owned, got, want)
		}
		for n := range 20 { // the rule itself: more than max(3, 30 %), or more than 10
			refused := float64(n) > max(3, 0.3*float64(owned)) || n > 10
			if refused != (n > plan.UsualDeletes(owned)) {
				t.Errorf("%d of %d: refused %v", n, owned, refused)
			}
		}
	}
}

func TestDeletesWithoutAWord(t *testing.T) {
	var addresses []string
	for i := range 19 {
		addresses = append(addresses, fmt.Sprintf("monitor.m%d", i))
	}
	all := desired(t, addresses...) // and a destination: 20 objects
	live := applied(t, all)
	live.AlertsKnown = true
	for _, m := range applied(t, desired(t, "monitor.theirs")).Monitors {
		m.ID, m.Mark.Workspace, m.Destinations = "theirs", "theirs", nil
		live.Monitors = append(live.Monitors, m)
	}
	without := func(n int) plan.Desired {
		d := all
		d.Monitors = d.Monitors[n:]
		return d
	}
	allowing := func(n int) plan.Options {
		return plan.Options{Deletes: &plan.DeleteLimit{Allowed: &n}}
	}
	usual := plan.Options{Deletes: &plan.DeleteLimit{}}
	destroy := usual
	destroy.Destroy = true
	destroyFew := allowing(19)
	destroyFew.Destroy = true
	target := usual
	target.Targets = []address.Address{at(t, "monitor.m0"), at(t, "monitor.m5")}
	double := live
	double.Monitors = append(slices.Clone(live.Monitors), live.Monitors[18])
	double.Monitors[20].ID = "double"
	policy := plan.Options{Deletes: &plan.DeleteLimit{Allowed: new(20), Policy: new(5), Cluster: "prod"}}
	within := plan.Options{Deletes: &plan.DeleteLimit{Policy: new(19), Cluster: "prod"}}
	for _, tt := range []struct {
		name    string
		desired plan.Desired
		live    plan.Live
		options plan.Options
		want    int // deletes that are too many
	}{
		{"6 of 20", without(6), live, usual, 0},
		{"7 of 20", without(7), live, usual, 7},
		{"an empty directory", plan.Desired{Workspace: all.Workspace}, live, usual, 20},
		{"another directory of that workspace", desired(t, "monitor.other"), live, usual, 19},
		{"one more is allowed", without(7), live, allowing(7), 0},
		{"fewer are allowed", without(2), live, allowing(1), 2},
		{"all are allowed", plan.Desired{Workspace: all.Workspace}, live, allowing(20), 0},
		{"targets", plan.Desired{Workspace: all.Workspace, Destinations: all.Destinations}, live, target, 0},
		{"a double counts neither way", without(7), double, usual, 7},
		{"destroy", all, live, destroy, 0},
		{"destroy, fewer allowed", all, live, destroyFew, 20},
		{"a policy is over the flag", without(6), live, policy, 6},
		{"the rule holds within a policy", without(7), live, within, 7},
	} {
		p := plan.Make(tt.desired, tt.live, tt.options)
		if got := tooMany(p); got != tt.want || p.CanApply() != (tt.want == 0) {
			t.Errorf("%s: %d are too many, want %d: %v", tt.name, got, tt.want, p.Problems)
		}
		for _, problem := range p.Problems {
			if problem.Deletes != nil && problem.Deletes.Owned != 20 {
				t.Errorf("%s: %d are owned, want 20", tt.name, problem.Deletes.Owned)
			}
		}
	}
}
