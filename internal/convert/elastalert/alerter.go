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
