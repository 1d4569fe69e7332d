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
//
// An apply that has just made one of them, where its plan saw none, knows more: the
// others were made at the same time, of another configuration, and as long as all are
// what their marks say, they are doubles, too.
//
// A monitor that is a delegate is replaced by making the new one first: where that
// was broken off, the one of the wanted type stays, and the other is deleted.
func (p *planner) settleDoubles(at address.Address, claims []claim, wanted monitors.Type) (stays claim, ok bool) {
	if len(claims) == 1 {
		return claims[0], true
	}
	newest, atOnce := leftover(claims, wanted), p.madeAtOnce(claims, isMarked)
	if p.options.Made != nil {
		newest = -1 // what another apply wants, which is under way, counts as much
	}
	if !areDoubles(claims) && newest < 0 && !atOnce {
		p.problem(Problem{Kind: Copies, Address: at, Objects: monitorObjects(claimed(claims)...)})
		return claim{}, false
	}
	keep := newest
	if keep < 0 {
		keep = p.keep(claims)
	}
	for i, c := range claims {
		if i != keep {
			p.deleteMonitor(at, c.live, claims[keep].live.ID)
		}
	}
	return claims[keep], true
}

// keep chooses among equal ones: a delegate of a workflow before one with open alerts,
// that before the one of the smallest id. An apply that looks for what another has made
// just now leaves alerts out: both must choose the same, and one of them may open in
// between.
func (p *planner) keep(claims []claim) int {
	if i := slices.IndexFunc(claims, func(c claim) bool { return len(p.delegateOf[c.live.ID]) > 0 }); i >= 0 {
		return i
	}
	if p.options.Made != nil {
		return 0 // claims are in the order of ids
	}
	if !p.live.AlertsKnown {
		p.plan.WantsAlerts = true
	}
	i := slices.IndexFunc(claims, func(c claim) bool { return p.openAlerts(c.live.ID, "") > 0 })
	return max(i, 0)
}

// leftover is the one of two monitors at an address that is of the wanted type, where
// both are to the letter what their marks say was written; else -1.
func leftover(claims []claim, wanted monitors.Type) int {
	keep := -1
	for i, c := range claims {
		m := c.live
		if len(claims) != 2 || !isMarked(c) {
			return -1
		}
		if m.Monitor.Type == wanted {
			if keep >= 0 {
				return -1
			}
			keep = i
		}
	}
	return keep
}

// isAsMarked tells whether a monitor is what its mark says was written.
func isAsMarked(m *monitors.Live) bool {
	if m.Unreadable != "" || m.Mark.HashVersion != monitors.HashVersion {
		return false
	}
	body := m.Monitor
	body.Description = m.Mark.Description
	return body.Hash() == m.Mark.ConfigHash
}

func isMarked(c claim) bool { return c.by == byMark && isAsMarked(c.live) }

// madeAtOnce tells whether the apply that asks has made one of the claims, and the
// others, of which its plan knew nothing, can only be another apply's.
func (p *planner) madeAtOnce(claims []claim, isWhole func(claim) bool) bool {
	made := false
	for _, c := range claims {
		replaced, ours := p.options.Made[c.live.ID]
		known := replaced != "" && slices.ContainsFunc(claims, func(c claim) bool { return c.live.ID == replaced })
		if !isWhole(c) || known {
			return false
		}
		made = made || ours
	}
	return made
}

func areDoubles(claims []claim) bool {
	first := claims[0].live
	for _, c := range claims {
		m := c.live
		if !isMarked(c) || !sameMark(*m.Mark, *first.Mark) {
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
