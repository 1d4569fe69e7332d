package view

import (
	"fmt"
	"slices"
	"strings"
)

// document is a comment on its way to a text. What it holds is Markdown already.
type document struct {
	marker, heading string
	command         string
	limit           int // of the whole, in bytes

	lead    []string // paragraphs that always stay: counts, and what to know
	columns []string
	rows    [][]string // the most important first
	items   []item     // the most important first
}

// item is a block that is closed until somebody opens it.
type item struct {
	title    string          // HTML
	language string          // of the fence: diff or text
	lines    func() []string // asked for only where there is room
	isOpen   bool            // it has no title, and stands open
}

// say adds a paragraph that is never left out; it has to be short.
func (d *document) say(paragraph string) { d.lead = append(d.lead, paragraph) }

// open adds a text that stands open below the paragraphs.
func (d *document) open(text string) {
	d.items = append(d.items, item{language: "text", lines: func() []string { return cutLines(text) }, isOpen: true})
}

// text adds an explanation below the table, and diff a diff.
func (d *document) text(title string, lines func() []string) {
	d.items = append(d.items, item{title: title, language: "text", lines: lines})
}

func (d *document) diff(title string, lines func() []string) {
	d.items = append(d.items, item{title: title, language: "diff", lines: lines})
}

// row adds a row to the table.
func (d *document) row(cells ...string) { d.rows = append(d.rows, cells) }

// reserve is what is kept for the words about what was left out.
const reserve = 600

// String is the text, shorter than the limit. Diffs are left out first, then rows; what
// comes before the table stays.
func (d *document) String() string {
	var b strings.Builder
	b.WriteString(d.marker + "\n### " + d.heading + "\n")
	for _, paragraph := range d.lead {
		b.WriteString("\n" + paragraph + "\n")
	}
	left := d.limit - b.Len() - reserve
	table, lostRows := d.table(left)
	left -= len(table)
	items, lost, isCut := d.blocks(left)
	if words := d.leftOut(lostRows, lost, isCut); words != "" {
		b.WriteString("\n" + words + "\n")
	}
	return b.String() + table + items
}

// table is as much of the table as fits.
func (d *document) table(most int) (text string, lost int) {
	if len(d.rows) == 0 {
		return "", 0
	}
	var b strings.Builder
	b.WriteString("\n| " + strings.Join(d.columns, " | ") + " |\n|" + strings.Repeat(" --- |", len(d.columns)) + "\n")
	for i, cells := range d.rows {
		row := "| " + strings.Join(cells, " | ") + " |\n"
		if b.Len()+len(row) > most {
			return b.String(), len(d.rows) - i
		}
		b.WriteString(row)
	}
	return b.String(), 0
}

// blocks are as many items as fit, and the first lines of the one that doesn't.
func (d *document) blocks(most int) (text string, lost []item, isCut bool) {
	var b strings.Builder
	for i, it := range d.items {
		lines := it.lines()
		if strings.Join(lines, "") == "" {
			continue
		}
		block := it.block(lines)
		if b.Len()+len(block) <= most {
			b.WriteString(block)
			continue
		}
		cut := it.cut(lines, most-b.Len())
		b.WriteString(cut)
		if isCut = cut != ""; isCut {
			i++
		}
		return b.String(), d.items[i:], isCut
	}
	return b.String(), nil, false
}

func (it item) block(lines []string) string {
	fence := fenced(it.language, lines)
	if it.isOpen {
		return "\n" + fence
	}
	return "\n<details>\n<summary>" + it.title + "</summary>\n\n" + fence + "\n</details>\n"
}

// cut is the block with its first lines, "" where hardly any fit.
func (it item) cut(lines []string, most int) string {
	const fewest = 5
	used := len(it.block(nil)) + 2*longestRun(strings.Join(lines, "\n")) + 40
	n := 0
	for ; n < len(lines); n++ {
		if used += len(lines[n]) + 1; used > most {
			break
		}
	}
	if n < fewest {
		return ""
	}
	return it.block(append(slices.Clone(lines[:n]), fmt.Sprintf("… %s more", plural(len(lines)-n, "line"))))
}

// leftOut says what is not there, and where it is.
func (d *document) leftOut(rows int, lost []item, isCut bool) string {
	var words []string
	count := func(n int, what string) {
		if n > 0 {
			words = append(words, plural(n, what))
		}
	}
	if rows > 0 {
		words = append(words, fmt.Sprintf("%d of %s", rows, plural(len(d.rows), "row")))
	}
	diffs := len(slices.DeleteFunc(slices.Clone(lost), func(it item) bool { return it.language != "diff" }))
	count(diffs, "diff")
	count(len(lost)-diffs, "explanation")
	if isCut {
		words = append(words, "the end of the last one shown")
	}
	if len(words) == 0 {
		return ""
	}
	many := rows + len(lost)
	if isCut {
		many++
	}
	return fmt.Sprintf("**Too long for a comment:** %s %s left out here. The output of `alertplan %s` has all of it: see the log of the job that wrote this.", and(words), pick(many, "is", "are"), d.command)
}
