// Package delivery says what became of a message that a cluster has tried to send: it
// knows the words of the notifications plugin and of the legacy destinations, as they were
// recorded on nodes of 1.3.14, 2.19.4 and 3.5.0. It must not know HTTP, the client of a
// cluster, or how its outcomes are worded for people.
package delivery

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/wire"
)

// Outcome is what became of a message.
type Outcome string

// The outcomes of a message.
const (
	Delivered Outcome = "delivered" // the receiver has taken it; an SNS topic or a mail server counts as one
	Partly    Outcome = "partly"    // an e-mail that some of its recipients do not get

	// The receiver's side.
	Refused     Outcome = "refused"     // it has answered with anything but a status of success
	Unreachable Outcome = "unreachable" // no connection to it
	Silent      Outcome = "silent"      // a connection, and no whole answer: it may have the message
	Untrusted   Outcome = "untrusted"   // its certificate is not one that the cluster trusts

	// The cluster's side: nothing was sent.
	Denied       Outcome = "denied"        // its deny list has the host
	BadURL       Outcome = "bad_url"       // nothing can be sent to such a URL
	Disabled     Outcome = "disabled"      // the channel is switched off
	NoAccount    Outcome = "no_account"    // the account of an e-mail is gone
	NoRecipients Outcome = "no_recipients" // the e-mail has none
	NoChannel    Outcome = "no_channel"    // what has the id is an account or a group
	Gone         Outcome = "gone"          // there is no channel of the id
	Hidden       Outcome = "hidden"        // the channel is for other backend roles

	Failed Outcome = "failed" // for a reason that only the cluster's words tell
)

// IsSent tells whether a receiver has, or may have, the message.
func (o Outcome) IsSent() bool { return o == Delivered || o == Partly || o == Silent }

// Result is what became of one message.
type Result struct {
	Outcome Outcome

	// Words are the receiver's, or the cluster's where it could not be sent; "" where
	// they say no more than Outcome does.
	Words string

	Recipients []Recipient // of an e-mail; else none
}

// Recipient is one recipient of an e-mail.
type Recipient struct {
	Address string
	Outcome Outcome
	Words   string
}

// Of reads a delivery.
func Of(d wire.Delivery) Result {
	result := Result{Outcome: outcomeOf(d.Code, d.Text), Words: wordsOf(d.Text)}
	for _, r := range d.Recipients {
		result.Recipients = append(result.Recipients, Recipient{Address: r.Recipient, Outcome: outcomeOf(r.Code, r.Text), Words: wordsOf(r.Text)})
	}
	if d.Code == "207" {
		result.Words = "" // "Errors": the recipients tell
		if !slices.ContainsFunc(result.Recipients, func(r Recipient) bool { return r.Outcome == Delivered }) {
			result.Outcome = Failed
		}
	}
	return result
}

// OfRefusal reads the reason with which the cluster has refused to send.
func OfRefusal(reason string) Result {
	for _, r := range refusals {
		if strings.Contains(reason, r.says) {
			return Result{Outcome: r.outcome}
		}
	}
	return Result{Outcome: outcomeOf("", reason), Words: wordsOf(reason)}
}

// Discreet is the result without words that may quote what is secret in the channel, such
// as a receiver's that tell which path was asked for. Those of a connection name its host.
func (r Result) Discreet() Result {
	r.Words = discreetWords(r.Outcome, r.Words)
	r.Recipients = slices.Clone(r.Recipients)
	for i, one := range r.Recipients {
		r.Recipients[i].Words = discreetWords(one.Outcome, one.Words)
	}
	return r
}

func discreetWords(o Outcome, words string) string {
	switch o {
	case Unreachable, Silent, Untrusted, Denied:
		return words
	}
	return ""
}

// saying is how the cluster's words tell an outcome.
type saying struct {
	says    string
	outcome Outcome
}

// refusals are those that tell nothing to people: the plugin puts a status's name where it
// reads a number later on (sending/test_message_fails, sending/test_message_email,
// channels/email_in_use).
var refusals = []saying{
	{`"LOCKED"`, Disabled},
	{`"NOT_FOUND"`, NoChannel},
	{"Failed requirement.", NoAccount},
	{"List is empty.", NoRecipients},
}

// sayings are looked for in this order: a receiver's own words come behind "Failed: ".
// Those of TLS and of time limits are Java's.
var sayings = []saying{
	{"Failed: ", Refused},
	{"Entity may not be null", Refused}, // an answer such as 304, which has no body
	{"host_deny_list", Denied},
	{"Invalid URL or unsupported", BadURL},
	{"Webhook message creation failed with status:", BadURL},
	{"does not specify a valid host name", BadURL},
	{"PKIX path building failed", Untrusted},
	{"doesn't match any of the subject alternative names", Untrusted},
	{"Unsupported or unrecognized SSL message", Untrusted},
	{"Remote host terminated the handshake", Untrusted},
	{"Host could not be resolved", Unreachable},
	{"UnknownHostException", Unreachable},
	{"Connection refused", Unreachable},
	{"Connect timed out", Unreachable},
	{"No route to host", Unreachable},
	{"Network is unreachable", Unreachable},
	{"Couldn't connect to host", Unreachable},
	{"Read timed out", Silent},
	{"failed to respond", Silent},
	{"Connection reset", Silent},
}

func outcomeOf(code, text string) Outcome {
	switch code {
	case "200":
		return Delivered
	case "207":
		return Partly
	case "404":
		return Gone
	case "403":
		if strings.HasPrefix(text, "Access denied for ") {
			return Hidden
		}
	}
	for _, s := range sayings {
		if strings.Contains(text, s.says) {
			return s.outcome
		}
	}
	return Failed
}

// prefixes say no more than that it failed.
var prefixes = []string{"Failed to send webhook message ", "Webhook message creation failed with status:", "sendEmail Error, status:", "Failed: "}

// wordsOf are a text's less what is said by the outcome.
func wordsOf(text string) string {
	for _, prefix := range prefixes {
		text = strings.TrimPrefix(text, prefix)
	}
	if text == "{}" || text == "Success" { // an answer without a body; all that is said of an e-mail
		return ""
	}
	return strings.TrimSpace(text)
}
