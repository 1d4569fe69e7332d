package stream

import (
	"bytes"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// walker goes through the text of a document, which is well-formed JSON, and reads
// the fields that are looked at. It takes only documents that it is sure the
// mapping takes as it is: no new field, no value that a field could refuse. All
// others are left to mapping.Add.
type walker struct {
	table   *table
	root    *node
	version int // of the mapping
	data    []byte
	at      int
	serial  uint64 // of the object that is being read
	doc     *mapping.Document
	scratch *mapping.Document // of values that nobody looks at
	words   map[string]string // texts that came before
	refused bool              // the document has a new field, and there is no room
}

// node is what the mapping has at a path. It holds for good: fields keep their
// types.
type node struct {
	kind     nodeKind
	path     string // of an object
	rules    []rule // of a field and its sub-fields
	children map[string]*node
	seen     uint64 // the object that had the name last: a name twice is refused
	version  int    // of the mapping, when nothing was found here
}

type nodeKind int

const (
	objectNode  nodeKind = iota
	fieldNode            // with rules
	ignoredNode          // dynamic or enabled is false
	emptyNode            // not mapped: only null may stand here
	wholeNode            // documents with this are read as a whole
)

// mostChildren bounds what is remembered of the names of an object: others are
// read as a whole.
const mostChildren = 10000

func (w *walker) reset(t *table) {
	w.table = t
	w.version++
	w.root = &node{kind: objectNode, children: map[string]*node{}}
	if !t.index.Mapping.Object("").Enabled {
		w.root.kind = wholeNode
	}
	w.scratch = mapping.NewDocument()
	if w.words == nil {
		w.words = map[string]string{}
	}
}

// document reads a document; ok is false where it must be read as a whole. Then
// refused tells where nothing but a refusal can come of it.
func (w *walker) document(text []byte) (doc *mapping.Document, ok bool) {
	w.data, w.at, w.doc, w.refused = text, 0, mapping.NewDocument(), false
	if w.space() != '{' || w.root.kind != objectNode || !w.object(w.root) {
		return nil, false
	}
	w.doc.Finish()
	return w.doc, true
}

func (w *walker) space() byte {
	for {
		switch c := w.data[w.at]; c {
		case ' ', '\n', '\r', '\t':
			w.at++
		default:
			return c
		}
	}
}

// object reads the members of an object.
func (w *walker) object(n *node) bool {
	w.serial++
	mine := w.serial
	for w.at++; ; {
		c := w.space()
		if c == ',' {
			w.at++
			c = w.space()
		}
		if c == '}' {
			w.at++
			return true
		}
		key := w.text()
		if key == nil {
			return false
		}
		child := w.child(n, key)
		if child == nil || child.kind == wholeNode || child.seen == mine {
			return false
		}
		child.seen = mine
		w.space()
		w.at++ // the colon
		if !w.value(child) {
			return false
		}
	}
}

// text steps over a text and gives what is between its quotes; nil where there are
// escapes.
func (w *walker) text() []byte {
	from := w.at + 1
	end := bytes.IndexByte(w.data[from:], '"')
	w.at = from + end + 1
	text := w.data[from : from+end]
	if bytes.IndexByte(text, '\\') >= 0 {
		return nil
	}
	return text
}

func (w *walker) child(n *node, key []byte) *node {
	child := n.children[string(key)]
	if child == nil {
		if len(n.children) >= mostChildren {
			return nil
		}
		child = w.find(n, string(key))
		n.children[string(key)] = child
	} else if child.kind == emptyNode && child.version != w.version {
		seen := child.seen
		*child = *w.find(n, string(key))
		child.seen = seen
	}
	return child
}

// find looks a name up in the mapping.
func (w *walker) find(n *node, key string) *node {
	whole := &node{kind: wholeNode}
	m := w.table.index.Mapping
	if key == "" || n == w.root && mapping.Metadata(key) {
		return whole
	}
	if strings.Contains(key, ".") {
		return w.dotted(n, key)
	}
	o := m.Object(n.path)
	f, child, regular := m.Under(o, key)
	switch {
	case !regular || child != nil && strings.Count(child.Path, ".")+2 > m.Settings.DepthLimit:
		return whole
	case f != nil:
		return w.field(f)
	case child != nil && child.Nested:
		return whole
	case child != nil && !child.Enabled:
		return &node{kind: ignoredNode}
	case child != nil:
		return &node{kind: objectNode, path: child.Path, children: map[string]*node{}}
	case m.Ignores(o):
		return &node{kind: ignoredNode}
	case m.Grows(o):
		return &node{kind: emptyNode, version: w.version}
	}
	return whole // strict: anything here is refused
}

// dotted is a name with dots. It is known only where it is ignored.
func (w *walker) dotted(n *node, key string) *node {
	parts := strings.Split(key, ".")
	for _, p := range parts {
		if p == "" {
			return &node{kind: wholeNode}
		}
	}
	m := w.table.index.Mapping
	o := m.Object(n.path)
	f, child, regular := m.Under(o, parts[0])
	if regular && f == nil && child == nil && m.Ignores(o) {
		return &node{kind: ignoredNode}
	}
	return &node{kind: wholeNode}
}
