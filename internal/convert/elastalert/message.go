package elastalert

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/pattern"
)

// message writes the texts of a rule as Mustache: in each of the events that a run found,
// in one of them, or in each group.
type message struct {
	*rule
	window window
	// prefix leads to the event that a field is one of; groups have none.
	prefix string
}

const (
	firstHit = "ctx.results.0.hits.hits.0."
	total    = "{{ctx.results.0.hits.total.value}}"
)

// subject is the title of a message.
func (r *rule) subject(w window, name string) string {
	s := r.get("alert_subject")
	if !s.there() {
		return r.literal(r.start(), name)
	}
	m := message{rule: r, window: w, prefix: firstHit}
	return m.fill(s, r.get("alert_subject_args"), setting{})
}

// text is the message.
func (r *rule) text(w window, name string) string {
	m := message{rule: r, window: w}
	switch {
	case w.groups():
		one := m.one(name)
		return "{{#ctx.newAlerts}}\n" + one + "{{/ctx.newAlerts}}\n{{#ctx.dedupedAlerts}}\n" + one + "{{/ctx.dedupedAlerts}}\n"
	case w.count > 1:
		m.prefix = firstHit
		return m.one(name)
	}
	return "{{#ctx.results.0.hits.hits}}\n" + m.one(name) + "{{/ctx.results.0.hits.hits}}\n"
}

// one is what is told of one event, or of one group.
func (m message) one(name string) string {
	s := m.get("alert_text")
	var b strings.Builder
	if s.there() {
		b.WriteString(strings.TrimRight(m.fill(s, m.get("alert_text_args"), m.get("alert_text_kw")), "\n") + "\n")
	} else {
		b.WriteString(m.literal(m.start(), name) + "\n")
	}
	how := m.get("alert_text_type")
	switch how.text() {
	case "alert_text_only", "":
	case "exclude_fields":
	case "alert_text_jinja":
		m.refuse(how.at(), "Template that is not converted", "The text is a template of Jinja, a language with programs in it. Write it with alert_text_args, or by hand as Mustache.")
	default:
		m.refuse(how.at(), "Form of text that is not converted", "%s is not known here: alert_text_only and exclude_fields are.", how.text())
	}
	if how.text() == "alert_text_only" {
		return b.String()
	}
	if m.window.count > 1 && m.window.groups() {
		b.WriteString("\nAt least " + strconv.Itoa(m.window.count) + " events within " + words(m.window.length) + " of {{bucket_keys}}\n")
	} else if m.window.count > 1 {
		b.WriteString("\n" + total + " events within " + words(m.window.length) + "\n")
	}
	switch {
	case how.text() != "":
	case m.window.groups() && m.window.count <= 1:
		b.WriteString("\n{{bucket_keys}}\n")
	case !m.window.groups():
		b.WriteString("\n{{" + m.prefix + "_source}}\n")
	}
	return b.String()
}

// fill puts fields into a text: those of a list by their numbers, or by names.
func (m message) fill(s, list, named setting) string {
	text := s.text()
	if s.value.Kind != yaml.ScalarNode {
		m.refuse(s.at(), "Text that can't be read", "%s is a text.", s.key.Value)
		return ""
	}
	if environment.MatchString(text) {
		m.refuse(s.at(), "Value from the environment", "ElastAlert puts the environment's value into this text when it starts. Write the value itself, or make the text a variable by hand.")
		return ""
	}
	switch {
	case list.there():
		var values []string
		for _, n := range items(list.value) {
			values = append(values, m.field(list, n.Value))
		}
		return m.format(s, text, func(name string, next int) (string, bool) {
			if name != "" {
				var err error
				if next, err = strconv.Atoi(name); err != nil {
					return "", false
				}
			}
			if next < 0 || next >= len(values) {
				return "", false
			}
			return values[next], true
		})
	case named.there():
		return m.format(s, text, func(name string, _ int) (string, bool) {
			for _, p := range pairs(named.value) {
				if p.Value.Value == name && name != "" {
					return m.field(named, p.Key.Value), true
				}
			}
			return "", false
		})
	}
	return m.literal(s.at(), text)
}

var fieldName = pattern.New(`^[A-Za-z0-9_@-]+(\.[A-Za-z0-9_@-]+)*$`)
var inList = pattern.New(`\[([0-9]+)\]`)

// field is a tag that shows a field of an event, or a property of the rule.
func (m message) field(s setting, name string) string {
	switch name {
	case "num_hits":
		return total
	case "num_matches":
		if m.window.count > 1 {
			return "1"
		}
		return total
	}
	if own := m.get(name); own.there() && !m.options.Mapping.Has(name) {
		if own.value.Kind != yaml.ScalarNode || isSecret(name) || environment.MatchString(own.text()) {
			m.refuse(s.at(), "Setting in a text", "%s is a setting of the rule that can't be written into a text: it is a secret, a list, or not known here.", name)
			return ""
		}
		return m.literal(s.at(), own.text())
	}
	if m.window.groups() {
		return m.ofGroup(s, name)
	}
	path := inList.ReplaceAllString(strings.TrimSuffix(name, ".keyword"), ".$1")
	if !fieldName.MatchString(path) {
		m.refuse(s.at(), "Field that a message can't show", "%s: Mustache knows names of letters, digits, _, @ and -, joined by full stops.", name)
		return ""
	}
	if path != "_id" && path != "_index" {
		path = "_source." + path
	}
	tag := "{{" + m.prefix + path + "}}"
	if missing := m.get("alert_missing_value"); missing.there() {
		tag += "{{^" + m.prefix + path + "}}" + m.literal(missing.at(), missing.text()) + "{{/" + m.prefix + path + "}}"
	}
	return tag
}

// ofGroup is what is known of a group: its key.
func (m message) ofGroup(s setting, name string) string {
	keys := m.window.names
	if len(keys) == 1 && strings.TrimSuffix(keys[0], ".keyword") == strings.TrimSuffix(name, ".keyword") || name == strings.Join(keys, ",") {
		if m.prefix != "" { // outside of the loop; a message is about one group
			return "{{#ctx.newAlerts}}{{bucket_keys}}{{/ctx.newAlerts}}{{#ctx.dedupedAlerts}}{{bucket_keys}}{{/ctx.dedupedAlerts}}"
		}
		return "{{bucket_keys}}"
	}
	m.note(s.at(), "Field that a message of groups lacks", "A message about a group knows its key, and no event: %s is left out.", name)
	if missing := m.get("alert_missing_value"); missing.there() {
		return m.literal(missing.at(), missing.text())
	}
	return "<MISSING VALUE>"
}
