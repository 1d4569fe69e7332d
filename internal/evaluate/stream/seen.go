package stream

import (
	"hash/maphash"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
)

// A document that is written again replaces the one before it. To know of each id
// whether it came before would take memory for all of them; so the first pass
// only suspects ids, by a filter of fixed size (Bloom's: it never misses one that
// came before), and where it suspects any, a second pass holds the documents of
// just those until the end.

// seen is the filter, or, in a second pass, the suspects.
type seen struct {
	bits     []uint64
	suspects map[uint64]bool // by hash
	second   bool
}

const (
	filterBits   = 1 << 27 // 16 MiB: of a million ids none is suspected without cause
	filterHashes = 7
)

var hashSeed = maphash.MakeSeed()

func newSeen(again map[uint64]bool) *seen {
	if again != nil {
		return &seen{suspects: again, second: true}
	}
	return &seen{bits: make([]uint64, filterBits/64), suspects: map[uint64]bool{}}
}

// again tells, in a second pass, whether an id is one of the suspects; in the first
// it notes the id.
func (s *seen) again(name, id string) bool {
	h := maphash.Comparable(hashSeed, [2]string{name, id})
	if s.second {
		return s.suspects[h]
	}
	before := true
	step := h>>32 | 1
	for i := range uint64(filterHashes) {
		bit := (h + i*step) % filterBits
		word, mask := bit/64, uint64(1)<<(bit%64)
		before = before && s.bits[word]&mask != 0
		s.bits[word] |= mask
	}
	if before {
		s.suspects[h] = true
	}
	return false
}

// lateDoc is the latest version of a document that may be written again.
type lateDoc struct {
	table *table
	doc   index.Doc
	event event
}

func (r *runner) postpone(t *table, doc index.Doc, e *event) {
	key := t.index.Name + "\x00" + doc.ID
	if old := r.late[key]; old != nil {
		doc.Version = old.doc.Version + 1
	}
	kept := *e
	kept.text = slices.Clone(e.text)
	r.late[key] = &lateDoc{t, doc, kept}
}

// takeLate takes what was postponed, now that nothing replaces it any more.
func (r *runner) takeLate() {
	list := make([]*lateDoc, 0, len(r.late))
	for _, l := range r.late {
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b *lateDoc) int {
		if c := strings.Compare(a.table.index.Name, b.table.index.Name); c != 0 {
			return c
		}
		return int(a.doc.Order - b.doc.Order)
	})
	for _, l := range list {
		l.table.take(&l.doc, &l.event)
	}
}
