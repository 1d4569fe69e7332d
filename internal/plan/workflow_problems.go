package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// planUndeclaredWorkflow plans a live workflow at an address that the files name, but
// not by a block that declares it, or one that is to be destroyed.
func (p *planner) planUndeclaredWorkflow(at address.Address, c claim) {
	m := c.live
	removal, removed := p.removal(at)
	switch {
	case c.by != byIDs: // an import block alone is no proof that we have made it
		if p.options.Destroy {
			p.warn(Warning{Kind: WorkflowLeft, Address: at, Object: Object{ID: m.ID, Name: m.Monitor.Name}})
		}
	case p.options.Destroy && (p.declares(at) || removed), removed && removal.Destroy:
		if p.preventsDestroy(at) {
			p.problem(Problem{Kind: PreventDestroy, Address: at, Objects: monitorObjects(m), Word: p.missingKey(at)})
			return
		}
		p.deleteMonitor(at, m, "")
	case removed: // it is left in peace as long as the block stays
	default:
		p.leaveUnmarked(m)
	}
}

func (p *planner) declares(at address.Address) bool {
	return slices.ContainsFunc(p.desired.Monitors, func(d DesiredMonitor) bool { return d.Address == at })
}

// checkDelegates looks for ids that a workflow names and no live monitor has: the
// server would answer that the user may not read them.
func (p *planner) checkDelegates(at address.Address, m monitors.Monitor) {
	var missing []string
	for _, r := range m.Refs() {
		if _, unknown := monitors.Unknown(r.ID); unknown || !r.Address.IsZero() || slices.Contains(missing, r.ID) {
			continue
		}
		there := slices.ContainsFunc(p.live.Monitors, func(l monitors.Live) bool {
			return l.ID == r.ID && l.Monitor.Type != monitors.Composite
		})
		if !there {
			missing = append(missing, r.ID)
		}
	}
	for _, id := range missing {
		p.problem(Problem{Kind: DelegateMissing, Address: at, Word: id})
	}
}

// refuseDeletingDelegates looks for workflows that go on using a monitor that the plan
// deletes or replaces: the server refuses to delete a delegate.
func (p *planner) refuseDeletingDelegates() {
	after := map[string][]string{} // by the id of a workflow: its delegates
	for _, w := range p.live.Monitors {
		if len(w.Delegates) > 0 {
			after[w.ID] = w.Delegates
		}
	}
	for _, c := range p.plan.Changes {
		switch {
		case c.Monitor == nil || !isWorkflow(c.Address):
		case c.Action == Delete:
			delete(after, c.ID)
		case c.Action != Create:
			after[c.ID] = c.Monitor.Desired.DelegateIDs()
		}
	}
	for i, c := range p.plan.Changes {
		if c.Monitor == nil || isWorkflow(c.Address) || c.Action != Delete && c.Action != Replace {
			continue
		}
		p.plan.Changes[i].Monitor.IsDelegate = len(p.delegateOf[c.ID]) > 0
		var users []Object
		for _, w := range p.live.Monitors {
			if slices.Contains(after[w.ID], c.ID) {
				users = append(users, Object{ID: w.ID, Name: w.Monitor.Name})
			}
		}
		if len(users) > 0 {
			p.problem(Problem{Kind: DelegateInUse, Address: c.Address, Objects: users, Word: c.ID})
		}
	}
}
