package metricfilter

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// scanner goes through a pattern from left to right.
type scanner struct {
	text string
	at   int
}

const notRead = "Filter pattern can't be read"

// fail is a problem at a place.
func fail(at int, format string, args ...any) *Problem {
	return &Problem{At: at, Summary: notRead, Detail: fmt.Sprintf(format, args...)}
}

func (s *scanner) blanks() {
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		s.at++
	}
}

// end tells whether only blanks are left.
func (s *scanner) end() bool {
	s.blanks()
	return s.at >= len(s.text)
}

// peek is the next character after blanks, 0 at the end.
func (s *scanner) peek() byte {
	if s.end() {
		return 0
	}
	return s.text[s.at]
}

// take goes past a mark where it stands next.
func (s *scanner) take(mark string) bool {
	s.blanks()
	if !strings.HasPrefix(s.text[s.at:], mark) {
		return false
	}
	s.at += len(mark)
	return true
}

// keyword goes past words in capitals that blanks divide, such as NOT EXISTS.
func (s *scanner) keyword(words ...string) bool {
	before := s.at
	for _, word := range words {
		if !s.take(word) || s.at < len(s.text) && isNameByte(s.text[s.at]) {
			s.at = before
			return false
		}
	}
	return true
}

// near is what stands at a place, for messages.
func (s *scanner) near() string {
	if s.end() {
		return "the end"
	}
	rest := s.text[s.at:]
	if i := strings.IndexAny(rest[1:], " \t\r\n"); i >= 0 {
		rest = rest[:i+1]
	}
	if utf8.RuneCountInString(rest) > 20 {
		rest = string([]rune(rest)[:20]) + "…"
	}
	return fmt.Sprintf("%q", rest)
}

// quoted reads a text in double quotes, in which \" and \\ stand for themselves.
func (s *scanner) quoted() (Value, *Problem) {
	start := s.at
	var text strings.Builder
	for i := start + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			s.at = i + 1
			return Value{Text: text.String(), Quoted: true, At: start}, nil
		case c == '\\' && i+1 < len(s.text) && strings.IndexByte(`"\`, s.text[i+1]) >= 0:
			i++
			text.WriteByte(s.text[i])
		default:
			text.WriteByte(c)
		}
	}
	return Value{}, fail(start, "A quotation mark is opened here and never closed.")
}

// regex reads an expression between percent signs.
func (s *scanner) regex() (Value, *Problem) {
	start := s.at
	for i := start + 1; i < len(s.text); i++ {
		switch s.text[i] {
		case '\\':
			i++
		case '%':
			s.at = i + 1
			return Value{Text: s.text[start+1 : i], Regex: true, At: start}, nil
		}
	}
	return Value{}, fail(start, "A regular expression is opened here with %% and never closed.")
}

// value reads a text, an expression, or a word that ends before a blank or one of stop.
func (s *scanner) value(stop string) (Value, *Problem) {
	switch s.peek() {
	case '"':
		return s.quoted()
	case '%':
		return s.regex()
	}
	start := s.at
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n\""+stop, s.text[s.at]) < 0 {
		s.at++
	}
	if s.at == start {
		return Value{}, fail(start, "There should be a value here, not %s.", s.near())
	}
	return Value{Text: s.text[start:s.at], At: start}, nil
}

// operator reads one of the comparisons; false where none stands next.
func (s *scanner) operator() (Operator, bool) {
	for _, op := range []Operator{NotEqual, LessOrEqual, GreaterOrEqual, Equal, Less, Greater} {
		if s.take(string(op)) {
			return op, true
		}
	}
	return "", false
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c >= utf8.RuneSelf
}
