package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// MuteWish says what to mute, or to unmute.
type MuteWish struct {
	Workspace string
	Targets   []MuteTarget
	Mute      *monitors.Mute // nil: the mutes there are go

	// CanMute tells whether a trigger's condition can hold a mute.
	CanMute func(monitors.Trigger) bool
}

// MuteTarget is a monitor, all instances of a block or all of a pack; or one trigger of
// these.
type MuteTarget struct {
	Address address.Address
	Trigger string // its label; "" for all
}

// String is the target as it is said: monitor.login.trigger.any.
func (t MuteTarget) String() string {
	if t.Trigger == "" {
		return t.Address.String()
	}
	return t.Address.String() + ".trigger." + t.Trigger
}

// Muting is what it takes to carry a wish out.
type Muting struct {
	// Plan changes nothing but mutes: it is made of what is live, whatever the files say.
	Plan *Plan

	// Refusals are in the order of the targets. One that is not of a pack's member keeps
	// all of it from being written.
	Refusals []MuteRefusal

	// Silent are monitors none of whose triggers was muted, where mutes are to go.
	Silent []address.Address
}

// Refused tells whether a refusal keeps all of it from being written.
func (m Muting) Refused() bool {
	return slices.ContainsFunc(m.Refusals, func(r MuteRefusal) bool { return !r.InPack })
}

// MuteRefusalKind is why something can't be muted.
type MuteRefusalKind string

// The refusals.
const (
	// MuteNotThere: the cluster has no such monitor of the workspace, but those that Names
	// lists.
	MuteNotThere MuteRefusalKind = "not-there"
	// MuteForeign: there is one of that address, of the workspace that Word says.
	MuteForeign MuteRefusalKind = "foreign"
	// MuteCopies: several live monitors have the mark of one address.
	MuteCopies MuteRefusalKind = "copies"
	// MuteUnreadable: the monitor is in a form that is not known.
	MuteUnreadable MuteRefusalKind = "unreadable"
	// MuteNoTrigger: it has no trigger of that label, but those that Names lists.
	MuteNoTrigger MuteRefusalKind = "no-trigger"
	// MuteDocuments: its conditions are those of a document-level monitor.
	MuteDocuments MuteRefusalKind = "documents"
	// MuteWorkflow: it is a workflow.
	MuteWorkflow MuteRefusalKind = "workflow"
	// MuteNoScript: a condition is no Painless script, or can't be parsed.
	MuteNoScript MuteRefusalKind = "no-script"
)

// MuteRefusal says why something can't be muted.
type MuteRefusal struct {
	Kind    MuteRefusalKind
	Target  MuteTarget
	Address address.Address // of the monitor; zero where there is none
	InPack  bool            // it was met in a pack: the rest of that is muted
	Objects []Object
	Word    string
	Names   []string
}

// MakeMute plans to put a mute onto triggers of live monitors, or to take those off that
// are there. Nothing else of them changes: neither what was applied nor what the files
// want has a part in it.
func MakeMute(wish MuteWish, live Live) Muting {
	m := muter{wish: wish, live: live, wanted: map[string]map[int]bool{}}
	for _, t := range wish.Targets {
		m.take(t)
	}
	made := &Plan{Workspace: wish.Workspace}
	for i := range live.Monitors {
		if wanted := m.wanted[live.Monitors[i].ID]; wanted != nil {
			m.change(made, &live.Monitors[i], wanted)
		}
	}
	slices.SortStableFunc(made.Changes, func(a, b Change) int { return address.Compare(a.Address, b.Address) })
	slices.SortFunc(m.silent, address.Compare)
	return Muting{Plan: made, Refusals: m.refusals, Silent: m.silent}
}

// muter is the state of one MakeMute.
type muter struct {
	wish     MuteWish
	live     Live
	wanted   map[string]map[int]bool // triggers by index, of monitors by id
	refusals []MuteRefusal
	silent   []address.Address
}

func (m *muter) refuse(r MuteRefusal) {
	r.InPack = r.Target.Address.Kind() == address.Pack
	m.refusals = append(m.refusals, r)
}

// take finds what a target names.
func (m *muter) take(t MuteTarget) {
	if t.Address.Kind() == address.Workflow {
		m.refuse(MuteRefusal{Kind: MuteWorkflow, Target: t, Address: t.Address})
		return
	}
	found, foreign := m.named(t)
	if len(found) == 0 {
		r := MuteRefusal{Kind: MuteNotThere, Target: t, Names: m.addresses()}
		if foreign != nil {
			r.Kind, r.Word, r.Objects = MuteForeign, foreign.Mark.Workspace, monitorObjects(foreign)
		}
		m.refusals = append(m.refusals, r)
		return
	}
	known := false
	for _, one := range found {
		known = m.takeOne(t, one, found) || known
	}
	if known {
		return
	}
	r := MuteRefusal{Kind: MuteNoTrigger, Target: t, Objects: monitorObjects(found...)}
	for _, one := range found {
		for _, trigger := range one.Monitor.Triggers {
			r.Names = append(r.Names, labelOf(trigger.Label, trigger.Name))
		}
	}
	m.refuse(r)
}

// takeOne takes one of those that a target names, and tells whether it has what is meant.
func (m *muter) takeOne(t MuteTarget, one *monitors.Live, found []*monitors.Live) (known bool) {
	copies := slices.DeleteFunc(slices.Clone(found), func(other *monitors.Live) bool { return other.Mark.Address != one.Mark.Address })
	switch {
	case len(copies) > 1:
		if copies[0] == one { // they are named once
			m.refuse(MuteRefusal{Kind: MuteCopies, Target: t, Address: one.Mark.Address, Objects: monitorObjects(copies...)})
		}
	case one.Unreadable != "":
		m.refuse(MuteRefusal{Kind: MuteUnreadable, Target: t, Address: one.Mark.Address, Objects: monitorObjects(one), Word: one.Unreadable})
	case m.wish.Mute == nil && len(one.Monitor.Triggers) == 0:
		m.silent = append(m.silent, one.Mark.Address)
	default:
		return m.takeTriggers(t, one)
	}
	return true
}

// addresses are those of the workspace's live monitors.
func (m *muter) addresses() (names []string) {
	for _, one := range m.live.Monitors {
		if one.Mark != nil && one.Mark.Workspace == m.wish.Workspace {
			names = append(names, one.Mark.Address.String())
		}
	}
	return names
}

// named are the live monitors with marks of the workspace that a target names; where
// there are none, perhaps one of another workspace.
func (m *muter) named(t MuteTarget) (found []*monitors.Live, foreign *monitors.Live) {
	for i := range m.live.Monitors {
		switch one := &m.live.Monitors[i]; {
		case one.Mark == nil || !t.Address.Names(one.Mark.Address):
		case one.Mark.Workspace == m.wish.Workspace:
			found = append(found, one)
		default:
			foreign = one
		}
	}
	return found, foreign
}

// takeTriggers takes those of one monitor, and tells whether it has any that is meant.
func (m *muter) takeTriggers(t MuteTarget, one *monitors.Live) (known bool) {
	for i, trigger := range one.Monitor.Triggers {
		if t.Trigger != "" && trigger.Label != t.Trigger {
			continue
		}
		known = true
		if m.wish.Mute != nil && !m.wish.CanMute(trigger) {
			m.refuse(MuteRefusal{Kind: refusalOf(trigger), Target: t, Address: one.Mark.Address, Objects: monitorObjects(one), Word: labelOf(trigger.Label, trigger.Name)})
			return true
		}
		if m.wanted[one.ID] == nil {
			m.wanted[one.ID] = map[int]bool{}
		}
		m.wanted[one.ID][i] = true
	}
	return known
}

func refusalOf(t monitors.Trigger) MuteRefusalKind {
	if _, ok := t.Condition.(*monitors.DocumentCondition); ok {
		return MuteDocuments
	}
	return MuteNoScript
}

// change plans one monitor: nothing where it is as it is wished already.
func (m *muter) change(made *Plan, live *monitors.Live, wanted map[int]bool) {
	c := Change{Action: Update, Address: live.Mark.Address, ID: live.ID, Name: live.Monitor.Name}
	desired := live.Monitor
	desired.KeepsRoles = true
	desired.Triggers = slices.Clone(desired.Triggers)
	for i := range desired.Triggers {
		t := &desired.Triggers[i]
		if !wanted[i] || m.wish.Mute == nil && t.Mute == nil {
			continue
		}
		c.Fields = append(c.Fields, FieldChange{Path: mutePath(*t), Before: muteValue(t.Mute), After: muteValue(m.wish.Mute)})
		t.Mute = m.wish.Mute
	}
	if len(c.Fields) == 0 {
		m.silent = append(m.silent, c.Address)
		return
	}
	mark := *live.Mark
	mark.Mutes = desired.Mutes()
	c.Monitor = &MonitorChange{Desired: desired, Live: live, Mark: mark, OnlyMutes: true}
	made.Changes = append(made.Changes, c)
}
