package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/resource"
)

// Read reads the resources of files; those of one folder are a module.
func Read(sources []convert.Source) ([]resource.Resource, hcl.Diagnostics) {
	var out []resource.Resource
	var diags hcl.Diagnostics
	p := newProject(sources, Given{})
	diags = append(diags, p.problems()...)
	for _, folder := range p.folders {
		m := p.module(folder)
		m.read(p.of[folder])
		for _, b := range m.blocks {
			out = append(out, m.instances(b)...)
		}
		diags = append(diags, m.diags...)
	}
	return out, diags
}

// module is what the files of a folder declare together.
type module struct {
	project   *project
	folder    string
	given     Given
	functions map[string]function.Function // with those of its files; the root module has them

	// Of one that is called: by whom, what it is given, and what its addresses and labels
	// begin with.
	parent        *module
	caller        block
	passed        map[string]cty.Value
	prefix, label string
	depth         int

	blocks    []block                // resources
	sources   []block                // data sources
	inputs    []block                // variables
	results   []block                // outputs
	calls     []block                // of modules
	children  []*module              // that are called, each instance of them
	last      map[string]*module     // those of the last round, by what calls them
	modules   map[string]cty.Value   // their outputs
	asides    []*hclsyntax.Attribute // locals
	variables map[string]cty.Value
	locals    map[string]cty.Value
	resources map[string]map[string]cty.Value // type → name → what is known of it
	data      map[string]map[string]cty.Value // the same of data sources
	diags     hcl.Diagnostics
	seen      map[string]cty.Value // what all expressions see, nil where it has changed
}

// block is a block of a file.
type block struct {
	*hclsyntax.Block
	source convert.Source
}

func (m *module) read(sources []convert.Source) {
	for name, v := range m.given.Values { // some may be declared in a file that is not here
		if variable, ok := strings.CutPrefix(name, "var."); ok && m.parent == nil {
			m.variables[variable] = v
		}
	}
	for _, s := range sources {
		for _, b := range m.project.parse(s).body.Blocks {
			switch {
			case b.Type == "resource" && len(b.Labels) == 2:
				m.blocks = append(m.blocks, block{b, s})
			case b.Type == "data" && len(b.Labels) == 2:
				m.sources = append(m.sources, block{b, s})
			case b.Type == "variable" && len(b.Labels) == 1:
				m.inputs = append(m.inputs, block{b, s})
				m.variables[b.Labels[0]] = m.standard(b)
			case b.Type == "module" && len(b.Labels) == 1:
				m.calls = append(m.calls, block{b, s})
			case b.Type == "output" && len(b.Labels) == 1:
				m.results = append(m.results, block{b, s})
			case b.Type == "locals":
				for _, name := range slices.Sorted(maps.Keys(b.Body.Attributes)) {
					m.asides = append(m.asides, b.Body.Attributes[name])
				}
			}
		}
	}
	m.settle()
}

// standard is the value that a variable is given, else its default; unknown where it has
// none.
func (m *module) standard(b *hclsyntax.Block) cty.Value {
	if v, ok := m.passed[b.Labels[0]]; ok {
		return v
	}
	if v, ok := m.given.Values["var."+b.Labels[0]]; ok && m.parent == nil {
		return v
	}
	if a := b.Body.Attributes["default"]; a != nil {
		if v, diags := a.Expr.Value(&hcl.EvalContext{Functions: functions}); !diags.HasErrors() && !v.IsNull() {
			return v
		}
	}
	return cty.DynamicVal
}

// rounds is how often locals and resources are gone through, since they refer to each
// other in any order.
const rounds = 4

func (m *module) settle() {
	for range rounds {
		for _, a := range m.asides {
			m.locals[a.Name] = m.marked(a.Expr, nil)
			m.seen = nil
		}
		for _, b := range m.blocks {
			kind, name := b.Labels[0], b.Labels[1]
			if m.resources[kind] == nil {
				m.resources[kind] = map[string]cty.Value{}
			}
			m.resources[kind][name] = m.all(b)
			m.seen = nil
		}
		m.open()
		if m.given.Types != nil {
			m.call()
		}
	}
}

// all is what is known of a resource: an object, or one for each instance.
func (m *module) all(b block) cty.Value {
	each, ok := m.each(b)
	if !ok {
		return cty.DynamicVal
	}
	return together(b, each, func(e instance) cty.Value { return m.declared(b, e) })
}

// ids are the arguments that the ids of resources are made of.
var ids = map[string]string{"aws_cloudwatch_log_metric_filter": "name", "aws_cloudwatch_metric_alarm": "alarm_name", "aws_cloudwatch_log_group": "name"}

// declared is what is known of a resource, its id included.
func (m *module) declared(b block, each instance) cty.Value {
	v := m.object(b.Body, each.vars)
	if id, ok := m.id(b, each); ok {
		members := v.AsValueMap()
		if members == nil {
			members = map[string]cty.Value{}
		}
		members["id"] = id
		return cty.ObjectVal(members)
	}
	if name := ids[b.Labels[0]]; name != "" && v.Type().HasAttribute(name) {
		members := v.AsValueMap()
		members["id"] = v.GetAttr(name)
		return cty.ObjectVal(members)
	}
	return v
}

// object is what is known of a body's arguments and blocks.
func (m *module) object(body *hclsyntax.Body, each map[string]cty.Value) cty.Value {
	members := map[string]cty.Value{}
	for name, a := range body.Attributes {
		if v := m.marked(a.Expr, each); v.IsWhollyKnown() {
			members[name] = v
		}
	}
	lists := map[string][]cty.Value{}
	for _, b := range body.Blocks {
		lists[b.Type] = append(lists[b.Type], m.object(b.Body, each))
	}
	for name, list := range lists {
		members[name] = cty.TupleVal(list)
	}
	return cty.ObjectVal(members)
}
