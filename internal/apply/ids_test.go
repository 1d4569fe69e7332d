package apply_test

import (
	"context"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// choosing is a cluster that gives destinations ids of its own.
type choosing struct {
	*fake
	written map[string]monitors.Monitor
	marks   map[string]monitors.Mark
}

func (c choosing) CreateChannel(ctx context.Context, id string, d destinations.Destination, at address.Address) (string, error) {
	_, err := c.fake.CreateChannel(ctx, id, d, at)
	return "given-" + at.Label(), err
}

func (c choosing) CreateMonitor(ctx context.Context, m monitors.Monitor, mark monitors.Mark) (monitors.Live, error) {
	c.written[m.Name], c.marks[m.Name] = m, mark
	return c.fake.CreateMonitor(ctx, m, mark)
}

// What the server chose goes into what is written after it, and the mark is one of
// what is written.
func TestIDsThatTheServerChose(t *testing.T) {
	soc := channelChange(plan.Create, "soc", nil)
	soc.ID = ""
	ref := monitors.DestinationRef{Address: soc.Address}
	logins := monitorChange(plan.Create, "logins", nil, soc.Address)
	logins.Monitor.Desired.Triggers = []monitors.Trigger{{ID: "t", Label: "any", Actions: []monitors.Action{{ID: "a", Label: "tell", Destination: ref}}}}
	logins.Monitor.Mark = monitors.MarkFor("soc", logins.Address, logins.Monitor.Desired)

	cluster := choosing{newFake(), map[string]monitors.Monitor{}, map[string]monitors.Mark{}}
	result, err := apply.Run(t.Context(), cluster, &plan.Plan{Changes: []plan.Change{logins, soc}}, apply.Options{})
	if err != nil || !result.OK() {
		t.Fatalf("%v %+v", err, result)
	}
	written := cluster.written["logins"]
	if got := written.Triggers[0].Actions[0].Destination.ID; got != "given-soc" {
		t.Errorf("the action sends to %q", got)
	}
	if mark := cluster.marks["logins"]; mark.ConfigHash != written.Hash() || mark.Workspace != "soc" || mark.Address != logins.Address {
		t.Errorf("the mark is none of what was written: %+v", mark)
	}
	if logins.Monitor.Desired.Triggers[0].Actions[0].Destination.ID != "" {
		t.Error("the plan was changed")
	}
	expectCalls(t, cluster.fake, "create channel  destination.slack.soc", "create monitor logins", "await given-soc gone ")
}

// A destination without id is no reason to send a monitor that sends nowhere.
func TestAReferenceWithoutIDIsNotSent(t *testing.T) {
	logins := monitorChange(plan.Create, "logins", nil)
	ref := monitors.DestinationRef{Address: address.ForDestination("slack", "soc")}
	logins.Monitor.Desired.Triggers = []monitors.Trigger{{Actions: []monitors.Action{{Destination: ref}}}}
	f := newFake()
	result := run(t, f, logins)
	if o := result.Outcomes[0]; o.Status != apply.Failed || o.Err.Error() != "the id of destination.slack.soc is not known" {
		t.Errorf("got %+v", o)
	}
	expectCalls(t, f)
}

// Within a stage, what is needed comes first, and what is used goes last.
func TestWithinAStage(t *testing.T) {
	account, mail := channelChange(plan.Create, "z_account", nil), channelChange(plan.Create, "mail", nil)
	mail.Destination.Needs = []address.Address{account.Address}
	f := newFake()
	run(t, f, mail, account)
	expectCalls(t, f, "create channel ch-z_account destination.slack.z_account", "create channel ch-mail destination.slack.mail",
		"await ch-mail,ch-z_account gone ")

	f = newFake()
	f.fail["create channel ch-z_account destination.slack.z_account"] = apply.ErrConflict
	if result := run(t, f, mail, account); result.Outcomes[0].Status != apply.Skipped || result.Outcomes[0].Because != account.Address {
		t.Errorf("got %+v", result.Outcomes[0])
	}
}
