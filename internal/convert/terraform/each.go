package terraform

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// instance is one of those that for_each or count make.
type instance struct {
	key  string // as an index is written: ["a"] or [0]; the only one has none
	vars map[string]cty.Value
}

// maxInstances is how many there may be of one resource.
const maxInstances = 1000

// each are the instances of a block: one without a key, where it has neither count nor
// for_each. It is false where that can't be told: there are too many, or what they are told
// apart by has a mark, which Terraform refuses, too.
func (m *module) each(b block) (out []instance, ok bool) {
	if a := b.Body.Attributes["count"]; a != nil {
		v := m.marked(a.Expr, nil)
		if v.IsMarked() || !v.IsKnown() || v.IsNull() || v.Type() != cty.Number {
			return nil, false
		}
		n, _ := v.AsBigFloat().Int64()
		if n > maxInstances {
			return nil, false
		}
		for i := range n {
			out = append(out, instance{fmt.Sprintf("%d", i), map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": cty.NumberIntVal(i)})}})
		}
		return out, true
	}
	a := b.Body.Attributes["for_each"]
	if a == nil {
		return []instance{{}}, true
	}
	v := m.marked(a.Expr, nil)
	if v.IsMarked() || v.IsNull() || !v.IsKnown() || !v.CanIterateElements() || v.LengthInt() > maxInstances {
		return nil, false
	}
	for it := v.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if v.Type().IsSetType() {
			key = value
		}
		if !key.IsKnown() || key.Type() != cty.String {
			return nil, false
		}
		out = append(out, instance{key.AsString(), map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": key, "value": value})}})
	}
	return out, true
}

// label is what an instance is called, beside the others of its block.
func (e instance) label(of string) string {
	if e.vars == nil {
		return of
	}
	return of + "_" + e.key
}

// together is what expressions see of a block's instances: the only one, a list of those
// of count, or those of for_each by their keys.
func together(b block, each []instance, value func(instance) cty.Value) cty.Value {
	byKey := map[string]cty.Value{}
	var list []cty.Value
	for _, e := range each {
		v := value(e)
		byKey[e.key], list = v, append(list, v)
	}
	switch {
	case b.Body.Attributes["count"] != nil:
		return cty.TupleVal(list)
	case b.Body.Attributes["for_each"] != nil:
		return cty.ObjectVal(byKey)
	}
	return list[0]
}
