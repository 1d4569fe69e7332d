package provider

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/internal/convert/terraform"
)

// lineIn is the line on which a byte of an argument's text stands: in a heredoc, or in the
// file that it is the text of. Of other expressions it is the whole.
func lineIn(source convert.Source, a terraform.Argument, text string, offset int) hcl.Range {
	if a.File != nil {
		from := 0
		for range strings.Count(text[:min(max(offset, 0), len(text))], "\n") {
			if line := bytes.IndexByte(a.File.Text[from:], '\n'); line >= 0 {
				from += line + 1
			}
		}
		return lineAt(*a.File, from)
	}
	_, isTemplate := a.Expr.(*hclsyntax.TemplateExpr)
	written := bytes.TrimLeft(a.At.SliceBytes(source.Text), " ")
	if !isTemplate || !bytes.HasPrefix(written, []byte("<<")) {
		return a.At
	}
	from := a.At.Start.Byte
	for range strings.Count(text[:min(max(offset, 0), len(text))], "\n") + 1 {
		line := bytes.IndexByte(source.Text[from:a.At.End.Byte], '\n')
		if line < 0 {
			return a.At
		}
		from += line + 1
	}
	return lineAt(source, from)
}

// lineAt is the line of a source that begins at a byte, without its indent.
func lineAt(source convert.Source, from int) hcl.Range {
	to := from
	for to < len(source.Text) && source.Text[to] != '\n' {
		to++
	}
	blank := len(source.Text[from:to]) - len(bytes.TrimLeft(source.Text[from:to], " \t"))
	return source.Range(from+blank, to)
}

// wrongAt is the byte at which a text stops being JSON, and what is wrong there in words
// that show nothing of it.
func wrongAt(text string) (offset int, why string) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var err error
	for err == nil {
		_, err = d.Token()
	}
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return max(0, int(syntax.Offset)-1), "There is a character too many, or one is missing, such as a comma, a quote or a bracket."
	case strings.TrimSpace(text) == "":
		return 0, "It is empty."
	default:
		return len(strings.TrimRight(text, " \t\r\n")), "It ends too early, or goes on behind its end."
	}
}

// offsetOf is the byte at which the value of a path such as triggers[0].name begins, as
// far as there is something.
func offsetOf(text, path string) int {
	r := jsontext.Reader{Src: text}
	r.Blanks()
	node, err := r.Value()
	if err != nil {
		return 0
	}
	return node.Inner(path).From
}

// partOf is where the value of a path stands in the object that jsonencode is given.
func partOf(expr hclsyntax.Expression, path string) (hcl.Range, bool) {
	call, isCall := expr.(*hclsyntax.FunctionCallExpr)
	if !isCall || call.Name != "jsonencode" || len(call.Args) != 1 {
		return hcl.Range{}, false
	}
	at := call.Args[0]
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		inner := member(at, step)
		if inner == nil {
			break
		}
		at = inner
	}
	return at.Range(), true
}

// member is the part of an expression at one step of a path; nil where it has none.
func member(expr hclsyntax.Expression, step string) hclsyntax.Expression {
	switch e := expr.(type) {
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			if key, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && key.Type() == cty.String && key.IsKnown() && !key.IsNull() && key.AsString() == step {
				return item.ValueExpr
			}
		}
	case *hclsyntax.TupleConsExpr:
		if n, err := strconv.Atoi(step); err == nil && n < len(e.Exprs) {
			return e.Exprs[n]
		}
	}
	return nil
}
