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

// findLine finds the place of a line and column of a text in the source of the
// heredoc or quoted text that it was read from. It is false where the line does
// not stand there as it is, since something was put into it.
func findLine(source string, at hcl.Range, lines []string, line, column int) (hcl.Range, bool) {
	wanted := lines[line-1]
	if strings.HasPrefix(source, "<<") {
		written := strings.Split(source, "\n")
		if line >= len(written) {
			return hcl.Range{}, false
		}
		indent, found := strings.CutSuffix(strings.TrimRight(written[line], "\r"), wanted)
		if !found || strings.TrimSpace(indent) != "" {
			return hcl.Range{}, false
		}
		before := len(strings.Join(written[:line], "\n")) + 1 + len(indent)
		return column1(hcl.Pos{Line: at.Start.Line + line, Column: 1 + utf8.RuneCountInString(indent), Byte: at.Start.Byte + before}, wanted, column, at.Filename), true
	}
	if len(lines) == 1 && source == `"`+wanted+`"` {
		return column1(hcl.Pos{Line: at.Start.Line, Column: at.Start.Column + 1, Byte: at.Start.Byte + 1}, wanted, column, at.Filename), true
	}
	return hcl.Range{}, false
}

// column1 is the range from a column of a line to the end of the tag there.
func column1(start hcl.Pos, line string, column int, filename string) hcl.Range {
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
