package plan

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// MuteEnded is the origin of a mute that is over and still written in a condition. It
// is neither drift nor a wish of the files: nobody has to do anything about it, and the
// next apply takes it out.
const MuteEnded Origin = "mute-ended"

// Muted is a trigger of the workspace with a mute on the cluster.
type Muted struct {
	Address address.Address // the monitor's
	Trigger string          // its label; its name where it has none
	Mute    monitors.Mute
	Ended   bool // the next apply takes it out
}

// keepMutes gives desired triggers the running mutes of their live counterparts, so that
// a write does not end them, and returns the field changes that take ended ones out.
func (p *planner) keepMutes(c Change, found matches) []FieldChange {
	var ended []FieldChange
	desired, live := &c.Monitor.Desired, c.Monitor.Live.Monitor
	for w, l := range found.triggers {
		t := &desired.Triggers[w]
		t.Mute = nil
		if l < 0 || live.Triggers[l].Mute == nil {
			continue
		}
		mute := live.Triggers[l].Mute
		muted := Muted{Address: c.Address, Trigger: labelOf(t.Label, t.Name), Mute: *mute}
		switch {
		case mute.IsOver(p.options.Now):
			muted.Ended = true
			ended = append(ended, FieldChange{Path: mutePath(*t), Before: mute.Fields(), Origin: MuteEnded})
		case !monitors.Mutable(t.Condition):
			p.warnOfMute(c, live.Triggers[l])
			continue
		default:
			t.Mute = mute
		}
		p.plan.Mutes = append(p.plan.Mutes, muted)
	}
	for l, t := range live.Triggers {
		if !slices.Contains(found.triggers, l) {
			p.warnOfMute(c, t)
		}
	}
	return ended
}

// otherMutes are the differences of mutes between a live monitor and what is put in its
// place as it is.
func otherMutes(live, wanted monitors.Monitor, found matches) []FieldChange {
	var fields []FieldChange
	for w, l := range found.triggers {
		t := wanted.Triggers[w]
		var before *monitors.Mute
		if l >= 0 {
			before = live.Triggers[l].Mute
		}
		if !t.Mute.Same(before) {
			fields = append(fields, FieldChange{Path: mutePath(t), Before: muteValue(before), After: muteValue(t.Mute)})
		}
	}
	return fields
}

// muteValue is a mute as a field's value; nil for none.
func muteValue(m *monitors.Mute) any {
	if m == nil {
		return nil
	}
	return m.Fields()
}

// warnOfMute says that a running mute goes with its trigger.
func (p *planner) warnOfMute(c Change, t monitors.Trigger) {
	if t.Mute == nil || t.Mute.IsOver(p.options.Now) {
		return
	}
	p.warn(Warning{Kind: MuteGoes, Address: c.Address, Object: Object{ID: c.ID, Name: c.Name}, Muted: &Muted{
		Address: c.Address, Trigger: labelOf(t.Label, t.Name), Mute: *t.Mute,
	}})
}

func mutePath(t monitors.Trigger) string { return "trigger." + labelOf(t.Label, t.Name) + ".mute" }

// sameMutes tells whether the triggers of two monitors are muted until the same moments.
func sameMutes(a, b monitors.Monitor) bool {
	return maps.EqualFunc(a.Mutes(), b.Mutes(), func(a, b monitors.Mute) bool { return a.Until.Equal(b.Until) })
}
