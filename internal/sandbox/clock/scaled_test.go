package clock_test

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

var morning = time.Date(2024, 8, 2, 9, 0, 0, 0, time.UTC)

// bubble runs a test on a machine whose time is the test's own. What every began
// ends with it.
func bubble(t *testing.T, do func(*testing.T)) {
	synctest.Test(t, func(t *testing.T) {
		ended.Store(false)
		do(t)
		ended.Store(true)
		time.Sleep(time.Hour)
	})
}

var ended atomic.Bool

// every calls f each d of a clock's time, until the bubble ends.
func every(c clock.Clock, d time.Duration, f func()) {
	c.AfterFunc(d, func() {
		if !ended.Load() {
			f()
			every(c, d, f)
		}
	})
}

// noted are moments, noted by several goroutines.
type noted struct {
	mu      sync.Mutex
	moments []time.Time
}

func (n *noted) note(c clock.Clock) func() {
	return func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.moments = append(n.moments, c.Now())
	}
}

func (n *noted) all() []time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.moments)
}

// However long a call takes: at a speed of its own a clock makes all calls, in
// order, each at its own moment.
func TestScaledLosesNoCall(t *testing.T) {
	for _, takes := range []time.Duration{0, time.Millisecond, 70 * time.Millisecond} {
		bubble(t, func(t *testing.T) {
			c := clock.NewScaled(morning, 3600)
			var calls noted
			every(c, time.Minute, func() { calls.note(c)(); time.Sleep(takes) })
			time.Sleep(10 * time.Second)
			got := calls.all()
			for i, at := range got {
				if want := morning.Add(time.Duration(i+1) * time.Minute); !at.Equal(want) {
					t.Fatalf("call %d at %v, want %v", i, at, want)
				}
			}
			const keepsUp = 16 * time.Millisecond
			if takes < keepsUp && len(got) < 599 {
				t.Errorf("%d calls of a minute in ten hours", len(got))
			}
			if late := morning.Add(10 * time.Hour).Sub(c.Now()); takes > keepsUp && late < time.Hour {
				t.Errorf("a clock that can't keep up is behind by %v only", late)
			}
		})
	}
}

// What it lost while it could not keep up it doesn't make up for by a leap.
func TestScaledDoesNotLeap(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := clock.NewScaled(morning, 60)
		slow := 100
		every(c, time.Second, func() {
			if slow--; slow > 0 {
				time.Sleep(100 * time.Millisecond)
			}
		})
		time.Sleep(11 * time.Second)
		if lead := c.Now().Sub(morning); lead > 4*time.Minute {
			t.Errorf("after 10 s at 10 calls a second and one quick second the clock is on by %v", lead)
		}
	})
}

// A call that doesn't end holds the clock for a while only.
func TestScaledGoesOnWithoutACall(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := clock.NewScaled(morning, 60)
		end := make(chan struct{})
		c.AfterFunc(time.Minute, func() { <-end })
		var calls noted
		c.AfterFunc(2*time.Minute, calls.note(c))
		time.Sleep(2 * time.Second)
		if now := c.Now(); !now.Equal(morning.Add(time.Minute)) {
			t.Errorf("while a call is under way the clock stands at %v", now)
		}
		time.Sleep(4 * time.Second)
		if len(calls.all()) != 1 || !c.Now().After(morning.Add(2*time.Minute)) {
			t.Errorf("the clock still waits: %v", c.Now())
		}
		close(end)
	})
}

func TestScaledAtRealTime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := clock.NewScaled(morning, clock.RealTime)
		end := make(chan struct{})
		c.AfterFunc(time.Minute, func() { <-end })
		var calls noted
		c.AfterFunc(time.Minute, calls.note(c))
		stop := c.AfterFunc(90*time.Second, calls.note(c))
		if !stop() || stop() {
			t.Error("stop tells whether the call was due: true, then false")
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		close(end)
		if got := calls.all(); len(got) != 1 || got[0].Sub(morning.Add(time.Minute)) > time.Millisecond {
			t.Errorf("calls at %v", got)
		}
		if late := c.Now().Sub(morning.Add(2 * time.Minute)); late < 0 || late > time.Millisecond {
			t.Errorf("the clock is off by %v", late)
		}
	})
}

// A clock that goes can be moved on: what becomes due is called, at any speed.
func TestScaledMoves(t *testing.T) {
	for _, speed := range []clock.Speed{clock.RealTime, 60} {
		bubble(t, func(t *testing.T) {
			c := clock.NewScaled(morning, speed)
			var calls noted
			every(c, 10*time.Minute, calls.note(c))
			if err := c.MoveTo(t.Context(), morning.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			got := calls.all()
			if len(got) != 6 || !got[5].Equal(morning.Add(time.Hour)) || !got[0].Equal(morning.Add(10*time.Minute)) {
				t.Errorf("calls at %v", got)
			}
			if err := c.MoveTo(t.Context(), morning); err != nil || c.Now().Before(morning.Add(time.Hour)) {
				t.Errorf("moved back: %v, %v", c.Now(), err)
			}
			time.Sleep(10 * time.Minute / time.Duration(speed))
			time.Sleep(time.Millisecond)
			if n := len(calls.all()); n != 7 {
				t.Errorf("%d calls after the move, want one", n-6)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			before := c.Now()
			if err := c.MoveTo(ctx, before.Add(time.Hour)); err == nil || c.Now().Sub(before) > time.Minute {
				t.Errorf("a broken move: %v, moved %v", err, c.Now().Sub(before))
			}
		})
	}
}

// A clock that can't keep up can be moved all the same.
func TestScaledMovesWhileItIsBehind(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := clock.NewScaled(morning, 86_400)
		var calls noted
		every(c, time.Minute, func() { calls.note(c)(); time.Sleep(10 * time.Millisecond) })
		time.Sleep(5 * time.Second)
		for range 3 {
			before := c.Now()
			if err := c.MoveTo(t.Context(), before.Add(time.Hour)); err != nil || c.Now().Before(before.Add(time.Hour)) {
				t.Fatalf("moved from %v to %v, %v", before, c.Now(), err)
			}
		}
		for i, at := range calls.all() {
			if want := morning.Add(time.Duration(i+1) * time.Minute); !at.Equal(want) {
				t.Fatalf("call %d at %v, want %v", i, at, want)
			}
		}
	})
}

func TestScaledChangesSpeed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := clock.NewScaled(morning, 1)
		var calls noted
		c.AfterFunc(time.Hour, calls.note(c))
		time.Sleep(time.Minute)
		c.SetSpeed(3600)
		time.Sleep(time.Second)
		if len(calls.all()) != 1 || c.Speed() != 3600 {
			t.Errorf("calls at %v", calls.all())
		}
		if late := c.Now().Sub(morning.Add(time.Hour + time.Minute)); late < 0 || late > time.Second {
			t.Errorf("off by %v", late)
		}
	})
}

func TestParseSpeed(t *testing.T) {
	for text, want := range map[string]string{"60x": "60x", "60": "60x", " 0.5X ": "0.5x", "1": "1x", "86400x": "86400x"} {
		s, err := clock.ParseSpeed(text)
		if err != nil || s.String() != want {
			t.Errorf("%q: %v, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "x", "fast", "0", "-1x", "1e9x", "NaN", "inf"} {
		if s, err := clock.ParseSpeed(text); err == nil {
			t.Errorf("%q is taken as %v", text, s)
		}
	}
}
