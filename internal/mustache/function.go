package mustache

import (
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// functionFailure is what the server says when a function throws.
const functionFailure = "Function failure"

// render of a function: the server first renders what stands between the tags
// as a template of its own, and hands the text over, whether it is used or not.
func (n *functionNode) render(r *renderer, scopes scopes) error {
	v, err := r.lookup(n.argument, scopes)
	if err != nil {
		return asRenderError(err, err.Error(), n.line)
	}
	fragment, err := parseFragment(identityOf(n.inner), n.delimiters)
	if err != nil {
		return &RenderError{Reason: err.(*SyntaxError).ServerReason()}
	}
	text, err := r.capture(fragment, scopes)
	if err != nil {
		return err
	}
	if n.code == "toJson" {
		text, err = r.toJSON(v)
	} else {
		text, err = r.join(v, text, n)
	}
	if err != nil {
		return err
	}
	r.out.WriteString(text)
	return nil
}

func (r *renderer) toJSON(v javavalue.Value) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case *collection:
		return writeJSON(&javavalue.List{Items: v.items}, r.jdk)
	case *javavalue.Map:
		return writeJSON(v, r.jdk)
	default:
		return r.print(v), nil
	}
}

func (r *renderer) join(v javavalue.Value, text string, n *functionNode) (string, error) {
	c, ok := v.(*collection)
	if !ok {
		return text, nil
	}
	parts := make([]string, len(c.items))
	for i, item := range c.items {
		if item == nil {
			return "", &RenderError{Reason: withPlace(functionFailure, n.line)}
		}
		parts[i] = javavalue.Print(item, r.jdk)
	}
	return strings.Join(parts, n.delimiter), nil
}

func (n *urlNode) render(r *renderer, scopes scopes) error {
	for i := range n.inner {
		text, err := r.capture(n.inner[i:i+1], scopes)
		if err != nil {
			return err
		}
		r.out.WriteString(encodeForm(text))
	}
	return nil
}
