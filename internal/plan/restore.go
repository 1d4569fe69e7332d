package plan

import (
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Kept is one object as it once was. Exactly one of Monitor and Destination is set.
type Kept struct {
	Workspace   string
	Address     address.Address
	Monitor     *monitors.Live // a workflow's, too
	Destination *destinations.Live
}

// Restored is what it takes to put back what was kept.
type Restored struct {
	Kept   Kept
	Change Change // Create where nothing is live of it

	// Refusal is why it can't be put back; nil where it can.
	Refusal *Refusal

	// Elsewhere says that the object is live under another id than it had.
	Elsewhere bool

	// Unmarked says that the kept body has no mark of ours, so that nothing will tell
	// whose the monitor is.
	Unmarked bool

	// Closes are the names of the live triggers that it did not have: their alerts end.
	Closes []string

	// MissingDestinations are the ids that it sends to and that are not there.
	MissingDestinations []string

	// Users are the live objects that refer to the id that it had, and goes for good.
	Users []Object

	// SameName are live monitors without a mark that have its name, where it is made
	// again.
	SameName []Object
}

// RefusalKind is why something can't be put back.
type RefusalKind string

// The refusals.
const (
	// RestoreForeign: what is live of it belongs to the workspace that Word says.
	RestoreForeign RefusalKind = "foreign"
	// RestoreCopies: several live objects are it, or would be.
	RestoreCopies RefusalKind = "copies"
	// RestoreUnreadable: what is live or was kept is in a form that is not known.
	RestoreUnreadable RefusalKind = "unreadable"
	// RestoreDelegate: it would have to be replaced, and workflows have it.
	RestoreDelegate RefusalKind = "delegate"
	// RestoreWithoutDelegates: delegates of the workflow are not there any more.
	RestoreWithoutDelegates RefusalKind = "without-delegates"
	// RestoreGeneration: it is of a generation of clusters that keeps it otherwise.
	RestoreGeneration RefusalKind = "generation"
)

// Refusal is why something can't be put back, with the objects that it is about.
type Refusal struct {
	Kind    RefusalKind
	Objects []Object
	Word    string
}

// Restore compares what was kept with what is live, and plans to put it back. It is
// never blind: what is live now is the Live of its change, under whose lock it is
// written.
func Restore(kept Kept, live Live) Restored {
	r := restorer{Restored: Restored{Kept: kept}, live: live}
	if kept.Monitor != nil {
		r.restoreMonitor()
	} else {
		r.restoreDestination()
	}
	return r.Restored
}

type restorer struct {
	Restored
	live Live
}

func (r *restorer) refuse(kind RefusalKind, word string, objects ...Object) {
	if r.Refusal == nil {
		r.Refusal = &Refusal{Kind: kind, Word: word, Objects: objects}
	}
}

func (r *restorer) restoreMonitor() {
	was := *r.Kept.Monitor
	r.Unmarked = was.Mark == nil && was.Monitor.Type != monitors.Composite
	r.Change = Change{Action: Create, Address: r.Kept.Address, Name: was.Monitor.Name}
	r.Change.Monitor = &MonitorChange{Desired: was.Monitor}
	wanted := was.Monitor // as it is shown
	if was.Mark != nil {
		r.Change.Monitor.Mark = *was.Mark
		wanted.Description, wanted.Roles = was.Mark.Description, was.Mark.Roles
	}
	if was.Unreadable != "" {
		r.refuse(RestoreUnreadable, was.Unreadable, Object{ID: was.ID, Name: was.Monitor.Name})
		return
	}
	c := comparison{channels: addressesOf(r.live.Channels)}
	now := r.findMonitor()
	r.lookAround(now)
	if now == nil {
		r.Change.Fields = c.added(labelled(wanted))
		return
	}
	r.Change.ID, r.Elsewhere = now.ID, now.ID != was.ID
	r.Change.Action, r.Change.Monitor.Live = Update, now
	if now.Unreadable != "" {
		r.refuse(RestoreUnreadable, now.Unreadable, monitorObjects(now)...)
		return
	}
	if now.Monitor.Type != wanted.Type {
		r.Change.Action = Replace
		if users := r.delegators(now.ID); len(users) > 0 {
			r.refuse(RestoreDelegate, "", users...)
		}
	}
	before := now.Monitor
	if now.Mark != nil {
		before.Description, before.Roles = now.Mark.Description, now.Mark.Roles
	}
	shown, found := alike(wanted, before)
	r.Change.Fields = append(c.monitors(before, shown, found).fields, otherMutes(before, shown, found)...)
	for _, t := range before.Triggers {
		if !slices.ContainsFunc(wanted.Triggers, func(w monitors.Trigger) bool { return w.ID == t.ID }) || r.Change.Action == Replace {
			r.Closes = append(r.Closes, t.Name)
		}
	}
}

// findMonitor finds what is live of a kept monitor: by its id, else what has its mark
// or ids of its triggers. Of several none is chosen.
func (r *restorer) findMonitor() *monitors.Live {
	was := r.Kept.Monitor
	var now *monitors.Live
	var others []*monitors.Live
	for i := range r.live.Monitors {
		switch m := &r.live.Monitors[i]; {
		case m.ID == was.ID:
			now = m
		case r.isSame(m):
			others = append(others, m)
		}
	}
	if now == nil && len(others) == 1 {
		now, others = others[0], nil
	}
	if now != nil && !isKindOf(now, r.Kept.Address) {
		r.refuse(RestoreCopies, "", monitorObjects(now)...)
	}
	if now != nil && now.Mark != nil && now.Mark.Workspace != r.Kept.Workspace {
		r.refuse(RestoreForeign, now.Mark.Workspace, monitorObjects(now)...)
	}
	if len(others) > 0 {
		if now != nil {
			others = append(others, now)
		}
		r.refuse(RestoreCopies, "", monitorObjects(others...)...)
	}
	return now
}

// isSame tells whether a live monitor under another id is the kept one: it has its
// address, or its triggers.
func (r *restorer) isSame(m *monitors.Live) bool {
	was := r.Kept.Monitor
	if !isKindOf(m, r.Kept.Address) {
		return false
	}
	if m.Mark != nil && m.Mark.Workspace == r.Kept.Workspace && (m.Mark.Address == r.Kept.Address || was.Mark != nil && m.Mark.Address == was.Mark.Address) {
		return true
	}
	return slices.ContainsFunc(m.Monitor.Triggers, func(t monitors.Trigger) bool {
		return t.ID != "" && slices.ContainsFunc(was.Monitor.Triggers, func(w monitors.Trigger) bool { return w.ID == t.ID })
	})
}

// lookAround finds what the kept monitor needs and what needs it.
func (r *restorer) lookAround(now *monitors.Live) {
	was := r.Kept.Monitor
	there := r.channelsThere()
	for _, id := range DestinationIDs(was.Monitor) {
		if !there[id] && r.live.Sight.channelsKnown() && !slices.Contains(r.MissingDestinations, id) {
			r.MissingDestinations = append(r.MissingDestinations, id)
		}
	}
	var missing []Object
	for _, id := range was.Delegates {
		if !slices.ContainsFunc(r.live.Monitors, func(m monitors.Live) bool { return m.ID == id }) {
			missing = append(missing, Object{ID: id})
		}
	}
	if len(missing) > 0 {
		r.refuse(RestoreWithoutDelegates, "", missing...)
	}
	if now != nil {
		return
	}
	r.Users = r.delegators(was.ID)
	for i := range r.live.Monitors {
		if m := &r.live.Monitors[i]; m.Mark == nil && m.Monitor.Name == was.Monitor.Name && isKindOf(m, r.Kept.Address) {
			r.SameName = append(r.SameName, monitorObjects(m)...)
		}
	}
}

// delegators are the live workflows that have a monitor as a delegate.
func (r *restorer) delegators(id string) []Object {
	var users []Object
	for i := range r.live.Monitors {
		if m := &r.live.Monitors[i]; slices.Contains(m.Delegates, id) {
			users = append(users, monitorObjects(m)...)
		}
	}
	return users
}
