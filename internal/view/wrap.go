package view

import "strings"

// textWidth is how wide a paragraph is printed, whatever the terminal: output
// is the same everywhere, so that it can be compared.
const textWidth = 78

// wrap breaks paragraphs into lines. Lines that begin with a blank are examples,
// and stay as they are. Secrets are masked before: one with blanks in it would not be
// found on two lines.
func (p *Printer) wrap(text string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(p.masked(text), "\n") {
		if strings.HasPrefix(paragraph, " ") || paragraph == "" {
			lines = append(lines, paragraph)
			continue
		}
		lines = append(lines, wrapParagraph(paragraph, width)...)
	}
	return lines
}

func wrapParagraph(text string, width int) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(text) {
		if current != "" && len([]rune(current))+1+len([]rune(word)) > width {
			lines = append(lines, current)
			current = ""
		}
		if current != "" {
			current += " "
		}
		current += word
	}
	return append(lines, current)
}
