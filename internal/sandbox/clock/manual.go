package clock

import (
	"context"
	"sync"
	"time"
)

// Manual is a clock that stands still until it is moved. It is safe for
// concurrent use.
type Manual struct {
	mu   sync.Mutex
	now  time.Time
	next queue
}

var _ Movable = (*Manual)(nil)

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
	c := m.next.add(m.now.Add(d), f)
	return func() bool {
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.next.remove(c)
	}
}

// Advance moves the clock on by d and calls what becomes due, in order of time,
// each at its own moment, before it returns. What these calls set off and is due
// within d is called too.
func (m *Manual) Advance(d time.Duration) { m.Set(m.Now().Add(d)) }

// Set moves the clock to t as Advance does. Where t is in the past the clock is
// set back and nothing is called.
func (m *Manual) Set(t time.Time) { _ = m.MoveTo(context.Background(), t) }

// MoveTo is Set that can be broken off between two calls.
func (m *Manual) MoveTo(ctx context.Context, t time.Time) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		f := m.take(t)
		if f == nil {
			return nil
		}
		f()
	}
}

// take takes the earliest call due by t out of the queue and moves the clock to
// its moment; without one it moves the clock to t.
func (m *Manual) take(t time.Time) func() {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.next.first()
	if c == nil || c.due.After(t) {
		m.now = t
		return nil
	}
	m.next.remove(c)
	if c.due.After(m.now) {
		m.now = c.due
	}
	return c.f
}
