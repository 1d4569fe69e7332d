package plan

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// A workflow has no ui_metadata, so that nothing can be marked as ours but the ids of
// its triggers and actions. They tell workspace and address, and allow an update. A
// delete needs the address said by the user, too: by a removed block, or by a destroy
// of the block that declares it.

func isWorkflow(at address.Address) bool { return at.Kind() == address.Workflow }

// isKindOf tells whether a live object can be the one at an address.
func isKindOf(m *monitors.Live, at address.Address) bool {
	return isWorkflow(at) == (m.Monitor.Type == monitors.Composite)
}

// noteWorkflows gathers which live monitors are delegates of which workflows.
func (p *planner) noteWorkflows() {
	for i := range p.live.Monitors {
		w := &p.live.Monitors[i]
		for _, id := range w.Delegates {
			p.delegateOf[id] = append(p.delegateOf[id], w)
		}
	}
}

// settleWorkflows decides between several live workflows at one address, before
// monitors are: those that stay keep their delegates.
func (p *planner) settleWorkflows() {
	for at, claims := range p.claims {
		if !isWorkflow(at) || len(claims) == 1 {
			continue
		}
		if !p.areDoubleWorkflows(claims) && !p.madeAtOnce(claims, p.hasOurIDs) {
			p.problem(Problem{Kind: Copies, Address: at, Objects: monitorObjects(claimed(claims)...)})
			p.claims[at] = nil
			p.copied[at] = true
			continue
		}
		keep := p.keep(claims)
		for i, c := range claims {
			if i == keep {
				continue
			}
			p.deleteMonitor(at, c.live, claims[keep].live.ID)
			for id, users := range p.delegateOf {
				p.delegateOf[id] = slices.DeleteFunc(users, func(w *monitors.Live) bool { return w.ID == c.live.ID })
			}
		}
		p.claims[at] = []claim{claims[keep]}
	}
}

// areDoubleWorkflows tells whether live workflows are what two applies at once have
// made: all ids are ours, and all are equal, delegates that are doubles counted as one.
func (p *planner) areDoubleWorkflows(claims []claim) bool {
	delegates := map[string]address.Address{}
	for at, of := range p.claims {
		for _, c := range of {
			delegates[c.live.ID] = at
		}
	}
	first := ""
	for _, c := range claims {
		if !p.hasOurIDs(c) {
			return false
		}
		same := c.live.Monitor.MapRefs(func(r monitors.Ref) monitors.Ref {
			if at, ours := delegates[r.ID]; ours {
				r = monitors.Ref{Address: at}
			}
			return r
		}).Hash()
		if first != "" && first != same {
			return false
		}
		first = same
	}
	return true
}

// hasOurIDs tells whether a workflow is known by its ids, and has no others.
func (p *planner) hasOurIDs(c claim) bool {
	return c.by == byIDs && c.live.Unreadable == "" && allIDsOf(c.live.Monitor, p.desired.Workspace)
}

// allIDsOf tells whether a workspace has given all ids of triggers and actions.
func allIDsOf(m monitors.Monitor, workspace string) bool {
	for _, t := range m.Triggers {
		if !address.HasWorkspacePart(t.ID, workspace) {
			return false
		}
		for _, a := range t.Actions {
			if !address.HasWorkspacePart(a.ID, workspace) {
				return false
			}
		}
	}
	return len(m.Triggers) > 0
}

// derivedFrom is the address that a workflow's ids were made for, where a moved block
// says that it was that one's; else zero.
func (p *planner) derivedFrom(m *monitors.Live) address.Address {
	for _, moved := range p.desired.Moved {
		part := address.MonitorPart(p.desired.Workspace, moved.From)
		if slices.ContainsFunc(m.Monitor.Triggers, func(t monitors.Trigger) bool { return address.MonitorPartOf(t.ID) == part }) {
			return moved.From
		}
	}
	return address.Address{}
}

// resolveDelegates gives a workflow's references the ids of monitors that stay; those
// of monitors to be made are filled in when they have one.
func (p *planner) resolveDelegates(m monitors.Monitor, needs []address.Address) (monitors.Monitor, []address.Address) {
	m = m.MapRefs(func(r monitors.Ref) monitors.Ref {
		if r.Address.IsZero() {
			r.Address = p.monitorAddresses[r.ID]
			return r
		}
		if !slices.Contains(needs, r.Address) {
			needs = append(needs, r.Address)
		}
		switch id, stays := p.monitorIDs[r.Address]; {
		case stays:
			r.ID = id
		case !p.isMade(r.Address):
			r.ID = monitors.UnknownText("the id of " + r.Address.String())
		}
		return r
	})
	return m, needs
}

// isMade tells whether the plan gives the monitor at an address a new id.
func (p *planner) isMade(at address.Address) bool {
	return slices.ContainsFunc(p.plan.Changes, func(c Change) bool {
		return c.Address == at && (c.Action == Create || c.Action == Replace)
	})
}

// withDelegates is a workflow whose references to monitors that stay have their addresses.
func (p *planner) withDelegates(m monitors.Monitor) monitors.Monitor {
	if m.Type != monitors.Composite {
		return m
	}
	return m.MapRefs(func(r monitors.Ref) monitors.Ref {
		if at, ours := p.monitorAddresses[r.ID]; ours && r.ID != "" {
			r.Address = at
		}
		return r
	})
}

// stays notes that a live monitor keeps its id at an address.
func (p *planner) stays(at address.Address, id string) {
	if !isWorkflow(at) {
		p.monitorIDs[at], p.monitorAddresses[id] = id, at
	}
}

// goes takes that back, of one that is replaced.
func (p *planner) goes(at address.Address, id string) {
	delete(p.monitorIDs, at)
	delete(p.monitorAddresses, id)
}

// RecognisedWorkflows are the live workflows that the configuration's blocks are
// about, by id.
func RecognisedWorkflows(desired Desired, live Live) map[string]address.Address {
	found := Recognised(desired, live)
	maps.DeleteFunc(found, func(_ string, at address.Address) bool { return !isWorkflow(at) })
	return found
}

// Recognised are the live monitors and workflows that are the workspace's, by id: those
// with its mark, those whose triggers tell, and those that an import block names.
func Recognised(desired Desired, live Live) map[string]address.Address {
	p := newPlanner(desired, live, Options{})
	p.claimMonitors()
	found := map[string]address.Address{}
	for at, claims := range p.claims {
		for _, c := range claims {
			found[c.live.ID] = at
		}
	}
	return found
}
