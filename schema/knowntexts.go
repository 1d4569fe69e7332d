package schema

import "github.com/zclconf/go-cty/cty"

// knownTexts reads a list of texts that must be known; false where it is absent or
// wrong, which has been told.
func (r reading) knownTexts(name string) ([]listed, bool) {
	v, ok := r.value(name)
	if !ok {
		return nil, false
	}
	plain, marks := v.UnmarkDeep()
	switch t := plain.Type(); {
	case hasSecret(marks):
		r.report("sensitive-value", r.at(name), "%s must not hold a secret, since it is printed and stored in clear. If it is none, use nonsensitive().", name)
		return nil, false
	case !plain.IsWhollyKnown():
		r.report("unknown-value", r.at(name), "%s must be known, but depends on %s. Give it a value.", name, missingIn(v))
		return nil, false
	case !isList(t):
		r.report("wrong-type", r.at(name), "%s must be a list of texts, and this is %s.", name, article(t))
		return nil, false
	}
	var out []listed
	for i, element := range plain.AsValueSlice() {
		at := place{elementRange(r.attributes[name].Expr, i), r.block}
		if element.IsNull() || element.Type() != cty.String {
			r.report("wrong-type", at, "%s must be a list of texts.", name)
			return nil, false
		}
		out = append(out, listed{element.AsString(), at})
	}
	return out, true
}

// isList tells whether a value of the type is a list, as people write and read them.
func isList(t cty.Type) bool { return t.IsTupleType() || t.IsListType() || t.IsSetType() }
