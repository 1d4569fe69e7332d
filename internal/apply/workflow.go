package apply

import (
	"context"
	"errors"
	"fmt"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// Workflows is what apply does to a cluster's workflows. Every write is one request.
type Workflows interface {
	CreateWorkflow(ctx context.Context, m monitors.Monitor) (id string, err error)
	// UpdateWorkflow replaces live by m under live's lock.
	UpdateWorkflow(ctx context.Context, live monitors.Live, m monitors.Monitor) error
	ReadWorkflow(ctx context.Context, id string) (monitors.Live, error)
	// FindWorkflows lists the workflows with triggers of the same ids.
	FindWorkflows(ctx context.Context, m monitors.Monitor) ([]monitors.Live, error)
	// DeleteWorkflow leaves its delegates alone.
	DeleteWorkflow(ctx context.Context, id string) error
}

// isOfDelegate tells a replacement of a monitor that a workflow has: the server
// refuses to delete a delegate. Its new one is made first; workflows let go of the old
// one; that is deleted then. A kill in between leaves two monitors with whole marks,
// of which the next plan keeps the new one.
func isOfDelegate(c plan.Change) bool {
	return c.Action == plan.Replace && c.Monitor.IsDelegate
}

// deleteReplaced are the deletes that the replacements of delegates end with.
func (r *runner) deleteReplaced(changes []plan.Change) []plan.Change {
	var deletes []plan.Change
	for _, c := range changes {
		if c.Monitor == nil || !isOfDelegate(c) || r.outcomes[keyOf(c)].Status != Done {
			continue
		}
		c.Action = plan.Delete
		deletes = append(deletes, c)
	}
	return deletes
}

// endReplacements tells of replacements whose old monitor could not be deleted.
func (r *runner) endReplacements(ctx context.Context, deletes []plan.Change) {
	for _, c := range deletes {
		o := r.outcomes[keyOf(c)]
		if o.Status == Done {
			continue
		}
		c.Action = plan.Replace
		id, err := r.outcomes[keyOf(c)].ID, o.Err
		switch {
		case err == nil && r.takeBack(ctx, id):
			err = fmt.Errorf("%s could not be written, and uses the old one, %s, still; the new one is deleted again", o.Because, c.ID)
		case errors.Is(err, ErrConflict) && r.takeBack(ctx, id):
			err = fmt.Errorf("the old one, %s, was %w; the new one is deleted again", c.ID, err)
		case err == nil:
			err = fmt.Errorf("the new one is made, but the old one, %s, is not deleted: %s could not be written, and may use it still", c.ID, o.Because)
		default:
			err = fmt.Errorf("the new one is made, but the old one, %s, is not deleted: %w", c.ID, err)
		}
		r.outcomes[keyOf(c)] = Outcome{Change: c, Status: Failed, ID: id, Err: err}
	}
}

// takeBack deletes a new monitor that no workflow could take for its old one: side by
// side both would send. Where a workflow has it all the same, the server refuses.
func (r *runner) takeBack(ctx context.Context, id string) bool {
	if ctx.Err() != nil || id == "" {
		return false
	}
	ctx = context.WithoutCancel(ctx)
	return r.cluster.DeleteMonitor(ctx, id) == nil
}
