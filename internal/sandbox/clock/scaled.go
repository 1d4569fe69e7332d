package clock

import (
	"context"
	"math"
	"sync"
	"time"
)

// Scaled is a clock that begins at any moment and goes by at a multiple of the
// machine's time. It is safe for concurrent use.
//
// At a speed of its own it is a clock for simulations: what is due is called one
// after the other, in order of time, and the clock stands at a call's moment until
// the call has ended. So no call is left out or comes out of order, however fast
// the clock is set: where the machine can't keep up the clock goes slower. What
// takes longer than patience goes on beside the clock, as a message to a receiver
// that never answers must not stop time.
//
// At RealTime each call gets a goroutine of its own, and nothing waits for it, as
// on a System clock.
type Scaled struct {
	machine func() time.Time // the machine's time; it never goes back

	mu    sync.Mutex
	speed Speed
	base  time.Time // the clock's time at mark
	mark  time.Time // the machine's time
	held  time.Time // where the clock stands while something is called; zero: it goes
	next  queue
	wake  *time.Timer
	// catching tells that catchUp is under way.
	catching bool

	// turn holds a token for who makes a call that is due: the clock itself, or
	// MoveTo. It is given in the order of asking.
	turn chan struct{}
}

var _ Movable = (*Scaled)(nil)

const (
	// patience is how long a call may hold the clock, by the machine's time.
	patience = 2 * time.Second
	// mostLag is how far the clock tries to catch up with its speed, by the
	// machine's time. What it lost beyond that is lost: it doesn't leap.
	mostLag = time.Second
)

// NewScaled is a clock that stands at start and goes on from there.
func NewScaled(start time.Time, speed Speed) *Scaled {
	return &Scaled{machine: time.Now, speed: speed, base: start.UTC().Round(0), mark: time.Now(), turn: make(chan struct{}, 1)}
}

// Speed is how fast the clock goes.
func (s *Scaled) Speed() Speed {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.speed
}

// SetSpeed changes how fast the clock goes from now on.
func (s *Scaled) SetSpeed(speed Speed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base, s.mark = s.now(), s.machine()
	s.speed = speed
	s.setWake()
}

// Now is the clock's time. It never passes a call that is due and was not made.
func (s *Scaled) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Scaled) now() time.Time {
	if !s.held.IsZero() {
		return s.held
	}
	now := s.aim()
	if c := s.next.first(); c != nil && c.due.Before(now) {
		return c.due
	}
	return now
}

// aim is the time that the clock would have if calls took no time. The caller
// holds mu.
func (s *Scaled) aim() time.Time {
	machine := s.machine()
	passed := machine.Sub(s.mark)
	aim := s.base.Add(time.Duration(float64(passed) * float64(s.speed)))
	if passed > time.Hour { // before the product leaves its range
		s.base, s.mark = aim, machine
	}
	return aim
}

// AfterFunc calls f once d has passed on this clock.
func (s *Scaled) AfterFunc(d time.Duration, f func()) func() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.next.add(s.now().Add(max(d, 0)), f)
	if s.next.first() == c {
		s.setWake()
	}
	return func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.next.remove(c)
	}
}

// setWake sets the machine's timer for the earliest call; while something is
// called its caller does so afterwards. The caller holds mu.
func (s *Scaled) setWake() {
	c := s.next.first()
	if c == nil || !s.held.IsZero() {
		return
	}
	if s.wake != nil {
		s.wake.Stop()
	}
	// A nanosecond more makes up for rounding: waking early would be in vain.
	wait := math.Ceil(float64(c.due.Sub(s.aim()))/float64(s.speed)) + 1
	s.wake = time.AfterFunc(time.Duration(min(wait, float64(time.Hour))), s.catchUp)
}

// catchUp calls what is due by now. It lets MoveTo in between two calls: a clock that
// can't keep up always has something due.
func (s *Scaled) catchUp() {
	s.mu.Lock()
	under := s.catching
	s.catching = true
	s.mu.Unlock()
	for !under {
		s.turn <- struct{}{}
		f, waits := s.begin()
		switch {
		case f == nil:
		case waits:
			patiently(f)
		default:
			go f()
		}
		<-s.turn
		if f == nil {
			return
		}
	}
}

// begin takes the earliest call that is due by now out of the queue, and stops the
// clock for it if the call is to be waited for. Without one it lets the clock go
// and sets the timer.
func (s *Scaled) begin() (f func(), waits bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = time.Time{}
	s.forgetLag()
	c := s.take(s.aim())
	if c == nil {
		s.catching = false
		s.setWake()
		return nil, false
	}
	if waits = s.speed != RealTime; waits {
		s.held = c.due
	}
	return c.f, waits
}

// forgetLag lets a clock that can't keep up fall behind. The caller holds mu.
func (s *Scaled) forgetLag() {
	c := s.next.first()
	if s.speed == RealTime || c == nil {
		return
	}
	earliest := s.aim().Add(-time.Duration(float64(mostLag) * float64(s.speed)))
	if lost := earliest.Sub(c.due); lost > 0 {
		s.base = s.base.Add(-lost)
	}
}

// take takes the earliest call due by t out of the queue. The caller holds mu.
func (s *Scaled) take(t time.Time) *call {
	c := s.next.first()
	if c == nil || c.due.After(t) {
		return nil
	}
	s.next.remove(c)
	return c
}

// patiently calls f and waits for it to end, but not for ever.
func patiently(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-done:
	case <-limit.C:
	}
}

// MoveTo moves the clock on to t; a t that has passed moves nothing. Calls are
// waited for at every speed. From t on the clock goes as before.
func (s *Scaled) MoveTo(ctx context.Context, t time.Time) error {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.turn }()
	for {
		err := ctx.Err()
		f := s.step(t, err)
		if f == nil {
			return err
		}
		patiently(f)
	}
}

// step stops the clock at the moment of the earliest call due by t, and takes that
// out of the queue. Without one, or where the move was broken off, it lets the
// clock go from where it has come to.
func (s *Scaled) step(t time.Time, broken error) (f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = s.now()
	if broken == nil {
		if c := s.take(t); c != nil {
			s.held = later(s.held, c.due)
			return c.f
		}
		s.held = later(s.held, t)
	}
	s.base, s.mark, s.held = s.held, s.machine(), time.Time{}
	s.setWake()
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
