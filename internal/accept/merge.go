package accept

import (
	"encoding/json"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// merger writes a new value into an expression, changing no more of it than it must.
type merger struct {
	*source
	edits []edit
	left  []leftover
}

// leftover is a part of an expression that is no literal, or can't be written.
type leftover struct {
	expr     hclsyntax.Expression
	old, new any
	reason   Reason
	word     string // the function, file or name that it comes from
}

func (m *merger) leave(expr hclsyntax.Expression, old, new any, reason Reason, word string) {
	m.left = append(m.left, leftover{expr, old, new, reason, word})
}

// merge makes an expression that is old say new.
func (m *merger) merge(expr hclsyntax.Expression, old, new any) {
	if orderedjson.Equal(old, new) && sameKind(old, new) {
		return
	}
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		m.merge(e.Expression, old, new)
		return
	case *hclsyntax.ObjectConsExpr:
		o, wasObject := old.(*orderedjson.Object)
		n, isObject := new.(*orderedjson.Object)
		if wasObject && isObject && m.object(e, o, n) {
			return
		}
	case *hclsyntax.TupleConsExpr:
		o, wasList := old.([]any)
		n, isList := new.([]any)
		if wasList && isList && len(o) == len(e.Exprs) {
			m.list(e, o, n)
			return
		}
	case *hclsyntax.FunctionCallExpr:
		m.call(e, old, new)
		return
	}
	if reason, word := origin(expr); reason != "" {
		m.leave(expr, old, new, reason, word)
		return
	}
	m.literal(expr, old, new)
}

// sameKind is false for a text and a number that look alike.
func sameKind(a, b any) bool {
	_, aText := a.(string)
	_, bText := b.(string)
	return aText == bText
}

// literal writes a value in place of one.
func (m *merger) literal(expr hclsyntax.Expression, old, new any) {
	new = kindOf(old, new)
	indent := m.indent(expr.Range().Start.Byte)
	at := m.exact(expr)
	text, isText := new.(string)
	if !isText {
		m.edits = append(m.edits, m.replace(at, generate.Expression(new, indent)))
		return
	}
	written, ok := m.textLike(m.text(at), text, indent)
	if !ok {
		m.leave(expr, old, new, NoLiteral, "")
		return
	}
	m.edits = append(m.edits, m.replace(at, written))
}

// textLike writes a text as the one before it is written: in quotes, or as a heredoc
// with the same marker.
func (m *merger) textLike(before, text, indent string) (string, bool) {
	if m.crlf && strings.Contains(text, "\n") {
		return quotedText(text) // a heredoc would have the line breaks of the file
	}
	marker, isHeredoc := strings.CutPrefix(before, "<<")
	if !isHeredoc {
		if strings.Contains(before, `\n`) || !strings.Contains(text, "\n") {
			return quotedText(text)
		}
		return generate.Text(text, indent)
	}
	marker, _, _ = strings.Cut(strings.TrimPrefix(marker, "-"), "\n")
	return generate.Heredoc(text, strings.TrimSpace(marker), indent)
}

func quotedText(text string) (string, bool) {
	quoted := generate.Quoted(text)
	said, ok := generate.Literal(quoted)
	return quoted, ok && said == text
}

// exact is the range of an expression without the line break that a heredoc ends with.
func (m *merger) exact(expr hclsyntax.Expression) hcl.Range {
	at := expr.Range()
	for at.End.Byte > at.Start.Byte && strings.ContainsRune("\r\n", rune(m.bytes[at.End.Byte-1])) {
		at.End.Byte--
	}
	return at
}

// kindOf says a number as a text, or the reverse, as the value before it.
func kindOf(old, new any) any {
	switch v := new.(type) {
	case string:
		if _, wasNumber := old.(json.Number); wasNumber {
			if n, err := orderedjson.Parse([]byte(v)); err == nil {
				if number, ok := n.(json.Number); ok {
					return number
				}
			}
		}
	case json.Number:
		if _, wasText := old.(string); wasText {
			return string(v)
		}
	}
	return new
}

// call looks into the calls of functions that only say a literal in another way.
func (m *merger) call(e *hclsyntax.FunctionCallExpr, old, new any) {
	if len(e.Args) != 1 || e.ExpandFinal {
		m.leave(e, old, new, FromFunction, e.Name)
		return
	}
	arg := e.Args[0]
	text, isLiteral := literalText(arg)
	switch {
	case e.Name == "jsondecode" && isLiteral:
		if changed, ok := editJSON(text, old, new); ok {
			m.merge(arg, text, changed)
			return
		}
	case e.Name == "jsonencode":
		before, okOld := parsed(old)
		after, okNew := parsed(new)
		if okOld && okNew {
			m.merge(arg, before, after)
			return
		}
	case (e.Name == "chomp" || e.Name == "trimspace") && isLiteral:
		if said, ok := new.(string); ok && said == strings.TrimSpace(said) {
			m.merge(arg, text, said+text[len(strings.TrimRight(text, "\n")):])
			return
		}
	}
	if reason, word := origin(arg); reason == FromFile {
		m.leave(e, old, new, reason, word)
		return
	}
	reason, word := origin(e)
	m.leave(e, old, new, reason, word)
}

func parsed(v any) (any, bool) {
	text, ok := v.(string)
	if !ok {
		return nil, false
	}
	value, err := orderedjson.ParseLimited([]byte(text))
	return value, err == nil
}

// literalText is the text that an expression says which refers to nothing.
func literalText(e hclsyntax.Expression) (string, bool) {
	if reason, _ := origin(e); reason != "" {
		return "", false
	}
	v, diags := e.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}
