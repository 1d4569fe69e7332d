package mustache

import (
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// Render fills the template with the values of root. Errors are *RenderError
// (the server fails too), *ContentTypeError and *UnsupportedError.
func (t *Template) Render(root *javavalue.Map, o Options) (string, error) {
	encode, err := encoderOf(o.ContentType)
	if err != nil {
		return "", err
	}
	r := &renderer{encode: encode, jdk: o.JDK}
	if err := r.all(t.nodes, scopes{root}); err != nil {
		return "", err
	}
	return r.out.String(), nil
}

// scopes are the values that names are looked up in, the innermost last.
type scopes []javavalue.Value

func (s scopes) with(v javavalue.Value) scopes {
	if v == nil {
		return s // null opens no scope: {{.}} is then what is around
	}
	return append(s[:len(s):len(s)], v)
}

type renderer struct {
	out    strings.Builder
	encode func(string) string
	jdk    javavalue.JDK
}

// capture renders nodes into a text of their own.
func (r *renderer) capture(nodes []node, scopes scopes) (string, error) {
	inner := &renderer{encode: r.encode, jdk: r.jdk}
	err := inner.all(nodes, scopes)
	return inner.out.String(), err
}

func (r *renderer) all(nodes []node, scopes scopes) error {
	for _, n := range nodes {
		if err := n.render(r, scopes); err != nil {
			return err
		}
		r.out.WriteString(n.base().after)
	}
	return nil
}

func (n *textNode) render(*renderer, scopes) error    { return nil }
func (n *commentNode) render(*renderer, scopes) error { return nil }

func (n *namedNode) render(r *renderer, s scopes) error   { return r.all(n.inner, s) }
func (n *checkedNode) render(r *renderer, s scopes) error { return r.all(n.inner, s) }

func (n *valueNode) render(r *renderer, scopes scopes) error {
	v, err := r.lookup(n.name, scopes)
	if err != nil {
		return asRenderError(err, "Failed to get value for "+n.name, n.line)
	}
	if v == nil {
		return nil
	}
	text := r.print(v)
	if n.escaped {
		text = r.encode(text)
	}
	r.out.WriteString(text)
	return nil
}

func (n *sectionNode) render(r *renderer, scopes scopes) error {
	v, err := r.lookup(n.name, scopes)
	if err != nil {
		return asRenderError(err, err.Error(), n.line)
	}
	if c, ok := v.(*collection); ok {
		for _, item := range c.items {
			if err := r.all(n.inner, scopes.with(coerce(item))); err != nil {
				return err
			}
		}
		return nil
	}
	if falsy(v) {
		return nil
	}
	return r.all(n.inner, scopes.with(v))
}

func (n *invertedNode) render(r *renderer, scopes scopes) error {
	v, err := r.lookup(n.name, scopes)
	if err != nil {
		return asRenderError(err, err.Error(), n.line)
	}
	if !falsy(v) {
		return nil
	}
	return r.all(n.inner, scopes)
}

// falsy is the server's idea: null, false, "" and an empty list; 0 and an empty
// map are not.
func falsy(v javavalue.Value) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case *collection:
		return len(v.items) == 0
	default:
		return false
	}
}

func asRenderError(err error, reason string, line int) error {
	if _, ok := err.(*UnsupportedError); ok {
		return err
	}
	return &RenderError{Reason: withPlace(reason, line)}
}

// print is Java's toString; a list at the top shows as the map of its indices
// that the server wraps it in.
func (r *renderer) print(v javavalue.Value) string {
	c, ok := v.(*collection)
	if !ok {
		return javavalue.Print(v, r.jdk)
	}
	m := javavalue.NewLinkedMap()
	for i, item := range c.items {
		m.Put(int32(i), item)
	}
	return javavalue.Print(m, r.jdk)
}
