package schema

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/monitors"
)

// reading reads the attributes of one block, telling what is wrong with each.
//
// Its methods return false where an attribute is absent, null or wrong; the
// latter has been told. Unknown texts come back as monitors.UnknownText.
type reading struct {
	*scope
	block      hcl.Range
	attributes hcl.Attributes

	results map[string]result

	// misspelt are arguments and blocks that are missing because they are
	// written otherwise, which has been told.
	misspelt map[string]bool
}

// lacks tells whether none of these is there, misspelt or not.
func (r reading) lacks(names ...string) bool {
	for _, name := range names {
		if r.has(name) || r.misspelt[name] {
			return false
		}
	}
	return true
}

// result is what the evaluation of an attribute came to.
type result struct {
	value cty.Value
	ok    bool
}

// evaluated computes an attribute once, however often it is asked for.
func (r reading) evaluated(name string) (result, bool) {
	attribute, there := r.attributes[name]
	if !there {
		return result{}, false
	}
	if done, ok := r.results[name]; ok {
		return done, true
	}
	v, ok := r.evaluate(attribute.Expr, r.block)
	r.results[name] = result{v, ok && !hasFailed(v)}
	if hasFailed(v) {
		r.errors++ // told where it failed: what is read here is not whole
	}
	return r.results[name], true
}

// in is the same block read in another scope.
func (r reading) in(s *scope) reading {
	r.scope, r.results = s, map[string]result{}
	return r
}

// value evaluates an attribute; a null one counts as absent.
func (r reading) value(name string) (cty.Value, bool) {
	found, _ := r.evaluated(name)
	if !found.ok || found.value.IsNull() {
		return cty.NilVal, false
	}
	return found.value, true
}

// at is where an attribute's value stands; the block's start if it is absent.
func (r reading) at(name string) place {
	if attribute, ok := r.attributes[name]; ok {
		return place{attribute.Expr.Range(), r.block}
	}
	return place{subject: r.block}
}

// has tells whether an attribute is there; one that is null is not.
func (r reading) has(name string) bool {
	found, there := r.evaluated(name)
	return there && (!found.ok || !found.value.IsNull())
}

// converted is an attribute's value in a type, marks and all.
func (r reading) converted(name string, t cty.Type) (cty.Value, bool) {
	v, ok := r.value(name)
	if !ok {
		return cty.NilVal, false
	}
	converted, err := convert.Convert(v, t)
	if err != nil || !fits(v.Type(), t) {
		r.report("wrong-type", r.at(name), "%s must be %s, and this is %s.", name, article(t), article(v.Type()))
		return cty.NilVal, false
	}
	return converted, true
}

// fits is false for the conversions that hide mistakes: a bool where a text or
// number is due.
func fits(from, to cty.Type) bool { return from != cty.Bool || to == cty.Bool }

// text is an attribute's text. A secret in it is kept, and warned of.
func (r reading) text(name string) (string, bool) {
	v, ok := r.converted(name, cty.String)
	if !ok {
		return "", false
	}
	text, marks := textOf(v)
	if hasSecret(marks) {
		r.report("sensitive-text", r.at(name), "%s holds a secret. The server keeps it in clear, and everybody who may read it there sees it. If it is none, use nonsensitive().", name)
		if !isUnknown(text) {
			r.secrets.addLines(text)
		}
	}
	return text, true
}

// publicText is an attribute's text in a place that is printed: it must not be
// secret.
func (r reading) publicText(name string) (string, bool) {
	v, ok := r.converted(name, cty.String)
	if !ok {
		return "", false
	}
	text, marks := textOf(v)
	if hasSecret(marks) {
		r.report("sensitive-value", r.at(name), "%s must not hold a secret, since it is printed and stored in clear. If it is none, use nonsensitive().", name)
		return "", false
	}
	return text, true
}

// plainText is a text that must be known, too.
func (r reading) plainText(name string) (string, bool) {
	text, ok := r.publicText(name)
	if !ok {
		return "", false
	}
	if reason, missing := monitors.Unknown(text); missing {
		r.report("unknown-value", r.at(name), "%s must be known, but depends on %s. Give it a value.", name, reason)
		return "", false
	}
	return text, true
}

// secret is an attribute that is one, marked or not.
func (r reading) secret(name string) (destinations.Secret, bool) {
	v, ok := r.converted(name, cty.String)
	if !ok {
		return destinations.Secret{}, false
	}
	return r.secretOf(v), true
}

func (r reading) secretOf(v cty.Value) destinations.Secret {
	if !v.IsKnown() {
		return destinations.UnknownSecret(missingIn(v))
	}
	text, _ := textOf(v)
	r.secrets.add(text)
	return destinations.NewSecret(text)
}

// flag is a bool that must be known.
func (r reading) flag(name string) (value, ok bool) {
	v, ok := r.converted(name, cty.Bool)
	if !ok {
		return false, false
	}
	plain, _ := v.Unmark()
	if !plain.IsKnown() {
		r.report("unknown-value", r.at(name), "%s must be known, but depends on %s. Give it a value.", name, missingIn(v))
		return false, false
	}
	return plain.True(), true
}

// unlessFalse is a flag that is true where it is not given.
func (r reading) unlessFalse(name string) bool {
	value, ok := r.flag(name)
	return value || !ok
}

// needed says that an attribute that the schema requires is there, but null.
func (r reading) needed(names ...string) {
	for _, name := range names {
		if found, there := r.evaluated(name); there && found.ok && found.value.IsNull() {
			r.report("null-value", r.at(name), "%s is needed, and this is null.", name)
		}
	}
}

// notBlank tells whether a text that was read says something.
func (r reading) notBlank(name, text string) bool {
	if strings.TrimSpace(text) != "" {
		return true
	}
	r.report("empty-text", r.at(name), "%s is empty. Write what it is, or take the line out.", name)
	return false
}

// textOf is a text without its marks, monitors.UnknownText for an unknown one.
func textOf(v cty.Value) (string, cty.ValueMarks) {
	plain, marks := v.UnmarkDeep()
	if !plain.IsKnown() {
		return unknownText(v), marks
	}
	return plain.AsString(), marks
}
