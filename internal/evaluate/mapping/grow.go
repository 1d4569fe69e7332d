package mapping

import (
	"maps"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// grow makes the mapping that a document's new fields lead to. Objects on the way
// to something new are copied, all others are shared: nothing of m changes.
func (m *Mapping) grow(pending *Object) (*Mapping, error) {
	next := *m
	next.root = copyAlong(m.root, pending)
	if err := mergeObject(next.root, pending, beside); err != nil {
		return nil, err
	}
	g := growth{of: m, fields: map[string]*Field{}, objects: map[string]*Object{}}
	g.walk(next.root, pending, "")
	if n := len(m.fields) + len(m.objects) + g.added; n > m.Settings.FieldLimit {
		return nil, tooManyFields(m.Settings)
	}
	for path := range g.objects {
		if err := m.Settings.checkDepth(path); err != nil {
			return nil, err
		}
	}
	next.fields, next.objects = maps.Clone(m.fields), maps.Clone(m.objects)
	maps.Copy(next.fields, g.fields)
	maps.Copy(next.objects, g.objects)
	if err := next.checkNested(); err != nil {
		return nil, err
	}
	return &next, next.checkCopies()
}

// copyAlong copies an object and those below it that something is merged into.
func copyAlong(o, add *Object) *Object {
	c := *o
	c.children = maps.Clone(o.children)
	for name, n := range add.children {
		old, isObject := c.children[name].(*Object)
		into, too := n.(*Object)
		if isObject && too {
			c.children[name] = copyAlong(old, into)
		}
	}
	return &c
}

// growth is what is new, or another, by path.
type growth struct {
	of      *Mapping
	fields  map[string]*Field
	objects map[string]*Object
	added   int
}

// walk goes through what was merged into o; nested is the nested object that holds
// it.
func (g *growth) walk(o, add *Object, nested string) {
	if o.Nested {
		nested = o.Path
	}
	for name, into := range add.children {
		switch n := o.children[name].(type) {
		case *Object:
			g.object(n)
			if more, ok := into.(*Object); ok {
				g.walk(n, more, nested)
			}
		case *Field:
			for _, f := range append([]*Field{n}, n.Multi...) {
				f.Nested = nested
				g.field(f)
			}
		}
	}
}

func (g *growth) object(o *Object) {
	if g.of.objects[o.Path] == nil {
		g.added++
	}
	g.objects[o.Path] = o
}

func (g *growth) field(f *Field) {
	if g.of.fields[f.Path] == nil {
		g.added++
	}
	g.fields[f.Path] = f
}

func tooManyFields(s Settings) error {
	return fault.Illegal("Limit of total fields [%d] has been exceeded", s.FieldLimit)
}

// checkDepth holds an object to the limit, which counts what may stand in it.
func (s Settings) checkDepth(path string) error {
	if strings.Count(path, ".")+2 > s.DepthLimit {
		return fault.Illegal("Limit of mapping depth [%d] has been exceeded due to object field [%s]", s.DepthLimit, path)
	}
	return nil
}
