package generate

import (
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Text writes a text as people do: several lines as a heredoc, anything else in
// quotes. indent is what the line begins with on which it starts. It is false for a
// text that no literal can say, such as one that is not normalised as HCL normalises.
func Text(text, indent string) (string, bool) {
	forms := []string{Quoted(text)}
	if strings.Contains(strings.TrimSuffix(text, "\n"), "\n") && !hidden(text) {
		forms = append(heredocs(text, "EOT", indent), forms...)
	}
	return firstSaying(text, forms)
}

// Heredoc writes a text as a heredoc that ends with a marker; where none can say it,
// in quotes.
func Heredoc(text, marker, indent string) (string, bool) {
	if hidden(text) {
		return firstSaying(text, []string{Quoted(text)})
	}
	return firstSaying(text, append(heredocs(text, marker, indent), Quoted(text)))
}

// hidden tells whether a text holds what nobody would see in a heredoc, such as a
// terminal's escapes: in quotes it stands as a code.
func hidden(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) })
}

// firstSaying is the first expression that is the text.
func firstSaying(text string, forms []string) (string, bool) {
	for _, form := range forms {
		if said, ok := Literal(form); ok && said == text {
			return form, true
		}
	}
	return "", false
}

// functions are those that forms are written with.
var functions = map[string]function.Function{"chomp": stdlib.ChompFunc}

// Literal is the text that an expression is which refers to nothing.
func Literal(expression string) (string, bool) {
	expr, diags := hclsyntax.ParseExpression([]byte(expression+"\n"), "", hcl.InitialPos)
	if diags.HasErrors() || len(expr.Variables()) > 0 {
		return "", false
	}
	v, diags := expr.Value(&hcl.EvalContext{Functions: functions})
	if diags.HasErrors() || !v.IsWhollyKnown() || v.IsNull() || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

// heredocs are the forms of a text as a heredoc, the tidiest first. One always ends
// with a line break, which chomp takes away.
func heredocs(text, marker, indent string) []string {
	body, chomped := strings.CutSuffix(text, "\n")
	lines := strings.Split(body, "\n")
	for slices.ContainsFunc(lines, func(l string) bool { return strings.TrimSpace(l) == marker }) {
		marker += "_"
	}
	for i, l := range lines {
		lines[i] = strings.NewReplacer("${", "$${", "%{", "%%{").Replace(l)
	}
	indented := "<<-" + marker + "\n"
	for _, l := range lines {
		if l != "" {
			l = indent + "  " + l
		}
		indented += l + "\n"
	}
	indented += indent + marker
	flush := "<<" + marker + "\n" + strings.Join(lines, "\n") + "\n" + marker
	if chomped {
		return []string{indented, flush}
	}
	return []string{"chomp(" + indented + "\n" + indent + ")", "chomp(" + flush + "\n" + indent + ")"}
}
