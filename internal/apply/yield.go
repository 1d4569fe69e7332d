package apply

import (
	"cmp"
	"context"
	"errors"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/plan"
)

// yield gives up the legacy destinations of a wave that another apply has made first.
// Their ids are the server's, and it takes one name twice, so that two applies at once
// make two of each. The one that was written first stays: everybody sees it as soon
// as there are two, and nobody deletes but what he has made himself. Nothing refers to
// it yet.
func (r *runner) yield(ctx context.Context, wave []plan.Change) {
	var made []Outcome
	for _, c := range wave {
		if o := r.outcomes[keyOf(c)]; o.Status == Done && isMadeByServersID(c) {
			made = append(made, o)
		}
	}
	if len(made) == 0 {
		return
	}
	all, err := r.cluster.Channels(context.WithoutCancel(ctx))
	if err != nil {
		r.unsettled = err
		return
	}
	for _, o := range made {
		r.yieldOne(ctx, o, all)
	}
}

func isMadeByServersID(c plan.Change) bool {
	d := c.Destination
	return d != nil && (c.Action == plan.Create && c.ID == "" || c.Action == plan.Replace && d.Live.IsLegacy())
}

func (r *runner) yieldOne(ctx context.Context, o Outcome, all []destinations.Live) {
	first, ours := firstOf(all, o.ID)
	if first.ID == ours.ID {
		return
	}
	ctx = context.WithoutCancel(ctx)
	settled, err := o.Change.Settle(r.idsFor(o.Change))
	if err == nil {
		err = r.cluster.DeleteChannel(ctx, ours)
	}
	switch {
	case err != nil && !errors.Is(err, ErrNotFound):
		o.Status, o.Err = Failed, err
	case !isWanted(first, settled):
		o.Status, o.Err = Failed, ErrConflict
	}
	o.ID = first.ID
	if o.Status == Failed {
		r.end(o)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.outcomes[keyOf(o.Change)] = o
	r.ids[o.Change.Address] = first.ID
}

// firstOf is the first of all that have the name of the one of this id.
func firstOf(all []destinations.Live, id string) (first, ours destinations.Live) {
	for _, live := range all {
		if live.ID == id {
			first, ours = live, live
		}
	}
	for _, live := range all {
		earlier := cmp.Or(cmp.Compare(live.Version.PrimaryTerm, first.Version.PrimaryTerm), cmp.Compare(live.Version.SeqNo, first.Version.SeqNo)) < 0
		if earlier && live.DerivedName == ours.DerivedName && live.IsLegacy() {
			first = live
		}
	}
	return first, ours
}
