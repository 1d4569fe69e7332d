package plan

import (
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// IDs are the ids of objects, by address: those that the server chose while a plan
// was carried out, and that no plan can know.
type IDs map[address.Address]string

// Needs are the objects that must be there, as desired, before the change is
// carried out.
func (c Change) Needs() []address.Address {
	switch {
	case c.Monitor != nil:
		return c.Monitor.Needs
	case c.Destination != nil:
		return c.Destination.Needs
	default:
		return nil
	}
}

// Uses are the ids of the objects that what is live uses, whatever its shape: they
// are not deleted before it has let go of them.
func (c Change) Uses() []string {
	if c.Monitor != nil && c.Monitor.Live != nil {
		// Destinations holds those of a monitor that could not be decoded, too.
		return slices.Concat(c.Monitor.Live.Destinations, DestinationIDs(c.Monitor.Live.Monitor), c.Monitor.Live.Delegates)
	}
	if c.Destination != nil && c.Destination.Live != nil {
		return refIDs(c.Destination.Live.Destination)
	}
	return nil
}

// refIDs are the ids of the account and the groups of an e-mail.
func refIDs(d destinations.Destination) []string {
	var ids []string
	for _, r := range d.Refs() {
		ids = append(ids, r.ID)
	}
	return ids
}

// Settle fills in the ids of what the change refers to and the plan could not
// know, and makes the mark one of what is written then. The plan's own change
// stays as it is. The error names what has no id.
func (c Change) Settle(ids IDs) (Change, error) {
	f := &filler{ids: ids}
	switch {
	case c.Action == Delete || c.Action == Forget:
	case c.Monitor != nil:
		m := *c.Monitor
		m.Desired = cloneReferences(m.Desired)
		for _, t := range m.Desired.Triggers {
			for i := range t.Actions {
				f.fill(t.Actions[i].Destination.Address, &t.Actions[i].Destination.ID)
			}
		}
		m.Desired = m.Desired.MapRefs(func(r monitors.Ref) monitors.Ref {
			f.fill(r.Address, &r.ID)
			return r
		})
		if f.filled {
			m.Mark = m.markAt(c.Action, m.Mark.Workspace, m.Mark.Address)
		}
		c.Monitor = &m
	case c.Destination != nil:
		d := *c.Destination
		d.Desired = d.Desired.WithRefs(func(r destinations.Ref) destinations.Ref {
			f.fill(r.Address, &r.ID)
			return r
		})
		c.Destination = &d
	}
	return c, f.err
}

// filler fills in ids.
type filler struct {
	ids    IDs
	filled bool
	err    error
}

// fill sets the id of a reference to what is at an address, where this run gave it
// one. A reference without address has its id.
func (f *filler) fill(at address.Address, id *string) {
	if given, ok := f.ids[at]; ok && !at.IsZero() && given != *id {
		*id, f.filled = given, true
	}
	if *id == "" && !at.IsZero() && f.err == nil {
		f.err = fmt.Errorf("the id of %s is not known", at)
	}
}
