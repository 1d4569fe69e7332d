package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// FieldChange is one difference: a value that changes, appears (Before is nil)
// or goes (After is nil). Values are those of orderedjson, or a
// destinations.Secret, which prints masked.
type FieldChange struct {
	Path   string // such as trigger.any_login.severity
	Before any
	After  any

	// Origin says which side has changed, where an object stays: "" for one that
	// is created, adopted or deleted.
	Origin Origin
}

// comparison compares monitors; it names channels by address where it can.
type comparison struct {
	channels map[string]address.Address
}

func (p *planner) comparison() comparison { return comparison{channels: p.channelAddresses} }

// differ collects differences.
type differ struct {
	fields  []FieldChange
	unknown []string // what is missing to compare the rest
}

// monitors lists how a live monitor differs from the desired one.
func (c comparison) monitors(live, desired monitors.Monitor, m matches) ([]FieldChange, []string) {
	d := &differ{}
	d.objects("", live.InWordsOf(desired).Fields(), desired.FieldsBeside(live))
	for i, t := range desired.Triggers {
		path := "trigger." + t.Label
		if m.triggers[i] < 0 {
			d.add(path, nil, c.trigger(t))
			continue
		}
		before := live.Triggers[m.triggers[i]].InWordsOf(t)
		if before.Label != "" && before.Label != t.Label {
			d.add(path+".label", before.Label, t.Label)
		}
		d.objects(path, before.Fields(), t.FieldsBeside(before))
		c.actions(d, path, before, t, m.actions[i])
	}
	for i, t := range live.Triggers {
		if !slices.Contains(m.triggers, i) {
			d.add("trigger."+labelOf(t.Label, t.Name), c.trigger(t), nil)
		}
	}
	return d.fields, d.unknown
}

func (c comparison) actions(d *differ, path string, live, desired monitors.Trigger, found []int) {
	for i, a := range desired.Actions {
		actionPath := path + ".action." + a.Label
		if found[i] < 0 {
			d.add(actionPath, nil, c.action(a))
			continue
		}
		before := live.Actions[found[i]]
		if before.Label != "" && before.Label != a.Label {
			d.add(actionPath+".label", before.Label, a.Label)
		}
		d.objects(actionPath, c.action(before), c.action(a))
	}
	for i, a := range live.Actions {
		if !slices.Contains(found, i) {
			d.add(path+".action."+labelOf(a.Label, a.Name), c.action(a), nil)
		}
	}
}

// labelOf names a live trigger or action that the configuration no longer has.
func labelOf(label, name string) string {
	if label != "" {
		return label
	}
	return fmt.Sprintf("%q", name)
}

func (c comparison) trigger(t monitors.Trigger) *orderedjson.Object {
	f := t.Fields()
	for _, a := range t.Actions {
		f.Set("action."+labelOf(a.Label, a.Name), c.action(a))
	}
	return f
}

func (c comparison) action(a monitors.Action) *orderedjson.Object {
	f := a.Fields()
	if _, unknown := monitors.Unknown(a.Destination.ID); unknown {
		f.Set("destination", a.Destination.ID)
		return f
	}
	at := a.Destination.Address
	if at.IsZero() {
		at = c.channels[a.Destination.ID]
	}
	if !at.IsZero() {
		f.Set("destination", at.String())
	}
	return f
}

// added lists every field of a new monitor, removed those of one that goes.
func (c comparison) added(m monitors.Monitor) []FieldChange {
	d := &differ{}
	d.objects("", orderedjson.NewObject(), m.Fields())
	for _, t := range m.Triggers {
		d.add("trigger."+labelOf(t.Label, t.Name), nil, c.trigger(t))
	}
	return d.fields
}

func (c comparison) removed(m monitors.Monitor) []FieldChange {
	d := &differ{}
	d.objects("", m.Fields(), orderedjson.NewObject())
	for _, t := range m.Triggers {
		d.add("trigger."+labelOf(t.Label, t.Name), c.trigger(t), nil)
	}
	return d.fields
}

// add notes a difference. An object that appears or goes is taken apart, so that
// each of its fields has a path of its own.
func (d *differ) add(path string, before, after any) {
	whole, isObject := cmp.Or(after, before).(*orderedjson.Object)
	if !isObject || whole.Len() == 0 || before != nil && after != nil || isWhole(path) {
		d.fields = append(d.fields, FieldChange{Path: path, Before: before, After: after})
		return
	}
	for _, m := range whole.Members() {
		switch {
		case isUnset(m.Value):
		case after != nil:
			d.add(path+"."+m.Key, nil, m.Value)
		default:
			d.add(path+"."+m.Key, m.Value, nil)
		}
	}
}

// wholeValues are compared and shown as one: taking a search body apart would
// hide where in the query a line changed.
var wholeValues = []string{"body", "filter", "composite_agg_filter", "params"}

func isWhole(path string) bool {
	return slices.Contains(wholeValues, path[strings.LastIndexByte(path, '.')+1:])
}

// objects compares key by key, and below objects again; lists and search bodies
// are compared as a whole.
func (d *differ) objects(path string, before, after *orderedjson.Object) {
	keys := after.Keys()
	for _, key := range before.Keys() {
		if !after.Has(key) {
			keys = append(keys, key)
		}
	}
	for _, key := range keys {
		at := key
		if path != "" {
			at = path + "." + key
		}
		b, inBefore := before.Get(key)
		a, inAfter := after.Get(key)
		beforeObject, _ := b.(*orderedjson.Object)
		afterObject, _ := a.(*orderedjson.Object)
		if beforeObject != nil && afterObject != nil && !isWhole(key) {
			d.objects(at, beforeObject, afterObject)
			continue
		}
		if same, unknown := equalButUnknown(b, a); len(unknown) > 0 || same && inBefore == inAfter {
			d.unknown = append(d.unknown, unknown...)
			if same {
				continue
			}
		}
		if isUnset(b) && isUnset(a) {
			continue
		}
		d.add(at, b, a)
	}
}

// isUnset tells whether a value says nothing: an absent description is "".
func isUnset(v any) bool { return v == nil || v == "" }
