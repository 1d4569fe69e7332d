// Package jsontext reads JSON that people paste: with the place of every value, and as
// the Dev Tools take it, with comments and texts in three quotes.
//
// It must not know what a text is about, nor files.
package jsontext

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// Node is a JSON value with its place: offsets in the text.
type Node struct {
	From, To int
	Members  []Member // of an object
	Items    []*Node  // of a list
	Kind     byte     // { [ or " for objects, lists and texts; else 0
	Scalar   any      // text, number, true, false or null
}

// Member is a member of an object.
type Member struct {
	Key      string
	From, To int // of the key
	Value    *Node
}

// Get is a member of an object; nil for none.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for _, m := range n.Members {
		if m.Key == key {
			return m.Value
		}
	}
	return nil
}

var step = pattern.New(`^\.?([A-Za-z_][A-Za-z0-9_]*)|^\[([0-9]+)\]`)

// Inner is what a path such as triggers[0].name leads to, as far as there is something;
// what stands behind the path in the text is ignored.
func (n *Node) Inner(path string) *Node {
	for {
		m := step.FindStringSubmatch(path)
		if m == nil {
			return n
		}
		next := n.Get(m[1])
		if i, err := strconv.Atoi(m[2]); err == nil && i < len(n.Items) {
			next = n.Items[i]
		}
		if next == nil {
			return n
		}
		n, path = next, path[len(m[0]):]
	}
}

// All are the members of an object; none of what is none.
func (n *Node) All() []Member {
	if n == nil {
		return nil
	}
	return n.Members
}

// Text is a text, empty of what is none.
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	s, _ := n.Scalar.(string)
	return s
}

// List are the items of a list, or a value alone, as the query DSL takes both.
func (n *Node) List() []*Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == '[':
		return n.Items
	default:
		return []*Node{n}
	}
}

// Value is the value without places.
func (n *Node) Value() any {
	switch n.Kind {
	case '{':
		o := orderedjson.NewObject()
		for _, m := range n.Members {
			o.Set(m.Key, m.Value.Value())
		}
		return o
	case '[':
		list := make([]any, len(n.Items))
		for i, item := range n.Items {
			list[i] = item.Value()
		}
		return list
	}
	return n.Scalar
}

// Problem is what is wrong with a text, and where.
type Problem struct {
	From, To int
	What     string
}

func (p *Problem) Error() string { return p.What }

// Reader reads JSON as the Dev Tools take it: with comments, and texts in three quotes.
type Reader struct {
	Src   string
	At    int // the offset of what is read next
	depth int
}

// deepest is how many values may stand within one another.
const deepest = 200

// Fail is a *Problem at a place.
func (r *Reader) Fail(from, to int, format string, args ...any) error {
	return &Problem{from, max(to, from), fmt.Sprintf(format, args...)}
}

// Blanks goes behind white space and comments.
func (r *Reader) Blanks() {
	for r.At < len(r.Src) {
		switch rest := r.Src[r.At:]; {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			r.At++
		case rest[0] == '#' || strings.HasPrefix(rest, "//"):
			r.line()
		case strings.HasPrefix(rest, "/*") && strings.Contains(rest, "*/"):
			r.At += strings.Index(rest, "*/") + 2
		case strings.HasPrefix(rest, "\ufeff"):
			r.At += len("\ufeff")
		default:
			return
		}
	}
}

func (r *Reader) line() {
	if end := strings.IndexByte(r.Src[r.At:], '\n'); end >= 0 {
		r.At += end
	} else {
		r.At = len(r.Src)
	}
}

func (r *Reader) peek() byte {
	if r.At < len(r.Src) {
		return r.Src[r.At]
	}
	return 0
}

// Value reads the next value. The error is a *Problem.
func (r *Reader) Value() (*Node, error) {
	r.Blanks()
	if r.depth++; r.depth > deepest {
		return nil, r.Fail(r.At, r.At+1, "More than %d values stand within one another.", deepest)
	}
	defer func() { r.depth-- }()
	from := r.At
	switch c := r.peek(); {
	case r.At == len(r.Src):
		return nil, r.Fail(r.At, r.At, "The text ends where a value should stand.")
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case c == '"':
		s, err := r.text()
		return &Node{From: from, To: r.At, Kind: '"', Scalar: s}, err
	}
	for r.At < len(r.Src) && strings.IndexByte(",]}: \t\r\n\"", r.Src[r.At]) < 0 {
		r.At++
	}
	v, err := orderedjson.Parse([]byte(r.Src[from:r.At]))
	if err != nil || r.At == from {
		_, size := utf8.DecodeRuneInString(r.Src[from:])
		return nil, r.Fail(from, max(r.At, from+size), "Here a value should stand: an object, a list, a text in quotes, a number, true, false or null.")
	}
	return &Node{From: from, To: r.At, Scalar: v}, nil
}

func (r *Reader) object() (*Node, error) {
	n := &Node{From: r.At, Kind: '{'}
	keys := map[string]bool{} // to look through all members for each would take forever
	r.At++
	for {
		r.Blanks()
		if r.peek() == '}' {
			r.At++
			n.To = r.At
			return n, nil
		}
		if r.peek() != '"' {
			return nil, r.Fail(r.At, r.At+1, "Here a key in quotes should stand, or the closing brace.")
		}
		m := Member{From: r.At}
		var err error
		if m.Key, err = r.text(); err != nil {
			return nil, err
		}
		m.To = r.At
		if keys[m.Key] {
			return nil, r.Fail(m.From, m.To, "The key %q stands twice in this object; a server refuses that.", m.Key)
		}
		keys[m.Key] = true
		r.Blanks()
		if r.peek() != ':' {
			return nil, r.Fail(r.At, r.At+1, "Behind the key a colon should stand.")
		}
		r.At++
		if m.Value, err = r.Value(); err != nil {
			return nil, err
		}
		n.Members = append(n.Members, m)
		if err := r.next('}'); err != nil {
			return nil, err
		}
	}
}

func (r *Reader) array() (*Node, error) {
	n := &Node{From: r.At, Kind: '['}
	r.At++
	for {
		r.Blanks()
		if r.peek() == ']' {
			r.At++
			n.To = r.At
			return n, nil
		}
		item, err := r.Value()
		if err != nil {
			return nil, err
		}
		n.Items = append(n.Items, item)
		if err := r.next(']'); err != nil {
			return nil, err
		}
	}
}

// next goes behind a comma, or to what closes.
func (r *Reader) next(closes byte) error {
	r.Blanks()
	switch r.peek() {
	case ',':
		r.At++
		r.Blanks()
		if r.peek() == closes {
			return r.Fail(r.At-1, r.At, "Behind the last comma another value should stand.")
		}
		return nil
	case closes:
		return nil
	}
	return r.Fail(r.At, min(r.At+1, len(r.Src)), "Here a comma should stand, or %q.", closes)
}

func (r *Reader) text() (string, error) {
	from := r.At
	if rest := r.Src[from:]; strings.HasPrefix(rest, `"""`) {
		end := strings.Index(rest[3:], `"""`)
		if end < 0 {
			return "", r.Fail(from, from+3, "These three quotes are never closed.")
		}
		r.At += 3 + end + 3
		return rest[3 : 3+end], nil
	}
	for i := from + 1; i < len(r.Src); i++ {
		switch r.Src[i] {
		case '\\':
			i++
		case '\n':
			return "", r.Fail(from, i, "This text has no end on its line.")
		case '"':
			r.At = i + 1
			var s string
			if err := json.Unmarshal([]byte(r.Src[from:r.At]), &s); err != nil {
				return "", r.Fail(from, r.At, "This text can't be read: %v.", err)
			}
			return s, nil
		}
	}
	return "", r.Fail(from, len(r.Src), "This text has no end.")
}
