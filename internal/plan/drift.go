package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
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
		drift: &Drift{Workspace: made.Workspace, Targeted: len(options.Targets) > 0, Unchanged: made.Unchanged, LookedForAll: options.Unmanaged},
		dates: datesOf(live), options: options,
	}
	for _, c := range made.Changes {
		f.sortChange(c, live)
	}
	for _, problem := range made.Problems {
		f.sortProblem(problem)
	}
	for _, w := range made.Warnings {
		if w.Kind != OrphanedAlerts {
			f.drift.Warnings = append(f.drift.Warnings, w)
		}
	}
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

func (f drifts) sortChange(c Change, live Live) {
	d := f.drift
	switch {
	case c.Action == Create:
		d.Missing = append(d.Missing, Drifted{Address: c.Address, Name: c.Name, UsedBy: usersOf(c, live)})
		return
	case c.DoubleOf != "":
		d.Copies = append(d.Copies, Drifted{
			Address: c.Address, Name: c.Name, Objects: f.dated(Object{ID: c.DoubleOf, Name: c.Name}, Object{ID: c.ID, Name: c.Name}),
		})
		return
	case c.Action == Adopt || c.Action == Delete || c.Action == Forget:
		d.NotApplied = append(d.NotApplied, c)
		return
	}
	drifted, news := byOrigin(c.Fields)
	if len(drifted) > 0 || c.EditedByAnotherHand {
		d.Changed = append(d.Changed, Drifted{
			Address: c.Address, Name: liveName(c), Fields: drifted,
			EditedByAnotherHand: c.EditedByAnotherHand, Objects: f.dated(Object{ID: c.ID, Name: liveName(c)}),
		})
	}
	if len(c.Unknown) > 0 {
		d.Warnings = append(d.Warnings, Warning{Kind: NotCompared, Address: c.Address, Unknown: c.Unknown})
	}
	if len(news) > 0 || c.Action == Move || c.Action == Replace {
		c.Fields = news
		d.NotApplied = append(d.NotApplied, c)
	}
}

// byOrigin parts the differences; what has changed on both sides is in both parts.
// What is to be adopted has no origin: all of it is news.
func byOrigin(fields []FieldChange) (drifted, news []FieldChange) {
	for _, f := range fields {
		if f.Origin == OnCluster || f.Origin == InBoth || f.Origin == Untold {
			drifted = append(drifted, f)
		}
		if f.Origin == InFiles || f.Origin == InBoth || f.Origin == "" {
			news = append(news, f)
		}
	}
	return drifted, news
}

// usersOf are the monitors of the plan's workspace that send to a channel.
func usersOf(c Change, live Live) []address.Address {
	var users []address.Address
	for _, m := range live.Monitors {
		if c.Destination != nil && m.Mark != nil && address.IsChannelOf(c.ID, m.Mark.Workspace) && slices.Contains(m.Destinations, c.ID) {
			users = append(users, m.Mark.Address)
		}
	}
	slices.SortFunc(users, address.Compare)
	return slices.Compact(users)
}

func liveName(c Change) string {
	switch {
	case c.Monitor != nil && c.Monitor.Live != nil:
		return c.Monitor.Live.Monitor.Name
	case c.Destination != nil && c.Destination.Live != nil:
		return c.Destination.Live.Destination.Name
	default:
		return c.Name
	}
}

// sortProblem takes what is wrong on the cluster for drift; the rest is about
// carrying out what the files want.
func (f drifts) sortProblem(problem Problem) {
	found := Drifted{Address: problem.Address, Objects: f.dated(problem.Objects...), Problem: &problem}
	switch problem.Kind {
	case UnmarkedName, ExistingMissing:
		found.Name = problem.Word
	case Unreadable:
		found.Name = problem.Objects[0].Name
	}
	switch problem.Kind {
	case Copies, ChannelCopies, ExistingAmbiguous:
		f.drift.Copies = append(f.drift.Copies, found)
	case Unreadable, ExistingKind:
		f.drift.Changed = append(f.drift.Changed, found)
	case UnmarkedName, ExistingMissing:
		f.drift.Missing = append(f.drift.Missing, found)
	default:
		f.drift.Problems = append(f.drift.Problems, problem)
	}
}

// warnOfUncompared names the monitors that were not compared, since an existing
// channel that they send to was not found.
func (f drifts) warnOfUncompared(desired Desired, made *Plan) {
	lost := map[address.Address]bool{}
	for _, problem := range made.Problems {
		if problem.Address.Kind() == address.Existing {
			lost[problem.Address] = true
		}
	}
	for _, d := range desired.Monitors {
		var names []string
		for _, at := range destinationsOf(d.Monitor) {
			if lost[at] && !slices.Contains(names, at.String()) {
				names = append(names, at.String())
			}
		}
		if len(names) > 0 && f.isTarget(d.Address) {
			f.drift.Warnings = append(f.drift.Warnings, Warning{Kind: NotCompared, Address: d.Address, Unknown: names})
		}
	}
}

func (f drifts) isTarget(a address.Address) bool {
	targets := f.options.Targets
	return len(targets) == 0 || slices.Contains(targets, a) || slices.Contains(targets, a.Block())
}

func destinationsOf(m monitors.Monitor) []address.Address {
	var list []address.Address
	for _, t := range m.Triggers {
		for _, a := range t.Actions {
			list = append(list, a.Destination.Address)
		}
	}
	return list
}
