package alertapi

import (
	"context"
	"math"
	"net/http"
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
	lowered  int           // how often
	until    time.Time     // nothing is sent before
	freed    chan struct{} // closed when there may be room
}

// turn is one request's.
type turn struct{ lowered int }

// enter waits until a request may be sent. The error is that ctx ended.
func (p *pace) enter(ctx context.Context) (turn, error) {
	for {
		p.mu.Lock()
		pause := p.until.Sub(p.clock.Now())
		if pause <= 0 && (p.limit == 0 || p.inFlight < int(p.limit)) && (p.most == 0 || p.inFlight < p.most) {
			p.inFlight++
			t := turn{p.lowered}
			p.mu.Unlock()
			return t, nil
		}
		if p.freed == nil {
			p.freed = make(chan struct{})
		}
		freed := p.freed
		p.mu.Unlock()
		if pause > 0 {
			if err := p.clock.Wait(ctx, pause); err != nil {
				return turn{}, err
			}
			continue
		}
		select {
		case <-ctx.Done():
			return turn{}, context.Cause(ctx)
		case <-freed:
		}
	}
}

// leave notes what became of a request.
func (p *pace) leave(t turn, status int, after time.Duration) {
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
	if p.freed != nil {
		close(p.freed)
		p.freed = nil
	}
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
}
