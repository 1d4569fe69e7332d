package terraform

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/convert"
)

// Given is what is known beside the files. The zero value knows nothing.
type Given struct {
	// Types are those of the resources, and data sources, that are asked for.
	Types []string

	// Values are those of variables, instead of their defaults, and of what only an
	// apply would tell, by how expressions name them: var.env, aws_sns_topic.soc.arn.
	// Their marks tell what is made of them.
	Values map[string]cty.Value

	// Files are what functions may read, and Base the folder that they are below, as names
	// of sources have it. nil: none.
	Files fs.FS
	Base  string

	// ID is the id of what has one of the types, by its address in Terraform.
	ID func(address string) string
}

// id is the id of a resource, where it is one that is asked for.
func (m *module) id(b block, each instance) (cty.Value, bool) {
	if m.given.ID == nil || !slices.Contains(m.given.Types, b.Labels[0]) {
		return cty.NilVal, false
	}
	return cty.StringVal(m.given.ID(m.prefix + addressOf(b, each))), true
}

// addressOf is the address of an instance as Terraform writes it, without the module's.
func addressOf(b block, each instance) string {
	address := strings.Join(b.Labels, ".")
	if b.Type == "data" || b.Type == "module" {
		address = b.Type + "." + address
	}
	switch {
	case each.vars == nil:
		return address
	case b.Body.Attributes["count"] != nil:
		return address + "[" + each.key + "]"
	default:
		return fmt.Sprintf("%s[%q]", address, each.key)
	}
}

// Declared is an instance of a resource or a data source, as its block has it.
type Declared struct {
	Type    string
	Label   string // the block's, and the instance's key behind it
	Address string // as Terraform writes it
	Data    bool   // a data source
	Source  convert.Source
	At      hcl.Range // the block's head

	block  block
	each   instance
	module *module
}

// Argument is the value of an argument.
type Argument struct {
	Value cty.Value // NilVal where it can't be told
	Why   string    // it can't: a whole sentence
	Marks cty.ValueMarks
	Expr  hclsyntax.Expression
	File  *convert.Source // that it is the text of; nil for none
	At    hcl.Range       // of the value; of the block where there is no such argument
}

// Argument is an argument's value; its Expr is nil where there is none.
func (d Declared) Argument(name string) Argument {
	a := d.block.Body.Attributes[name]
	if a == nil {
		return Argument{At: d.At}
	}
	out := Argument{Expr: a.Expr, At: a.Expr.Range()}
	v, marks := d.module.marked(a.Expr, d.each.vars).UnmarkDeep()
	if s, ok := d.module.calledFile(a.Expr, d.each.vars); ok {
		out.File = &s
	}
	if out.Marks = marks; v.IsWhollyKnown() {
		out.Value = v
	} else {
		out.Why = d.module.why(a.Expr, d.each.vars)
	}
	return out
}

// Modules are folders of files, as far as they declare what is asked for.
type Modules struct {
	Declared []Declared

	// Open is what has its value from outside: variables, and attributes of other
	// resources that are known only when they are applied.
	Open []Open

	// Roots are the folders that declare something, those left out that others call.
	Roots []string

	Diagnostics hcl.Diagnostics
}

// ReadDeclared reads the resources of some types. The files of one folder are a module;
// one that another calls is read with what that gives it, and not by itself.
func ReadDeclared(sources []convert.Source, given Given) Modules {
	var all Modules
	p := newProject(sources, given)
	all.Diagnostics = p.problems()
	for _, folder := range p.roots() {
		root := p.module(folder)
		root.read(p.of[folder])
		before := len(all.Declared)
		for _, m := range root.whole() {
			for _, b := range slices.Concat(m.blocks, m.sources) {
				if slices.Contains(given.Types, b.Labels[0]) {
					all.Declared = append(all.Declared, m.expand(b)...)
				}
			}
			m.uncalled()
			all.Diagnostics = append(all.Diagnostics, m.diags...)
		}
		if len(all.Declared) > before {
			all.Roots = append(all.Roots, folder)
		}
		all.Open = append(all.Open, root.opened()...)
	}
	return all
}

// expand are the instances that a block declares.
func (m *module) expand(b block) []Declared {
	var out []Declared
	for _, e := range m.counted(b) {
		out = append(out, Declared{
			Type: b.Labels[0], Label: m.label + e.label(b.Labels[1]), Address: m.prefix + addressOf(b, e), Data: b.Type == "data",
			Source: b.source, At: b.DefRange(), block: b, each: e, module: m,
		})
	}
	return out
}

// counted are the instances of a block that must be told.
func (m *module) counted(b block) []instance {
	each, ok := m.each(b)
	if !ok {
		m.uncountable(b)
	}
	return each
}

// uncountable says that it can't be told how many instances a block makes.
func (m *module) uncountable(b block) {
	at := cmp.Or(b.Body.Attributes["for_each"], b.Body.Attributes["count"]).Expr.Range()
	m.diags = append(m.diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: "How many resources there are isn't known", Subject: &at,
		Detail: "for_each or count depends on something that has no value in these files. Give its variable a default, or write the values in its place."})
}
