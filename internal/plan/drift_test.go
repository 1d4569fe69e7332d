package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

func findDrift(d plan.Desired, live plan.Live, options plan.DriftOptions) *plan.Drift {
	return plan.FindDrift(plan.Make(d, live, plan.Options{Targets: options.Targets}), d, live, options)
}

// driftLines are a drift in short lines, to compare with what is wanted.
func driftLines(d *plan.Drift) string {
	var lines []string
	for _, kind := range []struct {
		word string
		list []plan.Drifted
	}{{"changed", d.Changed}, {"missing", d.Missing}, {"copies", d.Copies}} {
		for _, x := range kind.list {
			line := kind.word + " " + x.Address.String()
			if x.EditedByAnotherHand {
				line += " (edited by another hand)"
			}
			for _, f := range x.Fields {
				line += " " + f.Path + ":" + string(f.Origin)
			}
			for _, o := range x.Objects {
				line += " " + o.ID
			}
			for _, user := range x.UsedBy {
				line += " used by " + user.String()
			}
			if x.Problem != nil {
				line += " " + string(x.Problem.Kind)
			}
			lines = append(lines, line)
		}
	}
	for _, n := range d.Unmanaged {
		lines = append(lines, strings.TrimRight(fmt.Sprintf("unmanaged %s %s %s", n.Kind, n.ID, n.IDsOf), " "))
	}
	for _, o := range d.Others {
		lines = append(lines, fmt.Sprintf("workspace %s %d %d", o.Workspace, o.Monitors, o.Channels))
	}
	for _, c := range d.NotApplied {
		line := fmt.Sprintf("news %s %s", c.Action, c.Address)
		if c.Action == plan.Update {
			for _, f := range c.Fields {
				line += " " + f.Path
			}
		}
		lines = append(lines, line)
	}
	for _, problem := range d.Problems {
		lines = append(lines, fmt.Sprintf("problem %s %s", problem.Kind, problem.Address))
	}
	for _, w := range d.Warnings {
		lines = append(lines, strings.TrimRight(fmt.Sprintf("warning %s %s %s", w.Kind, w.Address, strings.Join(w.Unknown, ",")), " "))
	}
	return strings.Join(lines, "\n")
}

const liveA = "id-of-monitor.a"

func TestDrift(t *testing.T) {
	tests := []struct {
		name  string
		setup func(t *testing.T, d *plan.Desired, live *plan.Live) // of one destination, monitor.a and monitor.b, applied
		want  []string
		drift bool
	}{
		{name: "none"},
		{name: "a cron expression that the editor shows as daily",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, cron("0 7 * * *"), nil)
				*live = edit(*live, liveA, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}))
			}},
		{name: "another expression in the files, shown as daily",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, cron("0 7 * * *"), cron("0 6 * * *"))
				*live = edit(*live, liveA, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}))
			},
			want: []string{"news update monitor.a schedule.cron"}},
		{name: "the form in the files",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, cron("0 7 * * *"), calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}))
			},
			want: []string{"news update monitor.a schedule.daily schedule.cron"}},
		{name: "the form on the cluster", drift: true,
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7}), nil)
				*live = edit(*live, liveA, cron("0 7 * * *"))
			},
			want: []string{"changed monitor.a schedule.daily:cluster schedule.cron:cluster " + liveA}},
		{name: "half an hour, which the editor shows as cron",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}), nil)
				*live = edit(*live, liveA, cron("30 7 * * *"))
			}},
		{name: "half an hour, in the files another",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}), calendar(monitors.Calendar{Frequency: monitors.Daily, Hour: 8}))
				*live = edit(*live, liveA, cron("30 7 * * *"))
			},
			want: []string{"news update monitor.a schedule.daily"}},
		{name: "a graph in the files",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) { say(t, d, live, nil, graph(10)) },
			want:  []string{"news update monitor.a graph.indices graph.time_field graph.last graph.aggregation extraction_query.indices extraction_query.body trigger.any.above trigger.any.condition"}},
		{name: "a graph in the files no more",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				plain := d.Monitors[0].Monitor
				say(t, d, live, graph(10), func(m *monitors.Monitor) { *m = plain })
			},
			want: []string{"news update monitor.a extraction_query.indices extraction_query.body trigger.any.condition"}},
		{name: "a graph, saved as a query", drift: true,
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, graph(10), nil)
				*live = edit(*live, liveA, func(m *monitors.Monitor) {
					graph(11)(m)
					m.Input.(*monitors.Search).Graph = nil
					m.Triggers[0].Condition.(*monitors.ScriptCondition).Threshold = nil
				})
			},
			want: []string{"changed monitor.a graph.indices:cluster graph.time_field:cluster graph.last:cluster graph.aggregation:cluster trigger.any.above:cluster trigger.any.condition:cluster " + liveA}},
		{name: "a graph's threshold", drift: true,
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, graph(10), nil)
				*live = edit(*live, liveA, graph(11))
			},
			want: []string{"changed monitor.a trigger.any.above:cluster " + liveA}},
		{name: "a query that the editor shows as a graph",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				say(t, d, live, func(m *monitors.Monitor) {
					graph(10)(m)
					m.Input.(*monitors.Search).Graph = nil
					m.Triggers[0].Condition.(*monitors.ScriptCondition).Threshold = nil
				}, severity("5"))
				*live = edit(*live, liveA, graph(10))
			},
			want: []string{"news update monitor.a trigger.any.severity"}},
		{name: "a field, on the cluster", drift: true,
			setup: func(_ *testing.T, _ *plan.Desired, live *plan.Live) { *live = edit(*live, liveA, severity("5")) },
			want:  []string{"changed monitor.a trigger.any.severity:cluster " + liveA}},
		{name: "a field, in the files",
			setup: func(_ *testing.T, d *plan.Desired, _ *plan.Live) { d.Monitors[0].Monitor.Name = "x" },
			want:  []string{"news update monitor.a name"}},
		{name: "a field each", drift: true,
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				*live = edit(*live, liveA, severity("5"))
				d.Monitors[0].Monitor.Name = "x"
			},
			want: []string{"changed monitor.a trigger.any.severity:cluster " + liveA, "news update monitor.a name"}},
		{name: "one field, on both sides", drift: true,
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				*live = edit(*live, liveA, severity("5"))
				severity("2")(&d.Monitors[0].Monitor)
			},
			want: []string{"changed monitor.a trigger.any.severity:both " + liveA, "news update monitor.a trigger.any.severity"}},
		{name: "put into the files", // what the cluster has, and later more
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				*live = edit(*live, liveA, severity("5"))
				all(severity("5"), renamed("x"))(&d.Monitors[0].Monitor)
			},
			want: []string{"news update monitor.a name"}},
		{name: "what ignore_changes names",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				*live = edit(*live, liveA, severity("5"))
				d.Monitors[0].Lifecycle.IgnoreChanges = []string{"trigger.any.severity"}
				d.Monitors[0].Monitor.Name = "x"
			},
			want: []string{"news update monitor.a name"}},
		{name: "edited by another hand", drift: true,
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				*live = unmark(*live, liveA)
				d.Monitors[0].Monitor.Name = "x"
			},
			want: []string{"changed monitor.a (edited by another hand) name:unknown " + liveA}},
		{name: "deleted, or never applied", drift: true,
			setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
				live.Monitors = live.Monitors[1:]
				d.Monitors = append(d.Monitors, monitor(t, "monitor.c"))
			},
			want: []string{"missing monitor.a", "missing monitor.c"}},
		{name: "a channel deleted", drift: true,
			setup: func(_ *testing.T, _ *plan.Desired, live *plan.Live) { live.Channels = nil },
			want:  []string{"missing destination.slack.soc used by monitor.a used by monitor.b"}},
		{name: "a channel never applied", drift: true,
			setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
				d.Destinations = append(d.Destinations, slack(t, "destination.slack.new"))
			},
			want: []string{"missing destination.slack.new"}},
		{name: "of the name of another", drift: true,
			setup: func(t *testing.T, _ *plan.Desired, live *plan.Live) {
				live.Monitors[0] = foreignMonitor(t, "theirs", "Monitor a")
			},
			want: []string{"missing monitor.a theirs unmarked-name"}},
		{name: "a copy", drift: true,
			setup: func(_ *testing.T, _ *plan.Desired, live *plan.Live) {
				copied := live.Monitors[0]
				copied.ID, copied.Monitor.Name = "copy", "Copy of a"
				live.Monitors = append(live.Monitors, copied)
			},
			want: []string{"copies monitor.a copy " + liveA + " copies"}},
		{name: "a double of two applies", drift: true,
			setup: func(_ *testing.T, _ *plan.Desired, live *plan.Live) {
				double := live.Monitors[0]
				double.ID = "z-double"
				live.Monitors = append(live.Monitors, double)
			},
			want: []string{"copies monitor.a " + liveA + " z-double"}},
		{name: "not readable any more", drift: true,
			setup: func(_ *testing.T, _ *plan.Desired, live *plan.Live) {
				live.Monitors[0].Unreadable = "inputs: there are 2"
			},
			want: []string{"changed monitor.a " + liveA + " unreadable"}},
		{name: "no longer declared",
			setup: func(_ *testing.T, d *plan.Desired, _ *plan.Live) { d.Monitors = d.Monitors[1:] },
			want:  []string{"news delete monitor.a"}},
		{name: "given up",
			setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
				d.Monitors = d.Monitors[1:]
				d.Removed = []plan.Removed{{From: at(t, "monitor.a")}}
			},
			want: []string{"news forget monitor.a"}},
		{name: "moved",
			setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
				d.Monitors[0] = monitor(t, "monitor.new")
				d.Monitors[0].Monitor.Name = "Monitor a"
				d.Moved = []plan.Moved{{From: at(t, "monitor.a"), To: at(t, "monitor.new")}}
			},
			want: []string{"news move monitor.new"}},
		{name: "to be imported",
			setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
				live.Monitors = append(live.Monitors, foreignMonitor(t, "theirs", "By hand"))
				d.Monitors = append(d.Monitors, monitor(t, "monitor.c"))
				d.Imports = []plan.Import{{To: at(t, "monitor.c"), ID: "theirs"}}
			},
			want: []string{"news adopt monitor.c"}},
		{name: "to be imported, of another type",
			setup: func(t *testing.T, d *plan.Desired, live *plan.Live) {
				live.Monitors = append(live.Monitors, foreignMonitor(t, "theirs", "By hand"))
				d.Monitors = append(d.Monitors, monitor(t, "monitor.c"))
				d.Monitors[2].Monitor.Type = monitors.BucketLevel
				d.Imports = []plan.Import{{To: at(t, "monitor.c"), ID: "theirs"}}
			},
			want: []string{"news replace monitor.c"}},
		{name: "of another type in the files",
			setup: func(_ *testing.T, d *plan.Desired, _ *plan.Live) { d.Monitors[0].Monitor.Type = monitors.BucketLevel },
			want:  []string{"news replace monitor.a"}},
		{name: "of another type, without a mark", drift: true,
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				*live = unmark(*live, liveA)
				d.Monitors[0].Monitor.Type = monitors.BucketLevel
			},
			want: []string{"changed monitor.a (edited by another hand) type:unknown " + liveA, "news replace monitor.a"}},
		{name: "an import that is not there", drift: true,
			setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
				d.Monitors = append(d.Monitors, monitor(t, "monitor.c"))
				d.Imports = []plan.Import{{To: at(t, "monitor.c"), ID: "gone"}}
			},
			want: []string{"missing monitor.c", "problem import-missing monitor.c"}},
		{name: "ids of ours without mark and block",
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				*live = unmark(*live, liveA)
				d.Monitors = d.Monitors[1:]
			},
			want: []string{"warning mark-gone"}},
		{name: "a channel", drift: true,
			setup: func(_ *testing.T, _ *plan.Desired, live *plan.Live) { live.Channels[0].Destination.Name = "x" },
			want:  []string{"changed destination.slack.soc name:unknown ap_soc_slack_soc_gs6mqw"}},
		{name: "a channel without its address", drift: true,
			setup: func(_ *testing.T, _ *plan.Desired, live *plan.Live) { live.Channels[0].Address = address.Address{} },
			want:  []string{"changed destination.slack.soc (edited by another hand) ap_soc_slack_soc_gs6mqw"}},
		{name: "a value that is not known in this run",
			setup: func(_ *testing.T, d *plan.Desired, _ *plan.Live) {
				d.Destinations[0].Destination.Settings = &destinations.ChatSettings{URL: destinations.UnknownSecret("var.url")}
			},
			want: []string{"warning not-compared destination.slack.soc var.url"}},
		{name: "an unknown value beside a change", drift: true,
			setup: func(_ *testing.T, d *plan.Desired, live *plan.Live) {
				d.Destinations[0].Destination.Settings = &destinations.ChatSettings{URL: destinations.UnknownSecret("var.url")}
				live.Channels[0].Destination.Enabled = false
			},
			want: []string{"changed destination.slack.soc enabled:unknown ap_soc_slack_soc_gs6mqw", "warning not-compared destination.slack.soc var.url"}},
		{name: "an existing channel that is gone", drift: true,
			setup: func(t *testing.T, d *plan.Desired, _ *plan.Live) {
				d.Existing = []plan.ExistingDestination{{Address: at(t, "existing.slack.oncall"), Name: "On call"}}
				d.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.Address = at(t, "existing.slack.oncall")
			},
			want: []string{"missing existing.slack.oncall existing-missing", "warning not-compared monitor.a existing.slack.oncall"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := desired(t, "monitor.a", "monitor.b")
			live := applied(t, d)
			if test.setup != nil {
				test.setup(t, &d, &live)
			}
			found := findDrift(d, live, plan.DriftOptions{})
			if got, want := driftLines(found), strings.Join(test.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if found.Any() != test.drift {
				t.Errorf("Any() is %v", found.Any())
			}
		})
	}
}

func TestDriftOfTargets(t *testing.T) {
	d := desired(t, "monitor.a", "monitor.b")
	live := applied(t, d)
	live = edit(edit(live, liveA, severity("5")), "id-of-monitor.b", severity("4"))
	found := findDrift(d, live, plan.DriftOptions{Targets: []address.Address{at(t, "monitor.b")}})
	if got, want := driftLines(found), "changed monitor.b trigger.any.severity:cluster id-of-monitor.b"; got != want || !found.Targeted {
		t.Errorf("got %s, want %s", got, want)
	}
	found = findDrift(d, live, plan.DriftOptions{Targets: []address.Address{at(t, "monitor.c")}})
	if got := driftLines(found); got != "problem unknown-target monitor.c" {
		t.Errorf("got %s", got)
	}
}

func TestDriftTellsWhen(t *testing.T) {
	d := desired(t, "monitor.a")
	live := edit(applied(t, d), liveA, severity("5"))
	when := time.Date(2026, 11, 21, 7, 0, 0, 0, time.UTC)
	live.Monitors[0].LastUpdate = when
	if got := findDrift(d, live, plan.DriftOptions{}).Changed[0].Objects[0].LastUpdate; got != when.UnixMilli() {
		t.Errorf("got %v", got)
	}
}

func TestUnmanaged(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	d.Existing = []plan.ExistingDestination{{Address: at(t, "existing.slack.oncall"), Name: "On call"}, {Address: at(t, "existing.chime.ops"), ID: "by-id"}}
	channel := func(id, name string, kind destinations.Kind) {
		live.Channels = append(live.Channels, destinations.Live{ID: id, Destination: destinations.Destination{Kind: kind, Name: name}})
	}
	channel("c1", "On call", destinations.Slack)
	channel("by-id", "Ops", destinations.Chime)
	channel("c2", "On call", destinations.Chime)
	channel("ap_infra_slack_x_123456", "Infra", destinations.Slack)
	channel("ap_Infra_slack_x_123456", "No workspace", destinations.Slack)
	channel("ap_infra", "No workspace either", destinations.Slack)

	byHand := foreignMonitor(t, "m1", "By hand")
	infra := foreignMonitor(t, "m2", "Infra's")
	infra.Mark = &monitors.Mark{Workspace: "infra", Address: at(t, "monitor.x")}
	lost := foreignMonitor(t, "m3", "Infra's, edited")
	lost.Monitor.Triggers = []monitors.Trigger{{ID: address.TriggerID("infra", at(t, "monitor.y"), "any")}}
	plugin := foreignMonitor(t, "m4", "A detector's")
	plugin.Owner = "security_analytics"
	live.Monitors = append(live.Monitors, byHand, infra, lost, plugin)

	want := []string{
		"unmanaged query_level_monitor m1", "unmanaged query_level_monitor m3 infra",
		"unmanaged slack ap_Infra_slack_x_123456", "unmanaged slack ap_infra", "unmanaged chime c2",
		"workspace infra 1 1",
	}
	found := findDrift(d, live, plan.DriftOptions{Unmanaged: true})
	got := strings.Split(driftLines(found), "\n")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || found.OfPlugins != 1 || !found.Any() {
		t.Errorf("got\n%s\nwant\n%s, %d of plugins", strings.Join(got, "\n"), strings.Join(want, "\n"), found.OfPlugins)
	}
	if found := findDrift(d, live, plan.DriftOptions{}); found.Any() {
		t.Errorf("unasked: %s", driftLines(found))
	}
}

// What is ours, a copy of ours, or to be imported is no newcomer.
func TestWhatIsNotUnmanaged(t *testing.T) {
	d := desired(t, "monitor.a", "monitor.b", "monitor.c")
	live := applied(t, d)
	live = unmark(live, liveA)
	copied := live.Monitors[1]
	copied.ID = "copy"
	copied.Monitor.Name = "Copy"
	live.Monitors = append(live.Monitors, copied, foreignMonitor(t, "theirs", "By hand"))
	d.Imports = []plan.Import{{To: at(t, "monitor.d"), ID: "theirs"}}
	d.Monitors = append(d.Monitors[:2], monitor(t, "monitor.d"))
	if found := findDrift(d, live, plan.DriftOptions{Unmanaged: true}); len(found.Unmanaged) > 0 {
		t.Errorf("got %s", driftLines(found))
	}
}
