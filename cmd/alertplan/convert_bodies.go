package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/provider"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/generate/estate"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// bodySource is what Terraform's files declare, written and compared as generate does
// with what a cluster holds. nil is a cluster.
type bodySource struct {
	reading provider.Reading

	// known are the objects, by id, that are written with the values of their variables.
	known map[string]bool

	// used are the variables that a secret of a channel comes from.
	used map[string]bool
}

// make makes the files of what was read. Refusals are added to its diagnostics.
func (s *bodySource) make(a *app, workspace string) (*generator, error) {
	for {
		g := s.generator(a, workspace)
		if err := g.make(); err != nil {
			return nil, err
		}
		if !s.retreat(g.leftOut) {
			s.refuse(g)
			return g, nil
		}
	}
}

// generator is one that takes what was read for a cluster.
func (s *bodySource) generator(a *app, workspace string) *generator {
	clear(s.used)
	g := &generator{app: a, options: &generateOptions{}, source: s}
	g.place = place{dir: filepath.Join(os.TempDir(), "alertplan-convert-without-a-directory"), config: &schema.Config{}, begun: workspace == "", workspace: cmp.Or(workspace, usualWorkspace)}
	g.chosen = estate.Reading{Whole: true, Labels: map[string]string{}, New: map[string]bool{}}
	for _, o := range s.reading.Objects {
		written := o.Kept
		if written == nil || s.known[o.ID] {
			written = o.Known
		}
		g.chosen.Labels[o.ID] = o.Label
		if o.New {
			g.chosen.New[o.ID] = true
		}
		if o.Known.Monitor != nil {
			g.chosen.Monitors, g.live.Monitors = append(g.chosen.Monitors, *written.Monitor), append(g.live.Monitors, *o.Known.Monitor)
			continue
		}
		g.chosen.Channels, g.live.Channels = append(g.chosen.Channels, *written.Channel), append(g.live.Channels, *o.Known.Channel)
		a.hide(o.Known.Channel.Destination.Secrets()...)
	}
	for _, v := range s.reading.Variables {
		g.place.config.Variables = append(g.place.config.Variables, schema.Variable{Name: v.Name})
	}
	return g
}

// secret finds the variable that a secret of a channel comes from already.
func (s *bodySource) secret() func(destinations.Live, string) string {
	if s == nil || s.reading.Words == nil {
		return nil
	}
	return func(c destinations.Live, what string) string {
		name := s.reading.Words.Only(secretOf(c.Destination, what))
		if name != "" {
			s.used[name] = true
		}
		return name
	}
}

// secretOf is a secret by the name of its argument, or of its header.
func secretOf(d destinations.Destination, what string) string {
	switch s := d.Settings.(type) {
	case *destinations.ChatSettings:
		return s.URL.Reveal()
	case *destinations.WebhookSettings:
		if header, ok := s.Headers[what]; ok {
			return header.Reveal()
		}
		return s.URL.Reveal()
	}
	return ""
}

// spell puts variables in the place of what stands for them, and declares them.
func (s *bodySource) spell(files []generatedFile) []generatedFile {
	if s == nil || s.reading.Words == nil {
		return files
	}
	inTexts := map[string]bool{}
	for i, f := range files {
		for _, name := range s.reading.Words.In(string(f.Text)) {
			inTexts[name] = true
		}
		files[i].Text = schema.Format(s.reading.Words.Spell(f.Text))
	}
	var blocks []generate.Block
	for _, v := range s.reading.Variables {
		if inTexts[v.Name] || s.used[v.Name] {
			blocks = append(blocks, s.declaration(v))
		}
	}
	text, ok := generate.File("", blocks)
	if len(blocks) == 0 || !ok {
		return files
	}
	const name = "variables.hcl"
	if i := slices.IndexFunc(files, func(f generatedFile) bool { return f.Name == name }); i >= 0 {
		files[i].Text = append(append(files[i].Text, '\n'), text...)
		return files
	}
	return append(files, generatedFile{Name: name, Text: text})
}

// declaration is the block of a variable; what is secret has no default.
func (s *bodySource) declaration(v *provider.Variable) generate.Block {
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

// complete adds what the files need to be compared: a workspace, values of variables,
// and import blocks for what is on no cluster yet.
func (s *bodySource) complete(o *configurationOptions, g *generator) {
	if s == nil {
		return
	}
	var hidden strings.Builder
	if g.place.begun {
		fmt.Fprintf(&hidden, "workspace = %q\n", g.place.workspace)
	}
	for _, x := range g.estate.Objects() {
		if x.Live != nil && g.chosen.New[x.ID] {
			fmt.Fprintf(&hidden, "import {\n to = %s\n id = %s\n}\n", x.Address, generate.Quoted(x.ID))
		}
	}
	o.sources[filepath.Join(g.place.dir, "only-to-compare.hcl")] = []byte(hidden.String())
	for _, v := range s.reading.Variables {
		if s.inMonitors(v) && s.isDeclared(v, g) {
			o.vars = append(o.vars, v.Name+"="+v.Value)
		}
	}
}

// inMonitors tells whether a monitor is made of a variable.
func (s *bodySource) inMonitors(v *provider.Variable) bool {
	return slices.ContainsFunc(s.reading.Objects, func(o *provider.Object) bool {
		return o.Known.Monitor != nil && slices.Contains(o.Variables, v)
	})
}

// isDeclared tells whether a variable is left in the files.
func (s *bodySource) isDeclared(v *provider.Variable, g *generator) bool {
	return slices.ContainsFunc(g.files, func(f generatedFile) bool {
		return strings.Contains(string(f.Text), "variable "+generate.Quoted(v.Name)+" {")
	})
}

// retreat writes the values of variables into what can't be said with them; false where
// there is nothing of that kind.
func (s *bodySource) retreat(left []view.LeftOut) (again bool) {
	for _, l := range left {
		o := s.object(l.ID)
		if o != nil && o.Kept != nil && !s.known[o.ID] && len(o.Variables) > 0 && len(withoutValue(o)) == 0 {
			s.known[o.ID], again = true, true
		}
	}
	return again
}

func (s *bodySource) object(id string) *provider.Object {
	for _, o := range s.reading.Objects {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// withoutValue are the variables of an object whose values nobody knows, or may see.
func withoutValue(o *provider.Object) []string {
	var names []string
	for _, v := range o.Variables {
		if v.Default == nil {
			names = append(names, v.Of)
		}
	}
	return names
}

// refuse says what is left out, and which variables became their values.
func (s *bodySource) refuse(g *generator) {
	for _, l := range g.leftOut {
		if o := s.object(l.ID); o != nil {
			s.reading.Refuse(o.At, "Nothing says this faithfully", o.Address+" "+strings.TrimRight(l.Words(), ".")+".")
		}
	}
	for _, c := range g.estate.Uncopied {
		if o := s.object(c.ID); o != nil && o.New {
			s.reading.Refuse(o.At, "A channel that can't be declared", fmt.Sprintf("%s is of the type %s, or has parts, that no destination block has.", o.Address, c.Destination.Kind))
		}
	}
	for _, o := range s.reading.Objects {
		if o.Known.Monitor != nil && len(o.Variables) > 0 && (o.Kept == nil || s.known[o.ID]) {
			var names []string
			for _, v := range o.Variables {
				names = append(names, v.Of)
			}
			s.reading.Note(o.At, "Variables written as their values", "In "+o.Address+" no variable can take the place of "+strings.Join(names, ", ")+".")
		}
	}
}

// withoutDefault are the variables of the files that need a value.
func (s *bodySource) withoutDefault(g *generator) []string {
	var names []string
	for _, v := range g.estate.Variables() {
		names = append(names, v.Name)
	}
	for _, v := range s.reading.Variables {
		if s.isDeclared(v, g) && (v.Default == nil || v.Secret || s.used[v.Name]) {
			names = append(names, v.Name)
		}
	}
	return names
}

// keepMadeUp leaves out what would write the id of something that no cluster has: of a
// channel that can't be declared, or in a place where no reference can stand.
func (s *bodySource) keepMadeUp(g *generator) (left bool) {
	if s == nil {
		return false
	}
	for _, o := range slices.Clone(g.estate.Objects()) {
		text, _ := o.Form().Block.Text("")
		if _, id, found := strings.Cut(text, provider.MadeUp); found {
			of, _, _ := strings.Cut(id, "\"")
			g.leave(o, view.LeftOut{Kind: view.LeftOther, Word: "it holds the id of " + strings.TrimRight(of, "\\") + ", which is not on a cluster yet, where no reference can stand"})
			left = true
		}
	}
	return left
}

// files are the files as convert hands them out.
func (s *bodySource) files(g *generator) []view.ConvertedFile {
	var out []view.ConvertedFile
	for _, f := range g.files {
		file := view.ConvertedFile{Name: f.Name, Text: string(f.Text)}
		for _, at := range f.Objects {
			file.Objects = append(file.Objects, at.String())
		}
		out = append(out, file)
	}
	return out
}

// convertBodies reads bodies, and writes them as generate does.
func (o *convertOptions) convertBodies(a *app, kind convert.Kind, sources []convert.Source) (view.Converted, error) {
	state, err := o.readState()
	if err != nil {
		return view.Converted{}, err
	}
	s := &bodySource{reading: provider.Read(sources, state), known: map[string]bool{}, used: map[string]bool{}}
	g, err := s.make(a, o.workspace)
	if err != nil {
		return view.Converted{}, err
	}
	files := s.files(g)
	for i := range files {
		if o.out != "" {
			files[i].Name = filepath.Join(o.out, files[i].Name)
		} else {
			files[i].Name = ""
		}
	}
	return view.Converted{Kind: kind.Name, Files: files, Diagnostics: s.reading.Diagnostics, Variables: s.withoutDefault(g)}, nil
}

func (o *convertOptions) readState() (*provider.State, error) {
	if o.state == "" {
		return nil, nil
	}
	text, err := os.ReadFile(o.state)
	if err != nil {
		return nil, unreadable(o.state, err)
	}
	state, err := provider.ReadState(text)
	if err != nil {
		return nil, fmt.Errorf("--state %s: %w", o.state, err)
	}
	return &state, nil
}
