package clock

import (
	"slices"
	"sync"
	"time"
)

// Manual is a clock that stands still until Advance or Set moves it. It is safe
// for concurrent use.
type Manual struct {
	mu     sync.Mutex
	now    time.Time
	timers []*timer
}

type timer struct {
	due time.Time
	f   func()
}

var _ Clock = (*Manual)(nil)

// NewManual is a clock that stands at now.
func NewManual(now time.Time) *Manual { return &Manual{now: now} }

// Now is where the clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// AfterFunc notes f for the moment d from now. A d of 0 or less is due at the
// next Advance or Set.
func (m *Manual) AfterFunc(d time.Duration, f func()) func() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := &timer{due: m.now.Add(d), f: f}
	m.timers = append(m.timers, t)
	return func() bool { return m.remove(t) }
}

// Advance moves the clock on by d and calls what becomes due, in order of time,
// each at its own moment, before it returns. What these calls set off and is due
// within d is called too.
func (m *Manual) Advance(d time.Duration) { m.Set(m.Now().Add(d)) }

// Set moves the clock to t as Advance does. Where t is in the past the clock is
// set back and nothing is called.
func (m *Manual) Set(t time.Time) {
	for {
		next := m.nextDue(t)
		if next == nil {
			return
		}
		next.f()
	}
}

// nextDue takes the earliest timer due by t off the list and moves the clock to
// its moment; without one it moves the clock to t.
func (m *Manual) nextDue(t time.Time) *timer {
	m.mu.Lock()
	defer m.mu.Unlock()
	var next *timer
	for _, candidate := range m.timers {
		if !candidate.due.After(t) && (next == nil || candidate.due.Before(next.due)) {
			next = candidate
		}
	}
	if next == nil {
		m.now = t
		return nil
	}
	m.timers = slices.DeleteFunc(m.timers, func(x *timer) bool { return x == next })
	if next.due.After(m.now) {
		m.now = next.due
	}
	return next
}

func (m *Manual) remove(t *timer) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.timers)
	m.timers = slices.DeleteFunc(m.timers, func(x *timer) bool { return x == t })
	return len(m.timers) < before
}
