package schema

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// checkDynamic checks the references of dynamic blocks, which are expanded out
// of our sight. iterators are the names that outer ones add.
// It returns the expressions that are wrong.
func (s *scope) checkDynamic(body hcl.Body, iterators []string) []hcl.Range {
	native, ok := body.(*hclsyntax.Body)
	if !ok {
		return nil
	}
	var wrong []hcl.Range
	for _, block := range native.Blocks {
		inner := iterators
		if block.Type == "dynamic" && len(block.Labels) == 1 {
			iterator := block.Labels[0]
			if attribute, ok := block.Body.Attributes["iterator"]; ok {
				iterator = hcl.ExprAsKeyword(attribute.Expr)
			}
			inner = append(slices.Clone(iterators), iterator)
			for name, visible := range map[string][]string{"for_each": iterators, "labels": inner} {
				attribute, ok := block.Body.Attributes[name]
				if ok && !s.seeing(visible).checkReferences(attribute.Expr.Variables(), block.Range()) {
					wrong = append(wrong, attribute.Expr.Range())
				}
			}
		}
		wrong = append(wrong, s.checkDynamic(block.Body, inner)...)
	}
	return wrong
}

// seeing is the scope with more names to refer to, for checks alone.
func (s *scope) seeing(names []string) *scope {
	inner := *s
	inner.extra = slices.Concat(s.extra, names)
	return &inner
}

func (s *scope) checkDynamicForEach(v cty.Value, expr hcl.Expression, _ *hcl.EvalContext) hcl.Diagnostics {
	s.secrets.addMarked(v)
	problem := ""
	plain, _ := v.Unmark()
	_, marks := v.UnmarkDeep()
	switch {
	case hasFailed(v):
		problem = "What it depends on can't be computed."
	case v.HasMark(sensitiveMark{}) || plain.Type().IsSetType() && hasSecret(marks):
		problem = "for_each must not be made of a secret. If it is none, use nonsensitive()."
	case !plain.IsKnown():
		problem = "for_each must be known, but depends on " + missingIn(v) + ". Give it a value."
	case plain.IsNull():
		problem = "for_each is null. For no block at all write []."
	case !plain.CanIterateElements():
		problem = "for_each must be a list, a set or a map, and this is " + article(plain.Type()) + "."
	default:
		return nil
	}
	return hcl.Diagnostics{{
		Severity: hcl.DiagError, Summary: checkByName("invalid-for-each").Summary, Detail: problem,
		Subject: expr.Range().Ptr(), Extra: checkName("invalid-for-each"),
	}}
}
