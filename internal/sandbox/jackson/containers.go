package jackson

import "github.com/alertplan/alertplan/internal/orderedjson"

func (s *scanner) array(depth int) (any, error) {
	s.open = append(s.open, opened{"Array", s.place()})
	defer func() { s.open = s.open[:len(s.open)-1] }()
	s.at++
	list := []any{}
	for {
		if err := s.skipSpace(); err != nil {
			return nil, err
		}
		if s.atEnd() {
			return nil, s.endInside()
		}
		c := s.data[s.at]
		switch {
		case c == ']' && len(list) == 0:
			s.at++
			return list, nil
		case c == '}' && len(list) == 0:
			return nil, s.unexpectedClose(c)
		case len(list) == 0:
		case c == ']':
			s.at++
			return list, nil
		case c == '}':
			return nil, s.unexpectedClose(c)
		case c != ',':
			return nil, s.unexpected("was expecting comma to separate Array entries")
		default:
			if err := s.afterComma("Array"); err != nil {
				return nil, err
			}
		}
		s.path = append(s.path, len(list))
		v, err := s.value(depth + 1)
		if err != nil {
			return nil, err
		}
		s.path = s.path[:len(s.path)-1]
		list = append(list, v)
	}
}

// afterComma goes to what follows a comma. The server does not count a text that
// ends here as one that ended too early.
func (s *scanner) afterComma(kind string) error {
	s.at++
	if err := s.skipSpace(); err != nil {
		return err
	}
	if s.atEnd() {
		return s.fail(s.place(), "Unexpected end-of-input within/between %s entries", kind)
	}
	return nil
}

func (s *scanner) object(depth int) (any, error) {
	s.open = append(s.open, opened{"Object", s.place()})
	defer func() { s.open = s.open[:len(s.open)-1] }()
	s.at++
	members := []orderedjson.Member{}
	seen := map[string]bool{}
	for first := true; ; first = false {
		done, err := s.beforeKey(first)
		if err != nil {
			return nil, err
		}
		if done {
			return orderedjson.OfDistinct(members), nil
		}
		key, err := s.key()
		if err != nil {
			return nil, err
		}
		if seen[key] {
			return nil, s.fail(s.place(), "Duplicate field '%s'", key)
		}
		seen[key] = true
		v, err := s.member(key, depth)
		if err != nil {
			return nil, err
		}
		members = append(members, orderedjson.Member{Key: key, Value: v})
	}
}

// beforeKey goes to the next key, or behind the object's end.
func (s *scanner) beforeKey(first bool) (done bool, err error) {
	if err := s.skipSpace(); err != nil {
		return false, err
	}
	if s.atEnd() {
		return false, s.endInside()
	}
	switch c := s.data[s.at]; {
	case c == '}':
		s.at++
		return true, nil
	case c == ']':
		return false, s.unexpectedClose(c)
	case first:
		return false, nil
	case c != ',':
		return false, s.unexpected("was expecting comma to separate Object entries")
	}
	return false, s.afterComma("Object")
}

func (s *scanner) key() (string, error) {
	if s.data[s.at] != '"' {
		return "", s.unexpected("was expecting double-quote to start field name")
	}
	s.at++
	return s.text("FIELD_NAME")
}

// member reads the colon and the value behind a key.
func (s *scanner) member(key string, depth int) (any, error) {
	if err := s.skipSpace(); err != nil {
		return nil, err
	}
	if s.atEnd() {
		return nil, s.failAtEnd(" within/between Object entries")
	}
	if s.data[s.at] != ':' {
		return nil, s.unexpected("was expecting a colon to separate field name and value")
	}
	s.at++
	if err := s.skipSpace(); err != nil {
		return nil, err
	}
	if s.atEnd() {
		return nil, s.failAtEnd(" within/between Object entries")
	}
	s.path = append(s.path, key)
	v, err := s.value(depth + 1)
	if err != nil {
		return nil, err
	}
	s.path = s.path[:len(s.path)-1]
	return v, nil
}
