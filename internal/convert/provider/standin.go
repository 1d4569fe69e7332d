package provider

import (
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/convert"
)

// Words are the stand-ins of variables: texts without letters and digits, which no source
// holds, and of which labels keep nothing.
type Words struct {
	open, shut string
	names      []string // of variables, in the order of their stand-ins
}

// brackets are what stand-ins stand in, where no source has them.
var brackets = [][2]string{{"⟦", "⟧"}, {"⟪", "⟫"}, {"⦃", "⦄"}, {"⦗", "⦘"}}

// newWords chooses brackets that no source holds; without any no variable is kept.
func newWords(sources []convert.Source) *Words {
	for _, pair := range brackets {
		held := false
		for _, s := range sources {
			held = held || strings.Contains(string(s.Text), pair[0])
		}
		if !held {
			return &Words{open: pair[0], shut: pair[1]}
		}
	}
	return nil
}

// standIn is a new stand-in for a variable.
func (w *Words) standIn(variable string) string {
	w.names = append(w.names, variable)
	return w.of(len(w.names) - 1)
}

func (w *Words) of(n int) string {
	digits := strings.NewReplacer("0", "∘", "1", "∙").Replace(strconv.FormatInt(int64(n), 2))
	return w.open + digits + w.shut
}

// In are the variables whose stand-ins a text holds.
func (w *Words) In(text string) []string {
	var names []string
	for i, name := range w.names {
		if strings.Contains(text, w.of(i)) {
			names = append(names, name)
		}
	}
	return names
}

// Only is the variable whose stand-in a text is; "" for any other text.
func (w *Words) Only(text string) string {
	for i, name := range w.names {
		if text == w.of(i) {
			return name
		}
	}
	return ""
}

// Say is a text for people, with variables where their stand-ins are.
func (w *Words) Say(text string) string {
	if w == nil {
		return text
	}
	return w.replaced(text, "${var.", "}")
}

// Spell puts variables where their stand-ins are in a text of HCL.
func (w *Words) Spell(text []byte) []byte {
	if !strings.Contains(string(text), w.open) {
		return text
	}
	tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos)
	var out strings.Builder
	last := 0
	put := func(from, to int, words string) { // instead of what stands there
		out.Write(text[last:from])
		out.WriteString(words)
		last = to
	}
	for i := 0; i < len(tokens); i++ {
		first := i
		for isLiteral(tokens[i]) && i+1 < len(tokens) && isLiteral(tokens[i+1]) {
			i++ // a dollar sign is a token of its own
		}
		from, to := tokens[first].Range.Start.Byte, tokens[i].Range.End.Byte
		part := string(text[from:to])
		name := w.Only(part)
		switch {
		case name != "" && first > 0 && tokens[first-1].Type == hclsyntax.TokenOQuote && i+1 < len(tokens) && tokens[i+1].Type == hclsyntax.TokenCQuote:
			put(tokens[first-1].Range.Start.Byte, tokens[i+1].Range.End.Byte, "var."+name)
		case isLiteral(tokens[i]):
			put(from, to, w.replaced(w.apart(part), "${var.", "}"))
		case tokens[i].Type == hclsyntax.TokenComment:
			put(from, to, w.replaced(part, "var.", ""))
		}
	}
	out.Write(text[last:])
	return []byte(out.String())
}

// isLiteral tells whether a token is a part of a text, in quotes or in a heredoc.
func isLiteral(t hclsyntax.Token) bool {
	return t.Type == hclsyntax.TokenQuotedLit || t.Type == hclsyntax.TokenStringLit
}

// apart keeps signs before a stand-in from making an escape of what takes its place:
// $${ is one.
func (w *Words) apart(text string) string {
	for i := range w.names {
		parts := strings.Split(text, w.of(i))
		for j, part := range parts[:len(parts)-1] {
			if bare := strings.TrimRight(part, "$%"); bare != part {
				parts[j] = bare + `${"` + part[len(bare):] + `"}`
			}
		}
		text = strings.Join(parts, w.of(i))
	}
	return text
}

func (w *Words) replaced(text, before, after string) string {
	for i, name := range w.names {
		text = strings.ReplaceAll(text, w.of(i), before+name+after)
	}
	return text
}
