package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// planUndeclared plans monitors whose address no block declares. Deleting needs
// the mark; ids alone are not enough.
func (p *planner) planUndeclared(at address.Address, claims []claim) {
	if isWorkflow(at) {
		p.planUndeclaredWorkflow(at, claims[0])
		return
	}
	if len(claims) > 1 {
		stays, ok := p.settleDoubles(at, claims, "")
		if !ok {
			return
		}
		claims = []claim{stays}
	}
	m := claims[0].live
	removal, removed := p.removal(at)
	switch {
	case claims[0].by == byImport:
		return // the language asks for a block at the address of an import
	case claims[0].by != byMark && removed && !removal.Destroy:
		return // forgotten, as the removed block says
	case claims[0].by != byMark:
		p.warn(Warning{Kind: MarkGone, Address: at, Object: Object{ID: m.ID, Name: m.Monitor.Name}})
	case removed && !removal.Destroy && !p.options.Destroy:
		if m.Unreadable != "" {
			p.problem(Problem{Kind: Unreadable, Address: at, Objects: monitorObjects(m), Word: m.Unreadable})
			return
		}
		left := m.Monitor
		left.KeepsRoles = true
		p.change(Change{
			Action: Forget, Address: at, ID: m.ID, Name: m.Monitor.Name,
			Monitor: &MonitorChange{Desired: left, Live: m},
		})
	case p.preventsDestroy(at):
		p.problem(Problem{Kind: PreventDestroy, Address: at, Objects: monitorObjects(m), Word: p.missingKey(at)})
	default:
		p.deleteMonitor(at, m, "")
	}
}

func (p *planner) deleteMonitor(at address.Address, m *monitors.Live, doubleOf string) {
	c := Change{
		Action: Delete, Address: at, ID: m.ID, Name: m.Monitor.Name, DoubleOf: doubleOf,
		Fields:  p.comparison().removed(m.Monitor),
		Monitor: &MonitorChange{Live: m},
	}
	for _, t := range m.Monitor.Triggers {
		p.warnOfMute(c, t)
	}
	p.change(c)
}

// preventsDestroy tells whether the block that an object belongs to says that it must
// not be destroyed. That holds for what its for_each has no longer, too, and for an
// instance that a removed block names.
func (p *planner) preventsDestroy(at address.Address) bool {
	if slices.Contains(p.desired.Protected, at.Block()) {
		return true
	}
	for _, d := range p.desired.Destinations {
		if d.Address.Block() == at.Block() && d.Lifecycle.PreventDestroy {
			return true
		}
	}
	for _, m := range p.desired.Monitors {
		if m.Address.Block() == at.Block() && m.Lifecycle.PreventDestroy {
			return true
		}
	}
	return false
}

// missingKey is the key of an instance that its block's for_each has no longer; else "".
func (p *planner) missingKey(at address.Address) string {
	key, _ := at.Key()
	if p.options.Destroy {
		return ""
	}
	return key
}
