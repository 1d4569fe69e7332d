package xcontent

import (
	"fmt"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// source is how Jackson names the body, which the server hides.
const source = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: %d, column: %d]"

// jackson is a fault of the JSON parser with its place, the byte at pos.
func (s *scanner) jackson(class, message string, pos int) *fault.Fault {
	return located(class, message, s.line, pos-s.lineStart+1)
}

func located(class, message string, line, column int) *fault.Fault {
	return fault.New(class, "%s\n at "+source, message, line, column)
}

func (s *scanner) unexpected(pos int, expected string) *fault.Fault {
	if pos >= len(s.data) {
		return s.jackson(fault.JSONEOF, "Unexpected end-of-input", len(s.data))
	}
	c, size := utf8.DecodeRune(s.data[pos:])
	message := fmt.Sprintf("Unexpected character ('%c' (code %d)): %s", c, c, expected)
	return s.jackson(fault.JSONParse, message, pos+size-1)
}

func (s *scanner) unexpectedEnd(top *frame) *fault.Fault {
	start := fmt.Sprintf(source, top.line, top.column)
	return s.jackson(fault.JSONEOF, fmt.Sprintf(
		"Unexpected end-of-input: expected close marker for %s (start marker at %s)", kindOf(top.object), start), s.pos)
}

// endInMember is the end of the text between a key and its value.
func (s *scanner) endInMember() *fault.Fault {
	return s.jackson(fault.JSONEOF, "Unexpected end-of-input within/between Object entries", s.pos)
}
