package schema

import (
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// sourceOf is what stands at a range of a file.
func (s *scope) sourceOf(at hcl.Range) (string, bool) {
	file, ok := s.files[at.Filename]
	if !ok || !at.CanSliceBytes(file.Bytes) {
		return "", false
	}
	return string(at.SliceBytes(file.Bytes)), true
}

// inText is the place of a line and column of a template: exact for a text that
// is written out line by line, else the whole value.
func (b *monitorBlock) inText(s source, line, column int) place {
	written, ok := b.sourceOf(s.at.subject)
	if !ok {
		return s.at
	}
	start, wanted, ok := findLine(written, s.text, line)
	if !ok {
		return s.at
	}
	begin := s.at.subject.Start
	if start.Line == 0 {
		start.Column += begin.Column - 1
	}
	start.Line += begin.Line
	start.Byte += begin.Byte
	return s.at.at(tagRange(start, wanted, column, s.at.subject.Filename))
}

// findLine finds a line of a text in the source of the heredoc or quoted text
// that it was read from, and where it starts there: lines and bytes count from
// 0, columns from 1. It is false where the line does not stand there as it is,
// since something was put into it.
func findLine(source, text string, line int) (start hcl.Pos, wanted string, ok bool) {
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) {
		return hcl.Pos{}, "", false
	}
	wanted = lines[line-1]
	if len(lines) == 1 && source == `"`+wanted+`"` {
		return hcl.Pos{Column: 2, Byte: 1}, wanted, true
	}
	written := strings.Split(source, "\n")
	if !strings.HasPrefix(source, "<<") || line >= len(written) {
		return hcl.Pos{}, "", false
	}
	indent, found := strings.CutSuffix(strings.TrimRight(written[line], "\r"), wanted)
	if !found || strings.TrimSpace(indent) != "" {
		return hcl.Pos{}, "", false
	}
	before := len(strings.Join(written[:line], "\n")) + 1 + len(indent)
	return hcl.Pos{Line: line, Column: 1 + utf8.RuneCountInString(indent), Byte: before}, wanted, true
}

// tagRange is the range from a column of a line to the end of the tag there.
func tagRange(start hcl.Pos, line string, column int, filename string) hcl.Range {
	runes := []rune(line)
	column = min(max(column, 1), len(runes)+1)
	skipped := string(runes[:column-1])
	start.Column += column - 1
	start.Byte += len(skipped)
	tag := line[len(skipped):]
	if i := strings.Index(tag, "}}"); i >= 0 {
		tag = tag[:i+2]
		if strings.HasPrefix(tag, "{{{") && strings.HasPrefix(line[len(skipped)+len(tag):], "}") {
			tag += "}"
		}
	}
	end := start
	end.Column += utf8.RuneCountInString(tag)
	end.Byte += len(tag)
	return hcl.Range{Filename: filename, Start: start, End: end}
}
