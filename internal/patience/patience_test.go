package patience_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/patience/patiencetest"
)

// try fails as long as it may be tried, and says how often that was.
func try(p *patience.Policy, asked time.Duration) (tries int, last error) {
	t := p.Begin()
	for {
		pause, err := t.Pause(asked)
		if err != nil {
			return t.Count(), err
		}
		_ = p.Wait(context.Background(), pause)
	}
}

func TestTriesEndWithTheTotal(t *testing.T) {
	for _, test := range []struct {
		total, asked time.Duration
		from, to     int
		why          error
	}{
		{0, 0, 8, 25, patience.ErrOver},                             // a minute of pauses up to 12 s
		{time.Second, 0, 2, 8, patience.ErrOver},                    // few of them
		{time.Second, 2 * time.Second, 1, 1, patience.ErrTooLong},   // as Retry-After: 2
		{10 * time.Second, 4 * time.Second, 3, 3, patience.ErrOver}, // at 4 and at 8
		{-1, 0, 1, 1, patience.ErrOver},
	} {
		clock := patiencetest.NewStill()
		tries, err := try(&patience.Policy{Total: test.total, Clock: clock}, test.asked)
		if tries < test.from || tries > test.to || !errors.Is(err, test.why) {
			t.Errorf("%s, asked for %s: %d tries, %v", test.total, test.asked, tries, err)
		}
	}
}

func TestPausesGrowAndAreJittered(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 20 {
		p := &patience.Policy{Total: time.Hour, Clock: patiencetest.NewStill()}
		tries, middle := p.Begin(), 250*time.Millisecond
		for range 12 {
			pause, err := tries.Pause(0)
			if err != nil || pause < middle/2 || pause > middle*3/2+1 {
				t.Fatalf("%s, %v, want half to one and a half of %s", pause, err, middle)
			}
			seen[pause] = true
			middle = min(2*middle, 8*time.Second)
		}
	}
	if len(seen) < 200 {
		t.Errorf("there are only %d pauses", len(seen))
	}
}

// What has been gone for a minute is not waited for by each thing anew.
func TestAnOutageIsWaitedForOnce(t *testing.T) {
	clock := patiencetest.NewStill()
	p := &patience.Policy{Clock: clock}
	if tries, _ := try(p, 0); tries < 8 {
		t.Errorf("the first gave up after %d", tries)
	}
	_ = p.Wait(context.Background(), 12*time.Second) // the first had less than that left
	if tries, _ := try(p, 0); tries != 1 {
		t.Errorf("the second tried %d times", tries)
	}
	p.Succeeded()
	if tries, _ := try(p, 0); tries < 8 {
		t.Errorf("after a success it gave up after %d", tries)
	}
	_ = p.Wait(context.Background(), time.Hour)
	if tries, _ := try(p, 0); tries < 8 {
		t.Errorf("an outage of long ago counts: %d tries", tries)
	}
}

func TestALimitOfOne(t *testing.T) {
	p := &patience.Policy{Clock: patiencetest.NewStill()}
	tries := p.Begin()
	tries.Limit(100 * time.Millisecond)
	if _, err := tries.Pause(0); !errors.Is(err, patience.ErrOver) {
		t.Errorf("got %v", err)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	for _, clock := range []patience.Clock{nil, patience.Hasty{Start: time.Now(), Speed: 2}} {
		if err := (&patience.Policy{Clock: clock}).Wait(ctx, time.Hour); !errors.Is(err, why) {
			t.Errorf("got %v", err)
		}
	}
}
