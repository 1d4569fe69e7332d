package sigma

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert/clause"
)

// each changes each value.
func (i *item) each(change func(*value) string) (*yaml.Node, string) {
	for _, v := range i.values {
		if reason := change(v); reason != "" {
			return v.node, reason
		}
	}
	return nil, ""
}

// part lets something stand before or behind texts.
func (i *item) part(name string, before, behind bool) (*yaml.Node, string) {
	return i.each(func(v *value) string {
		switch {
		case v.kind == isRegexp && name == "contains":
			return "" // that is how expressions are meant
		case !v.asText():
			return name + " stands before texts."
		}
		for n, w := range v.texts {
			v.texts[n] = w.around(before, behind)
		}
		return ""
	})
}

// bound compares numbers by their size.
func (i *item) bound(op string) (*yaml.Node, string) {
	i.asked = op
	return i.each(becomes(isNumber, isBound, op+" compares with a number, without quotes."))
}

// becomes lets values of one kind mean another; of any other kind it gives the reason why not.
func becomes(from, to valueKind, reason string) func(*value) string {
	return func(v *value) string {
		if v.kind != from {
			return reason
		}
		v.kind = to
		return ""
	}
}

func expression(v *value) string {
	if v.kind != isText && v.kind != isNumber {
		return "A regular expression is a text."
	}
	v.kind = isRegexp
	return ""
}

func flag(name string) func(*value) string {
	return func(v *value) string {
		if v.kind != isRegexp {
			return name + " is a flag of regular expressions: it stands behind re."
		}
		v.flags += name
		return ""
	}
}

// reference takes a text for the name of another field.
func reference(v *value) string {
	if v.kind != isText || len(v.texts) != 1 || v.texts[0].pattern() != clause.Literally(v.text) {
		return "fieldref takes the name of a field, as the only modifier beside all, neq and cased."
	}
	v.kind = isField
	return ""
}

// expand refuses values that are to be put in by whoever converts the rule.
func expand(v *value) string {
	if v.kind != isText {
		return ""
	}
	text := strings.ReplaceAll(v.text, `\%`, "")
	if first := strings.IndexByte(text, '%'); first >= 0 && strings.Contains(text[first+1:], "%") {
		return "Which values " + v.text + " stands for, the rule doesn't say. Write them out, without expand."
	}
	for n, w := range v.texts {
		for k := range w {
			w[k].text = strings.ReplaceAll(w[k].text, `\%`, "%")
		}
		v.texts[n] = w
	}
	return ""
}
