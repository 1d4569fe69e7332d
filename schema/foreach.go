package schema

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
)

// failed stands for a value that could not be computed, which has been told:
// what depends on it says nothing more.
var failed = cty.DynamicVal.Mark(failedMark{})

type failedMark struct{}

func hasFailed(v cty.Value) bool {
	_, marks := v.UnmarkDeep()
	_, ok := marks[failedMark{}]
	return ok
}

// addressType is the type of references to destinations: it can't be put into a
// text, only be named where a destination is wanted. monitorType is that of
// references to monitors, which tests make.
var (
	addressType = referenceType("destination")
	monitorType = referenceType("monitor")
)

func referenceType(name string) cty.Type {
	return cty.CapsuleWithOps(name, reflect.TypeFor[address.Address](), &cty.CapsuleOps{
		Equals: func(a, b any) cty.Value {
			return cty.BoolVal(*a.(*address.Address) == *b.(*address.Address))
		},
		RawEquals: func(a, b any) bool { return *a.(*address.Address) == *b.(*address.Address) },
		HashKey:   func(v any) string { return v.(*address.Address).String() },
	})
}

func addressValue(a address.Address) cty.Value { return cty.CapsuleVal(addressType, &a) }

// instancesOf evaluates a for_each: keys to each.value. False if it can't be
// used, which has been told.
func (s *scope) instancesOf(attribute *hcl.Attribute, block hcl.Range) (map[string]cty.Value, bool) {
	v, ok := s.evaluate(attribute.Expr, block)
	if !ok || hasFailed(v) {
		return nil, false
	}
	if !s.usableForEach(v, place{attribute.Expr.Range(), block}) {
		return nil, false
	}
	instances := map[string]cty.Value{}
	plain, _ := v.Unmark()
	for key, value := range plain.Elements() {
		if plain.Type().IsSetType() {
			key = value
		}
		if key.IsNull() {
			s.report("invalid-for-each", place{attribute.Expr.Range(), block}, "A key of for_each is null. Leave it out.")
			return nil, false
		}
		name := key.AsString()
		if strings.ContainsFunc(name, unicode.IsControl) {
			s.report("invalid-for-each", place{attribute.Expr.Range(), block}, "A key of for_each holds a line break or another control character, and would stand so in addresses. Take it out.")
			return nil, false
		}
		instances[name] = value
	}
	return instances, true
}

// usableForEach checks the value of a for_each, of a block or of a dynamic one.
func (s *scope) usableForEach(v cty.Value, at place) bool {
	keys, _ := v.Unmark()
	secret := v.HasMark(sensitiveMark{})
	if keys.Type().IsSetType() {
		_, marks := v.UnmarkDeep()
		_, secret = marks[sensitiveMark{}]
	}
	t := keys.Type()
	switch {
	case secret:
		s.report("invalid-for-each", at, "for_each must not be made of a secret: its keys become part of addresses, which are printed. If the keys are none, use nonsensitive().")
	case !keys.IsKnown() || t.IsSetType() && !keys.IsWhollyKnown():
		s.report("invalid-for-each", at, "for_each must be known, since its keys become part of addresses, but it depends on %s. Give it a value.", missingIn(v))
	case keys.IsNull():
		s.report("invalid-for-each", at, "for_each is null. For no instance at all write {}.")
	case t.IsMapType() || t.IsObjectType() || t.IsSetType() && (t.ElementType() == cty.String || keys.LengthInt() == 0):
		return true
	case t.IsListType() || t.IsTupleType():
		s.report("invalid-for-each", at, "for_each must be a map or a set of texts, and this is a list, whose elements have no names. Wrap it in toset().")
	default:
		s.report("invalid-for-each", at, "for_each must be a map or a set of texts, and this is %s.", article(t)+ofElements(t))
	}
	return false
}

func ofElements(t cty.Type) string {
	if t.IsSetType() {
		return " of other values"
	}
	return ""
}

// each is what each stands for in an instance.
func each(key string, value cty.Value) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(key), "value": value})
}
