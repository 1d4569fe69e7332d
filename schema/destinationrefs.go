package schema

import (
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
)

// account reads the reference to what an e-mail is sent by.
func (r reading) account() (destinations.Ref, bool) {
	v, ok := r.value("account")
	if !ok {
		return destinations.Ref{}, false
	}
	return r.refTo(v, r.at("account"), wantedRef{
		argument: "account", kinds: destinations.Accounts(), what: "an account that e-mails are sent by",
	})
}

// groups reads the references to groups of recipients.
func (r reading) groups() []destinations.Ref {
	v, ok := r.value("groups")
	if !ok {
		return nil
	}
	plain, _ := v.Unmark()
	switch t := plain.Type(); {
	case !plain.IsKnown():
		return []destinations.Ref{{ID: unknownText(v)}}
	case !isList(t):
		r.report("wrong-type", r.at("groups"), "groups must be a list of references, such as [destination.email_group.team], and this is %s.%s", article(t), asList(plain))
		return nil
	}
	var refs []destinations.Ref
	for i, element := range plain.AsValueSlice() {
		at := r.at("groups").at(elementRange(r.attributes["groups"].Expr, i))
		if ref, ok := r.refTo(element, at, wantedRef{argument: "An element of groups", kinds: []destinations.Kind{destinations.EmailGroup}, what: "a group of recipients"}); ok {
			refs = append(refs, ref)
		}
	}
	return refs
}

// asList says how what is no list of references becomes one.
func asList(v cty.Value) string {
	switch t := v.Type(); {
	case t == addressType:
		return " Put it into brackets."
	case areInstances(v):
		return " All its instances are values(…), as a list."
	default:
		return ""
	}
}

// areInstances tells whether a value is a block with for_each as a whole.
func areInstances(v cty.Value) bool {
	return !v.IsNull() && v.Type().IsObjectType() && v.LengthInt() > 0 && allOf(v, addressType)
}

// wantedRef says what a reference must lead to.
type wantedRef struct {
	argument string
	kinds    []destinations.Kind
	what     string // the kinds in words
}

// refTo is the destination that a value names; where it is not known in this run,
// an id that says so.
func (r reading) refTo(v cty.Value, at place, wanted wantedRef) (destinations.Ref, bool) {
	plain, _ := v.Unmark()
	kind := string(wanted.kinds[0])
	switch {
	case !plain.IsKnown():
		return destinations.Ref{ID: unknownText(v)}, true
	case !plain.IsNull() && plain.Type() == addressType:
		to := *plain.EncapsulatedValue().(*address.Address)
		if slices.Contains(wanted.kinds, destinations.Kind(to.Type())) {
			return destinations.Ref{Address: to}, true
		}
		r.report("invalid-reference", at, "%s must be %s (%s), and %s is none.", wanted.argument, wanted.what, oneOf(names(wanted.kinds)), to)
	case areInstances(plain):
		r.report("unknown-instance", at, "This destination has for_each, so one of its instances must be chosen: add [each.key] or a key in quotes.%s", instanceHint(plain))
	default:
		r.report("invalid-reference", at, "%s must refer to %s, without quotes: destination.%s.LABEL. One that is not declared here is named by a block existing %q \"LABEL\" { id = … }.", wanted.argument, wanted.what, kind, kind)
	}
	return destinations.Ref{}, false
}

func names(kinds []destinations.Kind) []string {
	var all []string
	for _, kind := range kinds {
		all = append(all, string(kind))
	}
	return all
}
