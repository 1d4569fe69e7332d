package discover

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// node is a JSON value with its place: offsets in the text.
type node struct {
	from, to int
	members  []member // of an object
	items    []*node  // of a list
	kind     byte     // { [ or " for objects, lists and texts; else 0
	scalar   any      // text, number, true, false or null
}

type member struct {
	key      string
	from, to int // of the key
	value    *node
}

// get is a member of an object; nil for none.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, m := range n.members {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// text is a text, empty of what is none.
func (n *node) text() string {
	if n == nil {
		return ""
	}
	s, _ := n.scalar.(string)
	return s
}

// list are the items of a list, or a value alone, as the query DSL takes both.
func (n *node) list() []*node {
	switch {
	case n == nil:
		return nil
	case n.kind == '[':
		return n.items
	default:
		return []*node{n}
	}
}

// value is the node without places.
func (n *node) value() any {
	switch n.kind {
	case '{':
		o := orderedjson.NewObject()
		for _, m := range n.members {
			o.Set(m.key, m.value.value())
		}
		return o
	case '[':
		list := make([]any, len(n.items))
		for i, item := range n.items {
			list[i] = item.value()
		}
		return list
	}
	return n.scalar
}

// problem is what is wrong with a text, and where.
type problem struct {
	from, to int
	what     string
}

func (p *problem) Error() string { return p.what }

// reader reads JSON as the Dev Tools take it: with comments, and texts in three quotes.
type reader struct {
	src   string
	at    int
	depth int
}

const deepest = 200

func (r *reader) fail(from, to int, format string, args ...any) error {
	return &problem{from, max(to, from), fmt.Sprintf(format, args...)}
}

func (r *reader) blanks() {
	for r.at < len(r.src) {
		switch rest := r.src[r.at:]; {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			r.at++
		case rest[0] == '#' || strings.HasPrefix(rest, "//"):
			r.line()
		case strings.HasPrefix(rest, "/*") && strings.Contains(rest, "*/"):
			r.at += strings.Index(rest, "*/") + 2
		case strings.HasPrefix(rest, "\ufeff"):
			r.at += len("\ufeff")
		default:
			return
		}
	}
}

func (r *reader) line() {
	if end := strings.IndexByte(r.src[r.at:], '\n'); end >= 0 {
		r.at += end
	} else {
		r.at = len(r.src)
	}
}

func (r *reader) peek() byte {
	if r.at < len(r.src) {
		return r.src[r.at]
	}
	return 0
}

func (r *reader) value() (*node, error) {
	r.blanks()
	if r.depth++; r.depth > deepest {
		return nil, r.fail(r.at, r.at+1, "More than %d values stand within one another.", deepest)
	}
	defer func() { r.depth-- }()
	from := r.at
	switch c := r.peek(); {
	case r.at == len(r.src):
		return nil, r.fail(r.at, r.at, "The text ends where a value should stand.")
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case c == '"':
		s, err := r.text()
		return &node{from: from, to: r.at, kind: '"', scalar: s}, err
	}
	for r.at < len(r.src) && strings.IndexByte(",]}: \t\r\n\"", r.src[r.at]) < 0 {
		r.at++
	}
	v, err := orderedjson.Parse([]byte(r.src[from:r.at]))
	if err != nil || r.at == from {
		_, size := utf8.DecodeRuneInString(r.src[from:])
		return nil, r.fail(from, max(r.at, from+size), "Here a value should stand: an object, a list, a text in quotes, a number, true, false or null.")
	}
	return &node{from: from, to: r.at, scalar: v}, nil
}

func (r *reader) object() (*node, error) {
	n := &node{from: r.at, kind: '{'}
	r.at++
	for {
		r.blanks()
		if r.peek() == '}' {
			r.at++
			n.to = r.at
			return n, nil
		}
		if r.peek() != '"' {
			return nil, r.fail(r.at, r.at+1, "Here a key in quotes should stand, or the closing brace.")
		}
		m := member{from: r.at}
		var err error
		if m.key, err = r.text(); err != nil {
			return nil, err
		}
		m.to = r.at
		if n.get(m.key) != nil {
			return nil, r.fail(m.from, m.to, "The key %q stands twice in this object; a server refuses that.", m.key)
		}
		r.blanks()
		if r.peek() != ':' {
			return nil, r.fail(r.at, r.at+1, "Behind the key a colon should stand.")
		}
		r.at++
		if m.value, err = r.value(); err != nil {
			return nil, err
		}
		n.members = append(n.members, m)
		if err := r.next('}'); err != nil {
			return nil, err
		}
	}
}

func (r *reader) array() (*node, error) {
	n := &node{from: r.at, kind: '['}
	r.at++
	for {
		r.blanks()
		if r.peek() == ']' {
			r.at++
			n.to = r.at
			return n, nil
		}
		item, err := r.value()
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
		if err := r.next(']'); err != nil {
			return nil, err
		}
	}
}

// next goes behind a comma, or to what closes.
func (r *reader) next(closes byte) error {
	r.blanks()
	switch r.peek() {
	case ',':
		r.at++
		r.blanks()
		if r.peek() == closes {
			return r.fail(r.at-1, r.at, "Behind the last comma another value should stand.")
		}
		return nil
	case closes:
		return nil
	}
	return r.fail(r.at, min(r.at+1, len(r.src)), "Here a comma should stand, or %q.", closes)
}

func (r *reader) text() (string, error) {
	from := r.at
	if rest := r.src[from:]; strings.HasPrefix(rest, `"""`) {
		end := strings.Index(rest[3:], `"""`)
		if end < 0 {
			return "", r.fail(from, from+3, "These three quotes are never closed.")
		}
		r.at += 3 + end + 3
		return rest[3 : 3+end], nil
	}
	for i := from + 1; i < len(r.src); i++ {
		switch r.src[i] {
		case '\\':
			i++
		case '\n':
			return "", r.fail(from, i, "This text has no end on its line.")
		case '"':
			r.at = i + 1
			var s string
			if err := json.Unmarshal([]byte(r.src[from:r.at]), &s); err != nil {
				return "", r.fail(from, r.at, "This text can't be read: %v.", err)
			}
			return s, nil
		}
	}
	return "", r.fail(from, len(r.src), "This text has no end.")
}
