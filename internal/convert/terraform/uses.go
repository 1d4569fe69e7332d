package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// uses finds what expressions of a module use, and how.
type uses struct {
	module           *module
	open             map[string]*Open
	locals, deciding map[string]bool // those that have been looked at
	modules          map[*module]*uses

	// inTemplate are the names that decide in a template; nil outside of one.
	inTemplate map[string]bool
}

func newUses(m *module, open map[string]*Open) *uses {
	u := &uses{module: m, open: open, locals: map[string]bool{}, deciding: map[string]bool{}, modules: map[*module]*uses{}}
	u.modules[m] = u
	return u
}

// of are the uses of another module of the same tree.
func (u *uses) of(m *module) *uses {
	if u.modules[m] == nil {
		inner := newUses(m, u.open)
		inner.modules = u.modules
		u.modules[m] = inner
	}
	return u.modules[m]
}

// block looks at a block that is asked for.
func (u *uses) block(b block) {
	for _, name := range slices.Sorted(maps.Keys(b.Body.Attributes)) {
		if a := b.Body.Attributes[name]; name == "for_each" || name == "count" {
			u.decide(a.Expr)
		} else {
			u.keep(a.Expr)
		}
	}
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
		if e.Name == "templatefile" && len(e.Args) == 2 {
			u.template(e)
			return
		}
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
	if u.inTemplate != nil {
		if deciding != (hcl.Range{}) {
			u.inTemplate[words[0]] = true
		}
		return
	}
	switch {
	case len(words) >= 2 && words[0] == "var":
		u.variable(words[1], t, deciding)
	case len(words) >= 3 && words[0] == "module":
		u.output(words[1], words[2], deciding)
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
		if a.Name == name {
			u.passed(a.Expr, deciding)
		}
	}
}

// passed looks at an expression whose value goes on to where it decides, or does not.
func (u *uses) passed(expr hclsyntax.Expression, deciding hcl.Range) {
	if deciding == (hcl.Range{}) {
		u.keep(expr)
		return
	}
	for _, t := range expr.Variables() {
		u.name(t, deciding)
	}
}

// variable looks at a variable: of a module that is called, at what it is given.
func (u *uses) variable(name string, t hcl.Traversal, deciding hcl.Range) {
	if u.module.parent == nil {
		u.leave("var."+name, t, deciding)
		return
	}
	if a := u.module.caller.Body.Attributes[name]; a != nil {
		u.of(u.module.parent).passed(a.Expr, deciding)
	}
}

// output looks at what a module that is called hands back.
func (u *uses) output(module, name string, deciding hcl.Range) {
	for _, child := range u.module.children {
		for _, b := range child.results {
			if a := b.Body.Attributes["value"]; a != nil && b.Labels[0] == name && child.caller.Labels[0] == module {
				u.of(child).passed(a.Expr, deciding)
			}
		}
	}
}

// template looks at what fills a template: parts of it decide where they do there.
func (u *uses) template(call *hclsyntax.FunctionCallExpr) {
	u.decide(call.Args[0])
	vars, isObject := call.Args[1].(*hclsyntax.ObjectConsExpr)
	name, isText := textOf(u.module.known(call.Args[0], nil))
	if !isObject || !isText {
		u.decide(call.Args[1])
		return
	}
	expr, err := u.module.template(name)
	if err != nil {
		return
	}
	inside := newUses(u.module, map[string]*Open{})
	inside.inTemplate = map[string]bool{}
	inside.keep(expr)
	for _, item := range vars.Items {
		key, _ := item.KeyExpr.Value(nil)
		if name, isText := textOf(key); isText && !inside.inTemplate[name] {
			u.keep(item.ValueExpr)
		} else {
			u.decide(item.ValueExpr)
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
