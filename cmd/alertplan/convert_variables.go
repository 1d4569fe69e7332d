package main

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/convert/provider"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// names are the names of the variables.
func (s *terraformSource) names() []string {
	if s == nil {
		return nil
	}
	var names []string
	for _, v := range s.reading.Variables {
		names = append(names, v.Name)
	}
	return names
}

// secret finds the variable that a secret of a channel comes from already.
func (s *terraformSource) secret() func(destinations.Secret) string {
	if s == nil || s.reading.Words == nil {
		return nil
	}
	return func(secret destinations.Secret) string {
		name := s.reading.Words.Only(secret.Reveal())
		if name != "" {
			s.used[name] = true
		}
		return name
	}
}

// variablesFile is where variables are declared.
const variablesFile = "variables.hcl"

// spell puts variables in the place of what stands for them, and declares them.
func (s *terraformSource) spell(g *generator) []generatedFile {
	if s == nil || s.reading.Words == nil {
		return g.files
	}
	files, used := g.files, map[string]bool{}
	for i, f := range files {
		for _, name := range s.reading.Words.In(string(f.Text)) {
			used[name] = true
		}
		files[i].Text = schema.Format(s.reading.Words.Spell(f.Text))
	}
	there := variableNames(g.place.config)
	var blocks []generate.Block
	for _, v := range s.reading.Variables {
		if (used[v.Name] || s.used[v.Name]) && !slices.Contains(there, v.Name) {
			blocks = append(blocks, s.declaration(v))
		}
	}
	text, ok := generate.File("", blocks)
	if len(blocks) == 0 || !ok {
		return files
	}
	i := slices.IndexFunc(files, func(f generatedFile) bool { return strings.HasPrefix(f.Name, "variables") })
	if i >= 0 {
		files[i].Text = append(append(files[i].Text, '\n'), text...)
		return files
	}
	return append(files, generatedFile{Name: g.estate.Free(variablesFile, files), Text: text})
}

// declaration is the block of a variable; what is secret has no default.
func (s *terraformSource) declaration(v *provider.Variable) generate.Block {
	if v.Secret || s.used[v.Name] {
		return generate.Variable(v.Name, v.Description)
	}
	b := generate.Block{Type: "variable", Labels: []string{v.Name}}
	b.Set("type", generate.Reference(v.Type))
	if v.Description != "" {
		b.Set("description", v.Description)
	}
	b.Set("default", v.Default)
	return b
}

// values are those that variables of monitors have while what is written is compared.
func (s *terraformSource) values(g *generator) []string {
	if s == nil {
		return nil
	}
	var values []string
	for _, v := range s.reading.Variables {
		if s.isInMonitors(v) && isDeclared(v, g) {
			values = append(values, v.Name+"="+v.Value)
		}
	}
	return values
}

// isInMonitors tells whether a monitor is made of a variable.
func (s *terraformSource) isInMonitors(v *provider.Variable) bool {
	return slices.ContainsFunc(s.reading.Objects, func(o *provider.Object) bool {
		return o.Known.Monitor != nil && slices.Contains(o.Variables, v)
	})
}

// isDeclared tells whether a variable stands in the files that were made.
func isDeclared(v *provider.Variable, g *generator) bool {
	return slices.ContainsFunc(g.files, func(f generatedFile) bool {
		return strings.Contains(string(f.Text), "variable "+generate.Quoted(v.Name)+" {")
	})
}

// withoutDefault are the variables of the files that need a value.
func (s *terraformSource) withoutDefault(g *generator) []string {
	var names []string
	for _, v := range g.estate.Variables() {
		names = append(names, v.Name)
	}
	for _, v := range s.reading.Variables {
		if isDeclared(v, g) && (v.Default == nil || s.used[v.Name]) {
			names = append(names, v.Name)
		}
	}
	return names
}

// keepMadeUp leaves out what would write the id of something that no cluster has: of a
// channel that can't be declared, or in a place where no reference can stand.
func (s *terraformSource) keepMadeUp(g *generator) (left bool) {
	if s == nil {
		return false
	}
	for _, o := range slices.Clone(g.estate.Objects()) {
		text, _ := o.Form().Block.Text("")
		if _, id, found := strings.Cut(text, provider.MadeUp); found {
			of, _, _ := strings.Cut(id, `"`)
			g.leave(o, view.LeftOut{Kind: view.LeftOther, Word: "it holds the id of " + strings.TrimRight(of, `\`) + ", which is neither known nor that of a destination which is converted"})
			left = true
		}
	}
	return left
}
