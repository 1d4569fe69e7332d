package terraform

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// instance is one of those that for_each or count make.
type instance struct {
	key  string // as an index is written: ["a"] or [0]
	vars map[string]cty.Value
}

// maxInstances is how many there may be of one resource.
const maxInstances = 1000

// each are the instances of a resource; single where it is only one. It is false where
// that can't be told: there are too many, or what they are told apart by has a mark, which
// Terraform refuses, too.
func (m *module) each(b block) (out []instance, single, ok bool) {
	if a := b.Body.Attributes["count"]; a != nil {
		v := m.known(a.Expr, nil)
		if !v.IsWhollyKnown() || v.IsNull() || v.Type() != cty.Number {
			return nil, false, false
		}
		n, _ := v.AsBigFloat().Int64()
		if n > maxInstances || m.marked(a.Expr, nil).IsMarked() {
			return nil, false, false
		}
		for i := range n {
			out = append(out, instance{fmt.Sprintf("%d", i), map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(i)})}})
		}
		return out, false, true
	}
	a := b.Body.Attributes["for_each"]
	if a == nil {
		return nil, true, true
	}
	v := m.marked(a.Expr, nil)
	if v.IsMarked() || v.IsNull() || !v.IsKnown() || !v.CanIterateElements() || v.LengthInt() > maxInstances {
		return nil, false, false
	}
	for it := v.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if v.Type().IsSetType() {
			key = value
		}
		if !key.IsKnown() || key.Type() != cty.String {
			return nil, false, false
		}
		out = append(out, instance{key.AsString(), map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})}})
	}
	return out, false, true
}
