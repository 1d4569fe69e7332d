package apply

import (
	"context"
	"errors"
	"fmt"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

func (r *runner) monitor(ctx context.Context, c plan.Change) Outcome {
	m := c.Monitor
	if err := r.keep(ctx, c); err != nil {
		return Outcome{ID: c.ID, Err: err}
	}
	if isWorkflow(c) {
		return r.workflow(ctx, c)
	}
	switch c.Action {
	case plan.Create:
		return r.createMonitor(ctx, *m)
	case plan.Delete:
		return Outcome{ID: c.ID, Err: r.deleteMonitor(ctx, *m.Live)}
	case plan.Replace:
		if isOfDelegate(c) {
			return r.createMonitor(ctx, *m)
		}
		return r.replaceMonitor(ctx, *m)
	case plan.Forget:
		_, err := r.cluster.UpdateMonitor(ctx, *m.Live, m.Desired, nil)
		return Outcome{ID: c.ID, Err: err}
	default:
		stored, err := r.cluster.UpdateMonitor(ctx, *m.Live, m.Desired, &m.Mark)
		if err == nil {
			err = r.markStored(ctx, *m, stored)
		}
		return Outcome{ID: c.ID, Err: err}
	}
}

func (r *runner) createMonitor(ctx context.Context, m plan.MonitorChange) Outcome {
	stored, err := r.cluster.CreateMonitor(ctx, m.Desired, m.Mark)
	if err != nil {
		return Outcome{ID: stored.ID, Err: err}
	}
	return Outcome{ID: stored.ID, Err: r.markStored(ctx, m, stored)}
}

// markStored writes a monitor again where the cluster has stored its search in a
// form that could not be told before: its mark then says in which. A run that is
// killed before that leaves a plan that isn't empty, and the next apply comes
// here again.
func (r *runner) markStored(ctx context.Context, m plan.MonitorChange, stored monitors.Live) error {
	mark, otherwise := m.StoredOtherwise(stored)
	if !otherwise {
		return nil
	}
	_, err := r.cluster.UpdateMonitor(ctx, stored, m.Desired, &mark)
	if err != nil {
		return fmt.Errorf("it is written, but not how the cluster stores its search, so that the next plan takes that for a change: %w", err)
	}
	return nil
}

func (r *runner) deleteMonitor(ctx context.Context, seen monitors.Live) error {
	return deleteSeen(ctx, seen, r.cluster.ReadMonitor, r.cluster.DeleteMonitor)
}

// deleteSeen deletes what the plan saw, and nothing else: DELETE takes no lock
// (observed), so it is preceded by a read that compares. What is gone already is as
// wanted.
func deleteSeen(ctx context.Context, seen monitors.Live,
	read func(context.Context, string) (monitors.Live, error), remove func(context.Context, string) error,
) error {
	now, err := read(ctx, seen.ID)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return err
	case now.Version != seen.Version:
		return ErrConflict
	}
	err = remove(ctx, seen.ID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// replaceMonitor deletes before it creates: a kill in between leaves an absence,
// which the next apply heals, never two monitors for one address.
func (r *runner) replaceMonitor(ctx context.Context, m plan.MonitorChange) Outcome {
	if err := r.deleteMonitor(ctx, *m.Live); err != nil {
		return Outcome{ID: m.Live.ID, Err: err}
	}
	stored, err := r.cluster.CreateMonitor(ctx, m.Desired, m.Mark)
	if err != nil {
		return Outcome{ID: stored.ID, Err: err, Half: true}
	}
	return Outcome{ID: stored.ID, Err: r.markStored(ctx, m, stored)}
}

func (r *runner) destination(ctx context.Context, c plan.Change) Outcome {
	switch c.Action {
	case plan.Create:
		return r.createChannel(ctx, c)
	case plan.Replace:
		return r.replaceChannel(ctx, c)
	case plan.Delete:
		return Outcome{ID: c.ID, Err: r.deleteChannel(ctx, c)}
	default:
		return Outcome{ID: c.ID, Err: r.updateChannel(ctx, c)}
	}
}

func (r *runner) createChannel(ctx context.Context, c plan.Change) Outcome {
	id, err := r.cluster.CreateChannel(ctx, c.ID, c.Destination.Desired, c.Address)
	if errors.Is(err, ErrConflict) && r.isThere(ctx, c) {
		return Outcome{ID: c.ID}
	}
	return Outcome{ID: id, Err: err}
}

func (r *runner) updateChannel(ctx context.Context, c plan.Change) error {
	now, err := r.unchanged(ctx, c)
	switch {
	case errors.Is(err, ErrNotFound):
		return fmt.Errorf("it was deleted: %w", ErrConflict)
	case err != nil:
		return err
	}
	return r.cluster.UpdateChannel(ctx, now, c.Destination.Desired, c.Address)
}

// deleteChannel deletes what the plan saw. One that is gone already is as wanted.
func (r *runner) deleteChannel(ctx context.Context, c plan.Change) error {
	now, err := r.unchanged(ctx, c)
	if err == nil {
		err = r.cluster.DeleteChannel(ctx, now)
	}
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// replaceChannel makes a channel of another kind under the id that it has: a kind
// can't be changed (a 409, observed on 2.19.4 and 3.5.0: channels/put_another_kind).
func (r *runner) replaceChannel(ctx context.Context, c plan.Change) Outcome {
	d := c.Destination
	if err := r.deleteChannel(ctx, c); err != nil {
		return Outcome{ID: c.ID, Err: err}
	}
	id, err := r.cluster.CreateChannel(ctx, c.ID, d.Desired, c.Address)
	if err != nil {
		return Outcome{ID: c.ID, Err: err, Half: true}
	}
	return Outcome{ID: id}
}

// isThere tells whether a channel that could not be created is there just as it
// was to be: another apply, or one that broke off, has made it, and the list that
// the plan was made of did not show it yet.
func (r *runner) isThere(ctx context.Context, c plan.Change) bool {
	now, err := r.cluster.ReadChannel(ctx, destinations.Live{ID: c.ID, Destination: c.Destination.Desired})
	return err == nil && now.Address == c.Address && now.Destination.Equal(c.Destination.Desired.Canonical())
}

// unchanged reads a channel just before it is written or deleted: channels have
// no lock (alerting-api.md 6.2), and the DELETE of a legacy destination takes none.
// What was read is kept.
func (r *runner) unchanged(ctx context.Context, c plan.Change) (now destinations.Live, err error) {
	seen := *c.Destination.Live
	now, err = r.cluster.ReadChannel(ctx, seen)
	if err != nil {
		return now, err
	}
	if now.Address != seen.Address || now.Handle() != seen.Handle() || !now.Destination.Equal(seen.Destination) {
		return now, ErrConflict
	}
	return now, r.keep(ctx, c)
}
