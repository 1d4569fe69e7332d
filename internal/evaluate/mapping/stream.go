package mapping

// What a reader of documents needs that looks at a few fields only
// (internal/evaluate/stream).

// Under is what the mapping has under a name of one of its objects: a field, an
// object, or nothing. regular is false where a document must be read as a whole to
// tell what happens to a value there.
func (m *Mapping) Under(o *Object, name string) (f *Field, child *Object, regular bool) {
	switch n := o.children[name].(type) {
	case *Object:
		return nil, n, true
	case *Field:
		return n, nil, n.Path == o.join(name) && m.fields[n.Path] == n
	}
	return nil, nil, true
}

// Ignores tells that values without a field below o are ignored, whatever they
// are: dynamic is false there.
func (m *Mapping) Ignores(o *Object) bool {
	dynamic := (&reader{m: m}).dynamic(o)
	return dynamic == "false" || dynamic == "false_allow_templates" && len(m.templates) == 0
}

// Grows tells that values without a field below o get one.
func (m *Mapping) Grows(o *Object) bool { return (&reader{m: m}).dynamic(o) == "true" }

// Metadata tells that a document can't have the name at its root.
func Metadata(name string) bool {
	for _, m := range metadata {
		if m == name {
			return true
		}
	}
	return name == "_primary_term"
}

// NewDocument is a document without values, to be filled by ReadInto.
func NewDocument() *Document { return newDocument(nil, "") }

// ReadInto reads a value of a document, without sub-fields and copy_to. Errors are
// causes of the document's refusal.
func (f *Field) ReadInto(doc *Document, v any) error { return f.read(doc, v) }

// Finish ends a document that was filled by ReadInto.
func (d *Document) Finish() { d.finish() }

// Room is how many fields, sub-fields and objects may still be added.
func (m *Mapping) Room() int { return m.Settings.FieldLimit - len(m.fields) - len(m.objects) }

// WordsAreTexts tells that a new text that begins with a letter becomes a text with
// a keyword below it, whatever it says.
func (m *Mapping) WordsAreTexts() bool {
	return len(m.templates) == 0 && !m.numbers && !m.options.Has("dynamic_date_formats")
}
