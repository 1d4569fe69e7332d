package plan

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
)

// planChannels matches destinations with channels. The prefix of a channel's id
// says that it is ours; the address in its description says which one it is, and
// where someone has edited that away, the hash at the id's end does.
func (p *planner) planChannels() {
	if !p.live.Sight.channelsKnown() {
		p.assumeChannels()
		return
	}
	claimed := p.claimChannels()
	taken := map[string]bool{}
	for _, c := range p.live.Channels {
		taken[c.Handle()] = true
	}
	for _, d := range p.desired.Destinations {
		if p.options.Destroy {
			break
		}
		claims := claimed[d.Address]
		delete(claimed, d.Address)
		switch len(claims) {
		case 0:
			handle := p.freeChannelID(d.Address, taken)
			p.createChannel(p.stored(d, handle), handle)
		case 1:
			p.updateChannel(p.stored(d, p.handleOf(claims[0], d.Address, taken)), claims[0])
		default:
			p.problem(Problem{Kind: ChannelCopies, Address: d.Address, Objects: channelObjects(claims)})
		}
	}
	for at, claims := range claimed {
		for _, c := range claims {
			p.deleteChannel(at, c)
		}
	}
}

func channelObjects(channels []*destinations.Live) []Object {
	objects := make([]Object, len(channels))
	for i, c := range channels {
		objects[i] = Object{ID: c.ID, Name: c.Destination.Name}
	}
	return objects
}

func (p *planner) claimChannels() map[address.Address][]*destinations.Live {
	byPart := p.channelParts()
	claimed := map[address.Address][]*destinations.Live{}
	for i := range p.live.Channels {
		c := &p.live.Channels[i]
		if !address.IsChannelOf(c.Handle(), p.desired.Workspace) {
			continue
		}
		at := p.moved(c.Address)
		if c.Address.IsZero() {
			at = byPart[lastPart(c.Handle())]
		}
		if at.IsZero() {
			at = address.ForDestination(string(c.Destination.Kind), "unknown").WithKey(c.Handle())
		}
		claimed[at] = append(claimed[at], c)
	}
	return claimed
}

// channelParts maps how the id of an address's channel ends to the address as it
// is now.
func (p *planner) channelParts() map[string]address.Address {
	byPart := map[string]address.Address{}
	for _, m := range p.desired.Moved {
		byPart[address.ChannelPart(m.From)] = p.moved(m.From)
		for _, d := range p.desired.Destinations {
			if key, keyed := d.Address.Key(); keyed && d.Address.Block() == p.moved(m.From) {
				byPart[address.ChannelPart(m.From.WithKey(key))] = d.Address
			}
		}
	}
	for _, d := range p.desired.Destinations {
		byPart[address.ChannelPart(d.Address)] = d.Address
	}
	return byPart
}

// lastPart is the hash at an id's end, without the number that freeChannelID may
// have added.
func lastPart(id string) string {
	hash, _, _ := strings.Cut(id[strings.LastIndexByte(id, '_')+1:], "-")
	return hash
}

// freeChannelID is the id for a new channel: the derived one, unless a channel
// that has moved to another address still has it.
func (p *planner) freeChannelID(at address.Address, taken map[string]bool) string {
	id := address.ChannelID(p.desired.Workspace, at)
	for n := 2; taken[id]; n++ {
		id = address.ChannelID(p.desired.Workspace, at) + "-" + strconv.Itoa(n)
	}
	taken[id] = true
	return id
}

func (p *planner) createChannel(d DesiredDestination, id string) {
	if p.live.Generation.LegacyDestinations {
		id = "" // the server chooses
	}
	p.nameChannel(d.Address, id)
	p.change(Change{
		Action: Create, Address: d.Address, ID: id, Name: d.Destination.Name,
		Fields: addedFields(d.Destination), Unknown: unknownSecrets(d.Destination),
		Destination: &DestinationChange{Desired: d.Destination},
	})
}

func (p *planner) nameChannel(at address.Address, id string) {
	p.channelIDs[at] = id
	if id != "" {
		p.channelAddresses[id] = at
	}
}

func (p *planner) updateChannel(d DesiredDestination, live *destinations.Live) {
	p.nameChannel(d.Address, live.ID)
	desired := ignoreInDestination(d.Destination, live.Destination, d.Lifecycle.IgnoreChanges)
	fields, notCompared := compareDestinations(live.Destination, desired)
	c := Change{
		Action: Update, Address: d.Address, ID: live.ID, Name: desired.Name, Fields: fields,
		Destination: &DestinationChange{Desired: desired, Live: live},
	}
	switch {
	case live.Address.IsZero() && !live.IsLegacy():
		c.EditedByAnotherHand = true
	case live.Address != d.Address && !live.Address.IsZero():
		c.Action, c.Previous = Move, live.Address
	case len(fields) == 0:
		if len(notCompared) > 0 {
			p.warn(Warning{Kind: NotCompared, Address: d.Address, Unknown: notCompared})
		}
		p.plan.Unchanged++
		return
	}
	for i := range c.Fields {
		c.Fields[i].Origin = Untold // a channel has no room for more than its address
	}
	c.Unknown = notCompared
	p.change(c)
}

func (p *planner) deleteChannel(at address.Address, live *destinations.Live) {
	if r, removed := p.removal(at); removed && !r.Destroy && !p.options.Destroy {
		p.problem(Problem{Kind: ForgetChannel, Address: at, Objects: channelObjects([]*destinations.Live{live})})
		return
	}
	if p.options.Destroy && p.preventsDestroy(at) {
		p.problem(Problem{Kind: PreventDestroy, Address: at, Objects: channelObjects([]*destinations.Live{live})})
		return
	}
	p.nameChannel(at, live.ID)
	p.change(Change{
		Action: Delete, Address: at, ID: live.ID, Name: live.Destination.Name,
		Fields: removedFields(live.Destination), Destination: &DestinationChange{Live: live},
	})
}
