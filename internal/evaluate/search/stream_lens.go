package search

import (
	"cmp"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Lens is a watch as an index's mapping makes it see. When the mapping gets one of
// the fields that the watch looks at, a new lens is due.
type Lens struct {
	watch       *Watch
	shard       *shard
	query, post query
	sorters     []*sorter // nil while a field that is sorted by is not mapped
}

// On makes a lens. A query that can't be built on this index matches nothing: then
// no document of the index is needed to say so.
func (w *Watch) On(x *index.Index) *Lens {
	l := &Lens{watch: w, query: none{}, post: all{}}
	l.shard = &shard{Index: x, now: w.options.Now, dialect: w.options.Dialect, fields: map[string]*fieldStats{}, unseen: true}
	if w.request == nil {
		return l
	}
	l.query, l.post = l.build(w.request.query), l.build(w.request.postFilter)
	run := &run{request: w.request}
	if sorters, err := run.sorters(l.shard); err == nil {
		l.sorters = sorters
	}
	return l
}

func (l *Lens) build(body *orderedjson.Object) query {
	if body == nil {
		return all{}
	}
	q, err := l.shard.compile(body)
	if err != nil {
		return none{}
	}
	return q
}

// Sortable tells whether Rank is known.
func (l *Lens) Sortable() bool { return len(l.sorters) == len(l.watch.request.sorts) }

// Matches tells whether a document is a hit, or, with aggregations, whether they
// look at it.
func (l *Lens) Matches(d *index.Doc) bool {
	one := &doc{Document: d.Fields, top: d}
	return l.query.matches(one) && (l.watch.Keep != KeepPage || l.post.matches(one))
}

// Rank is where a hit stands among others.
type Rank struct {
	Score  float32
	values []value
}

// Rank computes a matching document's rank. ok is false where it has none.
func (l *Lens) Rank(d *index.Doc) (r Rank, ok bool) {
	one := &doc{Document: d.Fields, top: d}
	if l.watch.scored() && !l.watch.Statistics {
		r.Score = l.query.score(one)
	}
	for _, o := range l.sorters {
		v, err := o.of(one, r.Score)
		if err != nil {
			return r, false
		}
		r.values = append(r.values, v)
	}
	return r, l.Sortable()
}

// Compare orders two ranks: negative where a is before b. Equal ones are ordered by
// shard and document.
func (w *Watch) Compare(a, b Rank) int {
	if keys := w.request.sorts; len(keys) > 0 {
		return before(keys, a.values, b.values)
	}
	return cmp.Compare(b.Score, a.Score)
}

// Ordered tells that the order of shards is that of their numbers and names; else
// it depends on what they hold.
func (w *Watch) Ordered() bool {
	return len(w.request.sorts) == 0 || w.request.sorts[0].field == "_score"
}

// Wants tells whether the watch looks at a field's values.
func (w *Watch) Wants(m *mapping.Mapping, f *mapping.Field) bool {
	if w.Every {
		return true
	}
	for _, path := range w.Fields {
		if path == f.Path || m.Field(path) == f {
			return true
		}
	}
	for _, o := range w.Objects {
		if strings.HasPrefix(f.Path, o+".") {
			return true
		}
	}
	return false
}

// sees lists what the shard knows of its documents: each that it holds, and the
// extremes of all where it doesn't hold all.
func (s *shard) sees(each func(*mapping.Document)) {
	for _, d := range s.every() {
		each(d.Document)
	}
	if s.gone != nil && s.gone.Extremes != nil {
		each(s.gone.Extremes)
	}
}

// Outermost tells whether the answer depends on the least and the greatest of a
// field's values, in whatever documents.
func (w *Watch) Outermost(m *mapping.Mapping, f *mapping.Field) bool {
	return f.Format != nil || len(w.request.sorts) > 0 && m.Field(w.request.sorts[0].field) == f
}
