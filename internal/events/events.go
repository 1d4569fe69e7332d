// Package events reads sample events into documents, whatever form people have
// them in: NDJSON, JSON arrays, pretty-printed values, CloudTrail's log files,
// CloudWatch Logs subscriptions, search hits, _bulk bodies; plain or gzipped. The
// form is found by content. It must not know monitors, mappings nor queries.
package events

import (
	"iter"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Document is one event as it would be indexed.
type Document struct {
	// Index is what the form says (_bulk, hits, {"_index", "_id", "doc"}); "" where
	// it doesn't: the caller decides, see DailyIndex.
	Index string
	// ID is what the form says, else the event's "@id", else Number as text.
	ID     string
	Source *orderedjson.Object
	File   string // as it was named; "" of an inline one
	Line   int    // where it begins, from 1; 0 of an inline one
	Number int    // among the documents of the whole input, from 1
	// EventTimeUsed tells that the event had no "@timestamp" and got its "eventTime".
	EventTimeUsed bool
}

// Raw is a document whose text is not parsed yet; it is well-formed JSON.
type Raw struct {
	Index, ID string // what the form says, else ""
	Text      []byte // an object; valid until the next Raw
	File      string
	Line      int
	Number    int

	members []span // of the text; nil where they are not known yet
}

// Options bound what is read. The zero value is for everybody.
type Options struct {
	// MaxEvent is how long an event's text may be, in bytes after decompression;
	// 0 is 64 MiB. It holds for one element of a list, not for the list.
	MaxEvent int
	// MaxProblems is how many problems are kept; 0 is 20.
	MaxProblems int
}

const (
	defaultMaxEvent    = 64 << 20
	defaultMaxProblems = 20
)

// Reader reads documents one by one; memory does not grow with the input. Read
// it once, then ask Err.
type Reader struct {
	sources []source
	options Options
	split   splitter // over the source that is being read
	bulk    bulk
	number  int
	err     Problems
}

// Documents yields the documents in order. Those that can't be read are left out
// and are problems of Err.
func (r *Reader) Documents() iter.Seq[Document] {
	return func(yield func(Document) bool) {
		for raw := range r.Raw() {
			d, err := raw.Document()
			if err != nil {
				r.err.add(Problem{raw.File, raw.Line, err.Error()})
				continue
			}
			if !yield(d) {
				return
			}
		}
	}
}

// Raw yields the documents unparsed. Use either it or Documents.
func (r *Reader) Raw() iter.Seq[Raw] {
	return func(yield func(Raw) bool) {
		if r.options.MaxEvent <= 0 {
			r.options.MaxEvent = defaultMaxEvent
		}
		r.err.limit = r.options.MaxProblems
		for _, s := range r.sources {
			if !r.source(s, yield) {
				return
			}
		}
	}
}

// All reads the rest into memory. The documents that could be read come with the
// error.
func (r *Reader) All() ([]Document, error) {
	var out []Document
	for d := range r.Documents() {
		out = append(out, d)
	}
	return out, r.Err()
}

// Err is what went wrong: nil, or Problems in the order of the input.
func (r *Reader) Err() error {
	if len(r.err.List) == 0 {
		return nil
	}
	return &r.err
}

// Document parses a raw document and applies the rules for its id and its time.
// Errors: a key that an object has twice, which a server refuses too.
func (raw Raw) Document() (Document, error) {
	v, err := orderedjson.Parse(raw.Text)
	if err != nil {
		return Document{}, unparsed(err)
	}
	source, ok := v.(*orderedjson.Object)
	if !ok {
		return Document{}, errNoObject
	}
	d := Document{Index: raw.Index, ID: raw.ID, Source: source, File: raw.File, Line: raw.Line, Number: raw.Number}
	d.complete()
	return d, nil
}
