// Package plan compares what a configuration wants with what a cluster holds,
// and says what to do about it.
//
// A plan is data: equal inputs give an equal plan, and there is no sentence,
// client or clock in it. internal/view words it, internal/apply carries it out.
// This package must not know HCL, HTTP, the wire format or the environment.
package plan

import (
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Plan is what to do to make a cluster match a configuration.
type Plan struct {
	Workspace string
	Destroy   bool // all that the workspace owns is to be deleted: Options.Destroy

	// Against is the directory of the configuration that was compared with in place of a
	// cluster; "" for a plan of a cluster. Such a plan can't be applied.
	Against string

	// Changes are sorted by address. Objects that stay as they are have none.
	Changes []Change

	// Problems keep the plan from being applied; see CanApply.
	Problems []Problem

	Warnings []Warning

	// Unchanged counts the objects of ours that stay as they are.
	Unchanged int

	// Kept are those of them of which everything could be compared: what is desired,
	// and what is live. They have no Action, and are sorted by address.
	Kept []Change

	// Mutes are those on the cluster that what stays has, sorted by address: an apply
	// keeps them, but for those that have ended.
	Mutes []Muted

	// ByMark are the monitors that were compared with their marks where the files'
	// values are not known in this run; only drift asks for it.
	ByMark []ByMark

	// WantsAlerts says that the plan depends on which alerts are open, and was
	// made without knowing them (Live.AlertsKnown): read them, and plan again.
	WantsAlerts bool

	// Preflight is what was found out beforehand about the monitors that are saved; nil
	// where nothing was asked.
	Preflight *Preflight
}

// Action is what happens to one object.
type Action string

// The actions of a plan.
const (
	Create  Action = "create"
	Update  Action = "update"
	Replace Action = "replace" // delete, then create: a monitor's type can't change
	Move    Action = "move"    // a new address, perhaps with other changes
	Adopt   Action = "adopt"   // what someone else made becomes ours
	Delete  Action = "delete"
	Forget  Action = "forget" // the mark goes, the monitor stays
)

// Change is what happens to one object. Exactly one of Monitor and Destination
// is set.
type Change struct {
	Action   Action
	Address  address.Address
	Previous address.Address // where it was, for Move; else zero

	ID   string // the cluster's id; for a new monitor "", for a new channel the id that it will get
	Name string

	// Fields are the differences, in the order of the configuration's words;
	// for a Create and a Delete every field.
	Fields []FieldChange

	// EditedByAnotherHand says that the mark is gone, and that the object was
	// recognised by its ids: the mark is restored.
	EditedByAnotherHand bool

	// DoubleOf is the id of the monitor that stays, where this deletes a double
	// that two applies at once have made; else "".
	DoubleOf string

	// Unknown names what has no value in this run but is needed to carry this
	// out, such as var.slack_url.
	Unknown []string

	Monitor     *MonitorChange
	Destination *DestinationChange
}

// MonitorChange is what apply needs to know about a monitor.
type MonitorChange struct {
	Desired monitors.Monitor // with its ids; zero for Delete; as it stands for Forget
	Mark    monitors.Mark    // what to write; unused for Delete and Forget
	Live    *monitors.Live   // nil for Create

	// Needs are the destinations, and of a workflow the monitors, that must be there
	// first.
	Needs []address.Address

	// OnlyMutes says that all else of it is written as it is live: see MakeMute.
	OnlyMutes bool

	// IsDelegate says that a workflow has what is deleted or replaced: it can't be
	// deleted before that has let go of it.
	IsDelegate bool
}

// DestinationChange is what apply needs to know about a destination.
type DestinationChange struct {
	Desired destinations.Destination // zero for Delete
	Live    *destinations.Live       // nil for Create

	// Needs are the destinations that must be there first.
	Needs []address.Address
}

// Counts says how many objects a plan adds, changes and destroys, as the
// summary line does: a replacement is one of each, a move, an adoption and a
// forgotten mark are changes.
func (p *Plan) Counts() (add, change, destroy int) {
	for _, c := range p.Changes {
		switch c.Action {
		case Create:
			add++
		case Replace:
			add++
			destroy++
		case Delete:
			destroy++
		default:
			change++
		}
	}
	return add, change, destroy
}

// CanApply tells whether there is anything to do and nothing that forbids it.
// A plan with problems is applied in no part: the user decides first.
// Nor is one that was made without seeing what it depends on.
func (p *Plan) CanApply() bool {
	return p.Against == "" && len(p.Changes) > 0 && len(p.Problems) == 0 && !p.Preflight.Failed() && len(p.Lacking()) == 0 && len(p.Unknown()) == 0
}

// Lacking are the permissions without which the plan was made though it depends
// on what they let a user read.
func (p *Plan) Lacking() []string {
	var names []string
	for _, w := range p.Warnings {
		names = append(names, w.Permissions...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// MayDouble tells whether monitors may be there already that would be created: it
// can't be told what the cluster hides from the user.
func (p *Plan) MayDouble() bool {
	return slices.ContainsFunc(p.Warnings, func(w Warning) bool { return w.Kind == MayBeHidden })
}

// Unknown names what the changes need and this run does not know, each once.
func (p *Plan) Unknown() []string {
	var names []string
	seen := map[string]bool{}
	for _, c := range p.Changes {
		for _, name := range c.Unknown {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// WritesMonitors tells whether any monitor is saved: it then runs with the roles
// of whoever saved it.
func (p *Plan) WritesMonitors() bool {
	for _, c := range p.Changes {
		if c.Monitor != nil && c.Action != Delete {
			return true
		}
	}
	return false
}
