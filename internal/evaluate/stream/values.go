package stream

import (
	"bytes"
	"encoding/json"
)

// value reads what stands at a node, through lists. It is false where the document
// must be read as a whole.
func (w *walker) value(n *node) bool {
	c := w.space()
	if n.kind == ignoredNode {
		return w.skip(c)
	}
	switch c {
	case '[':
		return w.list(n)
	case '{':
		w.refused = n.kind == emptyNode && w.table.index.Mapping.Room() < 1
		return n.kind == objectNode && w.object(n)
	}
	from := w.at
	escaped := w.scalar(c)
	switch n.kind {
	case fieldNode:
		return w.read(n, w.data[from:w.at], escaped)
	case emptyNode:
		w.refused = c != 'n' && w.noRoomFor(w.data[from:w.at])
	}
	return c == 'n' // goes without notice in an object, and where there is nothing
}

// noRoomFor tells that the mapping is too full for a field of a new value.
func (w *walker) noRoomFor(raw []byte) bool {
	m := w.table.index.Mapping
	switch m.Room() {
	case 0:
		return true
	case 1: // too little for a text with its keyword
		first := raw[min(1, len(raw)-1)] | 0x20
		return raw[0] == '"' && first >= 'a' && first <= 'z' && m.WordsAreTexts()
	}
	return m.Room() < 0
}

func (w *walker) list(n *node) bool {
	for w.at++; ; {
		switch c := w.space(); c {
		case ',':
			w.at++
		case ']':
			w.at++
			return true
		default:
			if !w.value(n) {
				return false
			}
		}
	}
}

// escapes tells that a text has escapes.
type escapes = bool

// scalar steps over a text, a number, true, false or null.
func (w *walker) scalar(c byte) escapes {
	if c == '"' {
		return w.overText()
	}
	for w.at++; w.at < len(w.data); w.at++ {
		switch w.data[w.at] {
		case ',', '}', ']', ' ', '\n', '\r', '\t':
			return false
		}
	}
	return false
}

func (w *walker) overText() escapes {
	data := w.data
	at := w.at + 1
	end := at + bytes.IndexByte(data[at:], '"')
	if bytes.IndexByte(data[at:end], '\\') < 0 {
		w.at = end + 1
		return false
	}
	for data[at] != '"' {
		if data[at] == '\\' {
			at++
		}
		at++
	}
	w.at = at + 1
	return true
}

// skip steps over a value that is ignored; false where an object in it may have a
// name twice.
func (w *walker) skip(c byte) bool {
	switch c {
	case '{':
		return w.skipObject()
	case '[':
		for w.at++; ; {
			switch c := w.space(); c {
			case ',':
				w.at++
			case ']':
				w.at++
				return true
			default:
				if !w.skip(c) {
					return false
				}
			}
		}
	}
	w.scalar(c)
	return true
}

// mostNames is how many names of an ignored object are compared with each other.
const mostNames = 24

func (w *walker) skipObject() bool {
	var names [mostNames][]byte
	n := 0
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
		if key == nil || n == mostNames {
			return false
		}
		for i := range n {
			if bytes.Equal(names[i], key) {
				return false
			}
		}
		names[n] = key
		n++
		w.space()
		w.at++
		if !w.skip(w.space()) {
			return false
		}
	}
}

// decoded is a scalar as orderedjson has it.
func (w *walker) decoded(raw []byte, escaped escapes) (v any, ok bool) {
	switch raw[0] {
	case '"':
		if escaped {
			var text string
			err := json.Unmarshal(raw, &text)
			return text, err == nil
		}
		return w.word(raw[1 : len(raw)-1]), true
	case 't':
		return true, true
	case 'f':
		return false, true
	case 'n':
		return nil, true
	}
	return json.Number(raw), true
}

// Texts that come again and again are kept as one string.
const (
	mostWords   = 1 << 14
	longestWord = 64
)

func (w *walker) word(text []byte) string {
	if len(text) > longestWord {
		return string(text)
	}
	if known, ok := w.words[string(text)]; ok {
		return known
	}
	if len(w.words) >= mostWords {
		clear(w.words)
	}
	word := string(text)
	w.words[word] = word
	return word
}
