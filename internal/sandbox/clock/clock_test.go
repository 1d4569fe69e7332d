package clock_test

import (
	"slices"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

func TestManualCallsInOrderOfTime(t *testing.T) {
	start := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	c := clock.NewManual(start)
	var calls []time.Duration
	note := func() { calls = append(calls, c.Now().Sub(start)) }
	c.AfterFunc(3*time.Second, note)
	c.AfterFunc(time.Second, func() {
		note()
		c.AfterFunc(time.Second, note) // due within the same Advance
	})
	stop := c.AfterFunc(2*time.Second, note)
	if !stop() || stop() {
		t.Error("stop tells whether the call was due: true, then false")
	}
	c.Advance(2500 * time.Millisecond)
	if want := []time.Duration{time.Second, 2 * time.Second}; !slices.Equal(calls, want) {
		t.Errorf("calls at %v, want %v", calls, want)
	}
	c.Advance(time.Hour)
	if len(calls) != 3 || !c.Now().Equal(start.Add(time.Hour+2500*time.Millisecond)) {
		t.Errorf("%d calls, clock at %v", len(calls), c.Now())
	}
	c.Set(start)
	if !c.Now().Equal(start) {
		t.Error("a clock can be set back")
	}
}
