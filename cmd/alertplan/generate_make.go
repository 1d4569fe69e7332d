package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/generate/estate"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema"
)

type generatedFile = estate.File

// make writes the files and reads them again, until what they mean is what the cluster
// holds: what does not is said in the next form, what none says is left out.
func (g *generator) make() error {
	done := g.app.working("Writing the configuration")
	defer done()
	g.arrange()
	for {
		if len(g.estate.Objects()) == 0 {
			g.files = nil
			return nil
		}
		if err := g.write(); err != nil {
			return err
		}
		again, err := g.verify()
		if err != nil || !again {
			return err
		}
	}
}

// arrange begins with what is chosen, in its first forms.
func (g *generator) arrange() {
	g.estate = estate.New(g.chosen, estate.Place{
		Workspace: g.place.workspace, Begun: g.place.begun, URL: g.clusterURL(),
		Taken: g.taken(), Variables: slices.Concat(variableNames(g.place.config), g.source.names()), Declared: g.place.declared,
		Files: g.hasFile, Copies: g.options.copies, Invalid: g.invalid, Unmade: g.unmade, Secret: g.source.secret(),
	})
}

// write makes the files of what is chosen so far.
func (g *generator) write() error {
	var ok bool
	if g.files, ok = g.estate.Files(); !ok {
		return errUnwritable
	}
	g.files = g.source.spell(g)
	return nil
}

func variableNames(cfg *schema.Config) []string {
	var names []string
	for _, v := range cfg.Variables {
		names = append(names, v.Name)
	}
	return names
}

func (g *generator) hasFile(name string) bool {
	_, err := os.Lstat(filepath.Join(g.place.dir, name))
	return err == nil
}

// verify reads the files and plans; again tells that something is said otherwise now.
func (g *generator) verify() (again bool, err error) {
	if g.keepSecrets() || g.source.keepMadeUp(g) {
		return true, nil
	}
	cfg, diags, err := g.load()
	if err != nil {
		return false, err
	}
	if diags.HasErrors() {
		if g.mend(diags) {
			return true, nil
		}
		return false, &view.InvalidError{Diagnostics: diags, Files: cfg.Files}
	}
	return g.compare(cfg), nil
}

// keepSecrets leaves out what would write a secret of a channel, such as a message that
// names its URL.
func (g *generator) keepSecrets() (left bool) {
	for _, o := range slices.Clone(g.estate.Objects()) {
		text, _ := o.Form().Block.Text("")
		for _, c := range g.live.Channels {
			if o.Live != nil && holdsAny(text, c.Destination.Secrets()) {
				g.leave(o, view.LeftOut{Kind: view.LeftSecret, Word: c.Destination.Name})
				left = true
				break
			}
		}
	}
	return left
}

// shortestSecret is the length from which a text is looked for in what is written.
const shortestSecret = 8

func holdsAny(text string, secrets []string) bool {
	return slices.ContainsFunc(secrets, func(secret string) bool {
		return len(secret) >= shortestSecret && secret != "application/json" && strings.Contains(text, strings.Trim(generate.Quoted(secret), `"`))
	})
}

func (g *generator) leave(o *estate.Object, why view.LeftOut) {
	why.ID, why.Name = o.ID, o.Name
	g.leftOut = append(g.leftOut, why)
	g.estate.LeaveOut(o)
	g.chosen.Monitors = slices.DeleteFunc(slices.Clone(g.chosen.Monitors), func(m monitors.Live) bool { return m.ID == o.ID })
}

// mend says otherwise what errors are about; false where they are about something else.
func (g *generator) mend(diags hcl.Diagnostics) (mended bool) {
	places := g.blocks()
	if g.keepInvalid(places, diags) {
		g.arrange()
		return true
	}
	for _, o := range slices.Clone(g.estate.Objects()) {
		for _, d := range diags {
			if d.Severity != hcl.DiagError || d.Subject == nil || !places[o.Address].holds(*d.Subject) {
				continue
			}
			if o.Live == nil && g.source == nil {
				continue // nothing else could say it
			}
			if !g.estate.Retreat(o, generate.Reason("as blocks it would be refused: "+strings.ToLower(d.Summary))) {
				g.leave(o, view.LeftOut{Kind: view.LeftInvalid, Word: d.Summary + ". " + d.Detail})
			}
			mended = true
			break
		}
	}
	return mended
}

// keepInvalid lets channels of others stay theirs of which a copy would not be valid, such
// as one without a name; what refers to them refers to something else then.
func (g *generator) keepInvalid(places map[address.Address]blockRange, diags hcl.Diagnostics) (kept bool) {
	for _, o := range g.estate.Objects() {
		copied := g.options.copies && o.Channel != nil && o.Address.Kind() == address.Destination && !address.IsChannelOf(o.Channel.Handle(), g.place.workspace)
		if !copied || g.unmade[o.ID] {
			continue
		}
		if slices.ContainsFunc(diags, func(d *hcl.Diagnostic) bool {
			return d.Severity == hcl.DiagError && d.Subject != nil && places[o.Address].holds(*d.Subject)
		}) {
			if g.invalid == nil {
				g.invalid = map[string]bool{}
			}
			g.invalid[o.ID], kept = true, true
		}
	}
	return kept
}

// holds tells whether a range lies in a block's.
func (b blockRange) holds(r hcl.Range) bool {
	return b.file == r.Filename && b.from <= r.Start.Byte && r.Start.Byte < b.to
}

// blockRange is where a block stands.
type blockRange struct {
	file     string
	from, to int
}

// blocks are the places of the blocks that were made.
func (g *generator) blocks() map[address.Address]blockRange {
	places := map[address.Address]blockRange{}
	for _, f := range g.files {
		name := filepath.Join(g.place.dir, f.Name)
		parsed, _ := hclsyntax.ParseConfig(f.Text, name, hcl.InitialPos)
		body, ok := parsed.Body.(*hclsyntax.Body)
		if !ok {
			continue
		}
		for _, b := range body.Blocks {
			if at, err := address.Parse(strings.Join(append([]string{b.Type}, b.Labels...), ".")); err == nil {
				r := b.Range()
				places[at] = blockRange{name, b.TypeRange.Start.Byte, max(r.End.Byte, b.CloseBraceRange.End.Byte)}
			}
		}
	}
	return places
}

// compare plans the configuration, and says otherwise what would change something but
// the mark.
func (g *generator) compare(cfg *schema.Config) (again bool) {
	desired := desiredOf(cfg)
	made := plan.Make(desired, g.live, plan.Options{})
	for _, o := range slices.Clone(g.estate.Objects()) {
		if o.Live == nil {
			continue
		}
		if i := slices.IndexFunc(made.Problems, func(p plan.Problem) bool { return p.Address == o.Address }); i >= 0 {
			g.leave(o, view.LeftOut{Kind: view.LeftProblem, Word: view.ProblemWords(made.Problems[i], g.place.workspace)})
			again = true
			continue
		}
		for _, c := range made.Changes {
			if c.Address != o.Address || !g.changes(c) {
				continue
			}
			again = true
			if !g.estate.Retreat(o, notSame(c)) {
				g.leave(o, view.LeftOut{Kind: view.LeftOther, Word: string(notSame(c))})
			}
			break
		}
	}
	return again
}

// changes tells whether a change is one of more than the mark.
func (g *generator) changes(c plan.Change) bool {
	switch c.Action {
	case plan.Adopt, plan.Update, plan.Move:
		return slices.ContainsFunc(c.Fields, func(f plan.FieldChange) bool {
			return !g.options.copies && len(g.unmade) == 0 || !strings.HasSuffix(f.Path, ".destination")
		})
	}
	return true
}

// notSame is the reason that a plan gives.
func notSame(c plan.Change) generate.Reason {
	if len(c.Fields) == 0 || c.Action == plan.Replace {
		return generate.NotSame
	}
	return generate.NotSame + generate.Reason(" in "+c.Fields[0].Path)
}

// result is what was made, for printing.
func (g *generator) result() view.Generated {
	r := view.Generated{Workspace: g.place.workspace, Dir: g.options.out, LeftOut: g.leftOut, Begun: g.place.begun}
	for _, f := range g.files {
		file := view.GeneratedFile{Name: f.Name, Text: string(f.Text)}
		if g.options.out != "" {
			file.Name = filepath.Join(g.options.out, f.Name)
		}
		for _, at := range f.Objects {
			file.Objects = append(file.Objects, at.String())
		}
		r.Files = append(r.Files, file)
	}
	for _, o := range g.estate.Objects() {
		form := o.Form()
		x := view.GeneratedObject{Address: o.Address, ID: o.ID, Name: o.Name, Raw: form.Raw, Adopts: o.Imports}
		if form.Raw != "" {
			x.Reason = string(form.Reason)
		}
		r.Objects = append(r.Objects, x)
	}
	slices.SortFunc(r.LeftOut, func(a, b view.LeftOut) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	slices.SortFunc(r.Objects, func(a, b view.GeneratedObject) int { return address.Compare(a.Address, b.Address) })
	for _, v := range g.estate.Variables() {
		r.Variables = append(r.Variables, v.Name)
	}
	for _, c := range g.estate.Kept {
		r.Kept = append(r.Kept, c.Destination.Name)
	}
	for _, c := range g.estate.Uncopied {
		r.Uncopied = append(r.Uncopied, c.Destination.Name)
	}
	return r
}
