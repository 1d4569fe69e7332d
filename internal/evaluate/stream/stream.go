// Package stream runs monitors on events that go by once, as many as there are, in
// memory that does not grow with them where the monitors allow it: each event is
// looked at no longer than its mapping and the monitors' searches need, and what
// matches is put into a small store, on which internal/evaluate gives the answer.
// The results are those of a store that holds every event. It must not know files,
// HTTP or HCL.
//
// What is kept of a search without aggregations is its page and numbers, of one
// with aggregations what matches. Where an answer depends on documents that don't
// match (global, min_doc_count 0, scripts, terms of other documents …) everything
// is kept; Result.Kept tells. Scores that depend on how often terms stand in all
// documents keep what matches, and those numbers.
package stream

import (
	"context"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/events"
)

// Options are how events become documents.
type Options struct {
	// Store makes the store that the events go into: templates, indices, no
	// documents. It is called once or twice. Nil makes an empty one, in the dialect
	// of the first request.
	Store func() (*index.Store, error)
	// Index is where events go whose form names no index: a name, or a pattern with
	// a * for the day of their "@timestamp", see events.DailyIndex.
	Index string
	// Sieve is what events are held against beside the monitors; nil is nothing.
	Sieve *Sieve
	// MaxLost is how many lost documents are listed; 0 is 20.
	MaxLost int
}

// Input opens the events. It is called once, and again if an id may have been
// written twice; both times it must give the same.
type Input func() *events.Reader

// Outcome is what became of the events.
type Outcome struct {
	Results  []Result // in the order of the requests
	Events   int      // that were read
	Lost     []Lost   // those that an index refused, the first of them
	LostMore int
	// EventTimes is how many events had no "@timestamp" and got their "eventTime".
	EventTimes int
	// Indices are those that events went to.
	Indices []Indexed
}

// Result is one monitor's. Err is an error of evaluate.Run.
type Result struct {
	*evaluate.Result
	Err  error
	Kept Kept
}

// Kept is which documents were held in memory for a monitor's answer.
type Kept string

// From the least to the most.
const (
	KeptPage    Kept = "page"    // no more than fit on the page, per shard
	KeptMatches Kept = "matches" // what its search matches
	KeptAll     Kept = "all"
)

var keptNames = map[search.Keep]Kept{search.KeepNone: KeptPage, search.KeepPage: KeptPage, search.KeepMatches: KeptMatches, search.KeepAll: KeptAll}

// Lost is a document that its index refuses, as a cluster would.
type Lost struct {
	Index, ID string
	File      string
	Line      int
	Reason    error // *evaluate.Error or *evaluate.UnsupportedError
}

// Run runs monitors on events. The requests' Store and Unkept are ignored. The
// error is the input's (events.Problems: what could not be read; the outcome is of
// the rest), the context's, or one of Options.Store; without an outcome nothing was
// run.
func Run(ctx context.Context, requests []evaluate.Request, input Input, o Options) (*Outcome, error) {
	r, err := newRunner(requests, o, nil)
	if err != nil {
		return nil, err
	}
	readErr, err := r.read(ctx, input())
	if err != nil {
		return nil, err
	}
	if len(r.seen.suspects) > 0 {
		if r, err = newRunner(requests, o, r.seen.suspects); err != nil {
			return nil, err
		}
		if readErr, err = r.read(ctx, input()); err != nil {
			return nil, err
		}
	}
	if err := r.answer(); err != nil {
		return nil, err
	}
	return r.outcome, readErr
}
