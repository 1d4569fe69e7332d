package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// numbered are n monitors with a condition of their own each.
func numbered(t *testing.T, n int, s monitors.Schedule) plan.Desired {
	t.Helper()
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("monitor.m%03d", i))
	}
	d := desired(t, names...)
	for i := range d.Monitors {
		m := &d.Monitors[i].Monitor
		m.Schedule = s
		m.Triggers[0].Condition = &monitors.ScriptCondition{Script: monitors.Script{Source: fmt.Sprintf("return %d > 1", i), Lang: "painless"}}
	}
	return d
}

func interval(n int, unit monitors.Unit) monitors.Schedule {
	return monitors.Schedule{Interval: &monitors.Interval{Value: n, Unit: unit}}
}

func cronAt(expression string) monitors.Schedule {
	return monitors.Schedule{Cron: &monitors.Cron{Expression: expression, Timezone: "UTC"}}
}

func considered(d plan.Desired, live plan.Live, limits plan.Limits) *plan.Plan {
	p := plan.Make(d, live, plan.Options{})
	p.Consider(d, live, p.After(live), limits)
	return p
}

// crowdingOf is what a plan warns of, in short.
func crowdingOf(p *plan.Plan) string {
	var b strings.Builder
	for _, w := range p.Warnings {
		if w.Kind != plan.CompileRate {
			continue
		}
		fmt.Fprintf(&b, "%d monitors", w.Crowding.Monitors)
		for _, s := range w.Crowding.Shortages {
			fmt.Fprintf(&b, ", %s %d+%d refused %d lasting %v", s.Context, s.EachRun, s.WhenFiring, s.Refused, s.Lasting)
		}
		fmt.Fprintf(&b, ", %d offers, %d left", len(w.Crowding.Offers), len(w.Crowding.Left))
	}
	return b.String()
}

func TestConsiderCompileRates(t *testing.T) {
	minute, hour, day := interval(1, monitors.Minutes), interval(1, monitors.Hours), interval(1, monitors.Days)
	defaults := plan.DefaultLimits()
	off := func(d plan.Desired) plan.Desired {
		for i := range d.Monitors {
			d.Monitors[i].Monitor.Enabled = false
		}
		return d
	}
	others := func(d plan.Desired) plan.Live { // the same, of somebody else
		live := applied(t, d)
		for i := range live.Monitors {
			mark := *live.Monitors[i].Mark
			mark.Workspace = "others"
			live.Monitors[i].Mark = &mark
			live.Monitors[i].Monitor.Name += " of others"
		}
		return live
	}
	tests := []struct {
		name string
		d    plan.Desired
		live plan.Live
		want string
	}{
		{"few", numbered(t, 75, minute), plan.Live{}, ""},
		{"many", numbered(t, 95, minute), plan.Live{}, "95 monitors, trigger 95+0 refused 20 lasting false, 0 offers, 0 left"},
		{"many, and spread", numbered(t, 95, hour), plan.Live{}, "95 monitors, trigger 95+0 refused 20 lasting false, 95 offers, 0 left"},
		{"each day at nine", numbered(t, 95, cronAt("0 9 * * *")), plan.Live{}, "95 monitors, trigger 95+0 refused 20 lasting false, 95 offers, 0 left"},
		{"too many for the cache", numbered(t, 160, day), plan.Live{}, "160 monitors, trigger 160+0 refused 85 lasting true, 160 offers, 0 left"},
		{"switched off", off(numbered(t, 160, minute)), plan.Live{}, ""},
		{"nothing to do, and it passes", numbered(t, 95, minute), applied(t, numbered(t, 95, minute)), ""},
		{"nothing to do, and it lasts", numbered(t, 160, hour), applied(t, numbered(t, 160, hour)), "160 monitors, trigger 160+0 refused 85 lasting true, 160 offers, 0 left"},
		{"switched off now", off(numbered(t, 160, minute)), applied(t, numbered(t, 160, minute)), ""},
		{"deleted", numbered(t, 1, minute), applied(t, numbered(t, 160, minute)), ""},
		{"changed so that they are spread", numbered(t, 160, cronAt("7 9 1 * 1")), applied(t, numbered(t, 160, minute)), "160 monitors, trigger 160+0 refused 85 lasting true, 156 offers, 0 left"},
		{"others' conditions, too", numbered(t, 20, minute), others(numbered(t, 90, minute)), "110 monitors, trigger 90+0 refused 15 lasting false, 0 offers, 0 left"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.live.AlertsKnown = true
			if got := crowdingOf(considered(test.d, test.live, defaults)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestOffersAreEnough puts the offered schedules into the files: the next plan does not
// warn.
func TestOffersAreEnough(t *testing.T) {
	for _, s := range []monitors.Schedule{interval(30, monitors.Minutes), interval(1, monitors.Hours), interval(1, monitors.Days), cronAt("0 9 * * MON-FRI"), cronAt("*/30 * * * *")} {
		d := numbered(t, 150, s)
		p := considered(d, plan.Live{}, plan.DefaultLimits())
		offers := map[address.Address]plan.Offer{}
		for _, w := range p.Warnings {
			for _, o := range w.Crowding.Offers {
				offers[o.Address] = o
			}
		}
		for i := range d.Monitors {
			o, ok := offers[d.Monitors[i].Address]
			if !ok {
				t.Fatalf("%v: nothing is offered for %s", s, d.Monitors[i].Address)
			}
			d.Monitors[i].Monitor.Schedule = monitors.Schedule{Cron: &o.Cron}
		}
		if got := crowdingOf(considered(d, plan.Live{}, plan.DefaultLimits())); got != "" {
			t.Errorf("with what was offered: %s", got)
		}
	}
}

func TestConsiderSharedLimits(t *testing.T) {
	limits := plan.Limits{Scripts: compiles.Read(map[string]string{"script.max_compilations_rate": "75/5m"}), MaxMonitors: 1000}
	p := considered(numbered(t, 75, interval(1, monitors.Minutes)), plan.Live{}, limits)
	// 75 conditions and one search, with one message for all
	if got, want := crowdingOf(p), "75 monitors,  76+1 refused 1 lasting false, 0 offers, 0 left"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestDelegatesRunWithTheirWorkflow: a monitor that is switched off runs, if a workflow
// does.
func TestDelegatesRunWithTheirWorkflow(t *testing.T) {
	d := numbered(t, 95, cronAt("0 9 * * *"))
	sequence := &monitors.Sequence{}
	for i := range d.Monitors {
		d.Monitors[i].Monitor.Enabled = false
		sequence.Delegates = append(sequence.Delegates, monitors.Delegate{Monitor: monitors.Ref{Address: d.Monitors[i].Address}})
	}
	at := at(t, "workflow.all")
	workflow := plan.DesiredMonitor{Address: at, Monitor: monitors.Monitor{
		Name: "All", Type: monitors.Composite, Enabled: true, Schedule: interval(1, monitors.Minutes), Input: sequence,
	}}
	if got := crowdingOf(considered(d, plan.Live{}, plan.DefaultLimits())); got != "" {
		t.Errorf("without a workflow: %s", got)
	}
	d.Monitors = append(d.Monitors, workflow)
	if got, want := crowdingOf(considered(d, plan.Live{}, plan.DefaultLimits())), "96 monitors, trigger 95+0 refused 20 lasting false, 0 offers, 0 left"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestConsiderMaxMonitors(t *testing.T) {
	minute := interval(1, monitors.Minutes)
	three := applied(t, numbered(t, 3, minute))
	replaced := numbered(t, 3, minute)
	replaced.Monitors[0].Monitor.Type = monitors.ClusterMetrics
	tests := []struct {
		name  string
		d     plan.Desired
		live  plan.Live
		limit int
		want  string
	}{
		{"room", numbered(t, 3, minute), plan.Live{}, 4, ""},
		{"as many as there may be", numbered(t, 3, minute), plan.Live{}, 3, "warning 0+3-0 of 3"},
		{"nine of ten", numbered(t, 9, minute), three, 10, "warning 3+6-0 of 10"},
		{"one too many", numbered(t, 3, minute), plan.Live{}, 2, "problem 0+3-0 of 2"},
		{"none at all", numbered(t, 1, minute), plan.Live{}, 0, "problem 0+1-0 of 0"},
		{"less than none", numbered(t, 1, minute), plan.Live{}, -1, "problem 0+1-0 of -1"},
		{"nothing to create", numbered(t, 3, minute), three, 1, ""},
		{"only deletions", numbered(t, 1, minute), three, 1, ""},
		{"a replacement that finds room", replaced, three, 3, ""},
		{"a replacement that finds none", replaced, three, 2, "problem 3+0-0 of 2"},
		{"with everybody's", numbered(t, 4, minute), three, 3, "problem 3+1-0 of 3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.live.AlertsKnown = true
			p := considered(test.d, test.live, plan.Limits{MaxMonitors: test.limit})
			got := ""
			for _, x := range p.Problems {
				got += fmt.Sprintf("problem %d+%d-%d of %d", x.Monitors.Live, x.Monitors.Creates, x.Monitors.Deletes, x.Monitors.Limit)
			}
			for _, x := range p.Warnings {
				got += fmt.Sprintf("warning %d+%d-%d of %d", x.Monitors.Live, x.Monitors.Creates, x.Monitors.Deletes, x.Monitors.Limit)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestNeedsLimits(t *testing.T) {
	few, many := numbered(t, 3, interval(1, monitors.Minutes)), numbered(t, 160, interval(1, monitors.Minutes))
	tests := []struct {
		name string
		d    plan.Desired
		live plan.Live
		want bool
	}{
		{"creations", few, plan.Live{}, true},
		{"nothing to do", few, applied(t, few), false},
		{"nothing to do, of many", many, applied(t, many), true},
		{"deletions", plan.Desired{Workspace: workspace}, applied(t, few), false},
	}
	for _, test := range tests {
		test.live.AlertsKnown = true
		p := plan.Make(test.d, test.live, plan.Options{})
		if got := p.NeedsLimits(p.After(test.live)); got != test.want {
			t.Errorf("%s: got %v", test.name, got)
		}
	}
}
