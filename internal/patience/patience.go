// Package patience says when something that failed is tried again, and for how long.
//
// The pauses grow exponentially with jitter, so that many who failed together don't
// come back together (github.com/cenkalti/backoff); what the other side asks for
// (Retry-After) is the least. What fails everywhere is not waited for again by each:
// time counts from when nothing has gone well any more. Time comes from a Clock, so
// that tests need none.
//
// It must not know what is tried.
package patience

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// DefaultTotal is how long something is tried, where a Policy says nothing.
const DefaultTotal = time.Minute

// The pauses, before jitter of half of each.
const (
	firstPause   = 250 * time.Millisecond
	longestPause = 8 * time.Second
	growth       = 2
)

// Policy is how patient somebody is. It may be used by several goroutines; it must
// not be copied once it is used.
type Policy struct {
	// Total limits how long one thing is tried, waiting included; 0: DefaultTotal;
	// less: nothing is tried again.
	Total time.Duration

	Clock Clock // nil: the machine's

	mu            sync.Mutex
	failing, last time.Time // the first and last failure since something went well; zero: none
}

// Waiting is a pause that somebody makes before something is tried again.
type Waiting struct {
	Pause time.Duration

	// Asked is set where the other side asks for the pause.
	Asked bool

	Err error // what failed
}

// Why nothing is tried again.
var (
	ErrOver = errors.New("tried for long enough")

	// ErrTooLong is that the other side asks for a longer pause than is left.
	ErrTooLong = errors.New("the pause that is asked for is too long")
)

func (p *Policy) clock() Clock {
	if p.Clock == nil {
		return machine{}
	}
	return p.Clock
}

func (p *Policy) total() time.Duration {
	if p.Total == 0 {
		return DefaultTotal
	}
	return p.Total
}

// Succeeded notes that something went well.
func (p *Policy) Succeeded() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failing = time.Time{}
}

// failed notes that something did not, and says since when nothing has. What lies
// further back than anybody waits is another story.
func (p *Policy) failed(now time.Time) (since time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failing.IsZero() || now.Sub(p.last) > p.total() {
		p.failing = now
	}
	p.last = now
	return p.failing
}

// Begin is called before the first try of something.
func (p *Policy) Begin() *Tries {
	steps := &backoff.ExponentialBackOff{InitialInterval: firstPause, RandomizationFactor: backoff.DefaultRandomizationFactor, Multiplier: growth, MaxInterval: longestPause}
	return &Tries{policy: p, begun: p.clock().Now(), steps: steps}
}

// Tries are those of one thing.
type Tries struct {
	policy *Policy
	begun  time.Time
	steps  *backoff.ExponentialBackOff
	limit  time.Duration // 0: the policy's
	again  int
}

// Limit makes the total smaller for this one, as long as it fails as it did last; 0: it
// is the policy's.
func (t *Tries) Limit(total time.Duration) { t.limit = total }

// Count is how often it was tried so far, the first time included.
func (t *Tries) Count() int { return t.again + 1 }

// Took is the time since it was begun.
func (t *Tries) Took() time.Duration { return t.policy.clock().Now().Sub(t.begun) }

// Pause is how long to wait after a failure before the next try, and at least asked.
// The error is ErrOver or ErrTooLong.
func (t *Tries) Pause(asked time.Duration) (time.Duration, error) {
	p, now := t.policy, t.policy.clock().Now()
	since := t.begun
	if failing := p.failed(now); failing.Before(since) {
		since = failing
	}
	total := p.total()
	if t.limit > 0 {
		total = min(total, t.limit)
	}
	pause := t.steps.NextBackOff()
	if asked > 0 {
		pause = asked + time.Duration(rand.Int64N(int64(min(asked, time.Second)/4)+1)) // not all at the same moment
	}
	switch over := now.Add(pause).Sub(since) > total; {
	case over && asked > max(total, 0):
		return 0, ErrTooLong
	case over:
		return 0, ErrOver
	}
	t.again++
	return pause, nil
}

// Wait waits, unless ctx ends before: then the error is its cause.
func (p *Policy) Wait(ctx context.Context, pause time.Duration) error {
	return p.clock().Wait(ctx, pause)
}
