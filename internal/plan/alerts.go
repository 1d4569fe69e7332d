package plan

import (
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// countOrphanedAlerts warns of every change that takes the trigger or monitor of
// open alerts away. Only such a change makes a plan want alerts.
func (p *planner) countOrphanedAlerts() {
	for _, c := range p.plan.Changes {
		if c.Monitor == nil || c.Monitor.Live == nil {
			continue
		}
		triggers := orphanedTriggers(c)
		if len(triggers) == 0 {
			continue
		}
		if !p.live.AlertsKnown {
			p.plan.WantsAlerts = true
			continue
		}
		n := 0
		for _, id := range triggers {
			n += p.openAlerts(c.Monitor.Live.ID, id)
		}
		if n > 0 {
			p.warn(Warning{Kind: OrphanedAlerts, Address: c.Address, Object: Object{ID: c.ID, Name: c.Name}, Count: n})
		}
	}
}

// orphanedTriggers are the ids of live triggers that a change takes away.
func orphanedTriggers(c Change) []string {
	live := triggerIDs(c.Monitor.Live.Monitor)
	switch c.Action {
	case Delete, Replace:
		return live
	case Forget:
		return nil
	default:
		stay := triggerIDs(c.Monitor.Desired)
		return slices.DeleteFunc(live, func(id string) bool { return slices.Contains(stay, id) })
	}
}

func triggerIDs(m monitors.Monitor) []string {
	ids := make([]string, len(m.Triggers))
	for i, t := range m.Triggers {
		ids[i] = t.ID
	}
	return ids
}
