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
				if f.FormOnly {
					line += "(form)"
				}
			}
			for _, o := range x.Objects {
				line += " " + o.ID
			}
			for _, user := range x.UsedBy {
				line += " used by " + user.String()
			}
			if x.Removal != nil {
				line += strings.TrimRight(fmt.Sprintf(" %s %s", x.Removal.Action, strings.Join(x.Removal.Paths, " ")), " ")
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
	tests := slices.Concat(driftOfWords, driftOfFields, driftOfPresence, driftOfAddresses, driftOfTheUnknown)
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
