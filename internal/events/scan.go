package events

// scanner holds one JSON value to the grammar and notes where the members of an
// outermost object are.
type scanner struct {
	data    []byte
	at      int
	members []span
	why     string // of a bad value
}

// span is a member of an object: where its key (without quotes, as written) and
// its value stand.
type span struct{ keyStart, keyEnd, start, end int }

type verdict int

const (
	whole verdict = iota // a value that ends at s.at
	cut                  // the data ends inside of a value
	bad                  // no JSON, because of s.why
)

// maxDepth is how deep values may be nested, as the server's parser has it.
const maxDepth = 1000

func (s *scanner) scan(data []byte) verdict {
	s.data, s.at, s.members, s.why = data, 0, s.members[:0], ""
	return s.value(0)
}

func (s *scanner) bad(why string) verdict {
	s.why = why
	return bad
}

func (s *scanner) space() (byte, bool) {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case ' ', '\n', '\r', '\t':
			s.at++
		default:
			return c, true
		}
	}
	return 0, false
}

func (s *scanner) value(depth int) verdict {
	c, ok := s.space()
	switch {
	case !ok:
		return cut
	case depth > maxDepth:
		return s.bad("values are nested too deep")
	}
	switch c {
	case '"':
		return s.text()
	case '{':
		return s.object(depth)
	case '[':
		return s.list(depth)
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	}
	return s.number()
}

func (s *scanner) object(depth int) verdict {
	s.at++
	for first := true; ; first = false {
		c, ok := s.space()
		switch {
		case !ok:
			return cut
		case c == '}' && first:
			s.at++
			return whole
		case c != '"':
			return s.bad("a key is missing")
		}
		m := span{keyStart: s.at + 1}
		if v := s.text(); v != whole {
			return v
		}
		m.keyEnd = s.at - 1
		if c, ok := s.space(); !ok {
			return cut
		} else if c != ':' {
			return s.bad("a colon is missing")
		}
		s.at++
		if _, ok := s.space(); !ok {
			return cut
		}
		m.start = s.at
		if v := s.value(depth + 1); v != whole {
			return v
		}
		if depth == 0 {
			m.end = s.at
			s.members = append(s.members, m)
		}
		if v, done := s.separator('}'); v != whole || done {
			return v
		}
	}
}

func (s *scanner) list(depth int) verdict {
	s.at++
	if c, ok := s.space(); !ok {
		return cut
	} else if c == ']' {
		s.at++
		return whole
	}
	for {
		if v := s.value(depth + 1); v != whole {
			return v
		}
		if v, done := s.separator(']'); v != whole || done {
			return v
		}
	}
}

// separator steps over a comma, or over the end of a list or an object.
func (s *scanner) separator(end byte) (v verdict, done bool) {
	c, ok := s.space()
	switch {
	case !ok:
		return cut, false
	case c == end:
		s.at++
		return whole, true
	case c != ',':
		return s.bad("a comma, or the end of the list or object, is missing"), false
	}
	s.at++
	if _, ok := s.space(); !ok {
		return cut, false
	}
	return whole, false
}

func (s *scanner) word(w string) verdict {
	have := s.data[s.at:]
	for i := range len(w) {
		if i == len(have) {
			return cut
		}
		if have[i] != w[i] {
			return s.bad("something that is no value")
		}
	}
	s.at += len(w)
	return whole
}
