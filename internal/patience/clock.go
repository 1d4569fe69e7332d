package patience

import (
	"context"
	"time"
)

// Clock is where time comes from.
type Clock interface {
	Now() time.Time
	// Wait returns after d, or before with the cause when ctx ends.
	Wait(ctx context.Context, d time.Duration) error
}

// Machine is the clock of the machine.
var Machine Clock = machine{}

type machine struct{}

func (machine) Now() time.Time { return time.Now() }

func (machine) Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// Hasty is a clock that goes many times as fast as the machine's: for rehearsals and
// tests.
type Hasty struct {
	Start time.Time
	Speed int
}

// Now is Speed times as far from Start as the machine's time.
func (h Hasty) Now() time.Time { return h.Start.Add(time.Since(h.Start) * time.Duration(h.Speed)) }

// Wait waits for d of its own time.
func (h Hasty) Wait(ctx context.Context, d time.Duration) error {
	return machine{}.Wait(ctx, d/time.Duration(h.Speed))
}
