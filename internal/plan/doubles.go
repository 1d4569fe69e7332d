package plan

import (
	"maps"
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// settleDoubles decides between several monitors at one address.
//
// Copies that people make (export and import carry ids and mark) are theirs to
// settle: no write to any, and a problem. Only where all carry the same mark and
// the body that it was written with, they are doubles of two applies at once:
// the one with open alerts stays, else that of the smaller id, and the others
// are deleted.
func (p *planner) settleDoubles(at address.Address, claims []claim) (stays claim, ok bool) {
	if len(claims) == 1 {
		return claims[0], true
	}
	if !areDoubles(claims) {
		p.problem(Problem{Kind: Copies, Address: at, Objects: monitorObjects(claimed(claims)...)})
		return claim{}, false
	}
	if !p.live.AlertsKnown {
		p.plan.WantsAlerts = true
	}
	keep := slices.IndexFunc(claims, func(c claim) bool { return p.openAlerts(c.live.ID, "") > 0 })
	keep = max(keep, 0) // claims are in the order of ids
	for i, c := range claims {
		if i != keep {
			p.deleteMonitor(at, c.live, claims[keep].live.ID)
		}
	}
	return claims[keep], true
}

func areDoubles(claims []claim) bool {
	first := claims[0].live
	for _, c := range claims {
		m := c.live
		if c.by != byMark || m.Unreadable != "" || !sameMark(*m.Mark, *first.Mark) || m.Mark.HashVersion != monitors.HashVersion {
			return false
		}
		body := m.Monitor
		body.Description = m.Mark.Description
		if body.Hash() != m.Mark.ConfigHash {
			return false
		}
	}
	return true
}

func sameMark(a, b monitors.Mark) bool {
	sameTriggers := maps.EqualFunc(a.Triggers, b.Triggers, func(a, b monitors.TriggerMark) bool {
		return a.ID == b.ID && maps.Equal(a.Actions, b.Actions)
	})
	return sameTriggers && a.Address == b.Address && a.Workspace == b.Workspace &&
		a.Description == b.Description && a.ConfigHash == b.ConfigHash && a.HashVersion == b.HashVersion
}

// openAlerts counts the open alerts of a monitor's trigger, of all of them for "".
func (p *planner) openAlerts(monitorID, triggerID string) int {
	n := 0
	for _, a := range p.live.Alerts {
		if a.MonitorID == monitorID && (triggerID == "" || a.TriggerID == triggerID) {
			n++
		}
	}
	return n
}
