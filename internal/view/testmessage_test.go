package view_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/delivery"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
)

// testMessages are one of each outcome.
func testMessages() view.TestMessages {
	at := address.ForDestination
	t := view.TestMessages{Workspace: "soc"}
	add := func(m view.TestMessage, o delivery.Outcome, words string) {
		if m.Address.IsZero() {
			m.Address, m.Kind = at("webhook", string(o)), destinations.Webhook
		}
		m.ID, m.Outcome, m.Words = "ap_soc_webhook_x_123456", o, words
		t.Messages = append(t.Messages, m)
	}
	add(view.TestMessage{}, delivery.Delivered, "ok")
	add(view.TestMessage{Address: at("sns", "s"), Kind: destinations.SNS}, delivery.Delivered, "Success, message id: 1")
	add(view.TestMessage{Differs: []string{"url", "headers"}}, delivery.Delivered, "")
	add(view.TestMessage{Address: at("slack", "soc").WithKey("eu"), Kind: destinations.Slack, Differs: []string{"url"}}, delivery.Refused, "no\nroom")
	for _, o := range []delivery.Outcome{
		delivery.Refused, delivery.Unreachable, delivery.Silent, delivery.Untrusted, delivery.Denied, delivery.BadURL, delivery.NoAccount,
		delivery.NoRecipients, delivery.NoChannel, delivery.Gone, delivery.Hidden, delivery.Failed,
	} {
		add(view.TestMessage{}, o, "their words")
	}
	add(view.TestMessage{}, delivery.Disabled, "")
	add(view.TestMessage{Differs: []string{"enabled"}}, delivery.Disabled, "")
	add(view.TestMessage{Address: address.ForExisting("slack", "theirs"), Kind: destinations.Slack}, delivery.Disabled, "")
	add(view.TestMessage{Address: at("email", "oncall"), Kind: destinations.Email, Differs: []string{"destination.smtp_account.mail: host"}}, delivery.Partly, "")
	t.Messages[len(t.Messages)-1].Recipients = []delivery.Recipient{
		{Address: "ann@example.org", Outcome: delivery.Delivered, Words: "Success"}, {Address: "bob@example.org", Outcome: delivery.Unreachable, Words: "Couldn't connect"},
		{Address: "x", Outcome: delivery.Gone, Words: "Recipient g not found"},
	}
	add(view.TestMessage{}, view.NotApplied, "")
	add(view.TestMessage{Err: errors.New("POST /x: 503\nno answer")}, view.Uncertain, "")
	add(view.TestMessage{Err: errors.New("its id is not known")}, view.NotSent, "")
	add(view.TestMessage{Address: at("slack", "two"), Problem: &plan.Problem{Kind: plan.ChannelCopies, Address: at("slack", "two"), Objects: []plan.Object{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}}}}, view.NotSent, "")
	t.Unread = []string{"cluster:admin/opensearch/notifications/configs/get"}
	return t
}

func TestTestMessages(t *testing.T) {
	var out bytes.Buffer
	view.NewPrinter(&out, view.Plain).TestMessages(testMessages())
	golden(t, "testdata/test-messages.txt", out.Bytes())
	if got := testMessages(); !got.Failed() {
		t.Error("some have failed")
	}
	got := testMessages()
	if got.Messages = got.Messages[:3]; got.Failed() {
		t.Error("all have arrived")
	}
}
