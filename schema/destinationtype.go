package schema

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// typeConstraint reads the type of a variable: those of Terraform, and destination,
// which a reference to a destination or existing block has.
//
// typeexpr knows no types but its own, so destination is read as a type that nobody
// else writes, and changed back in what comes out.
func typeConstraint(expr hcl.Expression) (cty.Type, *typeexpr.Defaults, hcl.Diagnostics) {
	if e, ok := expr.(hclsyntax.Expression); ok {
		expr = withStandIn(e)
	}
	t, defaults, diags := typeexpr.TypeConstraintWithDefaults(expr)
	if diags.HasErrors() {
		return t, defaults, diags
	}
	changeDefaults(defaults)
	return withDestinations(t), defaults, diags
}

// standInName is the attribute of the type that stands for destination.
const standInName = "a destination"

var standIn = cty.Object(map[string]cty.Type{standInName: cty.Bool})

// withStandIn replaces the word destination in the expression of a type.
func withStandIn(e hclsyntax.Expression) hclsyntax.Expression {
	switch e := e.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		if hcl.ExprAsKeyword(e) == "destination" {
			return standInExpr(e.SrcRange)
		}
	case *hclsyntax.FunctionCallExpr:
		call := *e
		call.Args = nil
		for _, arg := range e.Args {
			call.Args = append(call.Args, withStandIn(arg))
		}
		return &call
	case *hclsyntax.ObjectConsExpr:
		object := *e
		object.Items = nil
		for _, item := range e.Items {
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{KeyExpr: item.KeyExpr, ValueExpr: withStandIn(item.ValueExpr)})
		}
		return &object
	case *hclsyntax.TupleConsExpr:
		tuple := *e
		tuple.Exprs = nil
		for _, element := range e.Exprs {
			tuple.Exprs = append(tuple.Exprs, withStandIn(element))
		}
		return &tuple
	}
	return e
}

func standInExpr(at hcl.Range) hclsyntax.Expression {
	word := func(name string) *hclsyntax.ScopeTraversalExpr {
		return &hclsyntax.ScopeTraversalExpr{Traversal: hcl.Traversal{hcl.TraverseRoot{Name: name, SrcRange: at}}, SrcRange: at}
	}
	key := &hclsyntax.ObjectConsKeyExpr{Wrapped: word(standInName)}
	return &hclsyntax.FunctionCallExpr{
		Name: "object", NameRange: at, OpenParenRange: at, CloseParenRange: at,
		Args: []hclsyntax.Expression{&hclsyntax.ObjectConsExpr{Items: []hclsyntax.ObjectConsItem{{KeyExpr: key, ValueExpr: word("bool")}}, SrcRange: at, OpenRange: at}},
	}
}

// withDestinations is a type with destination in the place of what stood for it.
func withDestinations(t cty.Type) cty.Type {
	switch {
	case t.Equals(standIn):
		return addressType
	case t.IsListType():
		return cty.List(withDestinations(t.ElementType()))
	case t.IsSetType():
		return cty.Set(withDestinations(t.ElementType()))
	case t.IsMapType():
		return cty.Map(withDestinations(t.ElementType()))
	case t.IsTupleType():
		var types []cty.Type
		for _, element := range t.TupleElementTypes() {
			types = append(types, withDestinations(element))
		}
		return cty.Tuple(types)
	case t.IsObjectType():
		types, optional := map[string]cty.Type{}, []string{}
		for name, inner := range t.AttributeTypes() {
			types[name] = withDestinations(inner)
			if t.AttributeOptional(name) {
				optional = append(optional, name)
			}
		}
		return cty.ObjectWithOptionalAttrs(types, optional)
	}
	return t
}

// changeDefaults does the same in what optional attributes have by default: a
// destination has null.
func changeDefaults(d *typeexpr.Defaults) {
	if d == nil {
		return
	}
	d.Type = withDestinations(d.Type)
	for name, v := range d.DefaultValues {
		if v.IsNull() {
			d.DefaultValues[name] = cty.NullVal(withDestinations(v.Type()))
		}
	}
	for _, inner := range d.Children {
		changeDefaults(inner)
	}
}

// holdsDestination tells whether a type is that of a destination, or has one in it.
func holdsDestination(t cty.Type) bool {
	switch {
	case t == addressType:
		return true
	case t.IsCollectionType():
		return holdsDestination(t.ElementType())
	case t.IsTupleType():
		for _, inner := range t.TupleElementTypes() {
			if holdsDestination(inner) {
				return true
			}
		}
	case t.IsObjectType():
		for _, inner := range t.AttributeTypes() {
			if holdsDestination(inner) {
				return true
			}
		}
	}
	return false
}
