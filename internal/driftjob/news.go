package driftjob

import (
	"cmp"
	"slices"
	"time"
)

// Event is what happened.
type Event string

// The events.
const (
	Appeared   Event = "appeared"   // drift, where there was none
	HasChanged Event = "changed"    // drift is still there, and not what it was
	Ended      Event = "ended"      // drift is gone
	Blind      Event = "blind"      // nobody could look for some runs
	SeesAgain  Event = "sees_again" // the job looks again, and finds what was told before
)

// Change says what became of an object since the last message.
type Change string

// The changes.
const (
	New   Change = "new"
	Other Change = "changed" // something else drifted of it, too, or not any more
	Same  Change = "same"
	Gone  Change = "gone" // it drifts no more
)

// News is what is to be told.
type News struct {
	Event Event

	// Of what: those of the look, else of the last one that knew them.
	Workspace, Cluster string

	At      time.Time
	Objects []Moved // new ones first, gone ones last
	Counts  Counts  // of the look; nothing for Blind

	// Since is when what drifts, or has ended, was first seen; for Blind, when the first
	// look failed. Zero: it is not known.
	Since time.Time

	// First is set for the first look of a memory: the drift may be an old one.
	First bool

	// Unseen is how long nobody could look before this; 0: there was no such time, or
	// nobody was told of it.
	Unseen time.Duration

	// Failures are the looks in a row that failed, and Outcome and Why what the last
	// came to: for Blind.
	Failures int
	Outcome  Outcome
	Why      string
}

// Moved is an object, and what became of it.
type Moved struct {
	Object
	Change Change
}

// moves compares what drifts with what was told of. What was seen meanwhile and not
// told of, and drifts no more, is gone like the rest.
func moves(told, untold, now []Object) (list []Moved) {
	was, is := byKey(told), byKey(now)
	for _, o := range now {
		change := New
		if old, known := was[o.Key]; known {
			change = Other
			if old.Digest == o.Digest && old.Kind == o.Kind {
				change = Same
			}
		}
		list = append(list, Moved{o, change})
	}
	for _, o := range union(untold, told) {
		if _, still := is[o.Key]; !still {
			list = append(list, Moved{o, Gone})
		}
	}
	order := []Change{New, Other, Same, Gone}
	slices.SortStableFunc(list, func(a, b Moved) int {
		return cmp.Compare(slices.Index(order, a.Change), slices.Index(order, b.Change))
	})
	return list
}

func byKey(list []Object) map[string]Object {
	m := make(map[string]Object, len(list))
	for _, o := range list {
		m[o.Key] = o
	}
	return m
}
