package apply

import (
	"context"
	"errors"
	"fmt"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

func (w *work) monitor(ctx context.Context, c plan.Change) Outcome {
	m := c.Monitor
	w.isWorkflow = c.Address.Kind() == address.Workflow
	if err := w.keep(ctx, c); err != nil {
		return Outcome{ID: c.ID, Err: err}
	}
	switch c.Action {
	case plan.Create:
		return w.createMonitor(ctx, *m)
	case plan.Delete:
		if err := w.stays(ctx, c.DoubleOf); err != nil {
			return Outcome{ID: c.ID, Err: err}
		}
		return Outcome{ID: c.ID, Err: w.remove(ctx, *m.Live)}
	case plan.Replace:
		if isOfDelegate(c) {
			return w.createMonitor(ctx, *m)
		}
		return w.replaceMonitor(ctx, *m)
	case plan.Forget:
		_, err := w.update(ctx, *m.Live, *m, nil)
		return Outcome{ID: c.ID, Err: err}
	default:
		stored, err := w.update(ctx, *m.Live, *m, &m.Mark)
		if err == nil && !m.OnlyMutes { // else the search is as it was, and so is what the mark says of it
			err = w.markStored(ctx, *m, stored)
		}
		return Outcome{ID: c.ID, Err: err}
	}
}

// stays looks whether the monitor is there of which a double is to be deleted: two
// applies that have not seen the same could each delete the other's.
func (w *work) stays(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	_, err := w.read(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("%s, which was to stay in place of it, is gone: %w", id, ErrConflict)
	}
	return err
}

func (w *work) createMonitor(ctx context.Context, m plan.MonitorChange) Outcome {
	stored, err := w.create(ctx, m)
	if err != nil {
		return Outcome{ID: stored.ID, Err: err}
	}
	return Outcome{ID: stored.ID, Err: w.markStored(ctx, m, stored)}
}

// markStored writes a monitor again where the cluster has stored its search in a
// form that could not be told before: its mark then says in which. A run that is
// killed before that leaves a plan that isn't empty, and the next apply comes
// here again.
func (w *work) markStored(ctx context.Context, m plan.MonitorChange, stored monitors.Live) error {
	mark, otherwise := m.StoredOtherwise(stored)
	if !otherwise {
		return nil
	}
	_, err := w.update(ctx, stored, m, &mark)
	if err != nil {
		return fmt.Errorf("it is written, but not how the cluster stores its search, so that the next plan takes that for a change: %w", err)
	}
	return nil
}

// replaceMonitor deletes before it creates: a kill in between leaves an absence,
// which the next apply heals, never two monitors for one address.
func (w *work) replaceMonitor(ctx context.Context, m plan.MonitorChange) Outcome {
	if err := w.remove(ctx, *m.Live); err != nil {
		return Outcome{ID: m.Live.ID, Err: err}
	}
	stored, err := w.create(ctx, m)
	if err != nil {
		return Outcome{ID: stored.ID, Err: err, Half: true}
	}
	return Outcome{ID: stored.ID, Err: w.markStored(ctx, m, stored)}
}

func (w *work) destination(ctx context.Context, c plan.Change) Outcome {
	switch c.Action {
	case plan.Create:
		return w.createChannel(ctx, c)
	case plan.Replace:
		return w.replaceChannel(ctx, c)
	case plan.Delete:
		return Outcome{ID: c.ID, Err: w.deleteChannel(ctx, c)}
	default:
		return Outcome{ID: c.ID, Err: w.updateChannel(ctx, c)}
	}
}

func (w *work) createChannel(ctx context.Context, c plan.Change) Outcome {
	id, err := w.createDestination(ctx, c)
	return Outcome{ID: id, Err: err}
}

// replaceChannel makes a channel of another kind under the id that it has: a kind
// can't be changed (a 409, observed on 2.19.4 and 3.5.0: channels/put_another_kind).
func (w *work) replaceChannel(ctx context.Context, c plan.Change) Outcome {
	if err := w.deleteChannel(ctx, c); err != nil {
		return Outcome{ID: c.ID, Err: err}
	}
	id, err := w.createDestination(ctx, c)
	if err != nil {
		return Outcome{ID: c.ID, Err: err, Half: true}
	}
	return Outcome{ID: id}
}
