package mapping

import (
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/analysis"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Document is a document as it is searched: for each field what was indexed, and
// the nested documents below it.
type Document struct {
	Source *orderedjson.Object // of a nested document: its part
	Values FieldValues
	Nested []*Document
	Path   string // of a nested document: its nested object; "" at the top
	Offset int    // of a nested document: its place in the list

	root    *Document
	ignored *javavalue.Set
	spare   []Values // to be given out: they are allocated several at a time
}

// Ignored lists the fields whose values were malformed and left out, in the order
// in which the server prints them in _ignored.
func (d *Document) Ignored() []string {
	if d.ignored == nil {
		return nil
	}
	var out []string
	for _, v := range d.ignored.Items() {
		if text, ok := v.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

func (d *Document) ignore(path string) {
	for d.root != nil {
		d = d.root
	}
	if d.ignored == nil {
		d.ignored = javavalue.NewHashSet()
	}
	d.ignored.Map.Put(path, true)
}

// Values are a field's values in one document, by kind of field: one of the
// lists. Ints and Floats keep doubles, Terms don't; all are sorted.
type Values struct {
	Ints []int64 // long … byte, date (epoch ms), boolean (0, 1), scaled_float (scaled),
	// date_nanos (epoch ns), unsigned_long (Biased)
	Floats   []float64 // double, float, half_float
	Terms    []string  // keyword; ip (16 bytes each)
	Tokens   []analysis.Token
	Length   int // of text: how many tokens, as norms count them
	Overlaps int // of text: how many of them stand at another's place
	next     int // position of the next value's first token
	rare     *rareValues
}

// rareValues are those of kinds of fields that few have.
type rareValues struct {
	spans  []Span   // of range fields
	points []Point  // of a geo_point
	keys   []string // of a flat_object: all names on the ways to its leaves
}

// Spans are the values of a range field.
func (v *Values) Spans() []Span {
	if v.rare == nil {
		return nil
	}
	return v.rare.spans
}

// Keys are all names on the ways to the leaves of a flat_object.
func (v *Values) Keys() []string {
	if v.rare == nil {
		return nil
	}
	return v.rare.keys
}

func (v *Values) rarely() *rareValues {
	if v.rare == nil {
		v.rare = &rareValues{}
	}
	return v.rare
}

// Add reads a document. The mapping that it was read under comes back: m itself,
// or a grown copy. An error is the server's refusal (mapper_parsing_exception,
// illegal_argument_exception …), or an UnsupportedError. The mapping may have grown
// even then, as on a server, where the mapping is updated before the document is
// indexed.
func (m *Mapping) Add(id string, source *orderedjson.Object) (*Document, *Mapping, error) {
	r := &reader{m: m, id: id}
	doc, err := r.read(source)
	if err != nil {
		return nil, m, err
	}
	if err := r.conflict(); err != nil {
		return nil, m, err
	}
	if r.pending == nil {
		return doc, m, nil
	}
	next, err := m.grow(r.pending)
	if err != nil {
		return nil, m, err
	}
	again := &reader{m: next, id: id}
	doc, err = again.read(source)
	if err == nil && (again.pending != nil || again.conflict() != nil) {
		err = fault.Unsupported("document [%s], whose mapping doesn't settle", id)
	}
	return doc, next, err
}

func newDocument(source *orderedjson.Object, path string) *Document {
	return &Document{Source: source, Values: FieldValues{open: make(map[string]*Values, 2*source.Len())}, Path: path}
}

func (d *Document) newValues() *Values {
	if len(d.spare) == 0 {
		d.spare = make([]Values, 8)
	}
	v := &d.spare[0]
	d.spare = d.spare[1:]
	return v
}

func (d *Document) finish() {
	for _, v := range d.Values.open {
		slices.Sort(v.Ints)
		slices.Sort(v.Floats)
		slices.Sort(v.Terms)
		v.Terms = slices.Compact(v.Terms)
	}
	for _, n := range d.Nested {
		n.finish()
	}
}

// Read reads one value as the field reads it from a document: nil where nothing
// is kept of it. Errors are those of a document that holds it.
func (f *Field) Read(v any) (*Values, error) {
	doc := &Document{}
	kept := *f
	kept.Multi = nil
	kept.DocValues = true
	kept.IgnoreMalformed, kept.Lenient = false, false
	err := kept.read(doc, v)
	return doc.Values.Get(f.Path), err
}

// SourcePath is where a document holds what the field is read from: of a
// sub-field, its parent's path.
func (f *Field) SourcePath(m *Mapping) string {
	if i := strings.LastIndexByte(f.Path, '.'); i > 0 {
		if parent := m.fields[f.Path[:i]]; parent != nil {
			return parent.SourcePath(m)
		}
	}
	return f.Path
}

// Paths are the full names of all fields, sorted.
func (m *Mapping) Paths() []string { return slices.Sorted(maps.Keys(m.fields)) }
