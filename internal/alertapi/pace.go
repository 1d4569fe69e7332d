package alertapi

import (
	"context"
	"math"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/patience"
)

// pace is how many requests may be under way at once. There is no limit but that of
// AtOnce until the cluster says that it is overloaded (429, 503): then half of those that
// are under way, and from there one more each time as many have gone well (additive
// increase, multiplicative decrease), up to where it began. When the cluster says how
// long to wait, nobody sends anything before.
type pace struct {
	clock   patience.Clock
	longest time.Duration // nobody waits for longer at once

	mu       sync.Mutex
	most     int     // 0: any number
	limit    float64 // 0: none
	began    float64 // from where on there is no limit any more
	inFlight int
	lowered  int         // how often
	until    time.Time   // nothing is sent before
	queue    []chan bool // of those that wait for room, each: whether it has got it, or must look again
}

// turn is one request's.
type turn struct{ lowered int }

// enter waits until a request may be sent, first come first served. The error is that ctx
// ended.
func (p *pace) enter(ctx context.Context) (turn, error) {
	for {
		p.mu.Lock()
		pause := p.until.Sub(p.clock.Now())
		if pause <= 0 && p.hasRoom() {
			t := p.take()
			p.mu.Unlock()
			return t, nil
		}
		if pause > 0 {
			p.mu.Unlock()
			if err := p.clock.Wait(ctx, pause); err != nil {
				return turn{}, err
			}
			continue
		}
		called := make(chan bool, 1)
		p.queue = append(p.queue, called)
		p.mu.Unlock()
		t, ok, err := p.await(ctx, called)
		if ok || err != nil {
			return t, err
		}
	}
}

// await waits for room, which is then taken; false: it must be looked for again.
func (p *pace) await(ctx context.Context, called chan bool) (t turn, ok bool, err error) {
	select {
	case ok = <-called:
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.giveUp(called)
	}
	return turn{p.lowered}, ok, err
}

// giveUp takes one out of the queue; if it was called just then, the next one is.
func (p *pace) giveUp(called chan bool) {
	p.queue = slices.DeleteFunc(p.queue, func(other chan bool) bool { return other == called })
	select {
	case ok := <-called:
		if ok {
			p.inFlight--
		}
		p.call()
	default:
	}
}

func (p *pace) hasRoom() bool {
	return (p.limit == 0 || p.inFlight < int(p.limit)) && (p.most == 0 || p.inFlight < p.most)
}

func (p *pace) take() turn {
	p.inFlight++
	return turn{p.lowered}
}

// call gives the room that there is to those that wait longest. When nothing may be sent
// for some time, all look again, and wait for that.
func (p *pace) call() {
	paused := p.until.After(p.clock.Now())
	for len(p.queue) > 0 && (paused || p.hasRoom()) {
		if !paused {
			p.take()
		}
		p.queue[0] <- !paused
		p.queue = p.queue[1:]
	}
}

// leave notes what became of a request.
func (p *pace) leave(t turn, status int, after time.Duration) {
	p.note(t, status, after)
	runtime.Gosched() // the next request is sent first, and then this one's answer is read
}

func (p *pace) note(t turn, status int, after time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable:
		if t.lowered == p.lowered { // those that were sent before it was lowered say nothing new
			p.lower()
		}
		if until := p.clock.Now().Add(after); after <= p.longest && until.After(p.until) {
			p.until = until
		}
	case status != 0 && status < http.StatusInternalServerError:
		p.grow()
	}
	p.inFlight--
	p.call()
}

func (p *pace) lower() {
	if p.limit == 0 {
		p.limit = float64(p.inFlight)
		p.began = p.limit
	}
	p.limit = max(1, math.Floor(p.limit/2))
	p.lowered++
}

func (p *pace) grow() {
	if p.limit == 0 {
		return
	}
	if p.limit += 1 / p.limit; p.limit >= p.began+1 {
		p.limit = 0
	}
}

// AtOnce limits how many requests are under way at once from now on; 0 is no limit.
// What is done before one is sent and after it is answered takes no other's place.
func (c *Client) AtOnce(most int) {
	c.pace.mu.Lock()
	defer c.pace.mu.Unlock()
	c.pace.most = most
	c.pace.call()
}
