package plan_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// TestEachWayRoundPreventDestroy: what a block protects is deleted by nothing that a
// plan does, and forgotten, moved or edited all the same.
func TestEachWayRoundPreventDestroy(t *testing.T) {
	protect := func(d *plan.Desired) {
		for i := range d.Monitors {
			d.Monitors[i].Lifecycle.PreventDestroy = true
		}
		for i := range d.Destinations {
			d.Destinations[i].Lifecycle.PreventDestroy = true
		}
	}
	removed := func(destroy bool) func(t *testing.T, d *plan.Desired) {
		return func(t *testing.T, d *plan.Desired) {
			d.Monitors = d.Monitors[:1]
			d.Removed = []plan.Removed{{From: at(t, `monitor.m["b"]`), Destroy: destroy}}
		}
	}
	for _, tt := range []struct {
		name    string
		edit    func(t *testing.T, d *plan.Desired)
		options plan.Options
		want    string
	}{
		{"a key that is gone", func(t *testing.T, d *plan.Desired) { d.Monitors = d.Monitors[:1] }, plan.Options{},
			`problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"] b`},
		{"all keys are gone", func(t *testing.T, d *plan.Desired) {
			d.Monitors, d.Protected = nil, []address.Address{at(t, "monitor.m")}
		}, plan.Options{}, `problem prevent-destroy monitor.m["a"] id-of-monitor.m["a"] a
problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"] b`},
		{"a target among keys that are gone", func(t *testing.T, d *plan.Desired) {
			d.Monitors, d.Protected = nil, []address.Address{at(t, "monitor.m")}
		}, plan.Options{Targets: []address.Address{at(t, `monitor.m["b"]`)}}, `problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"] b`},
		{"for_each is gone", func(t *testing.T, d *plan.Desired) {
			d.Monitors = desired(t, "monitor.m").Monitors
			d.Monitors[0].Lifecycle.PreventDestroy = true
			d.Moved = []plan.Moved{{From: at(t, `monitor.m["a"]`), To: at(t, "monitor.m")}}
		}, plan.Options{}, `move monitor.m from monitor.m["a"]
problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"] b`},
		{"a removed block", removed(true), plan.Options{}, `problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"] b`},
		{"a removed block that forgets", removed(false), plan.Options{}, `forget monitor.m["b"]`},
		{"a removed block, and destroy", removed(false), plan.Options{Destroy: true, Targets: []address.Address{at(t, `monitor.m["b"]`)}},
			`problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"]`},
		{"another type", func(t *testing.T, d *plan.Desired) { d.Monitors[1].Monitor.Type = monitors.ClusterMetrics }, plan.Options{},
			`problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"]`},
		{"a move", func(t *testing.T, d *plan.Desired) {
			d.Monitors[1].Address = at(t, "monitor.n")
			d.Moved = []plan.Moved{{From: at(t, `monitor.m["b"]`), To: at(t, "monitor.n")}}
		}, plan.Options{}, `move monitor.n from monitor.m["b"]`},
		{"a move, and another type", func(t *testing.T, d *plan.Desired) {
			d.Monitors[1].Address, d.Monitors[1].Monitor.Type = at(t, "monitor.n"), monitors.ClusterMetrics
			d.Moved = []plan.Moved{{From: at(t, `monitor.m["b"]`), To: at(t, "monitor.n")}}
		}, plan.Options{}, `problem prevent-destroy monitor.n id-of-monitor.m["b"]`},
		{"a move, and destroy", func(t *testing.T, d *plan.Desired) {
			d.Monitors[1].Address = at(t, "monitor.n")
			d.Moved = []plan.Moved{{From: at(t, `monitor.m["b"]`), To: at(t, "monitor.n")}}
		}, plan.Options{Destroy: true, Targets: []address.Address{at(t, "monitor.n")}}, `problem prevent-destroy monitor.n id-of-monitor.m["b"]`},
		{"destroy", func(*testing.T, *plan.Desired) {}, plan.Options{Destroy: true}, `problem prevent-destroy destination.slack.soc ap_soc_slack_soc_gs6mqw
problem prevent-destroy monitor.m["a"] id-of-monitor.m["a"]
problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"]`},
		{"destroy of a target", func(*testing.T, *plan.Desired) {}, plan.Options{Destroy: true, Targets: []address.Address{at(t, "monitor.m")}},
			`problem prevent-destroy monitor.m["a"] id-of-monitor.m["a"]
problem prevent-destroy monitor.m["b"] id-of-monitor.m["b"]`},
		{"a destination whose keys are gone", func(t *testing.T, d *plan.Desired) {
			d.Destinations, d.Protected = nil, []address.Address{at(t, "destination.slack.soc")}
			for i := range d.Monitors {
				d.Monitors[i].Monitor.Triggers[0].Actions[0].Destination = monitors.DestinationRef{ID: "another"}
			}
		}, plan.Options{Targets: []address.Address{at(t, "destination.slack.soc")}}, `problem prevent-destroy destination.slack.soc ap_soc_slack_soc_gs6mqw`},
		{"the block is gone", func(t *testing.T, d *plan.Desired) { d.Monitors = nil }, plan.Options{}, `delete monitor.m["a"]
delete monitor.m["b"]`},
	} {
		t.Run(strings.ReplaceAll(tt.name, " ", "-"), func(t *testing.T) {
			d := desired(t, `monitor.m["a"]`, `monitor.m["b"]`)
			live := applied(t, d)
			live.AlertsKnown = true
			protect(&d)
			tt.edit(t, &d)
			expect(t, plan.Make(d, live, tt.options), tt.want)
		})
	}
}

// A workflow goes by a removed block, or by a destroy of its block.
func TestPreventDestroyOfAWorkflow(t *testing.T) {
	d, live := flowing(t)
	live.AlertsKnown = true
	d.Monitors[2].Lifecycle.PreventDestroy = true
	target := plan.Options{Destroy: true, Targets: []address.Address{at(t, "workflow.w")}}
	expect(t, plan.Make(d, live, target), "problem prevent-destroy workflow.w flow-id")
	keyed := d
	keyed.Monitors = d.Monitors[:2]
	keyed.Protected = []address.Address{at(t, "workflow.w")}
	keyed.Removed = []plan.Removed{{From: at(t, "workflow.w"), Destroy: true}}
	expect(t, plan.Make(keyed, live, plan.Options{}), "problem prevent-destroy workflow.w flow-id")
}
