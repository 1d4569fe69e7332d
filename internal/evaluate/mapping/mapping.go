// Package mapping is an index's mapping: which fields it has, of which types, how
// documents are read under it and how it grows with them. It must not know
// queries, nor where documents are kept.
package mapping

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Settings are the index settings that a mapping depends on.
type Settings struct {
	NestedLimit     int // index.mapping.nested_objects.limit, 10,000 by default
	NestedFields    int // index.mapping.nested_fields.limit, 50 by default
	FieldLimit      int // index.mapping.total_fields.limit, 1000 by default
	DepthLimit      int // index.mapping.depth.limit, 20 by default
	IgnoreMalformed bool
	Coerce          bool
	Analysis        *analysis.Registry // nil: the built-in analyzers only
	Dialect         dialect.Dialect
}

// DefaultSettings are a new index's.
func DefaultSettings() Settings {
	return Settings{NestedLimit: 10000, NestedFields: 50, FieldLimit: 1000, DepthLimit: 20, Coerce: true}
}

// Field is a leaf: a typed field, a sub-field of one, or an alias of one.
type Field struct {
	Path   string
	Type   string
	Params *orderedjson.Object // as declared, without type and fields
	Multi  []*Field            // sub-fields ("keyword" below a text), by name

	Indexed         bool
	DocValues       bool
	Norms           bool
	IgnoreMalformed bool
	Lenient         bool // the index ignores what is malformed
	firm            bool // but the field says that it doesn't, which counts on 3.5
	IgnoresObjects  bool // ignore_malformed lets objects pass, too (3.5)
	TellsMalformed  bool // ignore_malformed is printed wherever it is said (3.5)
	Strict          bool // but only fields that take the parameter do (1.3)
	Coerce          bool
	IgnoreAbove     int // UTF-16 units; -1: no limit
	Gap             int // position_increment_gap of text
	Scaling         float64
	NullValue       any    // nil: none
	Target          string // of an alias
	Nested          string // path of the nested object that holds it, "" at the top
	Format          *datetime.Format
	Analyze         analysis.Analyzer
	SearchAnalyze   analysis.Analyzer
	Normalize       func(string) string // nil: none
	Fold            func(string) string // of a text: how patterns are normalized for its terms
	Constant        string              // of a constant_keyword
	CopyTo          []string
	Root            string // of a path below a flat_object: the flat_object
	NoFrequencies   bool   // how often a word stands in a text isn't kept
	NoPositions     bool   // where words stand isn't kept
}

// Name is the last part of the path.
func (f *Field) Name() string { return f.Path[strings.LastIndexByte(f.Path, '.')+1:] }

// Object is an inner object, the root, or a nested object.
type Object struct {
	Path     string
	Nested   bool
	Enabled  bool
	stated   bool   // enabled was said
	Dynamic  string // "true", "false", "strict", "strict_allow_templates"; "" inherits
	Params   *orderedjson.Object
	children map[string]node
}

// node is a *Field or an *Object.
type node any

func newObject(path string) *Object {
	return &Object{Path: path, Enabled: true, children: map[string]node{}}
}

func (o *Object) names() []string {
	names := make([]string, 0, len(o.children))
	for n := range o.children {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func (o *Object) join(name string) string {
	if o.Path == "" {
		return name
	}
	return o.Path + "." + name
}

// Mapping is the whole of an index's mapping. It is not safe for concurrent
// writes; whoever holds it locks.
type Mapping struct {
	Settings  Settings
	root      *Object
	templates []dynamicTemplate
	options   *orderedjson.Object // the root's other keys as declared: _meta, date_detection, …
	dates     []*datetime.Format  // dynamic_date_formats
	noDates   bool                // date_detection: false
	numbers   bool                // numeric_detection: true

	fields  map[string]*Field
	objects map[string]*Object
}

// Field finds a field by its full path; an alias leads to its target.
func (m *Mapping) Field(path string) *Field {
	f := m.fields[path]
	switch {
	case f == nil:
		return m.flatField(path)
	case f.Type == "alias":
		return m.fields[f.Target]
	}
	return f
}

// Object finds an object by its full path.
func (m *Mapping) Object(path string) *Object {
	if path == "" {
		return m.root
	}
	return m.objects[path]
}

// Fields lists all leaves by path, sub-fields and aliases included.
func (m *Mapping) Fields() []*Field {
	out := make([]*Field, 0, len(m.fields))
	for _, f := range m.fields {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *Field) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// HasNested tells whether there is a nested object.
func (m *Mapping) HasNested() bool {
	for _, o := range m.objects {
		if o.Nested {
			return true
		}
	}
	return false
}

// NestedPath is the nested object that holds the path, "" for the top.
func (m *Mapping) NestedPath(path string) string {
	for p := path; p != ""; {
		if o := m.objects[p]; o != nil && o.Nested {
			return p
		}
		i := strings.LastIndexByte(p, '.')
		if i < 0 {
			return ""
		}
		p = p[:i]
	}
	return ""
}

// reindex fills the tables by path after the tree has changed.
func (m *Mapping) reindex() {
	m.fields, m.objects = map[string]*Field{}, map[string]*Object{}
	var walk func(o *Object, nested string)
	walk = func(o *Object, nested string) {
		if o.Nested {
			nested = o.Path
		}
		for _, n := range o.children {
			switch n := n.(type) {
			case *Object:
				m.objects[n.Path] = n
				walk(n, nested)
			case *Field:
				n.Nested = nested
				m.fields[n.Path] = n
				for _, sub := range n.Multi {
					sub.Nested = nested
					m.fields[sub.Path] = sub
				}
			}
		}
	}
	walk(m.root, "")
}

// check holds the mapping to the limits of the index. Observed on 2.19.4: fields,
// sub-fields and objects count.
func (m *Mapping) check() error {
	if err := m.checkAliases(); err != nil {
		return err
	}
	if err := m.checkCopies(); err != nil {
		return err
	}
	if n := len(m.fields) + len(m.objects); n > m.Settings.FieldLimit {
		return tooManyFields(m.Settings)
	}
	for path := range m.objects {
		if err := m.Settings.checkDepth(path); err != nil {
			return err
		}
	}
	return m.checkNested()
}

// checkCopies holds copy_to to where it can go.
func (m *Mapping) checkCopies() error {
	for _, f := range m.fields {
		for _, target := range f.CopyTo {
			if i := strings.LastIndexByte(target, '.'); i > 0 && m.fields[target[:i]] != nil {
				return fault.Illegal("[copy_to] may not be used to copy to a multi-field: [%s]", target)
			}
			if to := m.NestedPath(target); to != "" && to != f.Nested && !strings.HasPrefix(f.Nested, to+".") {
				return fault.Unsupported("copy_to of [%s] into the nested [%s]", f.Path, to)
			}
		}
	}
	return nil
}

func (m *Mapping) checkNested() error {
	n := 0
	for _, o := range m.objects {
		if o.Nested {
			n++
		}
	}
	if n > m.Settings.NestedFields {
		return fault.Illegal("Limit of nested fields [%d] has been exceeded", m.Settings.NestedFields)
	}
	return nil
}

// clone copies the tree, so that a change that turns out to be refused leaves no
// trace. Fields are shared: they are replaced, never changed in place.
func (m *Mapping) clone() *Mapping {
	c := *m
	c.root = cloneObject(m.root)
	c.reindex()
	return &c
}

func cloneObject(o *Object) *Object {
	c := *o
	c.children = make(map[string]node, len(o.children))
	for name, n := range o.children {
		if child, ok := n.(*Object); ok {
			n = cloneObject(child)
		}
		c.children[name] = n
	}
	return &c
}

// Print writes the mapping as GET _mapping does: {"properties": {…}} and what
// was declared at the root, properties by name.
func (m *Mapping) Print() *orderedjson.Object {
	out := orderedjson.NewObject()
	if m.root.Dynamic != "" {
		out.Set("dynamic", m.root.Dynamic)
	}
	for _, o := range m.options.Members() {
		out.Set(o.Key, o.Value)
	}
	if len(m.root.children) > 0 {
		out.Set("properties", printChildren(m.root))
	}
	return out
}

func printChildren(o *Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, name := range o.names() {
		switch n := o.children[name].(type) {
		case *Object:
			out.Set(name, n.print())
		case *Field:
			out.Set(name, n.Print())
		}
	}
	return out
}

func (o *Object) print() *orderedjson.Object {
	out := orderedjson.NewObject()
	switch {
	case o.Nested:
		out.Set("type", "nested")
	case len(o.children) == 0:
		out.Set("type", "object")
	}
	for _, p := range o.Params.Members() {
		out.Set(p.Key, p.Value)
	}
	if o.Dynamic != "" {
		out.Set("dynamic", o.Dynamic)
	}
	if !o.Enabled {
		out.Set("enabled", false)
	}
	if len(o.children) > 0 {
		out.Set("properties", printChildren(o))
	}
	return out
}

// Print writes a field's definition as GET _mapping does.
func (f *Field) Print() *orderedjson.Object {
	out := orderedjson.NewObject()
	out.Set("type", f.Type)
	for _, p := range f.Params.Members() {
		out.Set(p.Key, p.Value)
	}
	if len(f.Multi) > 0 {
		subs := orderedjson.NewObject()
		for _, s := range f.Multi {
			subs.Set(s.Name(), s.Print())
		}
		out.Set("fields", subs)
	}
	return out
}
