package mapping

import (
	"errors"
	"slices"
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
}

func (r *reader) read(source *orderedjson.Object) (*Document, error) {
	doc := newDocument(source, "")
	if err := r.object(source, r.m.root, doc); err != nil {
		return nil, err
	}
	doc.finish()
	return doc, nil
}

var metadata = []string{"_id", "_source", "_index", "_type", "_routing", "_field_names", "_ignored", "_version",
	"_seq_no", "_nested_path", "_doc_count", "_data_stream_timestamp_field", "_size"}

func (r *reader) object(source *orderedjson.Object, o *Object, doc *Document) error {
	if !o.Enabled {
		return nil
	}
	for _, member := range source.Members() {
		if member.Value == nil && strings.Contains(member.Key, ".") && !r.mapped(o, member.Key) {
			if _, err := r.mayAdd(o, member.Key); err != nil {
				return err
			}
			continue // a null brings nothing about
		}
		parent, name, err := r.descend(o, member.Key)
		if err != nil {
			return err
		}
		if parent == nil {
			continue
		}
		if err := r.value(place{o: parent, name: name, doc: doc}, member.Value); err != nil {
			return err
		}
	}
	return nil
}

// mapped tells whether a dotted key leads to something that is mapped.
func (r *reader) mapped(o *Object, key string) bool {
	path := o.join(key)
	return r.m.fields[path] != nil || r.m.objects[path] != nil
}

// place is where a value belongs: a name in an object, in a document.
type place struct {
	o    *Object
	name string
	doc  *Document
	list bool // inside of a list, where the server has no name for it
}

func failed(cause *fault.Error) error {
	return fault.New(400, "mapper_parsing_exception", "failed to parse").CausedBy(cause)
}

// descend follows the dots of a key; a nil object means that the value is not
// mapped and stays so.
func (r *reader) descend(o *Object, key string) (*Object, string, error) {
	if key == "" {
		return nil, "", failed(fault.Illegal("field name cannot be an empty string"))
	}
	if o.Path == "" && slices.Contains(metadata, key) {
		return nil, "", fault.New(400, "mapper_parsing_exception",
			"failed to parse field [%s] of type [%s] in document with id '%s'.", key, key, r.id).CausedBy(
			fault.New(0, "mapper_parsing_exception", "Field [%s] is a metadata field and cannot be added inside a document. Use the index API request parameters.", key))
	}
	parts := strings.Split(key, ".")
	for len(parts) > 1 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	if slices.Contains(parts, "") {
		return nil, "", failed(fault.Illegal("object field starting or ending with a [.] makes object resolution ambiguous: [%s]", key))
	}
	for _, head := range parts[:len(parts)-1] {
		next, err := r.child(o, head, key)
		if next == nil || err != nil {
			return nil, "", err
		}
		if next.Nested {
			return nil, "", fault.Unsupported("dotted name [%s] that leads into a nested object", key)
		}
		if !next.Enabled {
			return nil, "", nil
		}
		o = next
	}
	return o, parts[len(parts)-1], nil
}

// child finds or makes an inner object on a dotted path.
func (r *reader) child(o *Object, name, key string) (*Object, error) {
	switch n := o.children[name].(type) {
	case *Object:
		return n, nil
	case *Field:
		return nil, fault.New(400, "mapper_parsing_exception", "Could not dynamically add mapping for field [%s]. Existing mapping for [%s] must be of type object but found [%s].", key, n.Path, n.Type)
	}
	return r.newObject(o, name)
}

// newObject makes an unmapped object in pending, nil where the mapping takes no
// new fields here.
func (r *reader) newObject(o *Object, name string) (*Object, error) {
	if ok, err := r.mayAdd(o, name); !ok {
		return nil, err
	}
	full := o.join(name)
	add := newObject(full)
	if def := r.m.definition(full, "object", "object"); def != nil {
		n, err := r.m.declare(full, def)
		if err != nil {
			return nil, err
		}
		if made, ok := n.(*Object); ok {
			add = made
		}
	}
	r.added = append(r.added, full)
	return r.pend(add, full), nil
}

// mayAdd tells whether unmapped names may be added below o.
func (r *reader) mayAdd(o *Object, name string) (bool, error) {
	switch r.dynamic(o) {
	case "false":
		return false, nil
	case "strict":
		path := o.Path
		if path == "" {
			path = "_doc"
		}
		return false, fault.New(400, "strict_dynamic_mapping_exception",
			"mapping set to strict, dynamic introduction of [%s] within [%s] is not allowed", name, path)
	}
	return true, nil
}

// dynamic is the setting that holds in o: its own or that of the nearest object
// above it.
func (r *reader) dynamic(o *Object) string {
	for path := o.Path; ; {
		if o != nil && o.Dynamic != "" {
			return o.Dynamic
		}
		if path == "" {
			return "true"
		}
		i := max(strings.LastIndexByte(path, '.'), 0)
		path = path[:i]
		o = r.m.Object(path)
	}
}

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
	c.Nested = o.Nested
	return c
}

// value reads whatever stands under a name.
func (r *reader) value(p place, v any) error {
	if !p.o.Enabled {
		return nil
	}
	switch v := v.(type) {
	case []any:
		if f, ok := p.o.children[p.name].(*Field); ok && f.Type == "alias" {
			return r.leaf(p, f, v)
		}
		if p.o.children[p.name] == nil {
			if _, err := r.mayAdd(p.o, p.name); err != nil {
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
		if p.o.children[p.name] == nil {
			_, err := r.mayAdd(p.o, p.name) // strict refuses even a null
			return err
		}
		return nil
	default:
		return r.scalar(p, v)
	}
}

func (r *reader) inner(p place, v *orderedjson.Object) error {
	var o *Object
	switch n := p.o.children[p.name].(type) {
	case *Field:
		return r.leaf(p, n, v)
	case *Object:
		o = n
	default:
		made, err := r.newObject(p.o, p.name)
		if made == nil || err != nil {
			return err
		}
		o = made
	}
	if depth := strings.Count(o.Path, ".") + 2; depth > r.m.Settings.DepthLimit {
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
	return r.object(v, o, sub)
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
		if n.Path == p.o.join(p.name) && r.m.fields[n.Path] == n {
			return r.leaf(p, n, v)
		}
	}
	if ok, err := r.mayAdd(p.o, p.name); !ok {
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

func (r *reader) pendField(o *Object, f *Field) {
	parent := r.pend(newObject(o.Path), o.Path)
	r.added = append(r.added, f.Path)
	was, _ := parent.children[f.Name()].(*Field)
	err := mergeChild(parent, f.Name(), f)
	switch {
	case err != nil && was != nil:
		r.clashes = append(r.clashes, clash{f.Path, was.Type, f.Type})
	case err != nil:
		r.mixed = err
	}
}

// leaf reads a value into a field and its sub-fields.
func (r *reader) leaf(p place, f *Field, v any) error {
	if f.Type == "alias" {
		return failed(fault.Illegal("Cannot write to a field alias [%s].", f.Path))
	}
	for _, x := range append([]*Field{f}, f.Multi...) {
		err := x.read(p.doc, v)
		var cause *fault.Error
		if errors.As(err, &cause) {
			if cause.Status != 0 {
				return cause
			}
			return fault.New(400, "mapper_parsing_exception",
				"failed to parse field [%s] of type [%s] in document with id '%s'. Preview of field's value: '%s'",
				x.Path, x.Type, r.id, preview(v)).CausedBy(cause)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
