// Package apply carries a plan out: it is the only writer, and takes only a plan.
//
// It puts the changes in order, in parallel where that does no harm, and says of
// each what became of it. It must not know HTTP, HCL, the wire format or how
// results are printed; the cluster is an interface declared here.
package apply

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// ErrConflict is what a Cluster's error wraps when the object is no longer what
// the plan saw: someone else has changed it, and nothing was written.
var ErrConflict = errors.New("changed by someone else since the plan was made")

// ErrStopped is the error of a change that the end of the run came before.
var ErrStopped = errors.New("not begun: the run was stopped")

// ErrNotFound is what a Cluster's error wraps when there is no such object.
var ErrNotFound = errors.New("not found")

// Cluster is what apply does to a cluster. Every write is one request, which is never
// sent again by itself; one that may be has a *Trouble in its error. Reads are as
// patient as they have to be.
type Cluster interface {
	// CreateMonitor makes a monitor, and returns it as the cluster stored it.
	CreateMonitor(ctx context.Context, m monitors.Monitor, mark monitors.Mark) (stored monitors.Live, err error)
	// UpdateMonitor replaces live by m under live's lock; without a mark it takes
	// the mark away.
	UpdateMonitor(ctx context.Context, live monitors.Live, m monitors.Monitor, mark *monitors.Mark) (stored monitors.Live, err error)
	ReadMonitor(ctx context.Context, id string) (monitors.Live, error)
	DeleteMonitor(ctx context.Context, id string) error
	// FindMonitors lists the monitors of a name with a mark of the same workspace and
	// address.
	FindMonitors(ctx context.Context, name string, mark monitors.Mark) ([]monitors.Live, error)

	Workflows

	// CreateChannel makes a channel under this id. The id that it has then is another
	// where the server chooses.
	CreateChannel(ctx context.Context, id string, d destinations.Destination, at address.Address) (given string, err error)
	// UpdateChannel replaces what was read just before.
	UpdateChannel(ctx context.Context, live destinations.Live, d destinations.Destination, at address.Address) error
	// ReadChannel reads again what was seen.
	ReadChannel(ctx context.Context, seen destinations.Live) (destinations.Live, error)
	DeleteChannel(ctx context.Context, live destinations.Live) error
	// FindChannels lists what CreateChannel may have made of this: the channel of the
	// id, or the legacy destinations of the name.
	FindChannels(ctx context.Context, id string, d destinations.Destination) ([]destinations.Live, error)

	// Channels lists all channels, or legacy destinations.
	Channels(ctx context.Context) ([]destinations.Live, error)

	// AwaitChannels returns when the cluster's list of channels shows what was
	// written and no longer what was deleted: it lags on some versions.
	AwaitChannels(ctx context.Context, written, deleted []string) error
}

// Options are how to carry out a plan.
type Options struct {
	// Parallelism is how many requests the cluster takes at once, which is its own matter
	// to hold to; 1 where it is less. Twice as many changes are in hand, so that one is
	// made ready while others are written.
	Parallelism int

	// Progress hears of each change as it begins and ends; it may be called from
	// several goroutines, though never at once. Nil: nobody listens.
	Progress Progress

	// Replan reads the cluster and plans again; it is asked once after monitors were
	// made, to find doubles that another apply made at the same time. Nil: nobody looks.
	Replan func(context.Context, plan.Made) (*plan.Plan, error)

	// Patience is how long a write is tried that the cluster can't take at the moment,
	// waiting included; 0: patience.DefaultTotal.
	Patience time.Duration

	// Clock is where pauses take their time from; nil: the machine's.
	Clock patience.Clock

	// Waiting hears of every pause, perhaps from several goroutines at once. Nil: nobody
	// listens.
	Waiting func(patience.Waiting)

	// Keep keeps what is written over. Nil: nothing is kept.
	Keep Keep
}

// Progress hears what apply does.
type Progress interface {
	Begin(plan.Change)
	End(Outcome)
}

// Status is what became of a change.
type Status string

// The ends of a change.
const (
	Done    Status = "done"
	Failed  Status = "failed"
	Skipped Status = "skipped" // something that it depends on failed
)

// Outcome is what became of one change.
type Outcome struct {
	Change  plan.Change
	Status  Status
	ID      string          // the cluster's id, where it is known
	Err     error           // why it failed
	Because address.Address // what it was skipped for

	// Sent is how often the request was sent of the write that took the most tries;
	// Found is set where a write was not answered, and was seen to be done.
	Sent  int
	Found bool

	// Half is set on a failed replacement whose old object is deleted already:
	// the next apply creates the new one.
	Half bool
}

// Result is what became of a plan.
type Result struct {
	Outcomes []Outcome // in the order of the plan's changes, then doubles that were found

	// Unsettled is why it is not known whether the cluster's lists show all that
	// was written, or whether there are doubles; nil where it is.
	Unsettled error
}

// Count says how many changes ended so.
func (r Result) Count(s Status) int {
	n := 0
	for _, o := range r.Outcomes {
		if o.Status == s {
			n++
		}
	}
	return n
}

// OK tells whether every change was carried out.
func (r Result) OK() bool { return r.Count(Done) == len(r.Outcomes) && r.Unsettled == nil }

// Run carries a plan out. It fails without a request when the plan may not be
// applied; what happens to single changes is in the result. A cancelled context
// ends it after the requests that are under way.
func Run(ctx context.Context, cluster Cluster, p *plan.Plan, options Options) (Result, error) {
	if !p.CanApply() {
		return Result{}, errors.New("this plan can't be applied: it has problems, lacks values, or has nothing to do")
	}
	r := newRunner(cluster, options)
	var replaced []plan.Change
	for _, stage := range stages {
		changes := p.Changes
		if stage.name == deleteMonitors.name {
			replaced = r.deleteReplaced(p.Changes)
			changes = slices.Concat(p.Changes, replaced)
		}
		r.runStage(ctx, stage, changes)
	}
	r.endReplacements(ctx, replaced)
	doubles := r.deleteDoubles(ctx)
	r.awaitLists(ctx)
	return r.result(append(p.Changes, doubles...)), nil
}
