package doctor

import (
	"context"
	"net/netip"
	"net/url"
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// What keeps messages from being sent.
const (
	ChannelsThere  Kind = "channels"
	ChannelGone    Kind = "channel-gone"
	ChannelOff     Kind = "channel-disabled"
	ChannelHidden  Kind = "channel-gone-or-hidden"
	KindNotSent    Kind = "kind-not-allowed"
	HostDenied     Kind = "host-denied"
	AccountGone    Kind = "email-account-gone"
	RecipientsGone Kind = "email-group-gone"
)

// channels looks at where actions send to.
func (e *examination) channels(context.Context) error {
	if e.estate.channels == nil {
		return nil
	}
	used := map[string]bool{}
	for _, m := range e.estate.live.Monitors {
		for _, t := range m.Monitor.Triggers {
			for _, a := range t.Actions {
				used[a.Destination.ID] = true
				e.destination(m, t, a)
			}
		}
	}
	count := 0
	for _, c := range e.estate.live.Channels {
		if !used[c.ID] {
			continue
		}
		count++
		e.sending(c)
	}
	if count > 0 {
		e.add(Finding{Area: Channels, Kind: ChannelsThere, Grade: Well, Count: count, Limit: len(e.estate.live.Channels)})
	}
	return nil
}

// destination looks at where one action sends to.
func (e *examination) destination(m monitors.Live, t monitors.Trigger, a monitors.Action) {
	part := plan.Element{Part: destinationPart, Trigger: t.Label, Action: a.Label}
	c, there := e.estate.channels[a.Destination.ID]
	f := e.of(m, Channels, ChannelGone, Fault, part)
	f.Name, f.From = a.Name, a.Destination.ID
	switch {
	case !there && e.mayBeHidden():
		f.Kind, f.Grade = ChannelHidden, Warning
	case !there:
	case !c.Destination.Enabled:
		f.Kind, f.Names = ChannelOff, []string{c.Destination.Name}
	default:
		return
	}
	e.add(f)
}

// destinationPart is the argument of an action that names where it sends to.
const destinationPart plan.Part = "destination"

// mayBeHidden tells whether channels may be there that the user does not see.
func (e *examination) mayBeHidden() bool {
	return (e.estate.rules == nil || e.estate.rules.Filtered) && !e.who.mayAll()
}

// sending looks at what keeps a channel from sending, whoever uses it. From 2.0 on no
// list of kinds does: allowed_config_types is for the Dashboards' editor alone, and
// mattermost, which 3.5 takes, is not among its defaults (alerting-api.md, transcript
// channels-mattermost).
func (e *examination) sending(c destinations.Live) {
	if rules := e.estate.rules; rules != nil {
		if kind := legacyKind(c); e.version.LegacyDestinations && rules.Destinations != nil && !slices.Contains(rules.Destinations, kind) {
			f := e.about(c, KindNotSent, Fault)
			f.Name, f.Names = kind, rules.Destinations
			e.add(f)
		}
		if entry, denied := deniedBy(rules.DeniedHosts, c); denied {
			f := e.about(c, HostDenied, Fault)
			f.Name = entry
			e.add(f)
		}
	}
	if mail, is := c.Destination.Settings.(*destinations.EmailSettings); is {
		e.mail(c, mail)
	}
}

// legacyKind is the kind of a legacy destination as the allow list names it.
func legacyKind(c destinations.Live) string {
	if c.Destination.Kind == destinations.Webhook {
		return "custom_webhook"
	}
	return string(c.Destination.Kind)
}

// mail looks whether what an e-mail needs is there: the server lets both be deleted.
func (e *examination) mail(c destinations.Live, mail *destinations.EmailSettings) {
	if _, there := e.estate.channels[mail.Account.ID]; !there && mail.Account.ID != "" {
		f := e.about(c, AccountGone, Fault)
		f.Name = mail.Account.ID
		e.add(f)
	}
	for _, group := range mail.Groups {
		if _, there := e.estate.channels[group.ID]; !there && group.ID != "" {
			f := e.about(c, RecipientsGone, Fault)
			f.Name = group.ID
			e.add(f)
		}
	}
}

// deniedBy is the entry of the deny list that a channel's host is on, as far as its name
// tells: the cluster also looks up addresses.
func deniedBy(list []string, c destinations.Live) (entry string, denied bool) {
	host := hostOf(c)
	if host == "" {
		return "", false
	}
	address, notAddress := netip.ParseAddr(host)
	for _, entry := range list {
		if entry == host {
			return entry, true
		}
		network, err := netip.ParsePrefix(entry)
		if err == nil && notAddress == nil && network.Contains(address) {
			return entry, true
		}
	}
	return "", false
}

// hostOf is the host that a channel's URL names; "" where it has none.
func hostOf(c destinations.Live) string {
	var secret destinations.Secret
	switch s := c.Destination.Settings.(type) {
	case *destinations.ChatSettings:
		secret = s.URL
	case *destinations.WebhookSettings:
		secret = s.URL
	}
	u, err := url.Parse(secret.Reveal())
	if err != nil {
		return ""
	}
	return u.Hostname()
}
