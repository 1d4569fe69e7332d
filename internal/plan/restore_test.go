package plan_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// keptMonitor is a monitor with one trigger, marked for monitor.login of soc.
func keptMonitor(id, trigger string) monitors.Live {
	at := address.ForMonitor("login")
	m := monitors.Monitor{Name: "Login", Type: monitors.QueryLevel, Triggers: []monitors.Trigger{{ID: trigger, Label: "any", Name: "any", Severity: "1"}}}
	mark := monitors.MarkFor("soc", at, m)
	return monitors.Live{ID: id, Monitor: m, Mark: &mark, Version: monitors.Version{SeqNo: 1, PrimaryTerm: 1}}
}

func with(m monitors.Live, change func(*monitors.Live)) monitors.Live {
	mark := *m.Mark
	m.Mark = &mark
	m.Monitor.Triggers = slices.Clone(m.Monitor.Triggers)
	change(&m)
	return m
}

func TestRestoreMonitor(t *testing.T) {
	was := keptMonitor("old", "t1")
	severe := func(m *monitors.Live) { m.Monitor.Triggers[0].Severity = "5" }
	otherID := func(m *monitors.Live) { m.ID = "new" }
	for name, x := range map[string]struct {
		was    monitors.Live
		live   []monitors.Live
		action plan.Action
		id     string
		refuse plan.RefusalKind
		check  func(plan.Restored) bool
	}{
		"it is there": {
			was: was, live: []monitors.Live{with(was, severe)}, action: plan.Update, id: "old",
			check: func(r plan.Restored) bool {
				return len(r.Change.Fields) == 1 && r.Change.Fields[0].Path == "trigger.any.severity" && r.Change.Fields[0].After == "1" && len(r.Closes) == 0
			},
		},
		"it is gone": {was: was, action: plan.Create, check: func(r plan.Restored) bool { return len(r.Change.Fields) > 0 && !r.Elsewhere }},
		"under another id with its mark": {
			was: was, live: []monitors.Live{with(keptMonitor("new", "t9"), severe)}, action: plan.Update, id: "new",
			check: func(r plan.Restored) bool { return r.Elsewhere && slices.Equal(r.Closes, []string{"any"}) },
		},
		"under another id with its triggers": {
			was: was, live: []monitors.Live{with(was, func(m *monitors.Live) { m.ID, m.Mark = "new", nil })}, action: plan.Update, id: "new",
			check: func(r plan.Restored) bool { return r.Elsewhere },
		},
		"a second one has its mark":      {was: was, live: []monitors.Live{was, with(was, otherID)}, refuse: plan.RestoreCopies},
		"two others have its mark":       {was: was, live: []monitors.Live{with(was, otherID), with(was, func(m *monitors.Live) { m.ID = "third" })}, refuse: plan.RestoreCopies},
		"another workspace's by now":     {was: was, live: []monitors.Live{with(was, func(m *monitors.Live) { m.Mark.Workspace = "web" })}, refuse: plan.RestoreForeign},
		"a copy is another workspace's":  {was: was, live: []monitors.Live{with(was, func(m *monitors.Live) { m.ID, m.Mark.Workspace = "new", "web" })}, refuse: plan.RestoreForeign},
		"it can't be read":               {was: was, live: []monitors.Live{with(was, func(m *monitors.Live) { m.Unreadable = "odd" })}, refuse: plan.RestoreUnreadable},
		"what was kept can't be read":    {was: with(was, func(m *monitors.Live) { m.Unreadable = "odd" }), refuse: plan.RestoreUnreadable},
		"it has moved to another block":  {was: was, live: []monitors.Live{with(was, func(m *monitors.Live) { m.Mark.Address = address.ForMonitor("sign_in") })}, action: plan.Update, id: "old"},
		"and the old address is another": {was: was, live: []monitors.Live{with(was, func(m *monitors.Live) { m.Mark.Address = address.ForMonitor("sign_in") }), with(keptMonitor("new", "t9"), severe)}, refuse: plan.RestoreCopies},
		"of another type": {
			was: was, live: []monitors.Live{with(was, func(m *monitors.Live) { m.Monitor.Type = monitors.BucketLevel })}, action: plan.Replace, id: "old",
			check: func(r plan.Restored) bool { return len(r.Closes) == 1 },
		},
		"of another type, and a delegate": {
			was: was, live: []monitors.Live{with(was, func(m *monitors.Live) { m.Monitor.Type = monitors.BucketLevel }), {ID: "flow", Delegates: []string{"old"}}},
			refuse: plan.RestoreDelegate,
		},
		"it had no mark": {
			was: with(was, func(m *monitors.Live) { m.Mark = nil }), live: []monitors.Live{with(was, severe)}, action: plan.Update, id: "old",
			check: func(r plan.Restored) bool { return r.Unmarked && r.Change.Fields[0].Path == "trigger.any.severity" },
		},
		"without a mark under another id": {
			was: with(was, func(m *monitors.Live) { m.Mark = nil }), live: []monitors.Live{with(keptMonitor("new", "t9"), severe)}, action: plan.Update, id: "new",
		},
		"another one of its name": {
			was: was, live: []monitors.Live{{ID: "x", Monitor: monitors.Monitor{Name: "Login"}}}, action: plan.Create,
			check: func(r plan.Restored) bool { return len(r.SameName) == 1 },
		},
		"a workflow has it as a delegate still": {
			was: was, live: []monitors.Live{{ID: "flow", Monitor: monitors.Monitor{Type: monitors.Composite}, Delegates: []string{"old"}}}, action: plan.Create,
			check: func(r plan.Restored) bool { return len(r.Users) == 1 },
		},
		"its channel is gone": {
			was: with(was, func(m *monitors.Live) {
				m.Monitor.Triggers[0].Actions = []monitors.Action{{Name: "a", Destination: monitors.DestinationRef{ID: "ch"}}}
			}), action: plan.Create,
			check: func(r plan.Restored) bool { return slices.Equal(r.MissingDestinations, []string{"ch"}) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := plan.Restore(plan.Kept{Workspace: "soc", Address: address.ForMonitor("login"), Monitor: &x.was}, plan.Live{Monitors: x.live})
			if x.refuse != "" {
				if r.Refusal == nil || r.Refusal.Kind != x.refuse {
					t.Errorf("got %+v", r.Refusal)
				}
				return
			}
			if r.Refusal != nil || r.Change.Action != x.action || r.Change.ID != x.id {
				t.Errorf("got %+v, %s of %q", r.Refusal, r.Change.Action, r.Change.ID)
			}
			if x.check != nil && !x.check(r) {
				t.Errorf("got %+v", r)
			}
		})
	}
}

func TestRestoreWorkflow(t *testing.T) {
	was := monitors.Live{
		ID: "flow", Delegates: []string{"a", "b"},
		Monitor: monitors.Monitor{Name: "Flow", Type: monitors.Composite, Triggers: []monitors.Trigger{{ID: "w1", Name: "any"}}},
	}
	kept := plan.Kept{Workspace: "soc", Address: address.ForWorkflow("flow"), Monitor: &was}
	delegates := []monitors.Live{{ID: "a"}, {ID: "b"}}
	r := plan.Restore(kept, plan.Live{Monitors: delegates})
	if r.Refusal != nil || r.Change.Action != plan.Create || r.Unmarked {
		t.Errorf("got %+v", r)
	}
	if r := plan.Restore(kept, plan.Live{Monitors: delegates[:1]}); r.Refusal == nil || r.Refusal.Kind != plan.RestoreWithoutDelegates || r.Refusal.Objects[0].ID != "b" {
		t.Errorf("got %+v", r.Refusal)
	}
	again := was
	again.ID = "new"
	if r := plan.Restore(kept, plan.Live{Monitors: append(delegates, again)}); r.Change.ID != "new" || !r.Elsewhere {
		t.Errorf("got %+v", r)
	}
}

func TestRestoreDestination(t *testing.T) {
	at := address.ForDestination("slack", "team")
	channel := func(id, url string) destinations.Live {
		return destinations.Live{ID: id, Address: at, Destination: destinations.Destination{
			Kind: destinations.Slack, Name: "team", Enabled: true, Settings: &destinations.ChatSettings{URL: destinations.NewSecret(url)},
		}.Canonical()}
	}
	legacy := func(id, url string) destinations.Live {
		d := channel(id, url)
		d.DerivedName = address.ChannelID("soc", at)
		return d
	}
	mail := channel("mail", "x")
	mail.Destination = destinations.Destination{Kind: destinations.Email, Name: "m", Settings: &destinations.EmailSettings{Account: destinations.Ref{ID: "gone"}}}
	other := channel(address.ChannelID("soc", at)+"-2", "x")
	old := plan.Live{Generation: generation.Legacy(false)}
	kind := channel("ch", "x")
	kind.Destination.Kind = destinations.Chime
	for name, x := range map[string]struct {
		was    destinations.Live
		live   plan.Live
		action plan.Action
		id     string
		refuse plan.RefusalKind
		check  func(plan.Restored) bool
	}{
		"it is there": {
			was: channel("ch", "one"), live: plan.Live{Channels: []destinations.Live{channel("ch", "two")}}, action: plan.Update, id: "ch",
			check: func(r plan.Restored) bool { return len(r.Change.Fields) == 1 },
		},
		"it is gone":             {was: channel("ch", "one"), action: plan.Create, id: "ch"},
		"of another kind":        {was: channel("ch", "one"), live: plan.Live{Channels: []destinations.Live{kind}}, action: plan.Replace, id: "ch"},
		"another one is it":      {was: channel("ch", "one"), live: plan.Live{Channels: []destinations.Live{other}}, refuse: plan.RestoreCopies},
		"of another generation":  {was: legacy("l", "one"), refuse: plan.RestoreGeneration},
		"or the other way round": {was: channel("ch", "one"), live: old, refuse: plan.RestoreGeneration},
		"a legacy one":           {was: legacy("l", "one"), live: plan.Live{Generation: old.Generation, Channels: []destinations.Live{legacy("l", "two")}}, action: plan.Update, id: "l"},
		"a legacy one elsewhere": {was: legacy("l", "one"), live: plan.Live{Generation: old.Generation, Channels: []destinations.Live{legacy("n", "two")}}, action: plan.Update, id: "n"},
		"two legacy ones":        {was: legacy("l", "one"), live: plan.Live{Generation: old.Generation, Channels: []destinations.Live{legacy("l", "1"), legacy("n", "2")}}, refuse: plan.RestoreCopies},
		"a legacy one that is in use": {
			was: legacy("l", "one"), live: plan.Live{Generation: old.Generation, Monitors: []monitors.Live{{ID: "m", Destinations: []string{"l"}}}}, action: plan.Create,
			check: func(r plan.Restored) bool { return len(r.Users) == 1 },
		},
		"an e-mail without account": {
			was: mail, action: plan.Create, id: "mail",
			check: func(r plan.Restored) bool { return slices.Equal(r.MissingDestinations, []string{"gone"}) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := plan.Restore(plan.Kept{Workspace: "soc", Address: at, Destination: &x.was}, x.live)
			if x.refuse != "" {
				if r.Refusal == nil || r.Refusal.Kind != x.refuse {
					t.Errorf("got %+v", r.Refusal)
				}
				return
			}
			if r.Refusal != nil || r.Change.Action != x.action || r.Change.ID != x.id || x.check != nil && !x.check(r) {
				t.Errorf("got %+v", r)
			}
		})
	}
}
