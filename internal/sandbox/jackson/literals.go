package jackson

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// text reads a string from behind its opening quote to behind its closing one.
func (s *scanner) text(token string) (string, error) {
	rest := s.data[s.at:]
	for i, c := range rest {
		if c == '"' {
			s.at += i + 1
			return string(rest[:i]), nil
		}
		if c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			break
		}
	}
	var b strings.Builder
	for !s.atEnd() {
		c := s.data[s.at]
		switch {
		case c == '"':
			s.at++
			return b.String(), nil
		case c == '\\':
			if err := s.escape(&b); err != nil {
				return "", err
			}
		case c < ' ':
			return "", s.fail(s.place(), "Illegal unquoted character ((CTRL-CHAR, code %d)): has to be escaped using backslash to be included in %s", c, inWords(token))
		case c < utf8.RuneSelf:
			b.WriteByte(c)
			s.at++
		default:
			if err := s.multiByte(&b); err != nil {
				return "", err
			}
		}
	}
	if token == "FIELD_NAME" {
		return "", s.failAtEnd(" in field name")
	}
	return "", s.failAtEnd(" in VALUE_STRING")
}

func inWords(token string) string {
	if token == "FIELD_NAME" {
		return "name"
	}
	return "string value"
}

// multiByte copies a character beyond ASCII and refuses bytes that are no UTF-8.
func (s *scanner) multiByte(b *strings.Builder) error {
	r, size := utf8.DecodeRune(s.data[s.at:])
	if r != utf8.RuneError || size > 1 {
		b.WriteRune(r)
		s.at += size
		return nil
	}
	first := s.data[s.at]
	length := 0
	switch {
	case first&0xE0 == 0xC0:
		length = 2
	case first&0xF0 == 0xE0:
		length = 3
	case first&0xF8 == 0xF0:
		length = 4
	default:
		return s.fail(s.placeOf(s.at+1), "Invalid UTF-8 start byte 0x%x", first)
	}
	for i := 1; i < length; i++ {
		if s.at+i >= len(s.data) {
			return s.failAtEnd(" in VALUE_STRING")
		}
		if next := s.data[s.at+i]; next&0xC0 != 0x80 {
			return s.fail(s.placeOf(s.at+i+1), "Invalid UTF-8 middle byte 0x%x", next)
		}
	}
	b.Write(s.data[s.at : s.at+length]) // a surrogate in UTF-8, or overlong: the server lets it through
	s.at += length
	return nil
}

var escapes = map[byte]byte{'b': '\b', 't': '\t', 'n': '\n', 'f': '\f', 'r': '\r', '"': '"', '/': '/', '\\': '\\'}

func (s *scanner) escape(b *strings.Builder) error {
	s.at++
	if s.atEnd() {
		return s.failAtEnd(" in character escape sequence")
	}
	c := s.data[s.at]
	if plain, ok := escapes[c]; ok {
		b.WriteByte(plain)
		s.at++
		return nil
	}
	if c != 'u' {
		return s.fail(s.place(), "Unrecognized character escape '%c' (code %d)", c, c)
	}
	s.at++
	unit, err := s.hex4()
	if err != nil {
		return err
	}
	if unit >= 0xD800 && unit < 0xDC00 && strings.HasPrefix(string(s.data[s.at:min(s.at+2, len(s.data))]), `\u`) {
		back := s.at
		s.at += 2
		low, err := s.hex4()
		if err != nil {
			return err
		}
		if low >= 0xDC00 && low < 0xE000 {
			b.WriteRune((unit-0xD800)<<10 + (low - 0xDC00) + 0x10000)
			return nil
		}
		s.at = back
	}
	writeUnit(b, unit)
	return nil
}

// writeUnit writes a UTF-16 unit; a lone surrogate gets the three bytes that
// UTF-8 would have for it.
func writeUnit(b *strings.Builder, unit rune) {
	if unit >= 0xD800 && unit < 0xE000 {
		b.Write([]byte{0xE0 | byte(unit>>12), 0x80 | byte(unit>>6&0x3F), 0x80 | byte(unit&0x3F)})
		return
	}
	b.WriteRune(unit)
}

func (s *scanner) hex4() (rune, error) {
	var unit rune
	for range 4 {
		if s.atEnd() {
			return 0, s.failAtEnd(" in character escape sequence")
		}
		digit := strings.IndexByte("0123456789abcdef", s.data[s.at]|0x20)
		if digit < 0 {
			return 0, s.unexpected("expected a hex-digit for character escape sequence")
		}
		unit = unit<<4 | rune(digit)
		s.at++
	}
	return unit, nil
}

// number reads a number and keeps it as it is written.
func (s *scanner) number() (any, error) {
	start := s.at
	if s.data[s.at] == '-' {
		s.at++
		if s.atEnd() || !isDigit(s.data[s.at]) {
			return nil, s.badNumber("expected digit (0-9) to follow minus sign, for valid numeric value")
		}
	}
	if s.data[s.at] == '0' && s.at+1 < len(s.data) && isDigit(s.data[s.at+1]) {
		return nil, s.fail(s.placeOf(s.at+1), "Invalid numeric value: Leading zeroes not allowed")
	}
	s.digits()
	if !s.atEnd() && s.data[s.at] == '.' {
		s.at++
		if s.digits() == 0 {
			return nil, s.badNumber("Decimal point not followed by a digit")
		}
	}
	if !s.atEnd() && s.data[s.at]|0x20 == 'e' {
		s.at++
		if !s.atEnd() && (s.data[s.at] == '+' || s.data[s.at] == '-') {
			s.at++
		}
		if s.digits() == 0 {
			return nil, s.badNumber("Exponent indicator not followed by a digit")
		}
	}
	return json.Number(s.data[start:s.at]), s.afterNumber()
}

// afterNumber refuses a number at the root that runs into something else.
func (s *scanner) afterNumber() error {
	if len(s.open) > 0 || s.atEnd() || strings.IndexByte(" \t\r\n", s.data[s.at]) >= 0 {
		return nil
	}
	return s.unexpected("Expected space separating root-level values")
}

func (s *scanner) badNumber(why string) error {
	if s.atEnd() {
		if s.data[s.at-1] != '.' {
			return s.failAtEnd(" in %s", s.token())
		}
		s.at-- // of a number that ends in its point, the point is told
	}
	c := s.data[s.at]
	return s.fail(s.place(), "Unexpected character ('%c' (code %d)) in numeric value: %s", c, c, why)
}

// token is the last token that was whole, as the server names it.
func (s *scanner) token() string {
	if len(s.open) > 0 && s.open[len(s.open)-1].kind == "Object" {
		return "FIELD_NAME"
	}
	return "VALUE_NUMBER"
}

func (s *scanner) digits() int {
	start := s.at
	for !s.atEnd() && isDigit(s.data[s.at]) {
		s.at++
	}
	return s.at - start
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
