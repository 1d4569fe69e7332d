package schema

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/schema/grammar"
)

func (l *loader) clusterPolicy(blocks hcl.Blocks) Policy {
	var p Policy
	if block := l.onlyOne(blocks); block != nil {
		r, _ := l.scope.open(block, grammar.Cluster.Block("policy").Schema())
		r.checkConstant()
		p.RequireTests, _ = r.flag("require_tests")
		p.ForbidDestroy = !r.unlessFalse("allow_destroy")
		p.MaxDeletes = r.maxDeletes()
	}
	return p
}

// checkConstant tells of values that are not written as they are: --var and the
// environment would override them.
func (r reading) checkConstant() {
	for _, a := range inOrder(r.attributes) {
		if !isConstant(a.Expr) {
			r.report("invalid-policy", r.at(a.Name), "%s must be written as it is: a variable, a local or a function could be given another value from outside, and a policy is there to hold against that. For another policy write another cluster block.", a.Name)
			delete(r.attributes, a.Name)
		}
	}
}

// isConstant tells whether an expression says the same whatever is given from
// outside.
func isConstant(expr hcl.Expression) bool {
	_, diags := expr.Value(nil)
	return len(expr.Variables()) == 0 && !diags.HasErrors()
}

// maxDeletes is nil where nothing is said.
func (r reading) maxDeletes() *int {
	v, ok := r.converted("max_deletes", cty.Number)
	if !ok {
		return nil
	}
	limit, whole := smallNumber(v)
	if !whole || limit < 0 {
		r.report("invalid-policy", r.at("max_deletes"), "max_deletes is how many objects a plan may delete: a whole number from 0 on.")
		return nil
	}
	return &limit
}
