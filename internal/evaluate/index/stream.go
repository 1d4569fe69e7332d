package index

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// What a store needs to be filled with only some of the documents that were
// written (internal/evaluate/stream).

const longestID = 512 // bytes

// CheckID refuses ids that are too long for a document.
func CheckID(id string) error {
	if len(id) > longestID {
		return fault.Illegal("id [%s] is too long, must be no longer than 512 bytes but was: %d", id, len(id))
	}
	return nil
}

// Target finds the index that a write to name goes to, or makes it, as Write does.
func (s *Store) Target(name string) (*Index, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, err := s.target(name)
	if err != nil {
		return nil, err
	}
	return x.snapshot(), nil
}

// Writer is the index that a write to name goes to, nil where there is none.
func (s *Store) Writer(name string) *Index {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, behind, err := s.behind(name); err != nil || len(behind) == 0 {
		return nil
	}
	x, err := s.target(name)
	if err != nil {
		return nil
	}
	return x.snapshot()
}

// With is the index under another mapping.
func (x *Index) With(m *mapping.Mapping) *Index {
	c := x.snapshot()
	c.Mapping = m
	return c
}

// Held is what an index holds of all that was written to it.
type Held struct {
	Mapping *mapping.Mapping
	Written int64  // writes so far: the next sequence number
	Docs    []*Doc // in the order of their sequence numbers
}

// Hold replaces what an index holds. It must exist.
func (s *Store) Hold(name string, h Held) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.indices[name]
	x.Mapping, x.Docs, x.seqNo, x.hidden = h.Mapping, slices.Clone(h.Docs), h.Written, nil
	x.latest = make(map[string]*Doc, len(h.Docs))
	for _, d := range h.Docs {
		x.latest[d.ID] = d
	}
}
