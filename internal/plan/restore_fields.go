package plan

import (
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// addressesOf are the addresses that channels tell themselves, by id.
func addressesOf(channels []destinations.Live) map[string]address.Address {
	at := map[string]address.Address{}
	for _, c := range channels {
		if !c.Address.IsZero() {
			at[c.ID] = c.Address
		}
	}
	return at
}

// alike is a kept monitor as it is shown beside the live one, and which of their
// triggers and actions are the same: those of one id, else of one name. Without a
// mark it has no labels; it gets those that it is shown under.
func alike(kept, live monitors.Monitor) (monitors.Monitor, matches) {
	kept = cloneReferences(kept)
	found := matches{triggers: make([]int, len(kept.Triggers)), actions: make([][]int, len(kept.Triggers))}
	triggers := matcher{wanted: len(kept.Triggers), live: len(live.Triggers)}
	triggers.round(func(w, l int) bool { return kept.Triggers[w].ID == live.Triggers[l].ID })
	triggers.round(func(w, l int) bool { return kept.Triggers[w].Name == live.Triggers[l].Name })
	copy(found.triggers, triggers.result())
	for w, l := range found.triggers {
		t := &kept.Triggers[w]
		var before monitors.Trigger
		if l >= 0 {
			before = live.Triggers[l]
		}
		actions := matcher{wanted: len(t.Actions), live: len(before.Actions)}
		actions.round(func(a, b int) bool { return t.Actions[a].ID == before.Actions[b].ID })
		actions.round(func(a, b int) bool { return t.Actions[a].Name == before.Actions[b].Name })
		found.actions[w] = actions.result()
		for a, b := range found.actions[w] {
			if t.Actions[a].Label == "" && b >= 0 {
				t.Actions[a].Label = before.Actions[b].Label
			}
		}
		if t.Label == "" {
			t.Label = before.Label
		}
	}
	return labelled(kept), found
}

// labelled is a monitor each of whose triggers and actions has a label to be shown
// under.
func labelled(m monitors.Monitor) monitors.Monitor {
	m = cloneReferences(m)
	for i := range m.Triggers {
		t := &m.Triggers[i]
		t.Label = labelOf(t.Label, t.Name)
		for j := range t.Actions {
			t.Actions[j].Label = labelOf(t.Actions[j].Label, t.Actions[j].Name)
		}
	}
	return m
}

func (r *restorer) restoreDestination() {
	was := *r.Kept.Destination
	r.Change = Change{Action: Create, Address: r.Kept.Address, ID: was.ID, Name: was.Destination.Name, Destination: &DestinationChange{Desired: was.Destination}}
	if was.IsLegacy() != r.live.Generation.LegacyDestinations {
		r.refuse(RestoreGeneration, "")
		return
	}
	named := func(d destinations.Destination) destinations.Destination {
		at := addressesOf(r.live.Channels)
		return d.WithRefs(func(ref destinations.Ref) destinations.Ref {
			ref.Address = at[ref.ID]
			return ref
		})
	}
	now := r.findDestination()
	r.lookForRefs()
	if now == nil {
		if was.IsLegacy() {
			r.Change.ID = "" // the server chooses it
			r.Users = r.senders(was.ID)
		}
		r.Change.Fields = addedFields(named(was.Destination))
		return
	}
	r.Change.ID, r.Elsewhere = now.ID, now.ID != was.ID
	r.Change.Action, r.Change.Destination.Live = Update, now
	if now.Destination.Kind != was.Destination.Kind && !(now.IsLegacy() && was.Destination.Kind.IsChannel() && now.Destination.Kind.IsChannel()) {
		r.Change.Action = Replace
	}
	r.Change.Fields, _ = compareDestinations(named(now.Destination), named(was.Destination))
}

// findDestination finds what is live of a kept destination: by its id, else by what
// says whose it is.
func (r *restorer) findDestination() *destinations.Live {
	was := r.Kept.Destination
	var now *destinations.Live
	var others []*destinations.Live
	for i := range r.live.Channels {
		switch c := &r.live.Channels[i]; {
		case c.ID == was.ID:
			now = c
		case was.IsLegacy() && c.Handle() == was.Handle():
			others = append(others, c)
		case !was.IsLegacy() && !was.Address.IsZero() && c.Address == was.Address && address.IsChannelOf(c.ID, r.Kept.Workspace):
			others = append(others, c)
		}
	}
	if now == nil && len(others) == 1 && was.IsLegacy() {
		now, others = others[0], nil
	}
	if len(others) > 0 {
		if now != nil {
			others = append(others, now)
		}
		r.refuse(RestoreCopies, "", channelObjects(others)...)
	}
	return now
}

// channelsThere are the ids of the live channels.
func (r *restorer) channelsThere() map[string]bool {
	there := map[string]bool{}
	for _, c := range r.live.Channels {
		there[c.ID] = true
	}
	return there
}

// lookForRefs finds which of the account and the groups of an e-mail are not there.
func (r *restorer) lookForRefs() {
	there := r.channelsThere()
	for _, id := range refIDs(r.Kept.Destination.Destination) {
		if !there[id] {
			r.MissingDestinations = append(r.MissingDestinations, id)
		}
	}
}

// senders are the live monitors and e-mails that refer to a destination's id.
func (r *restorer) senders(id string) []Object {
	var users []Object
	for i := range r.live.Monitors {
		if m := &r.live.Monitors[i]; slices.Contains(m.Destinations, id) {
			users = append(users, monitorObjects(m)...)
		}
	}
	for i := range r.live.Channels {
		if c := &r.live.Channels[i]; slices.Contains(refIDs(c.Destination), id) {
			users = append(users, channelObjects([]*destinations.Live{c})...)
		}
	}
	return users
}
