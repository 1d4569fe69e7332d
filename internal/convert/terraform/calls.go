package terraform

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/convert"
)

// project is folders of files, some of which call others as modules.
type project struct {
	given   Given
	folders []string // in the order of the sources
	of      map[string][]convert.Source
	parsed  map[string]parsed // sources, by name
	begun   int               // how many modules were read
}

func newProject(sources []convert.Source, given Given) *project {
	p := &project{given: given, of: map[string][]convert.Source{}, parsed: map[string]parsed{}}
	for _, s := range sources {
		folder := path.Dir(s.Name)
		if p.of[folder] == nil {
			p.folders = append(p.folders, folder)
		}
		p.of[folder] = append(p.of[folder], s)
	}
	return p
}

// roots are the folders that no other calls.
func (p *project) roots() []string {
	called := map[string]bool{}
	for _, folder := range p.folders {
		for _, s := range p.of[folder] {
			for _, b := range p.parse(s).body.Blocks {
				if target, ok := p.target(folder, b); ok && target != folder {
					called[target] = true
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(p.folders), func(folder string) bool { return called[folder] })
}

// parsed is what a source holds, as far as it can be parsed, and what is wrong with it.
type parsed struct {
	body     *hclsyntax.Body
	problems hcl.Diagnostics
}

func (p *project) parse(s convert.Source) parsed {
	known, ok := p.parsed[s.Name]
	if !ok {
		file, problems := hclsyntax.ParseConfig(s.Text, s.Name, hcl.InitialPos)
		known = parsed{file.Body.(*hclsyntax.Body), problems} // of which it always is one
		p.parsed[s.Name] = known
	}
	return known
}

// problems are what is wrong with the syntax of the sources.
func (p *project) problems() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, folder := range p.folders {
		for _, s := range p.of[folder] {
			diags = append(diags, p.parse(s).problems...)
		}
	}
	return diags
}

// target is the folder that a module block calls; false where none of the sources is in it.
func (p *project) target(folder string, b *hclsyntax.Block) (string, bool) {
	source := b.Body.Attributes["source"]
	if b.Type != "module" || len(b.Labels) != 1 || source == nil {
		return "", false
	}
	v, diags := source.Expr.Value(nil)
	if text, ok := textOf(v); ok && !diags.HasErrors() && (strings.HasPrefix(text, "./") || strings.HasPrefix(text, "../")) {
		target := path.Join(folder, text)
		return target, p.of[target] != nil
	}
	return "", false
}

// deepest is how many modules may call one another, mostModules how often they may be
// called: by mistake they may call themselves.
const (
	deepest     = 5
	mostModules = 20_000
)

// metaArguments of module blocks are Terraform's own.
var metaArguments = []string{"source", "version", "count", "for_each", "providers", "depends_on"}

// call reads the modules that are called, with what they are given.
func (m *module) call() {
	m.children = nil
	results := map[string]cty.Value{}
	for _, b := range m.calls {
		folder, ok := m.called(b)
		if !ok {
			continue
		}
		if each, ok := m.each(b); ok {
			results[b.Labels[0]] = together(b, each, func(e instance) cty.Value { return m.child(b, folder, e).outputs() })
		}
	}
	m.modules, m.seen = results, nil
}

// called is the folder of a module that is read where a block calls it.
func (m *module) called(b block) (folder string, ok bool) {
	folder, ok = m.project.target(m.folder, b.Block)
	return folder, ok && m.depth < deepest && m.project.begun <= mostModules && !m.below(folder)
}

// below tells whether a folder is the module's own, or of one that called it.
func (m *module) below(folder string) bool {
	return m.folder == folder || m.parent != nil && m.parent.below(folder)
}

// child is one module that is called, once. It is read again only where it is given
// something else than in the last round: modules within modules would be read so much more
// often the deeper they are.
func (m *module) child(b block, folder string, e instance) *module {
	passed := map[string]cty.Value{}
	for name, a := range b.Body.Attributes {
		if !slices.Contains(metaArguments, name) {
			passed[name] = m.marked(a.Expr, e.vars)
		}
	}
	address := addressOf(b, e)
	child := m.last[address]
	if child == nil || !maps.EqualFunc(child.passed, passed, cty.Value.RawEquals) {
		child = m.project.module(folder)
		child.parent, child.caller, child.depth, child.passed = m, b, m.depth+1, passed
		child.prefix = m.prefix + address + "."
		child.label = m.label + b.Labels[0] + "_"
		if e.key != "" {
			child.label += e.key + "_"
		}
		m.project.begun++
		child.read(m.project.of[folder])
		m.last[address] = child
	}
	m.children = append(m.children, child)
	return child
}

// outputs are what a module hands to its caller.
func (m *module) outputs() cty.Value {
	values := map[string]cty.Value{}
	for _, b := range m.results {
		values[b.Labels[0]] = cty.DynamicVal
		if a := b.Body.Attributes["value"]; a != nil {
			values[b.Labels[0]] = m.marked(a.Expr, nil)
		}
	}
	return cty.ObjectVal(values)
}

// whole are a module and those below it.
func (m *module) whole() []*module {
	out := []*module{m}
	for _, child := range m.children {
		out = append(out, child.whole()...)
	}
	return out
}

// uncalled says of calls whose modules are not read that they are not, and why.
func (m *module) uncalled() {
	for _, b := range m.calls {
		_, there := m.project.target(m.folder, b.Block)
		_, called := m.called(b)
		_, counted := m.each(b)
		switch {
		case !there:
			m.unread(b, hcl.DiagWarning, "module.%s is not among these files. If it declares monitors or channels, they are not converted: give its folder, too, if it is a part of this project.", b.Labels[0])
		case !called:
			m.unread(b, hcl.DiagError, "module.%s calls itself, or is more than %d modules deep, or there are more than %d modules: what it declares is not converted. Convert its folder by itself, or write what it declares in its place.", b.Labels[0], deepest, mostModules)
		case !counted:
			m.uncountable(b)
		}
	}
}

func (m *module) unread(b block, severity hcl.DiagnosticSeverity, format string, args ...any) {
	at := b.DefRange()
	m.diags = append(m.diags, &hcl.Diagnostic{Severity: severity, Summary: "A module that is not read", Detail: fmt.Sprintf(format, args...), Subject: &at})
}

// module is a folder of the project, before it is read.
func (p *project) module(folder string) *module {
	return &module{project: p, folder: folder, given: p.given, variables: map[string]cty.Value{}, locals: map[string]cty.Value{}, resources: map[string]map[string]cty.Value{}, data: map[string]map[string]cty.Value{}, last: map[string]*module{}}
}

// root is the module that has called the others.
func (m *module) root() *module {
	for m.parent != nil {
		m = m.parent
	}
	return m
}
