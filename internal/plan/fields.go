package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
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
	d.objects("", live.Fields(), desired.Fields())
	for i, t := range desired.Triggers {
		path := "trigger." + t.Label
		if m.triggers[i] < 0 {
			d.add(path, nil, c.trigger(t))
			continue
		}
		before := live.Triggers[m.triggers[i]]
		if before.Label != "" && before.Label != t.Label {
			d.add(path+".label", before.Label, t.Label)
		}
		d.objects(path, before.Fields(), t.Fields())
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
		d.add("trigger."+t.Label, nil, c.trigger(t))
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

// equalButUnknown compares as orderedjson.Equal does, but an unknown text in the
// desired value equals anything; it lists what is missing.
func equalButUnknown(live, desired any) (same bool, unknown []string) {
	if reason, ok := monitors.Unknown(desired); ok {
		return true, []string{reason}
	}
	switch want := desired.(type) {
	case *orderedjson.Object:
		have, ok := live.(*orderedjson.Object)
		same = ok && have.Len() == want.Len()
		for _, member := range want.Members() {
			value, there := have.Get(member.Key)
			equal, missing := equalButUnknown(value, member.Value)
			same = same && equal && there
			unknown = append(unknown, missing...)
		}
		return same, unknown
	case []any:
		have, ok := live.([]any)
		same = ok && len(have) == len(want)
		for i := range want {
			var value any
			if i < len(have) {
				value = have[i]
			}
			equal, missing := equalButUnknown(value, want[i])
			same = same && equal
			unknown = append(unknown, missing...)
		}
		return same, unknown
	default:
		return orderedjson.Equal(live, desired), nil
	}
}

// unknownIn lists what is missing to write a monitor.
func unknownIn(m monitors.Monitor) []string {
	_, unknown := equalButUnknown(nil, m.Fields())
	for _, t := range m.Triggers {
		_, more := equalButUnknown(nil, t.Fields())
		unknown = append(unknown, more...)
		for _, a := range t.Actions {
			_, more := equalButUnknown(nil, a.Fields())
			unknown = append(unknown, more...)
		}
	}
	slices.Sort(unknown)
	return slices.Compact(unknown)
}

// compareDestinations lists how a live destination differs from the desired one.
func compareDestinations(live, desired destinations.Destination) (fields []FieldChange, unknown []string) {
	before := map[string]any{}
	for _, f := range live.Fields() {
		before[f.Path] = f.Value
	}
	for _, f := range desired.Fields() {
		value, there := before[f.Path]
		delete(before, f.Path)
		if s, secret := f.Value.(destinations.Secret); secret {
			if reason, missing := s.Unknown(); missing {
				unknown = append(unknown, reason)
				continue
			}
		}
		if reason, missing := monitors.Unknown(f.Value); missing {
			unknown = append(unknown, reason)
			continue
		}
		if !there || value != f.Value {
			fields = append(fields, FieldChange{Path: f.Path, Before: value, After: f.Value})
		}
	}
	for _, f := range live.Fields() {
		if _, gone := before[f.Path]; gone {
			fields = append(fields, FieldChange{Path: f.Path, Before: f.Value})
		}
	}
	return fields, unknown
}

func addedFields(d destinations.Destination) []FieldChange {
	var fields []FieldChange
	for _, f := range d.Fields() {
		if !isUnset(f.Value) {
			fields = append(fields, FieldChange{Path: f.Path, After: f.Value})
		}
	}
	return fields
}

func removedFields(d destinations.Destination) []FieldChange {
	fields := addedFields(d)
	for i := range fields {
		fields[i].Before, fields[i].After = fields[i].After, nil
	}
	return fields
}

func unknownSecrets(d destinations.Destination) []string {
	_, unknown := compareDestinations(destinations.Destination{}, d)
	return unknown
}
