package apply

import (
	"context"
	"errors"
	"fmt"

	"github.com/alertplan/alertplan/internal/patience"
)

// A write whose end is not known is never just sent again: a create would make a
// second object, and a delete or a replacement could hit what somebody else made
// meanwhile. The cluster is read first, and says whether it was done.

// mostLooks is how often the cluster is looked at for a write to which nobody waited
// for the answer: the pauses between make some fifteen seconds.
const mostLooks = 6

// mostFailures is how often a write is sent that the cluster itself fails to do (500),
// within some eight seconds: it may well fail for ever.
const mostFailures = 6

// found is what a look at the cluster tells of a write.
type found int

const (
	undone found = iota // it is as it was before
	done
	changed // it is something else
)

// write is a write of one object.
type write struct {
	send func(context.Context) error
	look func(context.Context) (found, error)

	// doubles is set where the same request twice makes two objects. Nothing keeps it
	// from being done late, so that it is looked for once more before it is sent again.
	doubles bool
}

// work is the carrying out of one change.
type work struct {
	*runner
	stop context.Context // ends pauses, and no request
	kept bool            // what is written over

	isWorkflow bool

	sent  int  // requests of writes, of the one that was sent most often
	found bool // a write had no answer, and was seen to be done
}

// surely sends a write until it is known to be done, refused, or given up. The error
// is ErrConflict where the cluster shows something else than before and than wanted.
func (w *work) surely(ctx context.Context, one write) error {
	attempt := &attempt{write: one, work: w, tries: w.patience.Begin()}
	for {
		err := one.send(ctx)
		attempt.sent++
		t := troubleIn(err)
		if t == nil {
			w.sent = max(w.sent, attempt.sent)
			return w.unlessDone(ctx, one, err)
		}
		if again, err := attempt.resolve(ctx, t); !again {
			w.sent = max(w.sent, attempt.sent)
			return err
		}
	}
}

// unlessDone is the error of a write that was answered. A conflict with what is just as
// it was to be is none: the write had come through, or another apply was faster.
func (w *work) unlessDone(ctx context.Context, one write, err error) error {
	if err == nil {
		w.patience.Succeeded()
		return nil
	}
	if !errors.Is(err, ErrConflict) {
		return err
	}
	if state, lookErr := one.look(ctx); lookErr != nil || state != done {
		return err
	}
	w.found = true
	return nil
}

// attempt is a write with what became of it so far.
type attempt struct {
	write
	work  *work
	tries *patience.Tries
	sent  int // as far as the cluster may have seen it
}

// resolve finds out what became of a write that failed, and waits before it is sent
// again. A create is looked for once more after the pause, since nothing else keeps
// the first from being done meanwhile: an update has its lock, a channel its id.
func (a *attempt) resolve(ctx context.Context, t *Trouble) (again bool, err error) {
	if !t.Uncertain {
		a.sent--
		return a.pause(t)
	}
	for looks := 1; ; looks++ {
		state, err := a.look(ctx)
		switch {
		case err != nil:
			return false, a.gaveUp(errors.Join(t, fmt.Errorf("and the cluster can't be asked: %w", err)), false)
		case state == done:
			a.work.found = true
			return false, nil
		case state == changed:
			return false, ErrConflict
		case t.Once && a.sent >= mostFailures:
			return false, a.gaveUp(t, true)
		case looks > 1 && looks >= a.looks(t):
			if t.TimedOut {
				return false, a.gaveUp(t, false) // who knows for how long it goes on
			}
			a.work.noteSentAgain()
			return true, nil
		}
		if again, err := a.pause(t); !again || a.looks(t) == 1 {
			return again, err
		}
	}
}

func (r *runner) noteSentAgain() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sentAgain = true
}

// looks is how often the cluster is looked at before a write is sent again.
func (a *attempt) looks(t *Trouble) int {
	switch {
	case !a.doubles:
		return 1
	case t.Late:
		return mostLooks
	default:
		return 2
	}
}

// pause waits before the next try.
func (a *attempt) pause(t *Trouble) (again bool, err error) {
	if a.work.stop.Err() != nil {
		return false, a.gaveUp(t, !t.Late)
	}
	pause, err := a.tries.Pause(t.After)
	if err != nil {
		return false, a.gaveUp(t, !t.Late)
	}
	if a.work.options.Waiting != nil {
		a.work.options.Waiting(patience.Waiting{Pause: pause, Asked: t.After > 0, Err: t.Err})
	}
	if a.work.patience.Wait(a.work.stop, pause) != nil {
		return false, a.gaveUp(t, !t.Late)
	}
	return true, nil
}

func (a *attempt) gaveUp(err error, known bool) error {
	return &GaveUp{Sent: max(a.sent, 0), Took: a.tries.Took(), Known: known, Err: err}
}
