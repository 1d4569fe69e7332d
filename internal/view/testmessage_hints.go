package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/delivery"
)

// hints are what to do, or to look for, a paragraph each.
func (m TestMessage) hints(workspace string) []string {
	var hints []string
	if m.Problem != nil {
		hints = append(hints, problemMessage(*m.Problem, workspace).detail)
	}
	if hint := m.wayOut(); hint != "" {
		hints = append(hints, hint)
	}
	if len(m.Differs) > 0 {
		hints = append(hints, fmt.Sprintf("The cluster has it otherwise than the files, in %s. What is on the cluster was tested; `alertplan apply` brings the files' there.", strings.Join(m.Differs, ", ")))
	}
	return hints
}

// wayOut is what to do about an outcome.
func (m TestMessage) wayOut() string {
	switch m.Outcome {
	case delivery.Refused:
		if m.Kind == destinations.Webhook {
			return "The test message is plain text: a receiver that wants JSON refuses it, and may take those of monitors all the same. See that the URL and the headers are still right."
		}
		return "The URL may have been revoked, or its chat room be gone: make a new one there."
	case delivery.Unreachable, delivery.Untrusted:
		return "It is the nodes of the cluster that send, not this machine: look at name, port, firewall and trust from there."
	case delivery.Silent:
		return "Look there before you send another one."
	case delivery.Denied:
		return "Its host is in opensearch.notifications.core.http.host_deny_list, which who runs the cluster can change."
	case delivery.Disabled:
		return m.disabledWayOut()
	case delivery.NoAccount:
		return "Somebody has deleted the account: `alertplan plan` shows it, and apply makes it again."
	case delivery.NoRecipients:
		return "Give it recipients, or a group that has some."
	case delivery.Hidden:
		return "With opensearch.notifications.general.filter_by_backend_roles a user needs a backend role of whoever applied it, or the role all_access."
	case delivery.Gone, NotApplied:
		return fmt.Sprintf("Run `alertplan apply --target %s` first.", m.asWord())
	case Uncertain:
		return "It is not sent again by itself: a second message might be one too many. Look at the receiver, then run this again."
	}
	return ""
}

func (m TestMessage) disabledWayOut() string {
	if m.Address.Kind() == address.Existing {
		return "Whoever owns it can enable it, in the Dashboards."
	}
	if slices.Contains(m.Differs, "enabled") {
		return "Somebody has disabled it: the files have it enabled."
	}
	return "With `enabled = true` in the files, and an apply, it sends again."
}

// asWord is its address as a word of a shell: only keys need quotes.
func (m TestMessage) asWord() string {
	if _, keyed := m.Address.Key(); keyed {
		return shellQuoted(m.Address.String())
	}
	return m.Address.String()
}
