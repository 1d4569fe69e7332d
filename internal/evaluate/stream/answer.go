package stream

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// answer fills the store for one watcher after the other and runs its monitor.
func (r *runner) answer() error {
	r.takeLate()
	for _, w := range r.watchers {
		q := w.request
		q.Store, q.Unkept = r.store, &search.Unkept{}
		for _, t := range r.order {
			docs, err := t.docsFor(w, q.Unkept)
			if err != nil {
				return err
			}
			r.store.Hold(t.index.Name, index.Held{Mapping: t.index.Mapping, Written: t.written, Docs: docs})
		}
		result, err := evaluate.Run(q)
		r.outcome.Results = append(r.outcome.Results, Result{result, err, keptNames[w.most]})
	}
	for _, t := range r.order {
		r.outcome.Indices = append(r.outcome.Indices, Indexed{Index: t.index, Events: t.written, Sifted: len(t.sifting) > 0, Partly: t.partly})
	}
	return nil
}

// docsFor makes the documents of an index that a watcher holds, and says what is
// to be known of the others.
func (t *table) docsFor(w *watcher, unkept *search.Unkept) ([]*index.Doc, error) {
	i := slices.IndexFunc(t.views, func(v *view) bool { return v.watcher == w })
	if i < 0 {
		return nil, nil
	}
	v := t.views[i]
	list := v.held
	if v.keep == search.KeepPage {
		for _, h := range w.page.list {
			if h.view == v {
				list = append(list, h)
			}
		}
	}
	slices.SortFunc(list, func(a, b *held) int { return cmp.Compare(a.doc.Order, b.doc.Order) })
	docs := make([]*index.Doc, len(list))
	for i, h := range list {
		if err := h.complete(); err != nil {
			return nil, err
		}
		docs[i] = &h.doc
		v.gone[h.shard].Matched--
	}
	if v.keep == search.KeepAll {
		return docs, nil
	}
	for n, g := range v.gone {
		g.Extremes = t.edges[n].doc
		if w.watch.Statistics {
			g.ShareStatistics(t.edges[n].gone)
		}
		unkept.Set(t.index.Name, n, g)
	}
	return docs, nil
}

// complete reads a document as a whole, under the mapping as it has become: that
// makes of it what it made when it was written, for fields keep their types.
func (h *held) complete() error {
	if h.text == nil {
		return nil
	}
	v, err := orderedjson.Parse(h.text)
	if err != nil {
		return err
	}
	source, _ := v.(*orderedjson.Object)
	m := h.view.table.index.Mapping
	fields, grown, err := m.Add(h.doc.ID, source)
	if err == nil && grown != m {
		err = fmt.Errorf("its mapping grows again")
	}
	if err != nil {
		return fmt.Errorf("document [%s] of [%s], which was taken before: %w", h.doc.ID, h.view.table.index.Name, err)
	}
	h.doc.Source, h.doc.Fields = source, fields
	return nil
}
