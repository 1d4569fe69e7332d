package doctor

import (
	"context"
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// What is found of the user's permissions.
const (
	MayAll    Kind = "may"
	Lacking   Kind = "lacks"
	CannotAsk Kind = "not-asked"
)

// Need is a permission that a command needs.
type Need struct {
	Name  string   // of the action
	For   string   // what it is needed for, such as "to read the monitors"
	Roles []string // that have it

	// OnIndices: it is needed on those of the monitors.
	OnIndices bool
}

// Right is whether the user has a permission.
type Right struct {
	Has     bool
	Unasked bool   // it can't be asked without changing something
	Reason  string // of a refusal, in the cluster's words
}

// rights asks for each permission that a command needs.
func (e *examination) rights(ctx context.Context) error {
	if e.options.For == "" {
		return nil
	}
	all := Finding{Area: Rights, Kind: MayAll, Grade: Well, Name: e.options.For, From: e.who.Name}
	if e.who.mayAll() {
		if e.who.Secured {
			all.Roles = []string{allAccess}
		}
		e.add(all)
		return nil
	}
	unasked := Finding{Area: Rights, Kind: CannotAsk, Grade: Unasked, Name: e.options.For}
	hasIndex := len(e.estate.live.Monitors) > 0
	for _, need := range e.options.Needs(e.version.LegacyDestinations) {
		var indices []string
		if need.OnIndices {
			if indices = e.indices(); len(indices) == 0 {
				continue
			}
		}
		right, err := e.cluster.May(ctx, need.Name, indices, hasIndex)
		switch {
		case err != nil:
			return err
		case right.Unasked:
			unasked.Permissions = append(unasked.Permissions, need.Name)
		case right.Has:
			all.Count++
		default:
			e.add(Finding{Area: Rights, Kind: Lacking, Grade: Fault, Name: need.For, From: e.options.For, Permissions: []string{need.Name}, Roles: need.Roles, Names: indices, Reason: right.Reason})
		}
	}
	if len(unasked.Permissions) > 0 {
		e.add(unasked)
	}
	if all.Count > 0 {
		e.add(all)
	}
	return nil
}

// indices are what the monitors of the workspace search, as they are declared and as
// they are there.
func (e *examination) indices() []string {
	var all []string
	add := func(m monitors.Monitor) {
		if in, ok := m.Input.(*monitors.Search); ok && !remote(in.Indices) {
			all = append(all, in.Indices...)
		}
	}
	for _, d := range e.options.Desired.Monitors {
		add(d.Monitor)
	}
	for _, m := range e.estate.live.Monitors {
		if _, ours := e.estate.ours[m.ID]; ours {
			add(m.Monitor)
		}
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(name string) bool { return name == "" || name[0] == '-' })
}
