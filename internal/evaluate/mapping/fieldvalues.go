package mapping

import "iter"

// FieldValues are the values of a document by field. The zero value is empty and may
// be written to; once the document is settled (Shared.Settle) it must not be.
type FieldValues struct {
	open  map[string]*Values
	shape *shape
	list  []*Values // by the shape's places
}

// Get is what a field has in the document, nil for nothing.
func (s *FieldValues) Get(path string) *Values {
	if s.shape == nil {
		return s.open[path]
	}
	if i, ok := s.shape.places[path]; ok {
		return s.list[i]
	}
	return nil
}

// Set gives a field its values.
func (s *FieldValues) Set(path string, v *Values) {
	if s.open == nil {
		s.open = make(map[string]*Values, len(s.list))
		for p, v := range s.All() {
			s.open[p] = v
		}
		s.shape, s.list = nil, nil
	}
	s.open[path] = v
}

// Clear takes all fields away.
func (s *FieldValues) Clear() {
	clear(s.open)
	s.shape, s.list = nil, nil
}

// Len is how many fields there are.
func (s *FieldValues) Len() int {
	if s.shape != nil {
		return len(s.list)
	}
	return len(s.open)
}

// All goes over the fields, in no order.
func (s *FieldValues) All() iter.Seq2[string, *Values] {
	return func(yield func(string, *Values) bool) {
		if s.shape != nil {
			for i, path := range s.shape.paths {
				if !yield(path, s.list[i]) {
					return
				}
			}
			return
		}
		for path, v := range s.open {
			if !yield(path, v) {
				return
			}
		}
	}
}

// shape is which fields a document has: most documents of an index have the same.
type shape struct {
	paths  []string // sorted
	places map[string]int
}
