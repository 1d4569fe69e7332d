package mapping

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// pend puts a new object into the pending tree and returns the tree's own.
func (r *reader) pend(add *Object, full string) *Object {
	if r.pending == nil {
		r.pending = cloneShape(r.m.root)
	}
	o := r.pending
	if full == "" {
		return o
	}
	parts := strings.Split(full, ".")
	for i, head := range parts {
		path := strings.Join(parts[:i+1], ".")
		next, ok := o.children[head].(*Object)
		if !ok {
			if f, isField := o.children[head].(*Field); isField {
				r.mixed = fault.Illegal("can't merge a non object mapping [%s] with an object mapping", f.Path)
				return add
			}
			switch {
			case r.m.objects[path] != nil:
				next = cloneShape(r.m.objects[path])
			case i == len(parts)-1:
				next = add
			default:
				next = newObject(path)
			}
			o.children[head] = next
		}
		o = next
	}
	return o
}

func cloneShape(o *Object) *Object {
	c := newObject(o.Path)
	c.Nested, c.Enabled = o.Nested, o.Enabled
	return c
}

func (r *reader) pendField(o *Object, f *Field) {
	parent := r.pend(newObject(o.Path), o.Path)
	r.added = append(r.added, f.Path)
	was, _ := parent.children[f.Name()].(*Field)
	err := mergeChild(parent, f.Name(), f, beside)
	switch {
	case err != nil && was != nil:
		r.clashes = append(r.clashes, clash{f.Path, was.Type, f.Type})
	case err != nil:
		r.mixed = err
	}
}
