package main

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/bodies"
	"github.com/alertplan/alertplan/internal/convert/provider"
	"github.com/alertplan/alertplan/internal/view"
)

// terraformSource is what Terraform's files declare. Its bodies are written with
// variables in them; where that can't be, or says something else, with their values.
type terraformSource struct {
	reading provider.Reading

	// known are the ids of what is written with the values of its variables.
	known map[string]bool

	// used are the variables that a secret of a channel comes from.
	used map[string]bool
}

// convertTerraform makes of Terraform's files what generate makes of a cluster.
func (o *convertOptions) convertTerraform(a *app, sources []convert.Source) (view.Converted, error) {
	state, err := o.readState()
	if err != nil {
		return view.Converted{}, err
	}
	files, err := filesAround(sources)
	if err != nil {
		return view.Converted{}, err
	}
	s := &terraformSource{reading: provider.Read(sources, state, files), known: map[string]bool{}}
	for {
		g, known, err := o.placeOfBodies(a)
		if err != nil {
			return view.Converted{}, err
		}
		s.used, g.source = map[string]bool{}, s
		reading := s.bodies(known)
		if err := g.makeOf(reading); err != nil {
			return view.Converted{}, err
		}
		if s.retreat(g.leftOut) {
			continue
		}
		reading.Diagnostics = append(reading.Diagnostics, s.problems(g)...)
		converted := g.converted(provider.Kind(), reading, sources)
		for _, d := range converted.Diagnostics {
			d.Detail = s.reading.Words.Say(d.Detail)
		}
		converted.Variables = s.withoutDefault(g)
		return converted, nil
	}
}

// filesAround are the files below the folder in which all sources are: what Terraform's
// functions may read. Nothing leads out of it, links neither.
func filesAround(sources []convert.Source) (provider.Files, error) {
	base := ""
	for _, s := range sources {
		if s.Name == convert.Stdin {
			return provider.Files{}, nil
		}
		dir := path.Dir(filepath.ToSlash(s.Name))
		for base != "" && dir != base && !strings.HasPrefix(dir, base+"/") && base != path.Dir(base) {
			base = path.Dir(base)
		}
		base = cmp.Or(base, dir)
	}
	root, err := os.OpenRoot(base)
	if err != nil {
		return provider.Files{}, err
	}
	return provider.Files{FS: root.FS(), Base: base}, nil
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

// bodies are the objects with the values of their variables, which is what the files that
// are made must mean; beside them channels that are named otherwise.
func (s *terraformSource) bodies(channels map[string]destinations.Live) bodies.Reading {
	r := bodies.Reading{At: map[string]hcl.Range{}, New: map[string]bool{}, Diagnostics: slices.Clone(s.reading.Diagnostics)}
	for _, o := range s.reading.Objects {
		r.At[o.ID] = o.At
		if o.New {
			r.New[o.ID] = true
		}
		if o.Known.Monitor != nil {
			r.Monitors = append(r.Monitors, *o.Known.Monitor)
		} else {
			r.Channels = append(r.Channels, *o.Known.Channel)
		}
	}
	for id, c := range channels {
		if s.object(id) == nil {
			r.Channels = append(r.Channels, c)
		}
	}
	return r
}

// choose takes objects as they are written, under the labels of their resources.
func (s *terraformSource) choose(g *generator) {
	if s == nil {
		return
	}
	g.chosen.Labels = map[string]string{}
	g.chosen.Channels = slices.Clone(g.chosen.Channels)
	for _, o := range s.reading.Objects {
		g.chosen.Labels[o.ID] = o.Label
	}
	for i, m := range g.chosen.Monitors {
		if o := s.object(m.ID); s.keeps(o) {
			g.chosen.Monitors[i] = *o.Kept.Monitor
		}
	}
	for i, c := range g.chosen.Channels {
		if o := s.object(c.ID); s.keeps(o) {
			g.chosen.Channels[i] = *o.Kept.Channel
		}
	}
}

// keeps tells whether an object is written with its variables.
func (s *terraformSource) keeps(o *provider.Object) bool {
	return o != nil && o.Kept != nil && !s.known[o.ID]
}

// object is the one of an id; nil for none.
func (s *terraformSource) object(id string) *provider.Object {
	for _, o := range s.reading.Objects {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// retreat lets values be written into what can't be said with variables; false where
// there is nothing of that kind.
func (s *terraformSource) retreat(left []view.LeftOut) (again bool) {
	for _, l := range left {
		if o := s.object(l.ID); s.keeps(o) && len(o.Variables) > 0 && o.HasValues() {
			s.known[o.ID], again = true, true
		}
	}
	return again
}

// problems are what is told of objects beside what is left out: channels that can't be
// declared, and variables that are none any more.
func (s *terraformSource) problems(g *generator) hcl.Diagnostics {
	var result convert.Result
	for _, c := range g.estate.Uncopied {
		if o := s.object(c.ID); o != nil && o.New {
			result.Refuse(o.At, "Channel that is not converted", fmt.Sprintf("%s is of the kind %s in a form that no block declares: a webhook whose address stands in parts, for one. Make it by hand, and take its existing block in the place of this one.", o.Address, c.Destination.Kind))
		}
	}
	for _, o := range s.reading.Objects {
		if o.Known.Monitor == nil || len(o.Variables) == 0 || s.keeps(o) {
			continue
		}
		var names []string
		for _, v := range o.Variables {
			names = append(names, v.Of)
		}
		result.Note(o.At, "Variables written as their values", "In "+o.Address+" no variable can take the place of "+strings.Join(names, ", ")+".")
	}
	return result.Diagnostics
}
