package index

import (
	"cmp"
	"slices"
)

// Refresh makes all writes to an index visible to searches.
func (s *Store) Refresh(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.indices[name]
	if x == nil {
		return notFound(name, "index_or_alias")
	}
	x.refresh()
	return nil
}

// few is how many documents are taken away one by one.
const few = 8

func (x *Index) refresh() {
	gone := 0
	for _, w := range x.hidden {
		if w.old != nil {
			gone++
		}
	}
	docs := x.Docs
	if gone > few {
		docs = x.withoutOld()
	}
	for _, w := range x.hidden {
		if w.old != nil && gone <= few {
			docs = without(docs, w.old)
		}
		if w.new != nil && (gone <= few || x.latest[w.new.ID] == w.new) {
			docs = append(docs, w.new)
		}
	}
	x.Docs, x.hidden = docs, nil
}

// without is a copy of the list without a document: snapshots keep theirs. The list
// is in the order of writing.
func without(docs []*Doc, old *Doc) []*Doc {
	i, found := slices.BinarySearchFunc(docs, old, func(a, b *Doc) int { return cmp.Compare(a.Order, b.Order) })
	if !found || docs[i] != old {
		if i = slices.Index(docs, old); i < 0 {
			return docs
		}
	}
	out := make([]*Doc, 0, len(docs)+len(docs)/8)
	return append(append(out, docs[:i]...), docs[i+1:]...)
}

// withoutOld is the list without all that hidden writes replace.
func (x *Index) withoutOld() []*Doc {
	old := make(map[*Doc]bool, len(x.hidden))
	for _, w := range x.hidden {
		if w.old != nil {
			old[w.old] = true
		}
	}
	docs := make([]*Doc, 0, len(x.Docs))
	for _, d := range x.Docs {
		if !old[d] {
			docs = append(docs, d)
		}
	}
	return docs
}
