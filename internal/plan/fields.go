package plan

import (
	"fmt"
	"slices"

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

	// FormOnly says that only the words of the Dashboards' editor are not on the
	// cluster: the search or condition that they make is there, and is the same.
	FormOnly bool
}

// comparison compares monitors; it names channels by address where it can.
type comparison struct {
	channels map[string]address.Address
	secrets  []string // Desired.Secrets
}

func (p *planner) comparison() comparison {
	return comparison{channels: p.channelAddresses, secrets: p.desired.Secrets}
}

// monitors lists how a live monitor differs from the desired one.
func (c comparison) monitors(live, desired monitors.Monitor, m matches) *differ {
	d := &differ{}
	d.objects("", live.InWordsOf(desired).Fields(), desired.FieldsBeside(live))
	markForms(d.fields, form{words: []string{"graph"}, made: []string{"extraction_query"}})
	for i, t := range desired.Triggers {
		path := "trigger." + t.Label
		if m.triggers[i] < 0 {
			d.add(path, nil, c.trigger(t))
			continue
		}
		c.triggers(d, triggerPair{path: path, live: live.Triggers[m.triggers[i]], desired: t, actions: m.actions[i]})
	}
	for i, t := range live.Triggers {
		if !slices.Contains(m.triggers, i) {
			d.add("trigger."+labelOf(t.Label, t.Name), c.trigger(t), nil)
		}
	}
	if slices.ContainsFunc(d.unknown, c.isSecret) {
		c.maskLive(d.fields)
		c.maskLive(d.hidden)
	}
	return d
}

// triggerPair is a trigger on both sides; actions are the live counterparts of the
// desired ones, as in matches.
type triggerPair struct {
	path          string
	live, desired monitors.Trigger
	actions       []int
}

func (c comparison) triggers(d *differ, p triggerPair) {
	before := p.live.InWordsOf(p.desired)
	if before.Label != "" && before.Label != p.desired.Label {
		d.add(p.path+".label", before.Label, p.desired.Label)
	}
	start := len(d.fields)
	d.objects(p.path, before.Fields(), p.desired.FieldsBeside(before))
	markForms(d.fields[start:], thresholdAt(p.path))
	d.hideQuietTimes(p)
	c.actions(d, p)
}

func (c comparison) actions(d *differ, p triggerPair) {
	for i, a := range p.desired.Actions {
		actionPath := p.path + ".action." + a.Label
		if p.actions[i] < 0 {
			d.add(actionPath, nil, c.action(a))
			continue
		}
		before := p.live.Actions[p.actions[i]]
		if before.Label != "" && before.Label != a.Label {
			d.add(actionPath+".label", before.Label, a.Label)
		}
		d.objects(actionPath, c.action(before), c.action(a))
	}
	for i, a := range p.live.Actions {
		if !slices.Contains(p.actions, i) {
			d.add(p.path+".action."+labelOf(a.Label, a.Name), c.action(a), nil)
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
	for _, field := range m.Fields().Members() {
		if !isUnset(field.Value) {
			d.add(field.Key, nil, field.Value)
		}
	}
	for _, t := range m.Triggers {
		d.add("trigger."+labelOf(t.Label, t.Name), nil, c.trigger(t))
	}
	return d.fields
}

func (c comparison) removed(m monitors.Monitor) []FieldChange { return gone(c.added(m)) }

// gone are fields that go, given as those that appear.
func gone(fields []FieldChange) []FieldChange {
	for i := range fields {
		fields[i].Before, fields[i].After = fields[i].After, nil
	}
	return fields
}
