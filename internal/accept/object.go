package accept

import (
	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// object is a drifted one with its block; nil where none can be found.
func (a *acceptor) object(d plan.Drifted) *object {
	block, ok := a.now.Config.Block(d.Address)
	if !ok || len(d.Objects) == 0 {
		return nil
	}
	name := block.DefRange().Filename
	if a.sources[name] == nil {
		a.sources[name] = newSource(name, a.now.Config.Files[name].Bytes)
	}
	o := &object{at: d.Address, config: a.now.Config, block: block, source: a.sources[name]}
	o.names.Destination = a.destination
	for _, m := range a.now.Live.Monitors {
		if m.ID == d.Objects[0].ID {
			live := m.Monitor
			o.live = &live
		}
	}
	for _, m := range a.now.Desired.Monitors {
		if m.Address == d.Address {
			desired := m.Monitor
			o.desired = &desired
		}
	}
	if (o.live == nil) != (o.desired == nil) {
		return nil
	}
	if c := a.change(d.Address); c != nil && c.Monitor != nil {
		desired := c.Monitor.Desired // ids and all
		o.desired = &desired
	}
	return o
}

func (a *acceptor) change(at address.Address) *plan.Change {
	for i, c := range a.now.Plan.Changes {
		if c.Address == at {
			return &a.now.Plan.Changes[i]
		}
	}
	return nil
}

// destination is what an action of the files refers to for a channel; "" where nothing
// declares it.
func (a *acceptor) destination(ref monitors.DestinationRef) generate.Reference {
	if !ref.Address.IsZero() {
		return generate.Reference(ref.Address.String())
	}
	for _, list := range [][]plan.Change{a.now.Plan.Changes, a.now.Plan.Kept} {
		for _, c := range list {
			if c.Destination != nil && c.ID == ref.ID {
				return generate.Reference(c.Address.String())
			}
		}
	}
	for _, e := range a.now.Desired.Existing {
		if e.ID == ref.ID || e.ID == "" && a.channelName(ref.ID) == e.Name {
			return generate.Reference(e.Address.String())
		}
	}
	return ""
}

func (a *acceptor) channelName(id string) string {
	for _, c := range a.now.Live.Channels {
		if c.ID == id {
			return c.Destination.Name
		}
	}
	return "\x00"
}

// masked hides a value that must not be printed.
func masked(v any) any {
	if v == nil {
		return nil
	}
	return destinations.NewSecret("of the cluster")
}
