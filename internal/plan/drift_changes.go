package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
)

// sortChange takes a change apart into what was changed on the cluster and what the
// files want.
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
	case c.Action == Adopt:
		d.NotApplied = append(d.NotApplied, c)
		return
	case c.Action == Delete || c.Action == Forget:
		f.sortRemoval(c)
		d.NotApplied = append(d.NotApplied, c)
		return
	}
	drifted, news := byOrigin(c.Fields)
	drifted = append(drifted, f.byMark[c.Address].Edited...)
	if len(drifted) > 0 || c.EditedByAnotherHand {
		d.Changed = append(d.Changed, Drifted{
			Address: c.Address, Name: c.LiveName(), Fields: drifted,
			EditedByAnotherHand: c.EditedByAnotherHand, Objects: f.dated(Object{ID: c.ID, Name: c.LiveName()}),
		})
	}
	if len(c.Unknown) > 0 {
		f.warn(Warning{Kind: NotCompared, Address: c.Address, Unknown: c.Unknown})
	}
	switch {
	case len(news) > 0 || c.Action == Move || c.Action == Replace:
		c.Fields = news
		d.NotApplied = append(d.NotApplied, c)
	case len(drifted) == 0 && !c.EditedByAnotherHand && len(c.Unknown) == 0:
		d.Unchanged++ // but for mutes that have ended
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
		if c.Destination != nil && m.Mark != nil && c.Destination.isOf(c.ID, m.Mark.Workspace) && slices.Contains(m.Destinations, c.ID) {
			users = append(users, m.Mark.Address)
		}
	}
	slices.SortFunc(users, address.Compare)
	return slices.Compact(users)
}

// LiveName is the object's name on the cluster; its own where it is not there.
func (c Change) LiveName() string {
	switch {
	case c.Monitor != nil && c.Monitor.Live != nil:
		return c.Monitor.Live.Monitor.Name
	case c.Destination != nil && c.Destination.Live != nil:
		return c.Destination.Live.Destination.Name
	default:
		return c.Name
	}
}
