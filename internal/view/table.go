package view

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
)

// columns begins a table of the plain kind that all commands print: a head, and nothing
// between the columns but blanks.
func columns(head ...any) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.Style{Box: table.BoxStyle{PaddingRight: "  "}, Options: table.OptionsNoBordersAndSeparators})
	t.AppendHeader(head)
	return t
}

// table prints a table without blanks at the ends of its lines.
func (p *Printer) table(t table.Writer) { p.tableBehind("", t) }

// tableBehind prints a table with something before each line.
func (p *Printer) tableBehind(indent string, t table.Writer) {
	for l := range strings.SplitSeq(t.Render(), "\n") {
		p.line("%s%s", indent, strings.TrimRight(l, " "))
	}
}
