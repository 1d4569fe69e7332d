package mapping

import (
	"encoding/json"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// reader reads one document. New fields gather in pending, a tree that is merged
// into the mapping afterwards; clashes among them are kept, for
// the server too finds it only when the whole document is read.
type reader struct {
	m       *Mapping
	id      string
	pending *Object
	clashes []clash
	mixed   error // an object and a field under one name
	added   []string
	// templated are fields of objects that dynamic templates made: they are mapped.
	templated map[*Field]bool
	nested    int        // how many nested documents there are so far
	number    numberRead // the number that is being read
}

func (r *reader) read(source *orderedjson.Object) (*Document, error) {
	doc := newDocument(source, "")
	if err := r.object(source, r.m.root, doc); err != nil {
		return nil, err
	}
	doc.finish()
	return doc, nil
}

func (r *reader) object(source *orderedjson.Object, o *Object, doc *Document) error {
	if !o.Enabled {
		return nil
	}
	for _, member := range source.Members() {
		if o.Path == "" && r.m.metadata(member.Key) {
			return r.meta(member.Key, member.Value)
		}
		if member.Value == nil && strings.Contains(member.Key, ".") && !r.mapped(o, member.Key) {
			if _, err := r.mayAdd(o, member.Key, nil); err != nil {
				return err
			}
			continue // a null brings nothing about
		}
		parent, name, err := r.descend(o, member.Key)
		if err != nil {
			return err
		}
		if parent == nil {
			if err := unmappedLists(o, member); err != nil {
				return err
			}
			continue
		}
		if err := r.value(place{o: parent, name: name, doc: doc}, member.Value); err != nil {
			return err
		}
	}
	return nil
}

// unmappedLists gives up on a list under a dotted name that isn't mapped: the server takes
// what is in it for values of the name's last part (observed on 1.3.14, 2.19.4 and 3.5.0).
func unmappedLists(o *Object, member orderedjson.Member) error {
	i := strings.LastIndexByte(member.Key, '.')
	if _, isList := member.Value.([]any); !isList || i < 0 || o.children[member.Key[i+1:]] == nil {
		return nil
	}
	return fault.Unsupported("list [%s], which isn't mapped, beside [%s]", o.join(member.Key), o.join(member.Key[i+1:]))
}

// mapped tells whether a dotted key leads to something that is mapped.
func (r *reader) mapped(o *Object, key string) bool {
	path := o.join(key)
	return r.m.fields[path] != nil || r.m.objects[path] != nil
}

// place is where a value belongs: a name in an object, in a document.
type place struct {
	o     *Object
	name  string
	doc   *Document
	depth int  // how many lists are around
	list  bool // inside of a list, where the server has no name for it
	copy  bool // by copy_to, which goes no further
}

// value reads whatever stands under a name.
func (r *reader) value(p place, v any) error {
	if !p.o.Enabled {
		return nil
	}
	switch v := v.(type) {
	case []any:
		if len(v) == 0 && r.known(p) {
			return nil
		}
		if p.depth++; p.depth > r.m.Settings.DepthLimit && !r.m.Settings.Dialect.MappingTypes {
			return failed(fault.New(0, "parse_exception", "The depth of the nested array field has exceeded the allowed limit of [%d]. "+
				"This limit can be set by changing the [index.mapping.depth.limit] index level setting.", r.m.Settings.DepthLimit))
		}
		if f, ok := p.o.children[p.name].(*Field); ok && (f.Type == "alias" || f.Type == "geo_point" && isPair(v)) {
			return r.leaf(p, f, v)
		}
		if p.o.children[p.name] == nil {
			if err := r.newList(p, v); err != nil {
				return err // even for an empty list
			}
		}
		p.list = true
		for _, x := range v {
			if err := r.value(p, x); err != nil {
				return err
			}
		}
		return nil
	case *orderedjson.Object:
		return r.inner(p, v)
	case nil:
		if f, ok := p.o.children[p.name].(*Field); ok {
			return r.leaf(p, f, nil)
		}
		if p.o.children[p.name] == nil && p.o.Dynamic != "" {
			_, err := r.mayAdd(p.o, p.name, nil) // strict refuses even a null, where the object itself says so
			return err
		}
		return nil
	default:
		return r.scalar(p, v)
	}
}

// newList looks whether a list may stand under a name that is not mapped: a dynamic
// template of objects is taken for it, too, whose values then are mapped by others.
func (r *reader) newList(p place, v []any) error {
	if ok, err := r.mayAdd(p.o, p.name, v); !ok {
		return err
	}
	full := p.o.join(p.name)
	def := r.m.definition(full, "object", "object")
	if def == nil || ofObject(def) {
		return nil
	}
	n, err := r.m.declare(full, def)
	if f, ok := n.(*Field); ok && err == nil && f.Type == "geo_point" {
		return fault.Unsupported("list [%s] that a dynamic template makes a geo_point", full)
	}
	return err
}

// known tells whether a field has the name, be it an alias.
func (r *reader) known(p place) bool {
	_, ok := p.o.children[p.name].(*Field)
	return ok
}

func (r *reader) inner(p place, v *orderedjson.Object) error {
	var o *Object
	switch n := p.o.children[p.name].(type) {
	case *Field:
		return r.leaf(p, n, v)
	case *Object:
		o = n
	default:
		if def := r.m.definition(p.o.join(p.name), "object", "object"); def != nil && !ofObject(def) {
			return r.unlike(p, def, v)
		}
		made, err := r.newObject(p.o, p.name)
		if made == nil || err != nil {
			return err
		}
		o = made
	}
	if depth := strings.Count(o.Path, ".") + 2; depth > r.m.Settings.DepthLimit && !r.m.Settings.Dialect.MappingTypes {
		return failed(fault.New(0, "parse_exception", "The depth of the field has exceeded the allowed limit of [%d]. "+
			"This limit can be set by changing the [index.mapping.depth.limit] index level setting.", r.m.Settings.DepthLimit))
	}
	if !o.Nested {
		return r.object(v, o, p.doc)
	}
	sub := newDocument(v, o.Path)
	sub.root = p.doc
	for _, n := range p.doc.Nested {
		if n.Path == o.Path {
			sub.Offset++
		}
	}
	p.doc.Nested = append(p.doc.Nested, sub)
	if r.nested++; r.nested > r.m.Settings.NestedLimit {
		return fault.New(400, "mapper_parsing_exception", "The number of nested documents has exceeded the allowed limit of [%d]. "+
			"This limit can be set by changing the [index.mapping.nested_objects.limit] index level setting.", r.m.Settings.NestedLimit)
	}
	return r.object(v, o, sub)
}

// unlike reads an object where a dynamic template makes a field: those that ask for no
// type fit objects, too (observed on 1.3.14, 2.19.4 and 3.5.0).
func (r *reader) unlike(p place, def, v *orderedjson.Object) error {
	if ok, err := r.mayAdd(p.o, p.name, v); !ok {
		return err
	}
	n, err := r.m.declare(p.o.join(p.name), ofTemplate(def))
	if err != nil {
		return err
	}
	f, ok := n.(*Field)
	if !ok {
		return fault.Unsupported("dynamic template that maps the object [%s] to a field", p.o.join(p.name))
	}
	if err := r.leaf(p, f, v); err != nil {
		return err
	}
	r.pendField(p.o, f)
	return nil
}

func (r *reader) scalar(p place, v any) error {
	switch n := p.o.children[p.name].(type) {
	case *Object:
		if !n.Enabled {
			return nil
		}
		name := p.name
		if p.list {
			name = "null"
		}
		return fault.New(400, "mapper_parsing_exception", "object mapping for [%s] tried to parse field [%s] as object, but found a concrete value", n.Path, name)
	case *Field:
		if n.Path == p.o.join(p.name) && (r.m.fields[n.Path] == n || r.templated[n]) {
			return r.leaf(p, n, v)
		}
	}
	if ok, err := r.mayAdd(p.o, p.name, v); !ok {
		return err
	}
	f, err := r.m.newField(p.o.join(p.name), v)
	if err != nil {
		return err
	}
	if err := r.leaf(p, f, v); err != nil {
		return err
	}
	r.pendField(p.o, f)
	return nil
}

// isPair tells a [lon, lat] from a list of points.
func isPair(list []any) bool {
	if len(list) == 0 {
		return false
	}
	_, ok := list[0].(json.Number)
	return ok
}
