package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// scratch is a case in a world of its own, of some documents and indices. Indices
// get names of their own, in the search too.
func (s *shrinker) scratch(c *Case, docs []*Doc, indices []*Index) *Case {
	s.count++
	name := fmt.Sprintf("%s%03d", s.name, s.count)
	old := c.World.Name
	renamed := func(t string) string { return strings.ReplaceAll(t, old, name) }
	reread := func(o *orderedjson.Object) *orderedjson.Object {
		v, err := orderedjson.Parse([]byte(renamed(text(o))))
		if err != nil {
			return o
		}
		return v.(*orderedjson.Object)
	}
	w := &World{Name: name, dialect: s.node.Dialect}
	for _, x := range indices {
		w.Indices = append(w.Indices, &Index{renamed(x.Name), x.Body})
	}
	for _, d := range docs {
		w.Docs = append(w.Docs, &Doc{renamed(d.Index), d.ID, d.Source})
	}
	return &Case{World: w, Targets: renamed(c.Targets), Body: reread(c.Body)}
}

func (s *shrinker) load(ctx context.Context, c *Case) error {
	c.World.Build()
	_, err := c.World.place(ctx, s.node)
	return err
}

// try asks the case in a world of fewer things, on both sides.
func (s *shrinker) try(ctx context.Context, r Result, docs []*Doc, indices []*Index) (*Result, error) {
	c := s.scratch(r.Case, docs, indices)
	defer func() { _ = c.World.Remove(context.WithoutCancel(ctx), s.node) }()
	if err := s.load(ctx, c); err != nil {
		return nil, err
	}
	return s.first(ctx, []*Case{c})
}

// indices leaves out whole indices.
func (s *shrinker) indices(ctx context.Context, r Result) (Result, error) {
	for i := len(r.Case.World.Indices) - 1; i >= 0 && len(r.Case.World.Indices) > 1; i-- {
		w := r.Case.World
		gone := w.Indices[i].Name
		docs := slices.DeleteFunc(slices.Clone(w.Docs), func(d *Doc) bool { return d.Index == gone })
		found, err := s.try(ctx, r, docs, slices.Delete(slices.Clone(w.Indices), i, i+1))
		if err != nil {
			return r, err
		}
		if found != nil {
			r = *found
		}
	}
	return r, nil
}

// docs leaves out documents: all, halves, quarters, …, until few are left.
func (s *shrinker) docs(ctx context.Context, r Result) (Result, error) {
	found, err := s.try(ctx, r, nil, r.Case.World.Indices)
	if err != nil {
		return r, err
	}
	if found != nil {
		return *found, nil
	}
	for size := (len(r.Case.World.Docs) + 1) / 2; len(r.Case.World.Docs) > few; size = (size + 1) / 2 {
		for from := 0; from < len(r.Case.World.Docs) && s.count < patienceOfWorlds; {
			docs := r.Case.World.Docs
			less := slices.Delete(slices.Clone(docs), from, min(from+size, len(docs)))
			found, err := s.try(ctx, r, less, r.Case.World.Indices)
			if err != nil {
				return r, err
			}
			if found == nil {
				from += size
				continue
			}
			r = *found
		}
		if size == 1 {
			break
		}
	}
	return r, nil
}

// few documents can be looked at; making worlds takes a node long.
const few, patienceOfWorlds = 3, 12

// fields leaves out fields of the documents and mappings: all at once that the
// search doesn't name.
func (s *shrinker) fields(ctx context.Context, r Result) (Result, error) {
	var unnamed []string
	search := text(r.Case.Body)
	for _, name := range s.names(r.Case.World) {
		if !strings.Contains(search, name) {
			unnamed = append(unnamed, name)
		}
	}
	return s.withoutFields(ctx, r, unnamed)
}

func (s *shrinker) withoutFields(ctx context.Context, r Result, names []string) (Result, error) {
	if len(names) == 0 {
		return r, nil
	}
	var docs []*Doc
	for _, d := range r.Case.World.Docs {
		source := d.Source
		for _, name := range names {
			source = without(source, name)
		}
		docs = append(docs, &Doc{d.Index, d.ID, source})
	}
	var indices []*Index
	for _, x := range r.Case.World.Indices {
		body := orderedjson.Clone(x.Body).(*orderedjson.Object)
		for _, name := range names {
			if p := body.Object("mappings").Object("properties"); p.Has(name) {
				p.Delete(name)
			}
		}
		indices = append(indices, &Index{x.Name, body})
	}
	found, err := s.try(ctx, r, docs, indices)
	if err != nil || found == nil {
		return r, err
	}
	return *found, nil
}

func without(o *orderedjson.Object, key string) *orderedjson.Object {
	c := orderedjson.NewObject(o.Members()...)
	c.Delete(key)
	return c
}

// names are the fields at the top of documents and mappings.
func (s *shrinker) names(w *World) []string {
	var out []string
	add := func(o *orderedjson.Object) {
		for _, k := range o.Keys() {
			if !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	for _, d := range w.Docs {
		add(d.Source)
	}
	for _, x := range w.Indices {
		add(x.Body.Object("mappings").Object("properties"))
	}
	return out
}
