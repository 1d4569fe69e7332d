package view

import "github.com/alertplan/alertplan/internal/plan"

// TestMessagesJSON are the test messages of a run, for machines. Lists are never null.
type TestMessagesJSON struct {
	FormatVersion string            `json:"format_version"`
	Workspace     string            `json:"workspace"`
	Delivered     int               `json:"delivered"` // how many arrived
	Failed        int               `json:"failed"`    // how many did not, or are not known to have arrived
	Destinations  []TestMessageJSON `json:"destinations"`
	Unread        []string          `json:"unread"` // permissions without which differs is not known
}

// TestMessageJSON is what became of the test message of one destination.
type TestMessageJSON struct {
	Address    string                 `json:"address"`
	Kind       string                 `json:"kind"`       // such as slack
	ID         string                 `json:"id"`         // on the cluster; empty where it is not there
	Outcome    string                 `json:"outcome"`    // delivered, partly, refused, unreachable, silent, untrusted, denied, bad_url, disabled, no_account, no_recipients, no_channel, gone, hidden, failed, not_applied, not_sent or uncertain
	Words      string                 `json:"words"`      // the receiver's or the cluster's
	Recipients []RecipientMessageJSON `json:"recipients"` // of an e-mail
	Differs    []string               `json:"differs"`    // fields in which the cluster's copy, which was tested, differs from the files
	Error      string                 `json:"error,omitempty"`
}

// RecipientMessageJSON is the same of one recipient of an e-mail.
type RecipientMessageJSON struct {
	Recipient string `json:"recipient"`
	Outcome   string `json:"outcome"`
	Words     string `json:"words"`
}

// NewTestMessagesJSON makes the JSON of test messages.
func NewTestMessagesJSON(t TestMessages) TestMessagesJSON {
	out := TestMessagesJSON{FormatVersion: FormatVersion, Workspace: t.Workspace, Destinations: []TestMessageJSON{}, Unread: append([]string{}, t.Unread...)}
	for _, m := range t.Messages {
		one := TestMessageJSON{
			Address: m.Address.String(), Kind: string(m.Kind), ID: printable(m.ID), Outcome: string(m.Outcome), Words: printable(m.Words),
			Recipients: []RecipientMessageJSON{}, Differs: append([]string{}, m.Differs...), Error: errorOf(m.Err, m.Problem, t.Workspace),
		}
		for _, r := range m.Recipients {
			one.Recipients = append(one.Recipients, RecipientMessageJSON{printable(r.Address), string(r.Outcome), printable(r.Words)})
		}
		if m.Arrived() {
			out.Delivered++
		} else {
			out.Failed++
		}
		out.Destinations = append(out.Destinations, one)
	}
	return out
}

func errorOf(err error, problem *plan.Problem, workspace string) string {
	switch {
	case problem != nil:
		return printable(problemMessage(*problem, workspace).detail)
	case err != nil:
		return printable(err.Error())
	}
	return ""
}
