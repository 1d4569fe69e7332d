package plan_test

import (
	"slices"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

var (
	muteEnds = time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC)
	early    = plan.Options{Now: muteEnds.UnixMilli() - 1}
	late     = plan.Options{Now: muteEnds.UnixMilli()}
)

// wishFor is a wish to mute these addresses.
func wishFor(t *testing.T, where ...string) plan.MuteWish {
	t.Helper()
	wish := plan.MuteWish{
		Workspace: workspace, Mute: &monitors.Mute{Until: muteEnds, Since: muteEnds.Add(-time.Hour), Why: "x"},
		CanMute: func(t monitors.Trigger) bool { return monitors.Mutable(t.Condition) },
	}
	for _, w := range where {
		wish.Targets = append(wish.Targets, plan.MuteTarget{Address: at(t, w)})
	}
	return wish
}

// muted is a cluster on which these are muted.
func muted(t *testing.T, live plan.Live, where ...string) plan.Live {
	t.Helper()
	m := plan.MakeMute(wishFor(t, where...), live)
	if len(m.Refusals) > 0 || len(m.Plan.Changes) != len(where) {
		t.Fatalf("%+v", m)
	}
	return apply(t, m.Plan, live)
}

func muteOf(live plan.Live, id string) *monitors.Mute {
	for _, m := range live.Monitors {
		if m.ID == id && len(m.Monitor.Triggers) > 0 {
			return m.Monitor.Triggers[0].Mute
		}
	}
	return nil
}

// A mute is no change while it lasts, and the only one when it has ended.
func TestMuteComesAndGoes(t *testing.T) {
	d := desired(t, "monitor.a", "monitor.b")
	before := applied(t, d)
	live := muted(t, before, "monitor.a")
	p := plan.Make(d, live, early)
	expect(t, p, "")
	if len(p.Mutes) != 1 || p.Mutes[0].Address != at(t, "monitor.a") || p.Mutes[0].Trigger != "any" || p.Mutes[0].Ended || p.Mutes[0].Mute.Why != "x" {
		t.Errorf("got %+v", p.Mutes)
	}
	p = plan.Make(d, live, late)
	expect(t, p, "update monitor.a trigger.any.mute")
	if len(p.Mutes) != 1 || !p.Mutes[0].Ended || p.Changes[0].Fields[0].Origin != plan.MuteEnded {
		t.Errorf("got %+v", p)
	}
	after := apply(t, p, live)
	p = plan.Make(d, after, late)
	expect(t, p, "")
	if len(p.Mutes) > 0 || muteOf(after, "id-of-monitor.a") != nil {
		t.Errorf("a mute that has ended stays: %+v", p.Mutes)
	}
	for i, m := range after.Monitors {
		if mark := before.Monitors[slices.IndexFunc(before.Monitors, func(b monitors.Live) bool { return b.ID == m.ID })].Mark; mark.ConfigHash != m.Mark.ConfigHash || len(m.Mark.Mutes) > 0 {
			t.Errorf("the mark of %s is another: %+v", after.Monitors[i].ID, m.Mark)
		}
	}
}

// What is written meanwhile keeps it: by a change, by who restores the mark, by a move,
// and by a replacement.
func TestMuteStays(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*plan.Desired)
		edit   func(plan.Live) plan.Live
		want   string
		id     string
	}{
		"change":  {func(d *plan.Desired) { d.Monitors[0].Monitor.Triggers[0].Severity = "3" }, nil, "update monitor.a trigger.any.severity", "id-of-monitor.a"},
		"no mark": {func(*plan.Desired) {}, func(l plan.Live) plan.Live { return unmark(l, "id-of-monitor.a") }, "update monitor.a (edited by another hand) trigger.any.label trigger.any.action.notify.label", "id-of-monitor.a"},
		"move": {func(d *plan.Desired) {
			d.Monitors[0].Address = address.ForMonitor("b")
			d.Moved = []plan.Moved{{From: address.ForMonitor("a"), To: address.ForMonitor("b")}}
		}, nil, "move monitor.b from monitor.a", "id-of-monitor.a"},
		"replacement": {func(d *plan.Desired) {
			d.Monitors[0].Monitor.Type = monitors.BucketLevel
			d.Monitors[0].Monitor.Triggers[0].Condition = &monitors.BucketCondition{Script: monitors.Script{Source: "true", Lang: "painless"}}
		}, nil, "replace monitor.a", "id-of-monitor.a"},
	} {
		t.Run(name, func(t *testing.T) {
			d := desired(t, "monitor.a")
			live := muted(t, applied(t, d), "monitor.a")
			if test.edit != nil {
				live = test.edit(live)
			}
			test.change(&d)
			p := plan.Make(d, live, early)
			if name != "no mark" {
				expect(t, p, test.want)
			}
			after := apply(t, p, live)
			if mute := muteOf(after, test.id); mute == nil || !mute.Until.Equal(muteEnds) {
				t.Errorf("it is muted by %+v", mute)
			}
			if m := after.Monitors[0]; m.Mark.Mutes[m.Monitor.Triggers[0].ID].Until != muteEnds {
				t.Errorf("the mark knows of %+v", m.Mark.Mutes)
			}
			expect(t, plan.Make(d, after, early), "")
		})
	}
}

// Where it can't stay the plan says so, unless it has ended.
func TestMuteGoes(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*plan.Desired)
		want   []string
	}{
		"monitor": {func(d *plan.Desired) { d.Monitors = nil }, []string{"delete monitor.a"}},
		"trigger": {func(d *plan.Desired) {
			d.Monitors[0].Monitor.Triggers[0].Label, d.Monitors[0].Monitor.Triggers[0].Name = "b", "b"
		}, nil},
		"type": {func(d *plan.Desired) {
			d.Monitors[0].Monitor.Type = monitors.DocumentLevel
			d.Monitors[0].Monitor.Input = &monitors.DocumentQueries{}
			d.Monitors[0].Monitor.Triggers[0].Condition = &monitors.DocumentCondition{Script: monitors.Script{Source: "query[name=a]", Lang: "painless"}}
		}, []string{"replace monitor.a"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := desired(t, "monitor.a")
			live := muted(t, applied(t, d), "monitor.a")
			live.AlertsKnown = true
			test.change(&d)
			p := plan.Make(d, live, early)
			goes := slices.DeleteFunc(slices.Clone(p.Warnings), func(w plan.Warning) bool { return w.Kind != plan.MuteGoes })
			if len(goes) != 1 || goes[0].Muted.Trigger != "any" || goes[0].Object.ID != "id-of-monitor.a" || len(p.Mutes) > 0 {
				t.Errorf("%s: got %s, %+v", name, summary(p), p.Mutes)
			}
			if p := plan.Make(d, live, late); slices.ContainsFunc(p.Warnings, func(w plan.Warning) bool { return w.Kind == plan.MuteGoes }) {
				t.Errorf("%s: warned of a mute that has ended", name)
			}
		})
	}
}

// A mute is no drift, running or ended, and no part of what drifted beside it.
func TestMuteIsNoDrift(t *testing.T) {
	d := desired(t, "monitor.a")
	live := muted(t, applied(t, d), "monitor.a")
	for _, options := range []plan.Options{early, late} {
		found := plan.FindDrift(plan.Make(d, live, options), d, live, plan.DriftOptions{})
		if found.Any() || found.Unchanged != 2 || len(found.NotApplied) > 0 || len(found.Mutes) != 1 {
			t.Errorf("at %d: %+v", options.Now, found)
		}
		edited := edit(live, "id-of-monitor.a", severity("4"))
		found = plan.FindDrift(plan.Make(d, edited, options), d, edited, plan.DriftOptions{})
		if len(found.Changed) != 1 || len(found.Changed[0].Fields) != 1 || found.Changed[0].Fields[0].Path != "trigger.any.severity" || found.Changed[0].Fields[0].Origin != plan.OnCluster {
			t.Errorf("at %d: %+v", options.Now, found.Changed)
		}
	}
}

// A write that no answer came to has been done only with its mutes.
func TestBecameMuted(t *testing.T) {
	d := desired(t, "monitor.a")
	before := applied(t, d)
	m := plan.MakeMute(wishFor(t, "monitor.a"), before)
	c := m.Plan.Changes[0].Monitor
	if after := apply(t, m.Plan, before).Monitors[0]; !c.Became(after, &c.Mark) {
		t.Error("it is muted, and not seen to be")
	}
	if c.Became(before.Monitors[0], &c.Mark) {
		t.Error("it is not muted, and seems to be")
	}
}

// What is refused is refused by its name; what is not asked for stays.
func TestMuteRefusals(t *testing.T) {
	live := applied(t, desired(t, "monitor.a", "monitor.b", `monitor.c["eu"]`, "pack.p.monitor.a"))
	mine := func(id string) *monitors.Live {
		return &live.Monitors[slices.IndexFunc(live.Monitors, func(m monitors.Live) bool { return m.ID == id })]
	}
	mine("id-of-monitor.b").Unreadable = "triggers: is missing"
	documents := mine(`id-of-pack.p.monitor.a`)
	documents.Monitor.Triggers[0].Condition = &monitors.DocumentCondition{}
	theirs := foreignMonitor(t, "theirs", "Theirs")
	theirs.Mark = &monitors.Mark{Workspace: "infra", Address: at(t, "monitor.theirs")}
	twice := *mine("id-of-monitor.a")
	twice.ID, twice.Mark = "twice", &monitors.Mark{Workspace: workspace, Address: at(t, "monitor.d")}
	copied := twice
	copied.ID = "copied"
	live.Monitors = append(live.Monitors, theirs, twice, copied)
	for where, want := range map[string]plan.MuteRefusalKind{
		"monitor.a": "", "monitor.c": "", "monitor.b": plan.MuteUnreadable, "monitor.d": plan.MuteCopies, "monitor.e": plan.MuteNotThere,
		"monitor.theirs": plan.MuteForeign, "workflow.w": plan.MuteWorkflow, "pack.p": plan.MuteDocuments, "pack.p.monitor.a": plan.MuteDocuments,
	} {
		wish := wishFor(t)
		target, err := address.ParseTarget(where)
		if err != nil {
			t.Fatal(err)
		}
		wish.Targets = []plan.MuteTarget{{Address: target}}
		m := plan.MakeMute(wish, live)
		switch {
		case want == "" && (len(m.Refusals) > 0 || len(m.Plan.Changes) != 1):
			t.Errorf("%s: %+v", where, m)
		case want != "" && (len(m.Refusals) != 1 || m.Refusals[0].Kind != want || len(m.Plan.Changes) > 0 || m.Refused() == (where == "pack.p")):
			t.Errorf("%s: %+v, want %s", where, m.Refusals, want)
		}
	}
	wish := wishFor(t, "monitor.a")
	wish.Targets[0].Trigger = "other"
	if m := plan.MakeMute(wish, live); len(m.Refusals) != 1 || m.Refusals[0].Kind != plan.MuteNoTrigger || !slices.Equal(m.Refusals[0].Names, []string{"any"}) {
		t.Errorf("%+v", m.Refusals)
	}
	wish = wishFor(t, "monitor.a")
	wish.Mute = nil
	if m := plan.MakeMute(wish, live); len(m.Plan.Changes) > 0 || len(m.Silent) != 1 {
		t.Errorf("%+v", m)
	}
}
