package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
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

// opened is what the blocks that are asked for leave open, by name.
func (m *module) opened() []Open {
	u := &uses{module: m, open: map[string]*Open{}, locals: map[string]bool{}, deciding: map[string]bool{}}
	for _, b := range slices.Concat(m.blocks, m.sources) {
		if !slices.Contains(m.given.Types, b.Labels[0]) {
			continue
		}
		for name, a := range b.Body.Attributes {
			if name == "for_each" || name == "count" {
				u.decide(a.Expr)
			} else {
				u.keep(a.Expr)
			}
		}
	}
	for _, b := range m.inputs {
		if o := u.open["var."+b.Labels[0]]; o != nil {
			m.describe(o, b)
		}
	}
	var out []Open
	for _, name := range slices.Sorted(maps.Keys(u.open)) {
		out = append(out, *u.open[name])
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
		if v, diags := a.Expr.Value(nil); !diags.HasErrors() && v.Type() == cty.String && v.IsWhollyKnown() && !v.IsNull() {
			o.Description = v.AsString()
		}
	}
}

// uses finds what expressions use, and how.
type uses struct {
	module           *module
	open             map[string]*Open
	locals, deciding map[string]bool // those that have been looked at
}

// keep looks at an expression whose parts become parts of its value as they are.
func (u *uses) keep(expr hclsyntax.Expression) {
	switch e := expr.(type) {
	case *hclsyntax.TemplateExpr:
		for _, part := range e.Parts {
			u.keep(part)
		}
	case *hclsyntax.TemplateWrapExpr:
		u.keep(e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		u.keep(e.Expression)
	case *hclsyntax.TupleConsExpr:
		for _, part := range e.Exprs {
			u.keep(part)
		}
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			u.decide(item.KeyExpr)
			u.keep(item.ValueExpr)
		}
	case *hclsyntax.FunctionCallExpr:
		for _, argument := range e.Args {
			if slices.Contains([]string{"jsonencode", "concat", "merge", "tostring", "tolist"}, e.Name) {
				u.keep(argument)
			} else {
				u.decide(argument)
			}
		}
	case *hclsyntax.ConditionalExpr:
		u.decide(e.Condition)
		u.keep(e.TrueResult)
		u.keep(e.FalseResult)
	case *hclsyntax.ScopeTraversalExpr:
		u.name(e.Traversal, hcl.Range{})
	default:
		u.decide(expr)
	}
}

// decide looks at an expression whose parts decide about something.
func (u *uses) decide(expr hclsyntax.Expression) {
	if _, isKey := expr.(*hclsyntax.ObjectConsKeyExpr); isKey && hcl.ExprAsKeyword(expr) != "" {
		return
	}
	for _, t := range expr.Variables() {
		u.name(t, expr.Range())
	}
}

// name looks at a reference; deciding is where it decides about something, or empty.
func (u *uses) name(t hcl.Traversal, deciding hcl.Range) {
	words := wordsOf(t)
	switch {
	case len(words) >= 2 && words[0] == "var":
		u.leave("var."+words[1], t, deciding)
	case len(words) >= 2 && words[0] == "local":
		u.local(words[1], deciding)
	case len(words) == len(t) && (len(words) == 3 && !slices.Contains(rootWords, words[0]) || len(words) == 4 && words[0] == "data"):
		kind := words[len(words)-3]
		if v, diags := t.TraverseAbs(u.module.scope(nil)); slices.Contains(u.module.given.Types, kind) || !diags.HasErrors() && v.IsWhollyKnown() {
			return
		}
		u.leave(strings.Join(words, "."), t, deciding)
	}
}

// rootWords begin references to what is no resource.
var rootWords = []string{"var", "local", "each", "count", "path", "module", "self", "terraform", "data", "resource"}

// local looks at what a local is made of, once for each way of using it.
func (u *uses) local(name string, deciding hcl.Range) {
	seen := u.locals
	if deciding != (hcl.Range{}) {
		seen = u.deciding
	}
	if seen[name] {
		return
	}
	seen[name] = true
	for _, a := range u.module.asides {
		switch {
		case a.Name != name:
		case deciding == (hcl.Range{}):
			u.keep(a.Expr)
		default:
			for _, t := range a.Expr.Variables() {
				u.name(t, deciding)
			}
		}
	}
}

// leave notes something that is open.
func (u *uses) leave(name string, t hcl.Traversal, deciding hcl.Range) {
	o := u.open[name]
	if o == nil {
		o = &Open{Name: name, Type: cty.DynamicPseudoType, At: t.SourceRange()}
		u.open[name] = o
	}
	if deciding != (hcl.Range{}) && o.Decides == (hcl.Range{}) {
		o.Decides = deciding
	}
}

// wordsOf are the names in a reference, without what stands in brackets.
func wordsOf(t hcl.Traversal) []string {
	var words []string
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			words = append(words, step.Name)
		case hcl.TraverseAttr:
			words = append(words, step.Name)
		}
	}
	return words
}
