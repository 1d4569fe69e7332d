package xcontent

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// quoted reads a string in double quotes and returns it unescaped.
func (s *scanner) quoted() (string, *fault.Fault) {
	s.pos++
	plain := s.pos
	var b strings.Builder
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		switch {
		case c == '"' && b.Len() == 0:
			s.pos++
			return string(s.data[plain : s.pos-1]), nil
		case c == '"':
			b.Write(s.data[plain:s.pos])
			s.pos++
			return b.String(), nil
		case c == '\\':
			b.Write(s.data[plain:s.pos])
			if err := s.escape(&b); err != nil {
				return "", err
			}
			plain = s.pos
		case c < 0x20:
			return "", s.jackson(fault.JSONParse, fmt.Sprintf("Illegal unquoted character ((CTRL-CHAR, code %d)): "+
				"has to be escaped using backslash to be included in string value", c), s.pos)
		case c >= 0x80:
			if err := s.rune(); err != nil {
				return "", err
			}
		default:
			s.pos++
		}
	}
	return "", s.jackson(fault.JSONEOF, "Unexpected end-of-input: was expecting closing quote for a string value", s.pos)
}

// rune steps over one character of several bytes.
func (s *scanner) rune() *fault.Fault {
	_, size := utf8.DecodeRune(s.data[s.pos:])
	if size > 1 {
		s.pos += size
		return nil
	}
	if lead := s.data[s.pos]; lead < 0xc0 || lead > 0xf7 {
		return s.jackson(fault.JSONParse, fmt.Sprintf("Invalid UTF-8 start byte 0x%02x", lead), s.pos+1)
	}
	if s.pos+1 >= len(s.data) {
		return s.jackson(fault.JSONEOF, "Unexpected end-of-input in VALUE_STRING", s.pos+1)
	}
	return s.jackson(fault.JSONParse, fmt.Sprintf("Invalid UTF-8 middle byte 0x%02x", s.data[s.pos+1]), s.pos+2)
}

// escape reads a backslash and what follows it.
func (s *scanner) escape(b *strings.Builder) *fault.Fault {
	s.pos++
	if s.pos >= len(s.data) {
		return s.jackson(fault.JSONEOF, "Unexpected end-of-input in character escape sequence", s.pos)
	}
	c := s.data[s.pos]
	s.pos++
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		b.WriteByte("\"\\/\b\f\n\r\t"[i])
		return nil
	}
	if c != 'u' {
		return s.jackson(fault.JSONParse, fmt.Sprintf("Unrecognized character escape '%c' (code %d)", c, c), s.pos)
	}
	high, err := s.hex4()
	if err != nil {
		return err
	}
	if utf16.IsSurrogate(high) {
		return s.surrogate(b, high)
	}
	b.WriteRune(high)
	return nil
}

// surrogate reads the second half of a pair. A half without the other is kept as
// the three bytes that UTF-8 would have for it, as the server keeps it.
func (s *scanner) surrogate(b *strings.Builder, high rune) *fault.Fault {
	if s.pos+1 < len(s.data) && s.data[s.pos] == '\\' && s.data[s.pos+1] == 'u' {
		back := s.pos
		s.pos += 2
		low, err := s.hex4()
		if err != nil {
			return err
		}
		if pair := utf16.DecodeRune(high, low); pair != utf8.RuneError {
			b.WriteRune(pair)
			return nil
		}
		s.pos = back
	}
	b.Write([]byte{0xe0 | byte(high>>12), 0x80 | byte(high>>6)&0x3f, 0x80 | byte(high)&0x3f})
	return nil
}

func (s *scanner) hex4() (rune, *fault.Fault) {
	if s.pos+4 > len(s.data) {
		return 0, s.jackson(fault.JSONEOF, "Unexpected end-of-input in character escape sequence", len(s.data))
	}
	n, err := strconv.ParseUint(string(s.data[s.pos:s.pos+4]), 16, 32)
	if err != nil {
		return 0, s.unexpected(s.pos, "expected a hex-digit for character escape sequence")
	}
	s.pos += 4
	return rune(n), nil
}
