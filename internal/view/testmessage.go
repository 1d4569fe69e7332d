package view

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/delivery"
	"github.com/alertplan/alertplan/internal/plan"
)

// Outcomes of a test message that is not known to have been tried.
const (
	NotApplied delivery.Outcome = "not_applied" // the destination is not on the cluster
	Uncertain  delivery.Outcome = "uncertain"   // no answer: it may have gone out
	NotSent    delivery.Outcome = "not_sent"    // Err or Problem says why
)

// TestMessage is what became of the test message of one destination.
type TestMessage struct {
	Address address.Address
	Kind    destinations.Kind
	ID      string // on the cluster; "" where it is not there

	delivery.Result
	Err     error         // for Uncertain and NotSent
	Problem *plan.Problem // for NotSent

	// Differs are the fields in which the cluster's copy, which is what is tested, differs
	// from the files: names only. Those of an account or group begin with its address.
	Differs []string
}

// Arrived tells whether all who should have it have it.
func (m TestMessage) Arrived() bool { return m.Outcome == delivery.Delivered }

// TestMessages are those of a run, in the order in which they were asked for.
type TestMessages struct {
	Workspace string
	Messages  []TestMessage

	// Unread are the permissions without which channels can't be read, so that Differs
	// is not known; none where they are.
	Unread []string
}

// Failed tells whether any message did not arrive.
func (t TestMessages) Failed() bool {
	return slices.ContainsFunc(t.Messages, func(m TestMessage) bool { return !m.Arrived() })
}

// TestMessages prints what became of each.
func (p *Printer) TestMessages(t TestMessages) {
	for _, m := range t.Messages {
		p.testMessage(m, t.Workspace)
	}
	if len(t.Unread) > 0 {
		p.line("")
		p.bullet("Whether the cluster has these destinations as the files say isn't known: this user may not read channels (" + strings.Join(t.Unread, ", ") + ").")
	}
}

func (p *Printer) testMessage(m TestMessage, workspace string) {
	mark := p.paint("✗", color.FgRed)
	switch m.Outcome {
	case delivery.Delivered:
		mark = p.paint("✓", color.FgGreen)
	case Uncertain, delivery.Silent:
		mark = p.paint("?", color.FgYellow)
	}
	p.line("%s %s: %s", mark, m.Address, testMessageWords(m))
	for _, r := range m.Recipients {
		if m.Arrived() {
			break // all of them
		}
		p.line("    %s: %s", oneLine(r.Address), withWords(recipientWords(r.Outcome), r.Words))
	}
	if m.Outcome.IsSent() {
		p.line("    The message there ends with: config id %s", oneLine(m.ID))
	}
	for _, hint := range m.hints(workspace) {
		for _, l := range p.wrap(hint, textWidth-len("    ")) {
			p.line("    %s", l)
		}
	}
}

// testMessageWords are the line of a message.
func testMessageWords(m TestMessage) string {
	switch m.Outcome {
	case delivery.Delivered:
		return withWords(deliveredWords(m), m.Words)
	case delivery.Partly:
		return "some of its recipients get nothing"
	case delivery.Silent:
		return withWords("no whole answer came from the receiver, which may have the message", m.Words)
	case NotApplied:
		return "not on the cluster, so there is nothing to test"
	case Uncertain:
		return fmt.Sprintf("it isn't known whether the message went out: %s", oneLine(m.Err.Error()))
	case NotSent:
		if m.Problem != nil {
			return "nothing was sent"
		}
		return "nothing was sent: " + oneLine(m.Err.Error())
	}
	words := "nothing was sent: "
	if m.Outcome == delivery.Refused || m.Outcome == delivery.Unreachable || m.Outcome == delivery.Failed {
		words = "not delivered: "
	}
	return withWords(words+outcomeWord(m.Outcome), m.Words)
}

// deliveredWords say who has it: beyond a topic or a mail server the cluster can't see.
func deliveredWords(m TestMessage) string {
	switch m.Kind {
	case destinations.SNS:
		return "published to the topic"
	case destinations.Email:
		if n := len(m.Recipients); n > 0 {
			return "taken by the mail server, for " + plural(n, "recipient")
		}
		return "taken by the mail server"
	}
	return "delivered"
}

func withWords(text, words string) string { return text + inBrackets(words) }

func recipientWords(o delivery.Outcome) string {
	switch o {
	case delivery.Delivered:
		return "taken by the mail server"
	case delivery.Gone:
		return "a group that is gone"
	}
	return "not delivered: " + outcomeWord(o)
}

// outcomeWord says why a message was not delivered.
func outcomeWord(o delivery.Outcome) string {
	return cmp.Or(map[delivery.Outcome]string{
		delivery.Refused:      "the receiver has refused it",
		delivery.Unreachable:  "the cluster can't reach the receiver",
		delivery.Untrusted:    "the cluster does not trust the receiver's certificate",
		delivery.Denied:       "the cluster may not send to this host",
		delivery.BadURL:       "nothing can be sent to its URL",
		delivery.Disabled:     "it is disabled on the cluster",
		delivery.NoAccount:    "the account that it sends by is not on the cluster",
		delivery.NoRecipients: "it has no recipients",
		delivery.NoChannel:    "it is no channel on the cluster, but an account or a group",
		delivery.Gone:         "the cluster has no such channel",
		delivery.Hidden:       "the cluster lets this user use no such channel",
	}[o], "the cluster could not send it")
}
