package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
)

// Drift is what became of a cluster since the last apply, and no more than the
// cluster can tell: there is no state file.
type Drift struct {
	Workspace string
	Targeted  bool // only a part was looked at

	// Changed are objects that somebody has changed on the cluster, or may have.
	Changed []Drifted

	// Missing are declared and not there: never applied, or deleted on the cluster.
	Missing []Drifted

	// Copies are addresses that several live objects claim.
	Copies []Drifted

	// Unmanaged are the objects that no workspace owns, where they were looked for.
	Unmanaged    []Newcomer
	LookedForAll bool

	// NotApplied is what the files want beside that: it is no drift.
	NotApplied []Change

	// Problems keep what the files want from being applied; plan tells more.
	Problems []Problem

	// Warnings are about what was left alone, or out of the comparison.
	Warnings []Warning

	// Mutes are those on the cluster, sorted by address; none of them is drift.
	Mutes []Muted

	// Unchanged counts the objects that are as the files have them.
	Unchanged int

	// Others count what other workspaces own, sorted by name, and OfPlugins the
	// monitors of other plugins; they are counted where the unmanaged are looked for.
	Others    []OtherWorkspace
	OfPlugins int
}

// Drifted is one object, or several of one address, that drifted.
type Drifted struct {
	Address address.Address
	Name    string

	// EditedByAnotherHand says that the mark is gone, and with it what tells how
	// the object was applied.
	EditedByAnotherHand bool

	// Fields are the differences that did not come about in the files alone:
	// Before is on the cluster, After in the files.
	Fields []FieldChange

	// Objects are the live ones, one for a changed object.
	Objects []DatedObject

	// UsedBy are monitors of ours that still send to a missing destination: it has
	// been there, so that it was deleted on the cluster.
	UsedBy []address.Address

	// Removal is set for a monitor that the files have no longer, or give up.
	Removal *Removal

	// Problem says more where there is nothing to compare, else nil.
	Problem *Problem
}

// DatedObject is a live object, and when it was written last; by whom can't be told.
type DatedObject struct {
	Object
	LastUpdate int64 // milliseconds since 1970 in UTC; 0 where the cluster doesn't say
}

// Any tells whether there is drift.
func (d *Drift) Any() bool {
	return len(d.Changed)+len(d.Missing)+len(d.Copies)+len(d.Unmanaged) > 0
}

// DriftOptions say where drift is looked for.
type DriftOptions struct {
	Targets   []address.Address // those that the plan was made with
	Unmanaged bool              // what no workspace owns, too
}

// FindDrift sorts a plan's findings by where they come from: the cluster drifted,
// or the files have what was not applied yet. The plan is one that Make has made
// of desired and live.
func FindDrift(made *Plan, desired Desired, live Live, options DriftOptions) *Drift {
	f := drifts{
		drift: &Drift{Workspace: made.Workspace, Targeted: len(options.Targets) > 0, Unchanged: made.Unchanged, Mutes: made.Mutes, LookedForAll: options.Unmanaged},
		dates: datesOf(live), options: options, byMark: map[address.Address]ByMark{},
	}
	for _, m := range made.ByMark {
		f.byMark[m.Address] = m
	}
	for _, c := range made.Changes {
		f.sortChange(c, live)
	}
	for _, problem := range made.Problems {
		f.sortProblem(problem)
	}
	f.sortHidden(made)
	for _, w := range made.Warnings {
		if w.Kind != OrphanedAlerts {
			f.warn(w)
		}
	}
	slices.SortStableFunc(f.drift.Changed, func(a, b Drifted) int { return address.Compare(a.Address, b.Address) })
	f.warnOfUncompared(desired, made)
	if options.Unmanaged {
		f.findNewcomers(made, desired, live)
	}
	return f.drift
}

// drifts is the state of one FindDrift.
type drifts struct {
	drift   *Drift
	dates   map[string]int64 // by id; see DatedObject
	options DriftOptions
	byMark  map[address.Address]ByMark
}

func datesOf(live Live) map[string]int64 {
	dates := map[string]int64{}
	for _, m := range live.Monitors {
		if !m.LastUpdate.IsZero() {
			dates[m.ID] = m.LastUpdate.UnixMilli()
		}
	}
	for _, c := range live.Channels {
		if !c.LastUpdate.IsZero() {
			dates[c.ID] = c.LastUpdate.UnixMilli()
		}
	}
	return dates
}

func (f drifts) dated(list ...Object) []DatedObject {
	objects := make([]DatedObject, len(list))
	for i, o := range list {
		objects[i] = DatedObject{Object: o, LastUpdate: f.dates[o.ID]}
	}
	return objects
}
