package plan_test

import (
	"fmt"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

const configsGet = "cluster:admin/opensearch/notifications/configs/get"

// unseen is a cluster to a user who may not read channels.
func unseen(live plan.Live) plan.Live {
	live.Channels, live.Sight.NoChannels = nil, []string{configsGet}
	return live
}

func TestChannelsThatCantBeReadAreNotMissing(t *testing.T) {
	const warning = "warning channels-unread   1"
	d := desired(t, "monitor.a")
	live := unseen(applied(t, d))
	p := plan.Make(d, live, plan.Options{})
	expect(t, p, warning)
	if fmt.Sprint(p.Lacking()) != "["+configsGet+"]" || p.CanApply() || p.Unchanged != 1 {
		t.Errorf("got %v, %d unchanged", p.Lacking(), p.Unchanged)
	}

	changed := desired(t, "monitor.a", "monitor.b")
	changed.Monitors[0].Monitor.Name = "Other"
	p = plan.Make(changed, live, plan.Options{})
	expect(t, p, "update monitor.a name", "create monitor.b", warning)
	if p.CanApply() {
		t.Error("a plan that was made without the channels can be applied")
	}
	if want := address.ChannelID(workspace, at(t, "destination.slack.soc")); p.Changes[1].Monitor.Desired.Triggers[0].Actions[0].Destination.ID != want {
		t.Errorf("got %+v", p.Changes[1].Monitor.Desired.Triggers[0].Actions[0])
	}
	p = plan.Make(d, live, plan.Options{Destroy: true})
	expect(t, p, "delete monitor.a", warning)
	if p.CanApply() {
		t.Error("a destroy that knows no channels can be applied")
	}
	expect(t, plan.Make(d, plan.Live{Sight: plan.Sight{NoChannels: []string{configsGet}}}, plan.Options{}), "create monitor.a", warning)
}

// The ids that live monitors send to say which channel is which, as far as they can.
func TestMovedChannelsThatCantBeRead(t *testing.T) {
	d := desired(t, "monitor.a")
	live := unseen(applied(t, d))
	d.Destinations[0] = slack(t, "destination.slack.team")
	d.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.Address = at(t, "destination.slack.team")
	expect(t, plan.Make(d, live, plan.Options{}), "warning channels-unread   1", "warning not-compared monitor.a  0")
	d.Moved = []plan.Moved{{From: at(t, "destination.slack.soc"), To: at(t, "destination.slack.team")}}
	expect(t, plan.Make(d, live, plan.Options{}), "warning channels-unread   1")
}

func TestActionsThatSendElsewhereAreSeenWithoutChannels(t *testing.T) {
	d := desired(t, "monitor.a")
	live := unseen(applied(t, d))
	live.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.ID = "theirs"
	expect(t, plan.Make(d, live, plan.Options{}), "update monitor.a trigger.any.action.notify.destination", "warning channels-unread   1")

	d.Destinations = append(d.Destinations, slack(t, "destination.slack.other"))
	live.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.ID = address.ChannelID(workspace, at(t, "destination.slack.other"))
	expect(t, plan.Make(d, live, plan.Options{}), "update monitor.a trigger.any.action.notify.destination", "warning channels-unread   2")
}

func TestExistingChannelsThatCantBeRead(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Destinations = nil
	d.Existing = []plan.ExistingDestination{{Address: at(t, "existing.slack.oncall"), Name: "On call"}}
	d.Monitors[0].Monitor.Triggers[0].Actions[0].Destination.Address = at(t, "existing.slack.oncall")
	theirs := plan.Live{Channels: []destinations.Live{{ID: "theirs", Destination: destinations.Destination{Kind: destinations.Slack, Name: "On call"}}}}
	live := unseen(apply(t, plan.Make(d, theirs, plan.Options{}), theirs))
	expect(t, plan.Make(d, live, plan.Options{}), "warning channels-unread   0", "warning not-compared monitor.a  0")

	d.Existing[0] = plan.ExistingDestination{Address: at(t, "existing.slack.oncall"), ID: "theirs"}
	expect(t, plan.Make(d, live, plan.Options{}), "warning channels-unread   0")
}

func TestAlertsThatCantBeRead(t *testing.T) {
	d := desired(t, "monitor.a")
	live := applied(t, d)
	live.Sight.NoAlerts = []string{"alerts/get"}
	expect(t, plan.Make(d, live, plan.Options{}), "")
	p := plan.Make(desired(t), live, plan.Options{})
	expect(t, p, "delete monitor.a", "warning alerts-unread   0")
	if p.CanApply() {
		t.Error("alerts would be lost unseen")
	}
}

func TestMayBeHidden(t *testing.T) {
	d := desired(t, "monitor.a", "monitor.b")
	hidden := plan.Live{Sight: plan.Sight{MayHide: true}}
	p := plan.Make(d, hidden, plan.Options{})
	expect(t, p, "create destination.slack.soc", "create monitor.a", "create monitor.b", "warning may-be-hidden   2")
	if !p.MayDouble() || !p.CanApply() {
		t.Error("a person may apply it who knows better, and only he")
	}
	p = plan.Make(d, hidden, plan.Options{Targets: []address.Address{at(t, "monitor.a")}})
	expect(t, p, "create destination.slack.soc", "create monitor.a", "warning may-be-hidden   1")
	expect(t, plan.Make(d, hidden, plan.Options{Destroy: true}), "warning may-be-hidden   0")
	expect(t, plan.Make(desired(t), hidden, plan.Options{}), "create destination.slack.soc")
	hidden.Channels = applied(t, desired(t)).Channels
	expect(t, plan.Make(plan.Desired{Workspace: workspace}, hidden, plan.Options{}), "delete destination.slack.soc", "warning may-be-hidden   0")
}

func TestLooksEmpty(t *testing.T) {
	d := desired(t, "monitor.a")
	d.Moved = []plan.Moved{{From: at(t, "destination.slack.old"), To: at(t, "destination.slack.soc")}, {From: at(t, "monitor.old"), To: at(t, "monitor.a")}}
	full := applied(t, d)
	id := func(where string) string { return address.ChannelID(workspace, at(t, where)) }
	foreign := full
	foreign.Monitors = unmark(full, full.Monitors[0].ID).Monitors
	foreign.Monitors[0].Monitor = monitor(t, "monitor.theirs").Monitor
	both := fmt.Sprint([]string{id("destination.slack.old"), id("destination.slack.soc")})
	for name, c := range map[string]struct {
		desired plan.Desired
		live    plan.Live
		empty   bool
		ids     string
	}{
		"all there":                    {d, full, false, "[]"},
		"nothing there":                {d, plan.Live{}, true, both},
		"ours by ids":                  {d, unmark(full, full.Monitors[0].ID), false, "[]"},
		"others' monitors":             {d, foreign, true, "[]"},
		"no monitors":                  {d, plan.Live{Channels: full.Channels}, true, "[]"},
		"no channels":                  {d, plan.Live{Monitors: full.Monitors}, true, both},
		"channels that can't be read":  {d, unseen(full), false, "[]"},
		"nothing that could be read":   {d, unseen(plan.Live{}), true, "[]"},
		"channels that nothing uses":   {plan.Desired{Workspace: workspace}, plan.Live{Channels: full.Channels}, true, "[]"},
		"nothing expected":             {plan.Desired{Workspace: workspace}, plan.Live{}, false, "[]"},
		"another workspace's monitors": {d, plan.Live{Monitors: applied(t, plan.Desired{Workspace: "other", Monitors: d.Monitors}).Monitors}, true, both},
	} {
		empty, ids := plan.LooksEmpty(c.desired, c.live, plan.Options{})
		if empty != c.empty || fmt.Sprint(ids) != c.ids {
			t.Errorf("%s: got %v, %v, want %v, %v", name, empty, ids, c.empty, c.ids)
		}
	}
	if empty, _ := plan.LooksEmpty(plan.Desired{Workspace: workspace}, plan.Live{}, plan.Options{Destroy: true}); !empty {
		t.Error("a destroy takes for granted that nothing is there that no block names")
	}
	if empty, _ := plan.LooksEmpty(plan.Desired{Workspace: workspace}, full, plan.Options{Destroy: true}); empty {
		t.Error("a destroy that sees the workspace's monitors takes it for empty")
	}
}
