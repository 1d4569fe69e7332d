package doctor_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/preflight"
)

// aviary does what it is told to, and counts what is made and not taken away.
type aviary struct {
	heard chan struct{}

	arrivesAt int // the look at which the message arrives; 0: never
	sentAt    int // the look from which on the cluster says that it was sent; 0: never
	failure   string
	byHand    string // why a run by hand sends nothing
	deaf      bool   // nobody listens
	left      []string

	makes, runs, removes error

	looks, made int
	now         time.Time
}

func (a *aviary) Left(context.Context, time.Time) ([]string, error) { return a.left, nil }
func (a *aviary) Make(context.Context) error                        { a.made++; return a.makes }
func (a *aviary) Remove(ctx context.Context) error {
	if ctx.Err() == nil && a.removes == nil {
		a.made = 0
	}
	return a.removes
}

func (a *aviary) Heard() <-chan struct{} {
	if a.deaf {
		return nil
	}
	return a.heard
}

func (a *aviary) Sent(context.Context) (bool, string, error) {
	a.looks++
	if a.looks == a.arrivesAt {
		a.heard <- struct{}{}
	}
	return a.sentAt > 0 && a.looks >= a.sentAt, a.failure, nil
}

func (a *aviary) Run(context.Context) (string, error) {
	if a.byHand == "" && a.runs == nil && !a.deaf {
		a.heard <- struct{}{}
	}
	return a.byHand, a.runs
}

func TestCanary(t *testing.T) {
	t.Parallel()
	forbidden := &preflight.Refusal{Kind: preflight.Forbidden, Reason: "no", Permissions: []string{"x"}}
	for name, test := range map[string]struct {
		aviary aviary
		wait   time.Duration
		want   []string
	}{
		"arrives":         {aviary{arrivesAt: 3}, time.Minute, []string{"well canary-arrived"}},
		"told, not heard": {aviary{sentAt: 2}, time.Minute, []string{"fault canary-silent"}},
		"told to others":  {aviary{sentAt: 2, deaf: true}, time.Minute, []string{"well canary-told"}},
		"not sent":        {aviary{failure: "Failed running action:\n503"}, time.Minute, []string{"fault canary-failed"}},
		"never runs":      {aviary{}, time.Minute, []string{"warning canary-by-hand"}},
		"by hand":         {aviary{}, 0, []string{"well canary-by-hand"}},
		"by hand, fails":  {aviary{byHand: "Connection refused"}, 0, []string{"fault canary-failed"}},
		"may not make":    {aviary{makes: forbidden}, 0, []string{"fault canary-not-made"}},
		"may not run":     {aviary{runs: forbidden}, 0, []string{"fault canary-not-made"}},
		"stays":           {aviary{removes: errors.New("the index x: 403")}, 0, []string{"well canary-by-hand", "warning canary-left"}},
		"after another":   {aviary{left: []string{"old"}}, 0, []string{"note canary-removed", "well canary-by-hand"}},
	} {
		a := test.aviary
		a.heard, a.now = make(chan struct{}, 1), today
		found, err := doctor.Canary(t.Context(), &a, a.options(test.wait))
		var got []string
		for _, f := range found {
			got = append(got, string(f.Grade)+" "+string(f.Kind))
		}
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		if a.made > 0 && a.removes == nil {
			t.Errorf("%s: it is still there", name)
		}
	}
}

// options have a clock that goes on by what is waited for.
func (a *aviary) options(wait time.Duration) doctor.CanaryOptions {
	return doctor.CanaryOptions{Wait: wait, Grace: time.Second, Now: func() time.Time { return a.now }, Pause: func(ctx context.Context, d time.Duration) error {
		if len(a.heard) > 0 { // it comes before the pause is over
			<-ctx.Done()
			return ctx.Err()
		}
		a.now = a.now.Add(d)
		return nil
	}}
}

// An interruption ends the wait, and takes everything away all the same.
func TestInterruptedCanary(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	a := &aviary{heard: make(chan struct{}, 1), now: today}
	a.makes = context.Canceled
	interrupt()
	if _, err := doctor.Canary(ctx, a, a.options(time.Minute)); !errors.Is(err, context.Canceled) || a.made > 0 {
		t.Errorf("%v, %d left", err, a.made)
	}
}
