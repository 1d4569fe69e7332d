package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Open is something whose value comes from outside.
type Open struct {
	Name        string // as expressions name it: var.env, aws_sns_topic.soc.arn
	Type        cty.Type
	Default     cty.Value // NilVal where there is none
	Sensitive   bool
	Description string
	At          hcl.Range

	// Decides is where its value decides what there is, so that it can't be left open:
	// in a condition, a for_each, the argument of a function. Empty where it nowhere does.
	Decides hcl.Range
}

// IsVariable tells whether it is a variable of the module.
func (o Open) IsVariable() bool { return strings.HasPrefix(o.Name, "var.") }

// open puts what is given of other resources to what is known of them.
func (m *module) open() {
	for _, name := range slices.Sorted(maps.Keys(m.given.Values)) {
		parts := strings.Split(name, ".")
		if parts[0] == "var" || len(parts) < 3 {
			continue
		}
		all := m.resources
		if parts[0] == "data" {
			all, parts = m.data, parts[1:]
		}
		if len(parts) != 3 {
			continue
		}
		kind, label, attribute := parts[0], parts[1], parts[2]
		if all[kind] == nil {
			all[kind] = map[string]cty.Value{}
		}
		members := map[string]cty.Value{}
		if known := all[kind][label]; known != cty.NilVal && known.IsKnown() && known.Type().IsObjectType() {
			maps.Copy(members, known.AsValueMap())
		}
		if _, there := members[attribute]; !there {
			members[attribute] = m.given.Values[name]
		}
		all[kind][label] = cty.ObjectVal(members)
		m.seen = nil
	}
	for _, b := range m.sources {
		kind, name := b.Labels[0], b.Labels[1]
		if !slices.Contains(m.given.Types, kind) {
			continue
		}
		if m.data[kind] == nil {
			m.data[kind] = map[string]cty.Value{}
		}
		m.data[kind][name] = m.all(b)
		m.seen = nil
	}
}

// opened is what the blocks that are asked for leave open, by name: of a root module, and
// of those that it calls.
func (m *module) opened() []Open {
	open := map[string]*Open{}
	root := newUses(m, open)
	for _, used := range m.whole() {
		u := root.of(used)
		for _, b := range slices.Concat(used.blocks, used.sources) {
			if slices.Contains(m.given.Types, b.Labels[0]) {
				u.block(b)
			}
		}
	}
	for _, b := range m.inputs {
		if o := open["var."+b.Labels[0]]; o != nil {
			m.describe(o, b)
		}
	}
	var out []Open
	for _, name := range slices.Sorted(maps.Keys(open)) {
		out = append(out, *open[name])
	}
	return out
}

// describe fills in what a variable's block says.
func (m *module) describe(o *Open, b block) {
	o.At = b.DefRange()
	if a := b.Body.Attributes["type"]; a != nil {
		if t, _, diags := typeexpr.TypeConstraintWithDefaults(a.Expr); !diags.HasErrors() {
			o.Type = t
		}
	}
	if a := b.Body.Attributes["default"]; a != nil {
		if v, diags := a.Expr.Value(&hcl.EvalContext{Functions: functions}); !diags.HasErrors() && v.IsWhollyKnown() && !v.IsNull() {
			o.Default = v
			if typed, err := convert.Convert(v, o.Type); err == nil {
				o.Default = typed
			}
		}
	}
	if a := b.Body.Attributes["sensitive"]; a != nil {
		v, diags := a.Expr.Value(nil)
		o.Sensitive = !diags.HasErrors() && v.RawEquals(cty.True)
	}
	if a := b.Body.Attributes["description"]; a != nil {
		if v, diags := a.Expr.Value(nil); !diags.HasErrors() {
			o.Description, _ = textOf(v)
		}
	}
}
