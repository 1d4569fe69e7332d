// Package clock is the sandbox's time: the machine's, one that goes by at a
// multiple of it, or one that a test sets and moves. Everything in the sandbox
// that looks at the time or waits goes through a Clock. It is a leaf and knows
// nothing of the sandbox.
package clock

import (
	"context"
	"time"
)

// Clock tells the time and calls back later.
type Clock interface {
	// Now is the present moment.
	Now() time.Time
	// AfterFunc calls f once d has passed: in a goroutine of its own on a System
	// clock, within MoveTo on a Manual one; see Scaled. The returned function
	// cancels the call and tells whether it was still due.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// Movable is a clock that can be moved on by hand.
type Movable interface {
	Clock
	// MoveTo moves the clock on to t and calls what becomes due on the way, in
	// order of time, each at its own moment. It ends early when ctx ends; the clock
	// then stands at what was called last.
	MoveTo(ctx context.Context, t time.Time) error
}

// System is the machine's clock.
type System struct{}

var _ Clock = System{}

// Now is the machine's time.
func (System) Now() time.Time { return time.Now() }

// AfterFunc is time.AfterFunc.
func (System) AfterFunc(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }

// Millis is t as the APIs write it: milliseconds since 1970.
func Millis(t time.Time) int64 { return t.UnixMilli() }
