package plan

import (
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Against plans what a configuration would change where another one has been applied,
// and nothing else is: without a cluster. Of what others own there, both are believed
// that it is. The ids of monitors are not known, so that there are none in the plan.
func Against(base, desired Desired, options Options) *Plan {
	theirs := theirsOf(base, desired)
	live := assume(base, theirs)
	desired.Imports = slices.DeleteFunc(slices.Clone(desired.Imports), func(i Import) bool {
		return !slices.ContainsFunc(live.Monitors, func(m monitors.Live) bool { return m.ID == i.ID })
	})
	made := Make(desired, live, options)
	made.Warnings = slices.DeleteFunc(made.Warnings, func(w Warning) bool { return w.Kind == UnknownChannel })
	for i := range made.Changes {
		if made.Changes[i].Monitor != nil {
			made.Changes[i].ID = ""
		}
	}
	return made
}

// theirsOf is what others have on a cluster that either of the configurations names:
// channels, and monitors that workflows run.
func theirsOf(configurations ...Desired) Live {
	live := Live{AlertsKnown: true}
	seen := map[string]bool{}
	for _, d := range configurations {
		for _, e := range d.Existing {
			id := e.ID
			if id == "" {
				id = "the " + e.Address.Type() + " channel " + e.Name
			}
			if !seen[id] {
				seen[id] = true
				live.Channels = append(live.Channels, destinations.Live{ID: id, Destination: destinations.Destination{Kind: destinations.Kind(e.Address.Type()), Name: e.Name}})
			}
		}
		for _, w := range d.Monitors {
			w.Monitor.MapRefs(func(r monitors.Ref) monitors.Ref {
				if r.Address.IsZero() && r.ID != "" && !seen[r.ID] {
					seen[r.ID] = true
					live.Monitors = append(live.Monitors, monitors.Live{ID: r.ID})
				}
				return r
			})
		}
	}
	return live
}

// assume is what a cluster holds where a configuration has been applied.
func assume(base Desired, live Live) Live {
	imported := map[address.Address]string{}
	for _, i := range base.Imports {
		imported[i.To] = i.ID
	}
	idOf := func(at address.Address) string {
		if id := imported[at]; id != "" {
			return id
		}
		return at.String()
	}
	base.Imports, base.Moved, base.Removed = nil, nil, nil
	for _, c := range Make(base, live, Options{}).Changes {
		switch {
		case c.Destination != nil:
			live.Channels = append(live.Channels, destinations.Live{ID: c.ID, Destination: c.Destination.Desired, Address: c.Address})
		case c.Monitor != nil:
			m := c.Monitor.Desired.MapRefs(func(r monitors.Ref) monitors.Ref {
				if r.ID == "" && !r.Address.IsZero() {
					r.ID = idOf(r.Address)
				}
				return r
			})
			mark := c.Monitor.Mark
			mark.ConfigHash = m.Hash()
			live.Monitors = append(live.Monitors, monitors.Live{ID: idOf(c.Address), Monitor: m, Mark: &mark, Delegates: m.DelegateIDs(), Destinations: DestinationIDs(m)})
		}
	}
	return live
}
