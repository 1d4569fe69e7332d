package apply

import (
	"errors"
	"fmt"
	"time"
)

// Trouble is what a Cluster's error holds when a write failed so that it may go well
// if it is sent again: on the way, or since the cluster is overloaded.
type Trouble struct {
	// Uncertain is set where the cluster may have done it all the same; else nothing
	// has reached it.
	Uncertain bool

	// Late is set where nobody waited for the answer to its end, so that it may be done
	// later still; TimedOut, where that was our own time limit.
	Late, TimedOut bool

	// Once is set where the cluster failed by itself, so that it may well do so again.
	Once bool

	// After is how long the cluster asks to wait; 0 where it says nothing.
	After time.Duration

	Err error
}

func (t *Trouble) Error() string { return t.Err.Error() }

// Unwrap is the error itself.
func (t *Trouble) Unwrap() error { return t.Err }

func troubleIn(err error) *Trouble {
	var t *Trouble
	if !errors.As(err, &t) {
		return nil
	}
	return t
}

// GaveUp is the error of a write that was given up: sent again and again, or once
// with an end that could not be found out.
type GaveUp struct {
	Sent int           // how often; 0: it never reached the cluster
	Took time.Duration // since it was sent first

	// Known is set where the cluster was read and shows that nothing was written, or
	// nothing has reached it.
	Known bool

	Err error // of the last time, or why the cluster could not be read
}

func (g *GaveUp) Error() string {
	text := g.Err.Error()
	switch {
	case g.Sent > 1:
		text += fmt.Sprintf("; sent %d times in %s", g.Sent, g.Took.Round(100*time.Millisecond))
	case g.Took >= time.Second:
		text += fmt.Sprintf("; tried for %s", g.Took.Round(100*time.Millisecond))
	}
	if g.Known {
		return text + "; nothing was written"
	}
	return text + "; the cluster may have done it all the same: plan again to see"
}

// Unwrap is why.
func (g *GaveUp) Unwrap() error { return g.Err }
