package apply

import (
	"context"
	"fmt"

	"github.com/alertplan/alertplan/internal/plan"
)

// Keep keeps the body of what a change replaces or deletes, as the cluster has it.
// It is called just before the write, and may be called from several goroutines at
// once. Of a monitor the body is the one that the plan was made of, since the write
// has its lock; of a channel it is what was read last. The error stops the change.
type Keep func(context.Context, plan.Change) error

// keep keeps what the change is about to write over. A body that is kept though the
// write fails does no harm.
func (w *work) keep(ctx context.Context, c plan.Change) error {
	if w.options.Keep == nil || !writesOver(c) || w.kept {
		return nil
	}
	if err := w.options.Keep(ctx, c); err != nil {
		return fmt.Errorf("not written, since its backup could not be kept: %w", err)
	}
	w.kept = true // a write that is sent again writes over the same
	return nil
}

// ahead is how many changes are in hand at once: as many as the cluster takes requests,
// and as many again, which are kept and made ready, or whose answers are read,
// meanwhile. One after the other is one after the other.
func (r *runner) ahead() int {
	if r.options.Parallelism < 2 {
		return 1
	}
	return 2 * r.options.Parallelism
}

// keepAhead keeps a monitor's body while others are written: a disk takes a good part
// of the time that a cluster takes. It is the body that the plan was made of, so that
// it may be early. What can't be kept now is kept, or told, in its turn.
func (w *work) keepAhead(ctx context.Context, c plan.Change) {
	if c.Monitor == nil || w.options.Parallelism < 2 || ctx.Err() != nil {
		return
	}
	if _, skip := w.mustSkip(c); !skip {
		_ = w.keep(context.WithoutCancel(ctx), c)
	}
}

// writesOver tells whether there is anything that the change replaces or deletes. The
// first half of a delegate's replacement is only a creation.
func writesOver(c plan.Change) bool {
	return c.Action != plan.Create && (c.Monitor == nil || !isOfDelegate(c))
}
