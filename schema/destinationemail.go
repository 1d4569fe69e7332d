package schema

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/destinations"
)

func (r reading) email() destinations.Settings {
	r.needed("account")
	s := &destinations.EmailSettings{Recipients: r.recipients()}
	s.Account, _ = r.account()
	s.Groups = r.groups()
	if r.lacks("recipients", "groups") || r.areEmpty("recipients", "groups") {
		r.report("no-recipients", place{subject: r.block}, "This e-mail goes to nobody: the server takes that, and sending fails (\"List is empty.\"). Give it recipients or groups.")
	}
	return s
}

func (r reading) emailGroup() destinations.Settings {
	r.needed("recipients")
	s := &destinations.EmailGroupSettings{Recipients: r.recipients()}
	if r.has("recipients") && r.areEmpty("recipients") {
		r.report("no-recipients", r.at("recipients"), "This group is nobody: the server takes that, and sending to it fails (\"List is empty.\"). Name its people, or take the group out.")
	}
	return s
}

// areEmpty tells whether lists are there without an element, or absent.
func (r reading) areEmpty(names ...string) bool {
	for _, name := range names {
		v, ok := r.value(name)
		if !ok {
			if r.has(name) || r.misspelt[name] {
				return false // told already
			}
			continue
		}
		plain, _ := v.Unmark()
		if !plain.IsKnown() || !isList(plain.Type()) || plain.LengthInt() > 0 {
			return false
		}
	}
	return true
}

// recipients reads a list of addresses. One that is not known stands as
// monitors.UnknownText.
func (r reading) recipients() []string {
	v, ok := r.value("recipients")
	if !ok {
		return nil
	}
	plain, marks := v.UnmarkDeep()
	switch t := plain.Type(); {
	case hasSecret(marks):
		r.report("sensitive-value", r.at("recipients"), "recipients must not hold a secret, since they are printed and stored in clear. If they are none, use nonsensitive().")
		return nil
	case !plain.IsKnown():
		return []string{unknownText(v)}
	case !isList(t):
		r.report("wrong-type", r.at("recipients"), "recipients must be a list of addresses, such as [\"oncall@example.com\"], and this is %s.", article(t))
		return nil
	}
	var list []string
	for i, element := range plain.AsValueSlice() {
		at := r.at("recipients").at(elementRange(r.attributes["recipients"].Expr, i))
		switch {
		case !element.IsKnown():
			list = append(list, unknownText(v))
		case element.IsNull() || element.Type() != cty.String:
			r.report("wrong-type", at, "A recipient must be a text: an address such as oncall@example.com.")
		default:
			r.checkEmailAddress(element.AsString(), at)
			list = append(list, element.AsString())
		}
	}
	return list
}

func (r reading) checkEmailAddress(text string, at place) {
	if !destinations.IsEmailAddress(text) {
		r.report("invalid-email", at, "%q is no address that the server takes; one looks like oncall@example.com.", text)
	}
}

// from reads the sender's address.
func (r reading) from() string {
	r.needed("from")
	text, ok := r.publicText("from")
	if ok && !isUnknown(text) {
		r.checkEmailAddress(text, r.at("from"))
	}
	return text
}
