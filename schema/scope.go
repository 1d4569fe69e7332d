package schema

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/address"
)

// scope is what expressions may refer to, and where their problems go.
type scope struct {
	*reporter
	secrets  *secrets
	declared *declared
	ctx      *hcl.EvalContext
	files    map[string]*hcl.File
	ranges   map[blockStart]hcl.Range

	// instances are the keys of blocks with for_each; of a monitor whose keys
	// can't be told, nil.
	instances map[blockPath][]string

	// within is the address of the pack; the zero value in the configuration itself.
	within address.Address

	// inner are the scopes of the packs, by label: those in which monitors can be referred
	// to where they can in this one.
	inner map[string]*scope

	// prefix is how a reference from outside of a pack comes to this scope: pack.cis. with
	// its dot; "" for its own expressions.
	prefix string

	// extra are the names that this scope adds to those of all, such as each.
	extra []string
}

// blockPath is a destination or existing block, or in a test a monitor.
type blockPath struct {
	block string    // "destination", "existing" or "monitor"
	name  blockName // of a monitor only the label
}

// with is the scope with one more name.
func (s *scope) with(name string, value cty.Value) *scope {
	inner := *s
	inner.ctx = s.ctx.NewChild()
	inner.ctx.Variables = map[string]cty.Value{name: value}
	inner.extra = append(slices.Clone(s.extra), name)
	return &inner
}

// evaluate computes an expression; false if it can't be, which has been told.
// The value may be unknown and marked.
func (s *scope) evaluate(expr hcl.Expression, block hcl.Range) (cty.Value, bool) {
	if !s.checkReferences(expr.Variables(), block) {
		return cty.DynamicVal, false
	}
	v, diags := expr.Value(s.ctx)
	s.secrets.addMarked(v)
	for _, d := range diags {
		s.adopt(hcl.Diagnostics{explain(d)}, block)
	}
	if !v.IsWhollyKnown() && s.anyFailed(expr.Variables()) {
		v = v.Mark(failedMark{}) // which for expressions and conditions drop
	}
	return v, !diags.HasErrors()
}

// anyFailed tells whether one of the names that an expression uses could not be computed.
func (s *scope) anyFailed(traversals []hcl.Traversal) bool {
	return slices.ContainsFunc(traversals, func(t hcl.Traversal) bool {
		v, diags := t[:min(2, len(t))].TraverseAbs(s.ctx)
		return !diags.HasErrors() && hasFailed(v)
	})
}
