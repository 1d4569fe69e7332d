package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/alertplan/alertplan/internal/convert/resource"
)

// instances are the resources that a block declares.
func (m *module) instances(b block) []resource.Resource {
	kind, known := kinds[b.Labels[0]]
	if !known {
		return nil
	}
	var out []resource.Resource
	for _, e := range m.counted(b) {
		out = append(out, resource.Resource{
			Type: kind, Label: e.label(b.Labels[1]), Ref: addressOf(b, e), Source: b.source, At: b.DefRange(),
			Properties: m.body(b, b.Body, b.Labels[0], e.vars),
		})
	}
	return out
}

// body is a body as a map.
func (m *module) body(b block, body *hclsyntax.Body, path string, each map[string]cty.Value) resource.Value {
	v := resource.Of(resource.Map, "", b.source, body.Range())
	attributes := make([]*hclsyntax.Attribute, 0, len(body.Attributes))
	for _, a := range body.Attributes {
		attributes = append(attributes, a)
	}
	slices.SortFunc(attributes, func(a, b *hclsyntax.Attribute) int { return a.SrcRange.Start.Byte - b.SrcRange.Start.Byte })
	for _, a := range attributes {
		v.Members = append(v.Members, resource.Member{Key: nameOf(path, a.Name), Value: m.value(b, a.Expr, each)})
	}
	for _, inner := range body.Blocks {
		if inner.Type == "dynamic" && len(inner.Labels) == 1 {
			unknown := resource.Of(resource.Unknown, "", b.source, inner.DefRange())
			unknown.Why = "It is made by a dynamic block."
			v.Members = append(v.Members, resource.Member{Key: nameOf(path, inner.Labels[0]), Value: unknown})
			continue
		}
		name := nameOf(path, inner.Type)
		value := m.body(b, inner.Body, path+"."+inner.Type, each)
		if name == "MetricStat" {
			value.Members = append(value.Members, resource.Member{Key: "Metric", Value: value})
		}
		if i := slices.IndexFunc(v.Members, func(other resource.Member) bool { return other.Key == name }); lists[name] && i >= 0 && v.Members[i].Value.Kind == resource.List {
			v.Members[i].Value.List = append(v.Members[i].Value.List, value)
			continue
		}
		if lists[name] {
			list := resource.Of(resource.List, "", b.source, inner.DefRange())
			list.List = []resource.Value{value}
			value = list
		}
		v.Members = append(v.Members, resource.Member{Key: name, Value: value})
	}
	return v
}

// value is what an expression says.
func (m *module) value(b block, expr hclsyntax.Expression, each map[string]cty.Value) resource.Value {
	if v, diags := expr.Value(m.scope(each)); !diags.HasErrors() && v.IsWhollyKnown() {
		return m.literal(b, v, expr.Range())
	}
	switch e := expr.(type) {
	case *hclsyntax.TemplateWrapExpr:
		return m.value(b, e.Wrapped, each)
	case *hclsyntax.ParenthesesExpr:
		return m.value(b, e.Expression, each)
	case *hclsyntax.ConditionalExpr:
		if c := m.known(e.Condition, each); c.IsKnown() && !c.IsNull() && c.Type() == cty.Bool {
			if c.True() {
				return m.value(b, e.TrueResult, each)
			}
			return m.value(b, e.FalseResult, each)
		}
	case *hclsyntax.TupleConsExpr:
		return m.list(b, e, e.Exprs, each)
	case *hclsyntax.FunctionCallExpr:
		if slices.Contains([]string{"concat", "compact", "flatten", "toset", "tolist", "distinct"}, e.Name) {
			return m.list(b, e, e.Args, each).Flat()
		}
	case *hclsyntax.ScopeTraversalExpr, *hclsyntax.RelativeTraversalExpr, *hclsyntax.IndexExpr:
		return resource.Of(resource.Reference, string(expr.Range().SliceBytes(b.source.Text)), b.source, expr.Range())
	}
	v := resource.Of(resource.Unknown, "", b.source, expr.Range())
	v.Why = m.why(expr, each)
	return v
}

func (m *module) list(b block, at hclsyntax.Expression, parts []hclsyntax.Expression, each map[string]cty.Value) resource.Value {
	v := resource.Of(resource.List, "", b.source, at.Range())
	for _, part := range parts {
		v.List = append(v.List, m.value(b, part, each))
	}
	return v
}

// why says what keeps an expression from having a value.
func (m *module) why(expr hclsyntax.Expression, each map[string]cty.Value) string {
	scope := m.scope(each)
	_, problems := expr.Value(scope)
	for _, t := range expr.Variables() {
		if v, diags := t.TraverseAbs(scope); diags.HasErrors() || !v.IsWhollyKnown() {
			return strings.Join(wordsOf(t), ".") + " has no value in these files."
		}
	}
	for _, d := range problems {
		switch d.Summary {
		case "Error in function call":
			return "It is made by a function that fails here. " + d.Detail
		case "Call to unknown function":
			return "It is made by a function that can't be evaluated here. " + d.Detail
		}
	}
	return "What it says can't be told from these files."
}

// literal is a value that is known.
func (m *module) literal(b block, v cty.Value, at hcl.Range) resource.Value {
	v, _ = v.UnmarkDeep()
	out := resource.Of(resource.Text, "", b.source, at)
	switch {
	case v.IsNull():
		out.Kind = resource.Absent
	case v.Type().IsPrimitiveType():
		text, err := convert.Convert(v, cty.String)
		if err == nil {
			out.Text = text.AsString()
		}
	case v.Type().IsMapType() || v.Type().IsObjectType():
		out.Kind = resource.Map
		for it := v.ElementIterator(); it.Next(); {
			key, value := it.Element()
			out.Members = append(out.Members, resource.Member{Key: key.AsString(), Value: m.literal(b, value, at)})
		}
	default:
		out.Kind = resource.List
		for it := v.ElementIterator(); it.Next(); {
			_, value := it.Element()
			out.List = append(out.List, m.literal(b, value, at))
		}
	}
	return out
}
