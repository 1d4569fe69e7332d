package plan

import (
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// warnOfStrangers tells of ids in raw bodies that are no channel's, as far as the
// user sees: the server takes any, and the action fails when it sends.
func (p *planner) warnOfStrangers() {
	if p.options.Destroy || !p.live.Sight.channelsKnown() {
		return
	}
	known := map[string]bool{}
	for _, c := range p.live.Channels {
		known[c.ID] = true
	}
	for _, id := range p.channelIDs {
		known[id] = true
	}
	for _, d := range p.desired.Monitors {
		var strangers []string
		for _, id := range namedByID(d.Monitor) {
			if !known[id] && !slices.Contains(strangers, id) {
				strangers = append(strangers, id)
			}
		}
		if len(strangers) > 0 {
			p.warn(Warning{Kind: UnknownChannel, Address: d.Address, Names: strangers})
		}
	}
}

// namedByID are the destinations of a monitor's actions that are given by their ids.
func namedByID(m monitors.Monitor) []string {
	var ids []string
	for _, t := range m.Triggers {
		for _, a := range t.Actions {
			if _, unknown := monitors.Unknown(a.Destination.ID); a.Destination.Address.IsZero() && a.Destination.ID != "" && !unknown {
				ids = append(ids, a.Destination.ID)
			}
		}
	}
	return ids
}
