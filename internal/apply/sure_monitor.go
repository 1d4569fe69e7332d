package apply

import (
	"context"
	"errors"
	"fmt"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// create makes the monitor or workflow of a change. What became of it shows in a list:
// the server chooses ids.
func (w *work) create(ctx context.Context, m plan.MonitorChange) (stored monitors.Live, err error) {
	err = w.surely(ctx, write{
		doubles: true,
		send: func(ctx context.Context) (err error) {
			if w.isWorkflow {
				stored.ID, err = w.cluster.CreateWorkflow(ctx, m.Desired)
			} else {
				stored, err = w.cluster.CreateMonitor(ctx, m.Desired, m.Mark)
			}
			return err
		},
		look: func(ctx context.Context) (state found, err error) {
			all, err := w.findCreated(ctx, m)
			if err != nil {
				return undone, err
			}
			for _, live := range all {
				switch {
				case m.Live != nil && live.ID == m.Live.ID: // is being replaced
				case isCreated(live, m):
					stored = live
					return done, nil
				default:
					state = changed
				}
			}
			return state, nil
		},
	})
	return stored, err
}

// isCreated tells whether a monitor is the one that the change makes, be it that it
// has been told in its mark already how its search is stored.
func isCreated(live monitors.Live, m plan.MonitorChange) bool {
	later, otherwise := m.StoredOtherwise(live)
	return m.Became(live, &m.Mark) || otherwise && m.Became(live, &later)
}

func (w *work) findCreated(ctx context.Context, m plan.MonitorChange) ([]monitors.Live, error) {
	if w.isWorkflow {
		return w.cluster.FindWorkflows(ctx, m.Desired)
	}
	return w.cluster.FindMonitors(ctx, m.Desired.Name, m.Mark)
}

// update replaces live by what is desired, under live's lock, so that it can be done
// once only.
func (w *work) update(ctx context.Context, live monitors.Live, m plan.MonitorChange, mark *monitors.Mark) (stored monitors.Live, err error) {
	err = w.surely(ctx, write{
		send: func(ctx context.Context) (err error) {
			if w.isWorkflow {
				return w.cluster.UpdateWorkflow(ctx, live, m.Desired)
			}
			stored, err = w.cluster.UpdateMonitor(ctx, live, m.Desired, mark)
			return err
		},
		look: func(ctx context.Context) (found, error) {
			now, err := w.read(ctx, live.ID)
			switch {
			case errors.Is(err, ErrNotFound):
				return changed, nil
			case err != nil:
				return undone, err
			case now.Version == live.Version:
				return undone, nil
			case m.Became(now, mark):
				stored = now
				return done, nil
			default:
				return changed, nil
			}
		},
	})
	if errors.Is(err, ErrNotFound) {
		err = fmt.Errorf("it was deleted: %w", ErrConflict)
	}
	return stored, err
}

func (w *work) read(ctx context.Context, id string) (monitors.Live, error) {
	if w.isWorkflow {
		return w.cluster.ReadWorkflow(ctx, id)
	}
	return w.cluster.ReadMonitor(ctx, id)
}

// remove deletes what the plan saw, and nothing else: DELETE takes no lock
// (observed), so it is preceded by a read that compares. What is gone already is as
// wanted.
func (w *work) remove(ctx context.Context, seen monitors.Live) error {
	remove := w.cluster.DeleteMonitor
	if w.isWorkflow {
		remove = w.cluster.DeleteWorkflow
	}
	look := func(ctx context.Context) (found, error) {
		now, err := w.read(ctx, seen.ID)
		switch {
		case errors.Is(err, ErrNotFound):
			return done, nil
		case err == nil && now.Version != seen.Version:
			return changed, nil
		}
		return undone, err
	}
	return w.surely(ctx, write{look: look, send: func(ctx context.Context) error {
		switch state, err := look(ctx); {
		case err != nil || state == done:
			return err
		case state == changed:
			return ErrConflict
		}
		if err := remove(ctx, seen.ID); !errors.Is(err, ErrNotFound) {
			return err
		}
		return nil
	}})
}
