package planfile

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// wantedOf is what a change makes of its object, for a digest; nil for what goes.
// Others are named by their addresses, where the workspace has one for them: ids that
// only the server can give are known after a part was carried out, and not before. Ids
// of triggers and actions are no part of it, either: they follow from the version that
// was read.
func wantedOf(c plan.Change) *orderedjson.Object {
	switch {
	case c.Action == plan.Delete || c.Action == plan.Forget:
		return nil
	case c.Monitor != nil:
		return monitorContent(c.Monitor.Desired)
	case c.Destination != nil:
		return destinationContent(c.Destination.Desired)
	default:
		return nil
	}
}

func monitorContent(m monitors.Monitor) *orderedjson.Object {
	f := m.Fields()
	f.Set("keeps_roles", m.KeepsRoles)
	triggers := orderedjson.NewObject()
	for _, t := range m.Triggers {
		trigger, actions := t.Fields(), orderedjson.NewObject()
		for _, a := range t.Actions {
			action := a.Fields()
			if at := a.Destination.Address; !at.IsZero() {
				action.Set("destination", at.String())
			}
			actions.Set(labelOf(a.Label, a.ID), action)
		}
		trigger.Set("actions", actions)
		triggers.Set(labelOf(t.Label, t.ID), trigger)
	}
	f.Set("triggers", triggers)
	return f
}

// labelOf tells triggers and actions apart; those that ignore_changes leaves to others
// have no label.
func labelOf(label, id string) string {
	if label != "" {
		return label
	}
	return "#" + id
}

func destinationContent(d destinations.Destination) *orderedjson.Object {
	f := orderedjson.NewObject(orderedjson.Member{Key: "kind", Value: string(d.Kind)})
	for _, field := range d.Fields() {
		value := field.Shown()
		if refs, isRefs := field.Value.([]destinations.Ref); isRefs { // their order means nothing
			value = sortedWords(refs)
		}
		f.Set(field.Path, value)
	}
	return f
}

func sortedWords(refs []destinations.Ref) []any {
	words := make([]string, len(refs))
	for i, r := range refs {
		words[i] = r.String()
	}
	slices.Sort(words)
	list := make([]any, len(words))
	for i, w := range words {
		list[i] = w
	}
	return list
}

// liveContent is a channel as it was read; nil where there was none. A monitor's
// version tells all. Where the time of the last change is told, that stands for the
// secrets: to derive them, too, would take long.
func liveContent(c plan.Change) *orderedjson.Object {
	if c.Destination == nil || c.Destination.Live == nil {
		return nil
	}
	live := c.Destination.Live
	f := destinationContent(live.Destination)
	if !live.LastUpdate.IsZero() || live.Version != (destinations.Version{}) {
		for _, m := range f.Members() {
			if _, secret := m.Value.(destinations.Secret); secret {
				f.Set(m.Key, destinations.Masked)
			}
		}
	}
	f.Set("address", live.Address.String())
	return f
}

// versionOf is the version of what a change was made from; nil for what was not there.
// The digest of a channel's content is the caller's to add.
func versionOf(c plan.Change) *Version {
	switch {
	case c.Monitor != nil && c.Monitor.Live != nil:
		v := c.Monitor.Live.Version
		return &Version{SeqNo: v.SeqNo, PrimaryTerm: v.PrimaryTerm}
	case c.Destination != nil && c.Destination.Live != nil:
		live := c.Destination.Live
		v := &Version{SeqNo: live.Version.SeqNo, PrimaryTerm: live.Version.PrimaryTerm}
		if !live.LastUpdate.IsZero() {
			v.Updated = live.LastUpdate.UTC().Format(time.RFC3339Nano)
		}
		return v
	default:
		return nil
	}
}
