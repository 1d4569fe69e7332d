package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// claim says that a live monitor is the one at an address, and how that is known.
type claim struct {
	live *monitors.Live
	by   evidence
}

// evidence is how a monitor was recognised, the strongest first.
type evidence int

const (
	byMark evidence = iota
	byIDs
	byImport
	byName
)

// claimMonitors sorts the live monitors by the address that they claim, in the
// order of the evidence: a mark beats ids, ids beat an import block. A mark of
// another workspace beats everything: such a monitor claims nothing here.
func (p *planner) claimMonitors() {
	parts := p.monitorParts()
	imports := map[string]Import{}
	for _, i := range p.desired.Imports {
		imports[i.ID] = i
	}
	for i := range p.live.Monitors {
		m := &p.live.Monitors[i]
		wanted, imported := imports[m.ID]
		delete(imports, m.ID)
		switch {
		case m.Mark != nil && m.Mark.Workspace != p.desired.Workspace:
			if imported {
				p.problem(Problem{Kind: ImportForeign, Address: wanted.To, Objects: monitorObjects(m), Word: m.Mark.Workspace})
			}
		case m.Mark != nil:
			p.claim(m, p.moved(m.Mark.Address), byMark, wanted)
		case !parts.of(m).IsZero() && isKindOf(m, parts.of(m)):
			p.claim(m, parts.of(m), byIDs, wanted)
		case imported && !isKindOf(m, wanted.To):
			p.problem(Problem{Kind: ImportKind, Address: wanted.To, Objects: monitorObjects(m), Word: string(m.Monitor.Type)})
		case imported:
			p.claim(m, wanted.To, byImport, wanted)
		case m.Owner == "" || m.Owner == "alerting":
			p.leaveUnmarked(m)
		}
	}
	for _, i := range p.desired.Imports {
		if _, missing := imports[i.ID]; missing && !p.options.Destroy {
			p.problem(Problem{Kind: ImportMissing, Address: i.To, Word: i.ID})
		}
	}
}

func (p *planner) claim(m *monitors.Live, at address.Address, by evidence, wanted Import) {
	if wanted.ID != "" && wanted.To != at {
		p.problem(Problem{Kind: ImportTaken, Address: wanted.To, Objects: monitorObjects(m), Word: at.String()})
	}
	p.claims[at] = append(p.claims[at], claim{live: m, by: by})
}

// leaveUnmarked keeps a monitor that claims nothing. Ids of this workspace
// without a mark and without a block mean that it was ours.
func (p *planner) leaveUnmarked(m *monitors.Live) {
	p.unmarked[m.Monitor.Name] = append(p.unmarked[m.Monitor.Name], m)
	if hasIDsOf(m.Monitor, p.desired.Workspace) {
		kind := MarkGone
		if m.Monitor.Type == monitors.Composite {
			kind = WorkflowUnnamed
		} else if p.forgetsPacks() {
			return // it was in one, as far as ids can tell
		}
		p.warn(Warning{Kind: kind, Object: Object{ID: m.ID, Name: m.Monitor.Name}})
	}
}

// forgetsPacks tells whether a removed block leaves what a whole pack held: which monitors
// these were can't be told once their marks are gone.
func (p *planner) forgetsPacks() bool {
	return slices.ContainsFunc(p.desired.Removed, func(r Removed) bool { return r.From.Kind() == address.Pack && !r.Destroy })
}

// hasIDsOf tells whether a monitor has triggers whose ids a workspace has given.
func hasIDsOf(m monitors.Monitor, workspace string) bool {
	return slices.ContainsFunc(m.Triggers, func(t monitors.Trigger) bool { return address.HasWorkspacePart(t.ID, workspace) })
}

// monitorParts maps how the ids of an address begin to the address as it is now.
type monitorParts map[string]address.Address

// monitorParts knows the addresses that the configuration names, be it in a
// moved, removed or import block.
func (p *planner) monitorParts() monitorParts {
	parts := monitorParts{}
	add := func(a address.Address) {
		parts[address.MonitorPart(p.desired.Workspace, a)] = p.moved(a)
	}
	for _, r := range p.desired.Removed {
		add(r.From)
	}
	for _, i := range p.desired.Imports {
		add(i.To)
	}
	for _, m := range p.desired.Moved {
		add(m.From)
		ofItsKey := func(a address.Address) {
			if key, keyed := a.Key(); keyed && a.Block() == p.moved(m.From) {
				add(m.From.WithKey(key))
			}
		}
		for _, d := range p.desired.Monitors {
			ofItsKey(d.Address)
		}
		for _, r := range p.desired.Removed {
			ofItsKey(r.From)
		}
	}
	for _, d := range p.desired.Monitors {
		add(d.Address)
	}
	return parts
}

// of is the address that the ids of a monitor's triggers and actions tell, zero
// where they tell none.
func (parts monitorParts) of(m *monitors.Live) address.Address {
	for _, t := range m.Monitor.Triggers {
		if at, ok := parts[address.MonitorPartOf(t.ID)]; ok {
			return at
		}
		for _, a := range t.Actions {
			if at, ok := parts[address.MonitorPartOf(a.ID)]; ok {
				return at
			}
		}
	}
	return address.Address{}
}

func monitorObjects(list ...*monitors.Live) []Object {
	objects := make([]Object, len(list))
	for i, m := range list {
		objects[i] = Object{ID: m.ID, Name: m.Monitor.Name}
	}
	return objects
}

func claimed(claims []claim) []*monitors.Live {
	list := make([]*monitors.Live, len(claims))
	for i, c := range claims {
		list[i] = c.live
	}
	return list
}
