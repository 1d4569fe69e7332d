package apply

import (
	"context"
	"errors"
	"fmt"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/plan"
)

// createDestination makes the destination of a change. A channel's id is derived, so
// that it can't be made twice; that of a legacy destination is the server's.
func (w *work) createDestination(ctx context.Context, c plan.Change) (id string, err error) {
	d := c.Destination
	err = w.surely(ctx, write{
		doubles: c.ID == "" || d.Live != nil && d.Live.IsLegacy(),
		send: func(ctx context.Context) (err error) {
			id, err = w.cluster.CreateChannel(ctx, c.ID, d.Desired, c.Address)
			return err
		},
		look: func(ctx context.Context) (state found, err error) {
			all, err := w.cluster.FindChannels(ctx, c.ID, d.Desired)
			if err != nil {
				return undone, err
			}
			for _, live := range all {
				switch {
				case d.Live != nil && d.Live.IsLegacy() && live.ID == d.Live.ID: // is being replaced
				case isWanted(live, c):
					id = live.ID
					return done, nil
				default:
					state = changed
				}
			}
			return state, nil
		},
	})
	return id, err
}

// isWanted tells whether a destination is as the change wants it.
func isWanted(live destinations.Live, c plan.Change) bool {
	return (live.IsLegacy() || live.Address == c.Address) && live.Destination.Equal(c.Destination.Desired.Canonical())
}

func (w *work) updateChannel(ctx context.Context, c plan.Change) error {
	err := w.surely(ctx, write{
		send: func(ctx context.Context) error {
			now, err := w.unchanged(ctx, c)
			if err != nil {
				return err
			}
			return w.cluster.UpdateChannel(ctx, now, c.Destination.Desired, c.Address)
		},
		look: func(ctx context.Context) (found, error) {
			now, err := w.cluster.ReadChannel(ctx, *c.Destination.Live)
			switch {
			case errors.Is(err, ErrNotFound):
				return changed, nil
			case err != nil:
				return undone, err
			case isWanted(now, c):
				return done, nil
			case isAsSeen(now, *c.Destination.Live):
				return undone, nil
			default:
				return changed, nil
			}
		},
	})
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("it was deleted: %w", ErrConflict)
	}
	return err
}

// deleteChannel deletes what the plan saw. One that is gone already is as wanted.
func (w *work) deleteChannel(ctx context.Context, c plan.Change) error {
	return w.surely(ctx, write{
		send: func(ctx context.Context) error {
			now, err := w.unchanged(ctx, c)
			if err == nil {
				err = w.cluster.DeleteChannel(ctx, now)
			}
			if errors.Is(err, ErrNotFound) {
				return nil
			}
			return err
		},
		look: func(ctx context.Context) (found, error) {
			now, err := w.cluster.ReadChannel(ctx, *c.Destination.Live)
			switch {
			case errors.Is(err, ErrNotFound):
				return done, nil
			case err == nil && !isAsSeen(now, *c.Destination.Live):
				return changed, nil
			}
			return undone, err
		},
	})
}

// unchanged reads a channel just before it is written or deleted: channels have
// no lock (alerting-api.md 6.2), and the DELETE of a legacy destination takes none.
// What was read is kept.
func (w *work) unchanged(ctx context.Context, c plan.Change) (now destinations.Live, err error) {
	now, err = w.cluster.ReadChannel(ctx, *c.Destination.Live)
	if err != nil {
		return now, err
	}
	if !isAsSeen(now, *c.Destination.Live) {
		return now, ErrConflict
	}
	return now, w.keep(ctx, c)
}

func isAsSeen(now, seen destinations.Live) bool {
	return now.Address == seen.Address && now.Handle() == seen.Handle() && now.Destination.Equal(seen.Destination)
}
