package jackson

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// scanner walks over a text. Values that it reads leave it on the byte behind
// them.
type scanner struct {
	data      []byte
	at        int
	line      int
	lineStart int
	// visit, if set, is told where each value begins.
	visit func(path []any, at Place)
	path  []any
	// values counts what was read.
	values int
	// open are the containers around the current place, outermost first.
	open []opened
}

type opened struct {
	kind  string // "Object" or "Array"
	place Place
}

func newScanner(data []byte) *scanner {
	s := &scanner{data: data, line: 1}
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		s.at = 3
	}
	return s
}

func (s *scanner) atEnd() bool { return s.at >= len(s.data) }

func (s *scanner) place() Place { return s.placeOf(s.at) }

func (s *scanner) placeOf(at int) Place { return Place{Line: s.line, Column: at - s.lineStart + 1} }

func (s *scanner) newLine() { s.line, s.lineStart = s.line+1, s.at }

// jumpTo goes to an offset, counting lines on the way.
func (s *scanner) jumpTo(offset int) {
	for s.at < offset {
		c := s.data[s.at]
		s.at++
		if c == '\n' {
			s.newLine()
		}
	}
}

func (s *scanner) fail(at Place, format string, args ...any) *SyntaxError {
	return &SyntaxError{Text: fmt.Sprintf(format, args...), Place: at}
}

func (s *scanner) failAtEnd(format string, args ...any) *SyntaxError {
	return &SyntaxError{Text: "Unexpected end-of-input" + fmt.Sprintf(format, args...), Place: s.place(), AtEnd: true}
}

// endInside is the error of a text that ends within a container.
func (s *scanner) endInside() *SyntaxError {
	if len(s.open) == 0 {
		return s.failAtEnd("")
	}
	o := s.open[len(s.open)-1]
	return s.failAtEnd(": expected close marker for %s (start marker at %s)", o.kind, o.place.source())
}

func (s *scanner) unexpected(expected string) *SyntaxError {
	r := rune(s.data[s.at]) // a byte: the server does not decode here
	if r < ' ' {
		return s.fail(s.placeOf(s.at+1), "Illegal character ((CTRL-CHAR, code %d)): only regular white space (\\r, \\n, \\t) is allowed between tokens", r)
	}
	return s.fail(s.place(), "Unexpected character ('%c' (code %d)): %s", r, r, expected)
}

func (s *scanner) unexpectedClose(c byte) *SyntaxError {
	if len(s.open) == 0 {
		return s.fail(s.place(), "Unexpected close marker '%c': expected '%c' (for root starting at %s)", c, '}'+']'-rune(c), rootSource)
	}
	o := s.open[len(s.open)-1]
	return s.fail(s.place(), "Unexpected close marker '%c': expected '%c' (for %s starting at %s)", c, '}'+']'-rune(c), o.kind, o.place.source())
}

// skipSpace passes white space and comments.
func (s *scanner) skipSpace() error {
	for !s.atEnd() {
		switch s.data[s.at] {
		case '\n':
			s.at++
			s.newLine()
		case ' ', '\t', '\r':
			s.at++
		case '/':
			if err := s.skipComment(); err != nil {
				return err
			}
		default:
			return nil
		}
	}
	return nil
}

func (s *scanner) skipComment() error {
	rest := s.data[s.at:]
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		s.at += end
		return nil
	case bytes.HasPrefix(rest, []byte("/*")):
		end := bytes.Index(rest[2:], []byte("*/"))
		if end < 0 {
			s.jumpTo(len(s.data))
			return s.failAtEnd(" in a comment")
		}
		s.jumpTo(s.at + 2 + end + 2)
		return nil
	case len(rest) == 1:
		s.at++
		return s.failAtEnd(" in a comment")
	default:
		s.at++
		return s.unexpected("was expecting either '*' or '/' for a comment")
	}
}

func (s *scanner) value(depth int) (any, error) {
	if s.values++; s.values > maxValues {
		return nil, s.fail(s.place(), "the sandbox reads at most %d values of a body", maxValues)
	}
	if depth > maxDepth {
		return nil, s.fail(s.place(), "Document nesting depth (%d) exceeds the maximum allowed (%d, from `StreamReadConstraints.getMaxNestingDepth()`)", depth, maxDepth)
	}
	if s.visit != nil {
		s.visit(s.path, s.place())
	}
	switch c := s.data[s.at]; {
	case c == '{':
		return s.object(depth)
	case c == '[':
		return s.array(depth)
	case c == '"':
		s.at++
		return s.text("VALUE_STRING")
	case c == '-' || c >= '0' && c <= '9':
		return s.number()
	case c == '}' || c == ']' || c == ',':
		return nil, s.noValue(c)
	case c == '+':
		return nil, s.fail(s.placeOf(s.at+1), "Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow "+
			"numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow")
	default:
		return s.word()
	}
}

// noValue refuses a sign where a value is due.
func (s *scanner) noValue(c byte) *SyntaxError {
	switch {
	case len(s.open) == 0 && c != ',':
		return s.unexpectedClose(c)
	case c == ']' && s.open[len(s.open)-1].kind != "Array":
		return s.unexpected(expectedValue)
	}
	return s.unexpected("expected a value")
}

const expectedValue = "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

// word reads null, true or false.
func (s *scanner) word() (any, error) {
	start := s.at
	end := start
	for end < len(s.data) && isWordByte(s.data[end]) {
		end++
	}
	if end == start {
		return nil, s.unexpected(expectedValue)
	}
	if s.data[start] >= utf8.RuneSelf && start+1 < len(s.data) { // the server takes the first byte for a letter, and decodes behind it
		return nil, s.fail(s.placeOf(start+2), "Invalid UTF-8 start byte 0x%x", s.data[start+1])
	}
	word := string(s.data[start:end])
	s.at = end
	switch word {
	case "null":
		return nil, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "NaN", "INF", "Infinity":
		return nil, s.fail(s.place(), "Non-standard token '%s': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow", word)
	}
	at := s.place()
	if !s.atEnd() {
		at.Column++ // the parser has looked at the sign behind the word
	}
	return nil, s.fail(at, "Unrecognized token '%s': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", word)
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= utf8.RuneSelf
}
