package plan

import (
	"cmp"
	"maps"
	"slices"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Newcomer is a monitor or channel that no workspace owns.
type Newcomer struct {
	DatedObject
	Kind    string // a monitor's type, or a channel's kind
	Channel bool

	// IDsOf is the workspace whose ids the triggers have, "" for none: it has lost
	// its mark, or was given up, or is a copy. Only workspaces that own something
	// else here can be recognised.
	IDsOf string
}

// OtherWorkspace counts what another workspace owns.
type OtherWorkspace struct {
	Workspace          string
	Monitors, Channels int
}

// findNewcomers looks at all that the plan is not about.
func (f drifts) findNewcomers(made *Plan, desired Desired, live Live) {
	d := f.drift
	ours, others := planned(made), map[string]*OtherWorkspace{}
	other := func(workspace string) *OtherWorkspace {
		if others[workspace] == nil {
			others[workspace] = &OtherWorkspace{Workspace: workspace}
		}
		return others[workspace]
	}
	for id := range RecognisedWorkflows(desired, live) {
		ours[id] = true
	}
	var unowned []*monitors.Live
	for i := range live.Monitors {
		m := &live.Monitors[i]
		switch {
		case ours[m.ID] || m.Mark != nil && m.Mark.Workspace == desired.Workspace:
		case m.Mark != nil:
			other(m.Mark.Workspace).Monitors++
		case m.Owner != "" && m.Owner != "alerting":
			d.OfPlugins++
		default:
			unowned = append(unowned, m)
		}
	}
	for _, c := range live.Channels {
		workspace, owned := address.ChannelWorkspace(c.Handle())
		switch {
		case ours[c.ID] || owned && workspace == desired.Workspace || isNamed(desired, c):
		case owned:
			other(workspace).Channels++
		default:
			d.Unmanaged = append(d.Unmanaged, Newcomer{
				DatedObject: f.dated(Object{ID: c.ID, Name: c.Destination.Name})[0], Kind: string(c.Destination.Kind), Channel: true,
			})
		}
	}
	workspaces := append([]string{desired.Workspace}, slices.Sorted(maps.Keys(others))...)
	for _, m := range unowned {
		d.Unmanaged = append(d.Unmanaged, Newcomer{
			DatedObject: f.dated(Object{ID: m.ID, Name: m.Monitor.Name})[0], Kind: string(m.Monitor.Type), IDsOf: idsOf(m, workspaces),
		})
	}
	slices.SortFunc(d.Unmanaged, func(a, b Newcomer) int {
		return cmp.Or(compareBools(a.Channel, b.Channel), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	for _, workspace := range workspaces[1:] {
		d.Others = append(d.Others, *others[workspace])
	}
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}

// planned are the ids of the live objects that a plan recognised as its own.
func planned(made *Plan) map[string]bool {
	ids := map[string]bool{}
	for _, c := range made.Changes {
		ids[c.ID] = true
	}
	for _, problem := range made.Problems {
		if problem.Kind == UnmarkedName {
			continue // of the same name, but nobody has said that it is the same
		}
		for _, o := range problem.Objects {
			ids[o.ID] = true
		}
	}
	return ids
}

// isNamed tells whether an existing block names a channel.
func isNamed(desired Desired, c destinations.Live) bool {
	return slices.ContainsFunc(desired.Existing, func(e ExistingDestination) bool { return e.names(c) })
}

func idsOf(m *monitors.Live, workspaces []string) string {
	for _, workspace := range workspaces {
		if hasIDsOf(m.Monitor, workspace) {
			return workspace
		}
	}
	return ""
}
