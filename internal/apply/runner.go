package apply

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/crash"
	"github.com/alertplan/alertplan/internal/patience"
	"github.com/alertplan/alertplan/internal/plan"
)

// runner is the state of one Run.
type runner struct {
	cluster  Cluster
	options  Options
	patience *patience.Policy

	mu        sync.Mutex
	outcomes  map[key]Outcome
	created   bool      // monitors were created
	made      plan.Made // those
	written   []string  // ids of channels
	deleted   []string  // ids of channels
	sentAgain bool      // a create, to which no answer came at first
	unsettled error
	ids       plan.IDs                   // of what was written
	failed    map[address.Address]bool   // what could not be written
	stillUsed map[string]address.Address // id → what could not be taken off it
}

// key tells two changes at one address (a double's deletion, and an update) apart.
type key struct {
	at     address.Address
	id     string
	action plan.Action
}

func keyOf(c plan.Change) key { return key{c.Address, c.ID, c.Action} }

func newRunner(cluster Cluster, options Options) *runner {
	return &runner{
		cluster: cluster, options: options, patience: &patience.Policy{Total: options.Patience, Clock: options.Clock},
		outcomes: map[key]Outcome{}, made: plan.Made{}, ids: plan.IDs{}, failed: map[address.Address]bool{}, stillUsed: map[string]address.Address{},
	}
}

// run carries out the changes of one stage, several at once. The first creation
// of a monitor goes alone: on a cluster that has no alerting index yet,
// concurrent first writes answer 500 "all shards failed" (observed).
func (r *runner) run(ctx context.Context, changes []plan.Change) {
	if i := slices.IndexFunc(changes, func(c plan.Change) bool { return c.Monitor != nil && c.Action == plan.Create }); i >= 0 && !r.created {
		(&work{runner: r, stop: ctx}).carryOut(ctx, changes[i])
		changes = slices.Delete(slices.Clone(changes), i, i+1)
	}
	var group errgroup.Group
	group.SetLimit(r.ahead())
	for _, c := range changes {
		group.Go(crash.Carry(func() error {
			w := &work{runner: r, stop: ctx}
			w.keepAhead(ctx, c)
			w.carryOut(ctx, c)
			return nil
		}))
	}
	crash.Again(group.Wait()) // failures are outcomes
}

// runStage carries out the changes of a stage, wave by wave.
func (r *runner) runStage(ctx context.Context, s stage, changes []plan.Change) {
	for _, wave := range s.waves(changes) {
		r.run(ctx, wave)
		r.yield(ctx, wave)
	}
}

func (w *work) carryOut(ctx context.Context, c plan.Change) {
	r := w.runner
	if because, skip := r.mustSkip(c); skip {
		r.end(Outcome{Change: c, Status: Skipped, Because: because})
		return
	}
	if err := ctx.Err(); err != nil {
		r.end(Outcome{Change: c, Status: Failed, Err: ErrStopped})
		return
	}
	r.begin(c)
	settled, err := c.Settle(r.idsFor(c))
	if err != nil {
		r.end(Outcome{Change: c, Status: Failed, Err: err})
		return
	}
	// What has begun is finished: a request cut off has an unknown end. Each has
	// its own time limit.
	ctx = context.WithoutCancel(ctx)
	var o Outcome
	if c.Monitor != nil {
		o = w.monitor(ctx, settled)
	} else {
		o = w.destination(ctx, settled)
	}
	o.Change, o.Sent, o.Found = c, w.sent, w.found
	o.Status = Done
	if o.Err != nil {
		o.Status = Failed
	}
	r.end(o)
}

// mustSkip tells whether a change depends on something that failed.
func (r *runner) mustSkip(c plan.Change) (because address.Address, skip bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c.Action == plan.Delete {
		because, skip = r.stillUsed[c.ID]
		return because, skip
	}
	for _, at := range c.Needs() {
		if r.failed[at] {
			return at, true
		}
	}
	return because, false
}

// idsFor are the ids of what a change needs, as far as this run gave them: a copy of
// all would take longer with each change.
func (r *runner) idsFor(c plan.Change) plan.IDs {
	r.mu.Lock()
	defer r.mu.Unlock()
	ids := plan.IDs{}
	for _, at := range c.Needs() {
		if id, ok := r.ids[at]; ok {
			ids[at] = id
		}
	}
	return ids
}

func (r *runner) begin(c plan.Change) {
	if r.options.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.options.Progress.Begin(c)
}

func (r *runner) end(o Outcome) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := o.Change
	r.outcomes[keyOf(c)] = o
	if o.Status == Done {
		r.note(o)
	} else {
		r.failed[c.Address] = c.Action != plan.Delete
		if !o.Half {
			for _, id := range c.Uses() {
				r.stillUsed[id] = c.Address
			}
		}
	}
	if r.options.Progress != nil {
		r.options.Progress.End(o)
	}
}

// note keeps what later changes and the end of the run have to know of one that
// was carried out.
func (r *runner) note(o Outcome) {
	c := o.Change
	if c.Action != plan.Delete && c.Action != plan.Forget {
		r.ids[c.Address] = o.ID
	}
	switch {
	case c.Monitor != nil && c.Action == plan.Create, c.Monitor != nil && c.Action == plan.Replace:
		r.created, r.made[o.ID] = true, c.ID
	case c.Destination != nil && c.Action == plan.Delete:
		r.deleted = append(r.deleted, o.ID)
	case c.Destination != nil:
		r.written = append(r.written, o.ID)
	}
}

func (r *runner) result(changes []plan.Change) Result {
	result := Result{Unsettled: r.unsettled}
	for _, c := range changes {
		result.Outcomes = append(result.Outcomes, r.outcomes[keyOf(c)])
	}
	return result
}

func (r *runner) awaitLists(ctx context.Context) {
	if len(r.written)+len(r.deleted) == 0 {
		return
	}
	if err := r.cluster.AwaitChannels(ctx, r.written, r.deleted); err != nil && r.unsettled == nil {
		r.unsettled = err
	}
}
