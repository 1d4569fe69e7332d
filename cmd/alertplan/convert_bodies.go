package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/bodies"
	"github.com/alertplan/alertplan/internal/generate/estate"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// convertBodies makes of bodies what generate makes of a cluster that holds them.
func (o *convertOptions) convertBodies(a *app, sources []convert.Source) (view.Converted, error) {
	g, known, err := o.placeOfBodies(a)
	if err != nil {
		return view.Converted{}, err
	}
	reading := bodies.Read(sources, bodies.Options{Elsewhere: !o.imports, Channels: known})
	if err := g.makeOf(reading); err != nil {
		return view.Converted{}, err
	}
	converted := g.converted(bodies.Kind(), reading, sources)
	converted.Variables = g.result().Variables
	return converted, nil
}

// placeOfBodies is what makes files of bodies in --out, and the channels that are named
// beside them.
func (o *convertOptions) placeOfBodies(a *app) (*generator, map[string]destinations.Live, error) {
	g := &generator{app: a, options: &generateOptions{out: o.out, workspace: o.workspace}}
	if err := g.openPlaceOfBodies(); err != nil {
		return nil, nil, err
	}
	known, err := o.knownChannels(g.place.config)
	return g, known, err
}

// makeOf makes the files of what was read.
func (g *generator) makeOf(reading bodies.Reading) error {
	for _, c := range reading.Channels {
		g.app.hide(c.Destination.Secrets()...)
	}
	g.live = plan.Live{Monitors: reading.Monitors, Channels: reading.Channels}
	g.chosen, g.unmade = estate.Reading{Channels: reading.Channels}, reading.New
	g.take()
	g.source.choose(g)
	if err := g.make(); err != nil {
		return err
	}
	return g.withoutImports(reading.New)
}

// openPlaceOfBodies reads the configuration in --out. Without it nothing is there, and
// what is printed begins with a workspace if --workspace says one, as with any source.
func (g *generator) openPlaceOfBodies() error {
	if g.options.out != "" {
		return g.openPlace()
	}
	g.place = place{
		dir: nowhere(), config: &schema.Config{},
		workspace: cmp.Or(g.options.workspace, usualWorkspace), begun: g.options.workspace == "", unsaid: g.options.workspace == "",
	}
	return nil
}

// knownChannels are those that --channel and the existing blocks of a configuration name.
func (o *convertOptions) knownChannels(cfg *schema.Config) (map[string]destinations.Live, error) {
	known := map[string]destinations.Live{}
	keep := func(id string, at address.Address) {
		known[id] = destinations.Live{ID: id, Destination: destinations.Destination{Kind: destinations.Kind(at.Type()), Name: at.Label(), Enabled: true}}
	}
	for _, e := range cfg.Existing {
		if e.ID != "" {
			keep(e.ID, e.Address)
		}
	}
	for _, text := range o.channels {
		id, word, _ := strings.Cut(text, "=")
		at, err := address.Parse(word)
		if err != nil || id == "" || at.Kind() != address.Existing {
			return nil, fmt.Errorf("--channel takes the id of a channel and how it is to be named, such as T6Ps_KEB=existing.slack.oncall, not %q", text)
		}
		keep(id, at)
	}
	return known, nil
}

// withoutImports takes out the import blocks of what is on no cluster: they were there
// for the plan that found out what each block means.
func (g *generator) withoutImports(unmade map[string]bool) error {
	for _, o := range g.estate.Objects() {
		if unmade[o.ID] {
			o.Imports = false
		}
	}
	if len(g.files) == 0 {
		return nil
	}
	return g.write()
}

// leftOutOf says at its place why a monitor is left out.
func leftOutOf(result *convert.Result, reading bodies.Reading, l view.LeftOut) {
	say, summary := result.Refuse, "Monitor that is not converted"
	detail := fmt.Sprintf("%q %s.", l.Name, strings.TrimSuffix(l.Words(), "."))
	switch {
	case l.Kind == view.LeftDeclared:
		say, summary = result.Note, "Monitor that is declared already"
	case l.Kind == view.LeftForeign:
		detail += " If its files are lost, and these are to be in their place: --workspace " + l.Word + "."
	case l.Kind == view.LeftSameName && reading.New[l.ID]:
		detail = fmt.Sprintf("%q has the name of %s, which the files declare. Give it another name, or leave it out.", l.Name, l.Word)
	}
	say(reading.At[l.ID], summary, detail)
}

// converted is what was made, and what was left out, with its places.
func (g *generator) converted(kind convert.Kind, reading bodies.Reading, sources []convert.Source) view.Converted {
	made := g.result()
	result := convert.Result{Diagnostics: reading.Diagnostics}
	for _, l := range made.LeftOut {
		leftOutOf(&result, reading, l)
	}
	for _, o := range made.Objects {
		if o.Raw != "" {
			result.Note(reading.At[o.ID], "Body as the API has it", fmt.Sprintf("Blocks don't say all of it, and %s stands as the API has it: %s.", o.Part(), o.Reason))
		}
	}
	convert.Ordered(result.Diagnostics, sources)
	c := view.Converted{Kind: kind.Name, Diagnostics: result.Diagnostics}
	for i, f := range made.Files {
		file := view.ConvertedFile{Text: f.Text, Objects: f.Objects}
		if g.options.out != "" {
			file.Name = f.Name
		} else if i > 0 {
			file.Text = "\n" + file.Text
		}
		c.Files = append(c.Files, file)
	}
	return c
}
