// Package patiencetest has a clock for tests of what waits: no time passes but that
// which somebody waits for. It must not be used outside of tests.
package patiencetest

import (
	"context"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/patience"
)

// Still is a clock that moves only when somebody waits. It is safe for use by several.
type Still struct {
	mu    sync.Mutex
	start time.Time
	waits []time.Duration
	past  time.Duration
}

var _ patience.Clock = (*Still)(nil)

// NewStill is a clock that stands at some moment.
func NewStill() *Still { return &Still{start: time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)} }

// Now is when it began, and as much later as was waited for.
func (s *Still) Now() time.Time {
	return s.start.Add(s.Past())
}

// Past is how long was waited for, all in all.
func (s *Still) Past() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.past
}

// Waits are the waits that came to their end, in turn.
func (s *Still) Waits() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]time.Duration(nil), s.waits...)
}

// Wait lets d pass at once, but where ctx has ended: then it is its cause.
func (s *Still) Wait(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.past += d
	s.waits = append(s.waits, d)
	return nil
}
