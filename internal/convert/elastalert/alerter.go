package elastalert

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/generate"
)

// alerter is one of those whom a rule tells.
type alerter struct {
	*rule // with the alerter's own settings before the rule's
	name  string
	at    place
	w     window
}

// hooks are the alerters that post to a webhook, by the kind of channel that does it.
var hooks = map[string]struct{ kind, setting, channel string }{
	"slack":      {"slack", "slack_webhook_url", "slack_channel_override"},
	"mattermost": {"mattermost", "mattermost_webhook_url", "mattermost_channel_override"},
	"ms_teams":   {"microsoft_teams", "ms_teams_webhook_url", ""},
}

// telling is a destination that is declared if the rule is converted, and what it is told.
type telling struct {
	declare func() string
	said    convert.Action
}

// actions are the messages of a rule's trigger.
func (r *rule) actions(w window, name string) []convert.Action {
	alerters := r.alerters(w)
	if r.options.Destination != "" {
		return []convert.Action{r.action(w, name, "tell", r.options.Destination)}
	}
	s := r.get("alert")
	if len(alerters) == 0 {
		r.refuse(r.start(), "Rule that tells nobody", "It has no alert, and ElastAlert refuses it. Say whom it tells, or give --destination ADDRESS.")
		return nil
	}
	var found []telling
	for _, a := range alerters {
		said := a.rule.action(w, name, "", "")
		if a.name == "post" {
			said.Subject, said.Message = "", a.payload()
		}
		for _, declare := range a.destinations() {
			found = append(found, telling{declare, said})
		}
		r.refused = r.refused || a.refused
	}
	var actions []convert.Action
	for _, f := range found {
		if r.refused {
			break
		}
		f.said.Destination = f.declare()
		parts := strings.Split(f.said.Destination, ".")
		f.said.Label = parts[2]
		if slices.ContainsFunc(actions, func(b convert.Action) bool { return b.Label == parts[2] }) {
			f.said.Label = parts[1] + "_" + parts[2]
		}
		if !slices.ContainsFunc(actions, func(b convert.Action) bool { return b.Destination == f.said.Destination }) {
			actions = append(actions, f.said)
		}
	}
	if len(actions) == 0 && !r.refused {
		r.note(s.at(), "Rule that tells nobody", "debug writes into ElastAlert's log alone. The trigger has no action.")
	}
	return actions
}

func (r *rule) action(w window, name, label, to string) convert.Action {
	return convert.Action{Label: label, Destination: to, Subject: r.subject(w, name), Message: r.text(w, name), Throttle: w.throttle}
}

// alerters are those of a rule, each with its own settings.
func (r *rule) alerters(w window) []alerter {
	s := r.get("alert")
	var all []alerter
	for _, n := range items(s.value) {
		a := alerter{rule: r, name: n.Value, at: s.in.text.At(n), w: w}
		if n.Kind == yaml.MappingNode && len(n.Content) >= 2 {
			first := pairs(n)[0]
			own := &document{source: s.in.source, text: s.in.text, pairs: pairs(first.Value)}
			a.name, a.at = first.Key.Value, s.in.text.At(first.Key)
			a.rule = &rule{conversion: r.conversion, documents: append([]*document{own}, r.documents...)}
		}
		all = append(all, a)
	}
	return all
}

// destinations are those whom an alerter tells: each declares one, and gives its address.
// Nothing is declared for a rule that is refused.
func (a alerter) destinations() []func() string {
	hook, isHook := hooks[a.name]
	switch {
	case isHook:
		return a.hook(hook.kind, hook.setting, hook.channel)
	case a.name == "sns":
		return a.topic()
	case a.name == "email":
		return a.email()
	case a.name == "post":
		return a.post()
	case a.name == "debug":
		return nil
	}
	a.refuse(a.at, "Alerter that is not converted", "There is no channel that does what %s does. If its service takes webhooks, make a destination of the kind webhook by hand; or let --destination ADDRESS be told instead of all alerters.", a.name)
	return nil
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

// topic is a channel of SNS.
func (a alerter) topic() []func() string {
	s := a.get("sns_topic_arn")
	if s.text() == "" || environment.MatchString(s.text()) {
		a.refuse(a.at, "Topic that is missing", "The alerter sns has its topic in sns_topic_arn, which is not there, or comes from the environment.")
		return nil
	}
	for _, name := range []string{"sns_aws_access_key_id", "sns_aws_profile"} {
		if key := a.get(name); key.there() {
			a.note(key.at(), "Credentials of ElastAlert", "A cluster publishes as itself, or by the role of the destination (role_arn): keys and profiles are left out.")
			break
		}
	}
	arn := s.text()
	return []func() string{func() string {
		return a.declare("sns", arn, arn[strings.LastIndex(arn, ":")+1:], func(b *generate.Block, _ string) { b.Set("topic_arn", arn) })
	}}
}
