package plan

import (
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
	case p.options.Destroy && p.preventsDestroy(at):
		p.problem(Problem{Kind: PreventDestroy, Address: at, Objects: monitorObjects(m)})
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
	default:
		p.deleteMonitor(at, m, "")
	}
}

func (p *planner) deleteMonitor(at address.Address, m *monitors.Live, doubleOf string) {
	p.change(Change{
		Action: Delete, Address: at, ID: m.ID, Name: m.Monitor.Name, DoubleOf: doubleOf,
		Fields:  p.comparison().removed(m.Monitor),
		Monitor: &MonitorChange{Live: m},
	})
}

func (p *planner) preventsDestroy(at address.Address) bool {
	for _, d := range p.desired.Destinations {
		if d.Address == at && d.Lifecycle.PreventDestroy {
			return true
		}
	}
	for _, m := range p.desired.Monitors {
		if m.Address == at && m.Lifecycle.PreventDestroy {
			return true
		}
	}
	return false
}
