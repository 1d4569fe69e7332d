package view

import (
	"strings"

	"github.com/fatih/color"
	"github.com/hexops/gotextdiff"
	"github.com/hexops/gotextdiff/myers"
	"github.com/hexops/gotextdiff/span"
)

// diffLine is one line of a diff, with its sign.
type diffLine struct {
	sign byte // '+', '-', ' ', or '@' for lines left out
	text string
}

// diffLines compares two texts line by line, in the manner of diff -u: three
// unchanged lines stand around a changed one.
func diffLines(before, after string) []diffLine {
	before, after = endWithBreak(before), endWithBreak(after)
	if before == "" || after == "" { // there is nothing to look for, and it may be long
		return allLines(before, after)
	}
	edits := myers.ComputeEdits(span.URIFromPath(""), before, after)
	unified := gotextdiff.ToUnified("", "", before, edits)
	var lines []diffLine
	shown := 0
	for i, hunk := range unified.Hunks {
		if i > 0 || hunk.FromLine > 1 {
			lines = append(lines, diffLine{'@', "…"})
		}
		shown = hunk.FromLine - 1
		for _, l := range hunk.Lines {
			sign := byte(' ')
			switch l.Kind {
			case gotextdiff.Insert:
				sign = '+'
			case gotextdiff.Delete:
				sign = '-'
			}
			if sign != '+' {
				shown++
			}
			lines = append(lines, diffLine{sign, strings.TrimSuffix(l.Content, "\n")})
		}
	}
	if len(lines) > 0 && shown < strings.Count(before, "\n") {
		lines = append(lines, diffLine{'@', "…"})
	}
	return lines
}

// allLines are the lines of a text that goes, or of one that comes.
func allLines(before, after string) []diffLine {
	var lines []diffLine
	for l := range strings.Lines(before) {
		lines = append(lines, diffLine{'-', strings.TrimSuffix(l, "\n")})
	}
	for l := range strings.Lines(after) {
		lines = append(lines, diffLine{'+', strings.TrimSuffix(l, "\n")})
	}
	return lines
}

func endWithBreak(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

// Diff prints how a text changes, line by line.
func (p *Printer) Diff(before, after string) {
	for _, l := range diffLines(before, after) {
		text := string(l.sign) + l.text
		switch l.sign {
		case '@':
			text = l.text
		case '+':
			text = p.paint(text, color.FgGreen)
		case '-':
			text = p.paint(text, color.FgRed)
		}
		p.line("%s", text)
	}
}
