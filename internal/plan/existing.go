package plan

import (
	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/monitors"
)

// findExisting looks up the channels that someone else owns.
func (p *planner) findExisting() {
	if p.options.Destroy {
		return
	}
	if !p.live.Sight.channelsKnown() {
		p.assumeExisting()
		return
	}
	for _, e := range p.desired.Existing {
		var found []*destinations.Live
		for i := range p.live.Channels {
			if c := &p.live.Channels[i]; e.names(*c) {
				found = append(found, c)
			}
		}
		switch {
		case len(found) == 0:
			p.problem(Problem{Kind: ExistingMissing, Address: e.Address, Word: e.ID + e.Name})
		case len(found) > 1:
			p.problem(Problem{Kind: ExistingAmbiguous, Address: e.Address, Objects: channelObjects(found), Word: e.Name})
		case string(found[0].Destination.Kind) != e.Address.Type():
			p.problem(Problem{Kind: ExistingKind, Address: e.Address, Objects: channelObjects(found), Word: string(found[0].Destination.Kind)})
		default:
			p.channelIDs[e.Address] = found[0].ID
			if _, ours := p.channelAddresses[found[0].ID]; !ours {
				p.channelAddresses[found[0].ID] = e.Address
			}
			continue
		}
		p.unknownChannels[e.Address] = true
	}
}

// names tells whether the block names a channel: by its id, else by name and kind.
func (e ExistingDestination) names(c destinations.Live) bool {
	if e.ID != "" {
		return c.ID == e.ID
	}
	return c.Destination.Name == e.Name && string(c.Destination.Kind) == e.Address.Type()
}

// assumeExisting takes channels of others for there. One that is named by its name
// has an id that is not known in this run.
func (p *planner) assumeExisting() {
	for _, e := range p.desired.Existing {
		id := e.ID
		if id == "" {
			id = monitors.UnknownText("the id of " + e.Address.String())
		}
		p.channelIDs[e.Address] = id
		p.channelAddresses[id] = e.Address
	}
}
