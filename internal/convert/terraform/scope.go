package terraform

import (
	"maps"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// known is an expression's value, unknown where it can't be told.
func (m *module) known(expr hcl.Expression, each map[string]cty.Value) cty.Value {
	unmarked, _ := m.marked(expr, each).UnmarkDeep()
	return unmarked
}

// marked is the same with the marks of what it is made of.
func (m *module) marked(expr hcl.Expression, each map[string]cty.Value) cty.Value {
	v, diags := expr.Value(m.scope(each))
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	return v
}

// textOf is a text that is known; false for any other value.
func textOf(v cty.Value) (text string, ok bool) {
	if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
		return "", false
	}
	return v.AsString(), true
}

// scope is what expressions see. each are each and count of an instance.
func (m *module) scope(each map[string]cty.Value) *hcl.EvalContext {
	if m.seen == nil {
		m.seen = map[string]cty.Value{"var": cty.ObjectVal(m.variables), "local": cty.ObjectVal(m.locals)}
		all := map[string]cty.Value{}
		for kind, named := range m.resources {
			m.seen[kind] = cty.ObjectVal(named)
			all[kind] = m.seen[kind]
		}
		m.seen["resource"] = cty.ObjectVal(all)
		data := map[string]cty.Value{}
		for kind, named := range m.data {
			data[kind] = cty.ObjectVal(named)
		}
		m.seen["data"] = cty.ObjectVal(data)
		m.seen["module"] = cty.ObjectVal(m.modules)
		m.seen["path"] = cty.ObjectVal(map[string]cty.Value{"module": cty.StringVal(m.path()), "root": cty.StringVal("."), "cwd": cty.StringVal(".")})
	}
	vars := maps.Clone(m.seen)
	maps.Copy(vars, each)
	return &hcl.EvalContext{Variables: vars, Functions: m.withFiles()}
}

// path is the module's folder, seen from the root module's.
func (m *module) path() string {
	if m.parent == nil {
		return "."
	}
	root, up := m.root().folder, ""
	for root != "." && root != "/" {
		if below, ok := strings.CutPrefix(m.folder, root+"/"); ok {
			return up + below
		}
		root, up = path.Dir(root), up+"../"
	}
	return up + strings.TrimPrefix(m.folder, "/")
}
