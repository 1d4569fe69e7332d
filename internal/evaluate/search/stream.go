package search

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Keep is which of the documents that go by a search's answer needs.
type Keep int

// From the least to the most.
const (
	KeepNone    Keep = iota // the search is refused, whatever there is
	KeepPage                // what may be on the page, and numbers
	KeepMatches             // what matches
	KeepAll
)

// Watch is a search that documents go by.
type Watch struct {
	Keep Keep
	// Fields are whose values the search looks at, with Objects those below an
	// object. With Every it may look at all fields.
	Fields  []string
	Objects []string
	Every   bool
	// Statistics tells that scores depend on how often terms stand in all documents.
	Statistics bool
	// Sources tells that the source of each kept document is needed, not only of
	// those on the page.
	Sources bool
	Size    int // of the page, from its beginning: from + size

	topHits bool
	request *request
	options Options
}

// NewWatch reads a body. One that is refused is kept nothing for: Search says why.
func NewWatch(body *orderedjson.Object, o Options) *Watch {
	w := &Watch{options: o}
	body, err := canonical(body, o.Dialect)
	if err != nil {
		return w
	}
	if w.request, err = readRequest(body); err != nil {
		return w
	}
	run := &run{request: w.request, now: o.Now, dialect: o.Dialect}
	if run.aggs, err = run.readAggregations(w.request.aggregations); err != nil {
		return w
	}
	w.Size = w.request.from + w.request.size
	w.Keep = KeepPage
	w.lookAt(run.aggs)
	slices.Sort(w.Fields)
	w.Fields = slices.Compact(w.Fields)
	return w
}

// need raises what is kept.
func (w *Watch) need(k Keep) { w.Keep = max(w.Keep, k) }

// lookAt finds out what is to be kept and looked at.
func (w *Watch) lookAt(aggs []*aggregation) {
	r := w.request
	look := &look{watch: w}
	constant := look.clause(r.query) && look.clause(r.postFilter)
	w.sortKeys()
	if len(aggs) > 0 {
		w.need(KeepMatches)
		look.aggregations(aggs)
	}
	if r.after != nil || r.enough > 0 || r.minScore != nil || r.postFilter != nil && len(aggs) > 0 {
		w.need(KeepMatches) // the page is not the best of what matches
		w.Sources = true
	}
	if r.collapse != "" || len(r.boosts) > 0 || r.rescored {
		w.need(KeepAll)
	}
	if w.scored() && !constant {
		w.need(KeepMatches)
		w.Statistics, w.Sources = true, true
		if w.Every {
			w.need(KeepAll)
		}
	}
}

// scored tells whether the answer depends on scores.
func (w *Watch) scored() bool {
	r := w.request
	return r.byScore() && r.size > 0 || r.minScore != nil || w.topHits
}

func (w *Watch) sortKeys() {
	for _, k := range w.request.sorts {
		switch k.field {
		case "_score", "_id", "_index", "_seq_no":
		case "_doc", "_script", "":
			w.need(KeepAll)
		default:
			w.Fields = append(w.Fields, k.field)
		}
		if k.script != nil || k.nested != nil {
			w.need(KeepAll)
		}
	}
}

// Unkept is what a search must know of documents that its store does not hold.
type Unkept struct {
	shards map[unkeptShard]*Gone
}

type unkeptShard struct {
	index  string
	number int
}

// Gone is what is known of a shard's documents that are not held.
type Gone struct {
	Matched  int     // that the search matches
	MaxScore float32 // of those
	// Extremes has the least and the greatest of the values of all documents, held
	// or not.
	Extremes *mapping.Document
	stats    map[string]*fieldStats // of all documents
}

// Set says what is known of a shard.
func (u *Unkept) Set(index string, shard int, g *Gone) {
	if u.shards == nil {
		u.shards = map[unkeptShard]*Gone{}
	}
	u.shards[unkeptShard{index, shard}] = g
}

func (u *Unkept) of(index string, shard int) *Gone {
	if u == nil {
		return nil
	}
	return u.shards[unkeptShard{index, shard}]
}

// Count takes a document into the statistics of its fields.
func (g *Gone) Count(fields []*mapping.Field, d *mapping.Document) {
	if g.stats == nil {
		g.stats = map[string]*fieldStats{}
	}
	for _, f := range fields {
		st := g.stats[f.Path]
		if st == nil {
			st = &fieldStats{docFreqs: map[string]int{}}
			g.stats[f.Path] = st
		}
		if v := d.Values.Get(f.Path); v != nil {
			st.add(f, v)
		}
	}
}

// ShareStatistics takes the statistics of another search over the same shard.
func (g *Gone) ShareStatistics(of *Gone) { g.stats = of.stats }

// count gives a shard the statistics of all its documents.
func (g *Gone) count(s *shard) {
	factor := k1 + 1
	if s.dialect.PlainBM25 {
		factor = 1
	}
	for path, st := range g.stats {
		st.factor = factor
		s.fields[path] = st
	}
}
