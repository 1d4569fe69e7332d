package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/schema/grammar"
)

// Explain prints what a block or an argument of the language is.
func (p *Printer) Explain(e grammar.Entry) {
	if e.Argument != nil {
		p.line("%s  %s", p.bold(e.Path), facts(*e.Argument))
		p.line("")
		p.paragraph("", argumentText(*e.Argument))
		if doc := e.Argument.Type.Doc(); doc != "" {
			p.line("")
			p.paragraph("", fmt.Sprintf("Its type: %s.", plainText(doc)))
		}
		p.line("")
		p.line("  %s = %s", e.Argument.Name, e.Argument.Value())
		return
	}
	if e.Path != "" {
		p.line("%s  %s", p.bold(heading(e.Block)), within(e))
		p.line("")
	}
	p.paragraph("", plainText(e.Block.Doc))
	for _, a := range e.Block.Arguments {
		p.line("")
		p.line("  %s  %s", p.bold(a.Name), facts(a))
		p.paragraph("      ", argumentText(a))
	}
	for _, b := range e.Block.Blocks {
		p.line("")
		p.line("  %s  block, %s", p.bold(heading(b)), b.Count)
		p.paragraph("      ", firstSentence(b.Doc))
	}
	p.explainMore(e)
}

// explainMore says how to ask for each block within.
func (p *Printer) explainMore(e grammar.Entry) {
	before := "\nMore: "
	for _, b := range e.Block.Blocks {
		p.line("%salertplan explain %s", before, strings.TrimPrefix(e.Path+"."+b.Title(), "."))
		before = "      "
	}
}

// heading is a block as it begins: trigger "LABEL".
func heading(b *grammar.Block) string {
	text := b.Name
	for i, label := range b.Labels {
		if i == 0 && b.Kind != "" {
			label = b.Kind
		} else {
			label = strings.ToUpper(label)
		}
		text += fmt.Sprintf(" %q", label)
	}
	return text
}

func within(e grammar.Entry) string {
	if len(e.Outer) == 0 {
		return "block, " + string(e.Block.Count)
	}
	return fmt.Sprintf("block within %s, %s", e.Outer[len(e.Outer)-1].Name, e.Block.Count)
}

// facts are the type, and whether it must be there or what holds without it.
func facts(a grammar.Argument) string {
	text := string(a.Type)
	if a.Secret {
		text += ", secret"
	}
	switch {
	case a.Required:
		text += ", required"
	case a.Default != "" && len(a.Default) <= longDefault:
		text += "; by default " + plainText(a.Default)
	}
	return text
}

// longDefault is how long a default may be to stand on the line of the name.
const longDefault = 40

func argumentText(a grammar.Argument) string {
	text := plainText(a.Doc)
	if len(a.Default) > longDefault {
		text += " By default " + plainText(a.Default) + "."
	}
	if len(a.Values) > 0 {
		text += " One of " + strings.Join(a.Values, ", ") + "."
	}
	return text
}

func firstSentence(doc string) string {
	first, _, _ := strings.Cut(plainText(doc), ". ")
	return strings.TrimSuffix(first, ".") + "."
}

// plainText is a text without the marks of Markdown.
func plainText(markdown string) string {
	text := strings.NewReplacer("`", "", "*unknown*", "unknown").Replace(markdown)
	for {
		before, rest, found := strings.Cut(text, "[")
		name, behind, isLink := strings.Cut(rest, "](")
		_, after, closed := strings.Cut(behind, ")")
		if !found || !isLink || !closed || strings.ContainsAny(name, "[]") {
			return text
		}
		text = before + name + after
	}
}

func (p *Printer) paragraph(indent, text string) {
	for _, line := range wrapParagraph(text, textWidth-len(indent)) {
		p.line("%s%s", indent, line)
	}
}
