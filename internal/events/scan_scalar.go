package events

// plain marks the bytes of a text that mean themselves.
var plain = func() (t [256]bool) {
	for c := 0x20; c < 256; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

func (s *scanner) text() verdict {
	data := s.data
	for i := s.at + 1; i < len(data); i++ {
		c := data[i]
		switch {
		case plain[c]:
		case c == '"':
			s.at = i + 1
			return whole
		case c == '\\':
			n := escape(data[i+1:])
			if n < 0 {
				return s.bad("an unknown escape in a text")
			}
			if n == 0 {
				return cut
			}
			i += n
		default:
			return s.bad("a line break or a control character in a text")
		}
	}
	return cut
}

// escape is how many bytes after the backslash belong to it; 0 where they are not
// there yet, -1 where they are no escape.
func escape(rest []byte) int {
	if len(rest) == 0 {
		return 0
	}
	switch rest[0] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 1
	case 'u':
		for i := 1; i <= 4; i++ {
			if i == len(rest) {
				return 0
			}
			if c := rest[i] | 0x20; !digit(rest[i]) && (c < 'a' || c > 'f') {
				return -1
			}
		}
		return 5
	}
	return -1
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func (s *scanner) digits() int {
	from := s.at
	for s.at < len(s.data) && digit(s.data[s.at]) {
		s.at++
	}
	return s.at - from
}

func (s *scanner) is(c byte) bool { return s.at < len(s.data) && s.data[s.at] == c }

// number ends at the first byte that can't be part of it; at the end of the data
// it may go on.
func (s *scanner) number() verdict {
	if s.is('-') {
		s.at++
	}
	leading := s.is('0')
	n := s.digits()
	if n == 0 {
		return s.orCut("something that is no value")
	}
	if leading && n > 1 {
		return s.bad("a number with a leading zero")
	}
	if s.is('.') {
		s.at++
		if s.digits() == 0 {
			return s.orCut("a number without digits after its point")
		}
	}
	if s.is('e') || s.is('E') {
		s.at++
		if s.is('+') || s.is('-') {
			s.at++
		}
		if s.digits() == 0 {
			return s.orCut("a number without digits in its exponent")
		}
	}
	return whole
}

func (s *scanner) orCut(why string) verdict {
	if s.at == len(s.data) {
		return cut
	}
	return s.bad(why)
}
