package elastalert

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/generate"
)

// hooks are the alerters that post to a webhook, by the kind of channel that does it.
var hooks = map[string]struct{ kind, setting, channel string }{
	"slack":      {"slack", "slack_webhook_url", "slack_channel_override"},
	"mattermost": {"mattermost", "mattermost_webhook_url", "mattermost_channel_override"},
	"ms_teams":   {"microsoft_teams", "ms_teams_webhook_url", ""},
}

// hook is a channel for each URL that a setting says; its value is a variable.
func (a alerter) hook(kind, name, channel string) []func() string {
	s := a.get(name)
	urls := s.texts()
	if len(urls) == 0 {
		a.refuse(a.at, "Webhook that is missing", "The alerter %s has its URL in %s, which is not there.", a.name, name)
		return nil
	}
	a.looks()
	rooms := []string{""}
	if override := a.get(channel); channel != "" && override.there() {
		rooms = override.texts()
		a.note(override.at(), "Channel of its own", "A webhook of today posts to the channel that it was made for. The destination for %s has a variable of its own: give it the URL of a webhook of that channel.", strings.Join(rooms, ", "))
	}
	var all []func() string
	for _, url := range urls {
		for _, room := range rooms {
			all = append(all, func() string {
				return a.declare(kind, url+"\x00"+room, a.hint(s, room), func(b *generate.Block, label string) {
					b.Set("url", a.secret(kind, label, "url", room))
				})
			})
		}
	}
	return all
}

// hint is what a destination is called: its room, or what uses it.
func (a alerter) hint(s setting, room string) string {
	switch {
	case strings.Trim(room, "#@ ") != "":
		return strings.Trim(room, "#@ ")
	case s.in == a.config:
		return "elastalert"
	}
	return a.rule.name()
}

// declare is the address of a destination, which is made once for all that send to the same.
func (a alerter) declare(kind, same, hint string, fill func(b *generate.Block, label string)) string {
	key := kind + "\x00" + same
	if at, ok := a.conversion.destinations[key]; ok {
		return at
	}
	label := a.labels.Take("destination."+kind, hint)
	b := generate.Block{Type: "destination", Labels: []string{kind, label}}
	fill(&b, label)
	a.told = append(a.told, convert.Object{Source: a.documents[len(a.documents)-1].source.Name, Block: b})
	at := "destination." + kind + "." + label
	a.conversion.destinations[key] = at
	return at
}

// secret is a reference to a new variable for a secret of a destination.
func (a alerter) secret(kind, label, what, room string) generate.Reference {
	name := a.labels.Take("variable", kind+"_"+label+"_"+what)
	description := what + " of destination." + kind + "." + label
	if room != "" {
		description += ", a webhook of the channel " + room
	}
	a.told = append(a.told, convert.Object{Source: a.documents[len(a.documents)-1].source.Name, Block: generate.Variable(name, description)})
	return generate.Reference("var." + name)
}

// looks tells once that settings of how a message looks are left out.
func (a alerter) looks() {
	prefix := a.name + "_"
	var names []string
	var at place
	for _, d := range a.documents {
		for _, p := range d.pairs {
			if !strings.HasPrefix(p.Key.Value, prefix) || strings.HasSuffix(p.Key.Value, "webhook_url") || strings.HasSuffix(p.Key.Value, "channel_override") || slices.Contains(names, p.Key.Value) {
				continue
			}
			if len(names) == 0 {
				at = d.text.At(p.Key)
			}
			names = append(names, p.Key.Value)
		}
	}
	if len(names) > 0 {
		a.note(at, "How a message looks", "A channel sends the text alone. Left out: %s.", strings.Join(names, ", "))
	}
}
