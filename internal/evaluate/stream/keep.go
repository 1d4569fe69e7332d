package stream

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/evaluate/search"
)

// held is a document that is kept. With its text it is read again as a whole, at
// the end; else its fields are all that is needed of it.
type held struct {
	doc   index.Doc
	text  []byte
	view  *view
	shard int
	rank  search.Rank
}

// take keeps what the watcher needs of a document.
func (v *view) take(d *index.Doc, text []byte, shard int) {
	if v.keep == search.KeepNone {
		return
	}
	if v.keep == search.KeepAll {
		h := &held{doc: *d, view: v, shard: shard}
		h.doc.Source = d.Fields.Source
		v.held = append(v.held, h)
		return
	}
	if !v.lens.Matches(d) {
		return
	}
	h := &held{doc: *d, view: v, shard: shard}
	rank, ranked := v.lens.Rank(d)
	h.rank = rank
	gone := v.gone[shard]
	gone.MaxScore = max(gone.MaxScore, rank.Score)
	gone.Matched++
	switch {
	case v.keep == search.KeepMatches:
		h.doc.Fields = v.slim(d.Fields)
		v.held = append(v.held, h)
		if v.watch.Sources || !ranked {
			h.text = slices.Clone(text)
			return
		}
	case !ranked: // it may be on the page, for all that is known
		h.text = slices.Clone(text)
		v.held = append(v.held, h)
		return
	}
	if v.page.admits(h) {
		h.text = slices.Clone(text)
		h.doc.Fields = v.slim(d.Fields)
		v.page.add(h)
	}
}

// slim is a document with no more than is looked at.
func (v *view) slim(d *mapping.Document) *mapping.Document {
	if d.Source == nil || v.watch.Every || len(d.Nested) > 0 {
		return d
	}
	out := mapping.NewDocument()
	for path, values := range d.Values.All() {
		if f := v.table.index.Mapping.Field(path); f != nil && v.watch.Wants(v.table.index.Mapping, f) {
			out.Values.Set(path, values)
		}
	}
	return out
}

// page is the best of what matches, over all indices: at most size documents, and
// where the order of shards is not known yet at most size of each shard that could
// still be among them.
type page struct {
	watch *search.Watch
	size  int
	list  []*held // best first
}

// compare orders by rank, then by shard and document.
func (p *page) compare(a, b *held) int {
	return cmp.Or(p.watch.Compare(a.rank, b.rank), cmp.Compare(a.shard, b.shard),
		strings.Compare(a.view.table.index.Name, b.view.table.index.Name), cmp.Compare(a.doc.Order, b.doc.Order))
}

// admits tells whether a document may be on the page; it may be asked before the
// document is copied.
func (p *page) admits(h *held) bool {
	if p.size <= 0 {
		return false
	}
	if len(p.list) < p.size {
		return true
	}
	edge := p.list[p.size-1]
	if p.watch.Ordered() {
		return p.compare(h, edge) < 0
	}
	if p.watch.Compare(edge.rank, h.rank) < 0 {
		return false
	}
	if h.view.paged[h.shard] < p.size {
		return true
	}
	return p.compare(h, p.list[p.lastOf(h)]) < 0
}

// lastOf finds the last document of the same shard.
func (p *page) lastOf(h *held) int {
	for i := len(p.list) - 1; i >= 0; i-- {
		if p.list[i].view == h.view && p.list[i].shard == h.shard {
			return i
		}
	}
	return -1
}

// add puts a document on the page, and others off it.
func (p *page) add(h *held) {
	i, _ := slices.BinarySearchFunc(p.list, h, p.compare)
	p.list = slices.Insert(p.list, i, h)
	h.view.paged[h.shard]++
	if h.view.paged[h.shard] > p.size {
		p.drop(p.lastOf(h))
	}
	for last := len(p.list) - 1; last >= p.size; last-- {
		if !p.watch.Ordered() && p.watch.Compare(p.list[p.size-1].rank, p.list[last].rank) >= 0 {
			return
		}
		p.drop(last)
	}
}

func (p *page) drop(i int) {
	h := p.list[i]
	h.text = nil
	h.view.paged[h.shard]--
	p.list = slices.Delete(p.list, i, i+1)
}
