package monitortest_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// A value that is not known in this run matters only where a run depends on it.
func TestUnknown(t *testing.T) {
	fires := testcase.Expectation{Trigger: "any_login", Fires: pointer(true)}
	message := testcase.Expectation{Trigger: "any_login", Message: testcase.Text{Contains: []string{"login"}}}
	unknown := monitors.UnknownText("var.x")
	for name, c := range map[string]struct {
		change func(m *monitors.Monitor)
		expect testcase.Expectation
		want   string // "": it passes
	}{
		"destination": {func(m *monitors.Monitor) { m.Triggers[0].Actions[0].Destination.ID = unknown }, message, ""},
		"message":     {func(m *monitors.Monitor) { m.Triggers[0].Actions[0].Message.Source = unknown }, fires, ""},
		"message, asked for": {func(m *monitors.Monitor) { m.Triggers[0].Actions[0].Message.Source = unknown }, message,
			"the message of action notify: var.x, which has no value in this run"},
		"condition": {func(m *monitors.Monitor) {
			m.Triggers[0].Condition = &monitors.ScriptCondition{Script: monitors.Script{Source: unknown}}
		}, fires, "var.x, which has no value in this run"},
		"index": {func(m *monitors.Monitor) { m.Input.(*monitors.Search).Indices = []string{unknown} }, fires, "var.x, which has no value in this run"},
	} {
		m := monitor(t, login)
		c.change(&m)
		test := testcase.Test{Name: name, Monitor: loginAt, Expect: []testcase.Expectation{c.expect},
			Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}}}}
		got := runOne(t, monitortest.Case{Test: test, Monitor: m})
		if got.Refused != c.want || (got.Status == monitortest.Passed) != (c.want == "") {
			t.Errorf("%s: %s %q %+v", name, got.Status, got.Refused, got.Failures)
		}
	}
}

// Messages print the ids that the monitor's triggers and actions will have, and a
// result has the configuration's words.
func TestIDs(t *testing.T) {
	body := strings.Replace(login, "{{ctx.results.0.hits.total.value}} logins", "{{ctx.trigger.id}} {{ctx.trigger.actions.0.id}} {{ctx.trigger.actions.0.destination_id}}", 1)
	m := monitor(t, body)
	slack := address.ForDestination("slack", "soc")
	m.Triggers[0].Actions[0].Destination = monitors.DestinationRef{Address: slack}
	got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: m,
		Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}}}}, monitortest.Options{Workspace: "soc"})
	if err != nil {
		t.Fatal(err)
	}
	sent := got.Outcome.Trigger("any_login").Messages[0]
	want := strings.Join([]string{address.TriggerID("soc", loginAt, "any_login"), address.ActionID("soc", loginAt, "any_login", "notify"), address.ChannelID("soc", slack)}, " ")
	if !strings.HasPrefix(sent.Message, want+",") || sent.Action != "notify" || sent.Destination != "destination.slack.soc" {
		t.Errorf("%+v, want %s", sent, want)
	}
}
