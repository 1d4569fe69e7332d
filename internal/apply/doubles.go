package apply

import (
	"context"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
)

// deleteDoubles looks once, after monitors were made, whether another apply made the
// same ones at the same time, and deletes what the plan says. Where the other's stays,
// and is not what was wanted here, that is a conflict.
func (r *runner) deleteDoubles(ctx context.Context) []plan.Change {
	if !r.created || r.options.Replan == nil {
		return nil
	}
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
