package driftjob

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/patience"
)

// Job looks at an interval.
type Job struct {
	Every  time.Duration // from the beginning of a look to that of the next
	Jitter time.Duration // each pause is longer or shorter by up to so much

	Clock  patience.Clock      // nil: the machine's
	Random func(n int64) int64 // below n; nil: the machine's

	// Look looks once. It returns soon after ctx has ended.
	Look func(ctx context.Context) Look

	// Done is told of each look that was not broken off, before the pause; nil: nobody is.
	Done func(ctx context.Context, run Run)

	mu     sync.Mutex
	begun  bool
	looked bool
	due    time.Time // when the loop must have come around again
}

// Run is a look, and when it was.
type Run struct {
	Look
	Begun time.Time
	Took  time.Duration
}

// The first look comes within so much, so that jobs that are started together don't
// look together. A person who waits for it gets it soon.
const firstWithin = 10 * time.Second

// grace is how long a look may take beside the interval before nobody believes any
// more that it will end: each request has its time limit, and is tried for a minute.
const grace = 15 * time.Minute

// Run looks until ctx ends, which is no failure.
func (j *Job) Run(ctx context.Context) {
	clock := j.clock()
	pause := time.Duration(j.random(int64(min(j.Jitter, firstWithin)) + 1))
	for {
		j.expect(clock.Now().Add(pause + j.Every + grace))
		if clock.Wait(ctx, pause) != nil || ctx.Err() != nil {
			return
		}
		begun := clock.Now()
		look := j.Look(ctx)
		if ctx.Err() != nil {
			return // it was broken off: what it came to says nothing
		}
		run := Run{Look: look, Begun: begun, Took: clock.Now().Sub(begun)}
		if j.Done != nil {
			j.Done(ctx, run)
		}
		j.finished()
		pause = j.pauseAfter(clock.Now().Sub(begun))
	}
}

// pauseAfter is how long to wait after a look, and all that came of it, took so long: to
// the end of the interval, and a tenth of it at least, lest a slow cluster is asked
// without a pause.
func (j *Job) pauseAfter(took time.Duration) time.Duration {
	interval := j.Every
	if j.Jitter > 0 {
		interval += time.Duration(j.random(2*int64(j.Jitter)+1)) - j.Jitter
	}
	return max(interval-took, j.Every/10)
}

func (j *Job) clock() patience.Clock {
	if j.Clock == nil {
		return patience.Machine
	}
	return j.Clock
}

func (j *Job) random(n int64) int64 {
	if j.Random == nil {
		return rand.Int64N(n)
	}
	return j.Random(n)
}

func (j *Job) expect(due time.Time) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.begun, j.due = true, due
}

func (j *Job) finished() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.looked = true
}

// Alive tells that the loop goes round: it was begun, and is not overdue by so much
// that it must hang. What looks come to makes no difference.
func (j *Job) Alive() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.begun && !j.clock().Now().After(j.due)
}

// Looked tells that there was a look already, however it ended.
func (j *Job) Looked() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.looked
}
