package apply

import (
	"context"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// lateCreates is how long after the last write it is looked once more for monitors
// that a request has made to which nobody waited for the answer.
const lateCreates = 2 * time.Second

// deleteDoubles looks once, after monitors were made, whether another apply made the
// same ones at the same time, and deletes what the plan says; where a create was sent
// again, once more later, since the first may have been done in the end.
func (r *runner) deleteDoubles(ctx context.Context) []plan.Change {
	if !r.created || r.options.Replan == nil {
		return nil
	}
	changes := r.lookForDoubles(ctx)
	if !r.sentAgain || r.unsettled != nil || r.patience.Wait(ctx, lateCreates) != nil {
		return changes
	}
	for _, c := range r.lookForDoubles(ctx) {
		if !slices.ContainsFunc(changes, func(seen plan.Change) bool { return keyOf(seen) == keyOf(c) }) {
			changes = append(changes, c)
		}
	}
	return changes
}

// lookForDoubles deletes doubles. Where the other's stays, and is not what was wanted
// here, that is a conflict.
func (r *runner) lookForDoubles(ctx context.Context) []plan.Change {
	again, err := r.options.Replan(ctx, r.made)
	if err != nil {
		r.unsettled = err
		return nil
	}
	var doubles, lost []plan.Change
	gone := map[address.Address]bool{}
	for _, c := range again.Changes {
		if c.Action == plan.Delete && c.DoubleOf != "" {
			doubles = append(doubles, c)
			_, ours := r.made[c.ID]
			gone[c.Address] = gone[c.Address] || ours
		}
	}
	r.runStage(ctx, deleteMonitors, doubles)
	for _, c := range again.Changes {
		if gone[c.Address] && c.Monitor != nil && c.Action != plan.Delete {
			r.end(Outcome{Change: c, Status: Failed, ID: c.ID, Err: ErrConflict})
			lost = append(lost, c)
		}
	}
	return append(doubles, lost...)
}
