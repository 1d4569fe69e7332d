package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// explain adds what is there to HCL's words about a key or attribute that is
// not, and a suggestion. Keys that are secret are not told.
func explain(d *hcl.Diagnostic) *hcl.Diagnostic {
	switch e := d.Expression.(type) {
	case *hclsyntax.IndexExpr:
		if d.Summary != "Invalid index" || d.EvalContext == nil {
			return d
		}
		collection, diags := e.Collection.Value(d.EvalContext)
		key, keyDiags := e.Key.Value(d.EvalContext)
		if diags.HasErrors() || keyDiags.HasErrors() {
			return d
		}
		return missingKey(d, collection, key)
	case *hclsyntax.ScopeTraversalExpr:
		if d.EvalContext == nil {
			return d
		}
		for i := 2; i <= len(e.Traversal); i++ {
			if _, diags := e.Traversal[:i].TraverseAbs(d.EvalContext); !diags.HasErrors() {
				continue
			}
			from, diags := e.Traversal[:i-1].TraverseAbs(d.EvalContext)
			name, ok := step(e.Traversal, i-1)
			if diags.HasErrors() || !ok {
				return d
			}
			return missingKey(d, from, cty.StringVal(name))
		}
	}
	return d
}

func missingKey(d *hcl.Diagnostic, from, key cty.Value) *hcl.Diagnostic {
	name, ok := keyText(key)
	if !ok || hasFailed(from) || key.IsMarked() || from.IsMarked() || from.IsNull() || !from.IsKnown() {
		return d
	}
	t := from.Type()
	if !t.IsObjectType() && !t.IsMapType() {
		return d
	}
	keys := slices.Sorted(maps.Keys(from.AsValueMap()))
	own := *d
	own.Detail = fmt.Sprintf("There is no %q in this.%s", name, thereIs(name, keys))
	if t.IsObjectType() && len(keys) > 0 && allOf(from, addressType) {
		own.Summary, own.Extra = checkByName("unknown-instance").Summary, checkName("unknown-instance")
		own.Detail = fmt.Sprintf("This destination has no instance %q.%s", name, keysHint(name, keys))
	}
	if t.IsObjectType() && len(keys) > 0 && allOf(from, monitorType) {
		own.Summary, own.Extra = checkByName("unknown-instance").Summary, checkName("unknown-instance")
		own.Detail = fmt.Sprintf("There is no monitor %q here.%s", name, thereIs(name, keys))
	}
	return &own
}

// mostNames is how many names a diagnostic lists.
const mostNames = 10

func thereIs(name string, keys []string) string {
	switch suggestion := didYouMean(name, keys); {
	case suggestion != "":
		return suggestion
	case len(keys) == 0:
		return " It is empty."
	case len(keys) > mostNames:
		return " It has " + strings.Join(quoted(keys[:mostNames]), ", ") + " and more."
	default:
		return " It has " + strings.Join(quoted(keys), ", ") + "."
	}
}
