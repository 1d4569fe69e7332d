package stream

import (
	"encoding/json"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Sieve holds each event against queries, one by one: those of which a search is made,
// say, to tell which of them keeps it out.
type Sieve struct {
	Targets []string // the indices that are looked at
	Queries []*orderedjson.Object
	Time    string // the field that an event's time is in
	Now     time.Time
	Dialect dialect.Dialect
	Sifter  Sifter
}

// Sifter is told what becomes of the events, each once, under the mapping of its time.
type Sifter interface {
	// Reset forgets everything: events are read a second time.
	Reset()
	Sift(Sifted)
}

// Sifted is an event of the sieve's indices. Nothing of it may be kept.
type Sifted struct {
	Index, ID string
	File      string
	Line      int
	Text      []byte
	Time      time.Time // zero where it has none
	Matches   []bool    // which of the queries
}

// Sifts tells whether a query can be held against one event alone: not where other
// events have a say, as with fuzzy words, which are looked for among all there are.
func Sifts(query *orderedjson.Object, d dialect.Dialect) bool {
	return sifting(query, search.Options{Dialect: d}).Keep == search.KeepPage
}

func sifting(query *orderedjson.Object, o search.Options) *search.Watch {
	return search.NewWatch(orderedjson.NewObject(
		orderedjson.Member{Key: "size", Value: json.Number("0")},
		orderedjson.Member{Key: "query", Value: query}), o)
}

// Indexed is an index that events went to.
type Indexed struct {
	*index.Index       // without documents
	Events       int64 // that were written to it
	Sifted       bool  // the sieve looked at them
	Partly       bool  // it did not, though the search looks at a part of them
}

// watchers makes those of the sieve.
func (s *Sieve) watchers() []*watcher {
	var out []*watcher
	for _, q := range s.Queries {
		w := &watcher{targets: s.Targets, watch: sifting(q, search.Options{Now: s.Now, Dialect: s.Dialect})}
		w.request.Now = s.Now
		w.watch.Fields = append(w.watch.Fields, s.Time)
		out = append(out, w)
	}
	return out
}

// sift tells of a document.
func (t *table) sift(d *index.Doc, e *event) {
	if len(t.sifting) == 0 {
		return
	}
	matches := make([]bool, len(t.sifting))
	for i, v := range t.sifting {
		matches[i] = v.lens.Matches(d)
	}
	t.sieve.Sifter.Sift(Sifted{Index: t.index.Name, ID: d.ID, File: e.file, Line: e.line, Text: e.text, Time: t.timeOf(d), Matches: matches})
}

func (t *table) timeOf(d *index.Doc) time.Time {
	f := t.index.Mapping.Field(t.sieve.Time)
	if f == nil {
		return time.Time{}
	}
	v := d.Fields.Values.Get(f.Path)
	switch {
	case v == nil || len(v.Ints) == 0:
		return time.Time{}
	case f.Type == "date_nanos":
		return time.Unix(0, v.Ints[0])
	case f.Type == "date":
		return time.UnixMilli(v.Ints[0])
	}
	return time.Time{}
}
