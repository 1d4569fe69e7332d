package plan

import (
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
)

// planChannels matches destinations with channels. The prefix of a channel's id
// says that it is ours; the address in its description says which one it is, and
// where someone has edited that away, the hash at the id's end does.
func (p *planner) planChannels() {
	if !p.live.Sight.channelsKnown() {
		p.assumeChannels()
		p.findExisting()
		return
	}
	claimed := p.claimChannels()
	p.owned += len(claimed)
	p.nameChannels(claimed)
	p.findExisting()
	for _, d := range p.desired.Destinations {
		if p.options.Destroy {
			break
		}
		claims := claimed[d.Address]
		delete(claimed, d.Address)
		if p.lacksKind(d) {
			continue
		}
		switch len(claims) {
		case 0:
			p.createChannel(d)
		case 1:
			p.updateChannel(d, claims[0])
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

// nameChannels gives each destination the id that its channel has or will have:
// destinations refer to one another.
func (p *planner) nameChannels(claimed map[address.Address][]*destinations.Live) {
	taken := map[string]bool{}
	for _, c := range p.live.Channels {
		taken[c.Handle()] = true
	}
	for at, claims := range claimed {
		for _, c := range claims {
			p.channelAddresses[c.ID] = at
		}
	}
	if p.options.Destroy {
		return
	}
	for _, d := range p.desired.Destinations {
		switch claims := claimed[d.Address]; len(claims) {
		case 0:
			handle := p.freeChannelID(d.Address, taken)
			p.handles[d.Address] = handle
			if p.live.Generation.LegacyDestinations {
				handle = "" // the server chooses the id
			}
			p.nameChannel(d.Address, handle)
		case 1:
			p.handles[d.Address] = p.handleOf(claims[0], d.Address, taken)
			p.nameChannel(d.Address, claims[0].ID)
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
			at = byPart[address.ChannelPartOf(c.Handle())]
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

func (p *planner) createChannel(d DesiredDestination) {
	desired, needs, ok := p.resolveRefs(d)
	if !ok {
		return
	}
	p.change(Change{
		Action: Create, Address: d.Address, ID: p.channelIDs[d.Address], Name: desired.Name,
		Fields: addedFields(desired), Unknown: unknownSecrets(desired),
		Destination: &DestinationChange{Desired: desired, Needs: needs},
	})
}

// resolveRefs gives the account and the groups of a desired e-mail their ids. It
// fails where an existing one was not found, which is a problem already.
func (p *planner) resolveRefs(d DesiredDestination) (desired destinations.Destination, needs []address.Address, ok bool) {
	desired = p.stored(d).WithRefs(func(r destinations.Ref) destinations.Ref {
		if r.Address.IsZero() {
			return r
		}
		needs = p.needs(d.Address, r.Address, needs)
		r.ID = p.channelIDs[r.Address]
		return r
	})
	return desired, needs, len(p.withoutChannel[d.Address]) == 0
}

// needs adds a destination to those that a monitor or an e-mail needs, and notes where
// an existing one was not found.
func (p *planner) needs(user, channel address.Address, others []address.Address) []address.Address {
	if p.unknownChannels[channel] {
		p.withoutChannel[user] = append(p.withoutChannel[user], channel)
	}
	if channel.Kind() == address.Destination && !slices.Contains(others, channel) {
		others = append(others, channel)
	}
	return others
}

// named is a live destination whose references have the addresses that the
// workspace has for them.
func (p *planner) named(d destinations.Destination) destinations.Destination {
	return d.WithRefs(func(r destinations.Ref) destinations.Ref {
		r.Address = p.channelAddresses[r.ID]
		return r
	})
}

func (p *planner) nameChannel(at address.Address, id string) {
	p.channelIDs[at] = id
	if id != "" {
		p.channelAddresses[id] = at
	}
}

func (p *planner) updateChannel(d DesiredDestination, live *destinations.Live) {
	desired, needs, ok := p.resolveRefs(d)
	if !ok {
		return
	}
	before := p.named(live.Destination)
	desired = ignoreInDestination(desired, before, d.Lifecycle.IgnoreChanges)
	fields, notCompared := compareDestinations(before, desired)
	c := Change{
		Action: Update, Address: d.Address, ID: live.ID, Name: desired.Name, Fields: fields,
		Destination: &DestinationChange{Desired: desired, Live: live, Needs: needs},
	}
	switch {
	case desired.Kind != before.Kind && !(live.IsLegacy() && desired.Kind.IsChannel()): // a legacy one can change it
		if d.Lifecycle.PreventDestroy {
			p.problem(Problem{Kind: PreventDestroy, Address: d.Address, Objects: channelObjects([]*destinations.Live{live})})
			return
		}
		c.Action = Replace
	case live.Address.IsZero() && !live.IsLegacy():
		c.EditedByAnotherHand = true
	case live.Address != d.Address && !live.Address.IsZero():
		c.Action, c.Previous = Move, live.Address
	case len(fields) == 0:
		p.leave(c, notCompared)
		return
	}
	for i := range c.Fields {
		c.Fields[i].Origin = Untold // a channel has no room for more than its address
	}
	c.Unknown = notCompared
	p.warnOfCredentials(c)
	p.change(c)
}

// warnOfCredentials tells that an SMTP account gets another name: the keystore has
// its user and password under the old one, so that sending fails from then on
// (alerting-api.md 6.2).
func (p *planner) warnOfCredentials(c Change) {
	before := c.Destination.Live.Destination
	if c.Action == Replace || before.Kind != destinations.SMTPAccount || before.Name == c.Destination.Desired.Name {
		return
	}
	keystore := destinations.NotificationsKeystore
	if c.Destination.Live.IsLegacy() {
		keystore = destinations.LegacyKeystore
	}
	p.warn(Warning{Kind: CredentialsByName, Address: c.Address, Object: Object{ID: c.ID, Name: before.Name}, Word: c.Destination.Desired.Name, Keystore: keystore})
}

func (p *planner) deleteChannel(at address.Address, live *destinations.Live) {
	if r, removed := p.removal(at); removed && !r.Destroy && !p.options.Destroy {
		p.problem(Problem{Kind: ForgetChannel, Address: at, Objects: channelObjects([]*destinations.Live{live})})
		return
	}
	if p.preventsDestroy(at) {
		p.problem(Problem{Kind: PreventDestroy, Address: at, Objects: channelObjects([]*destinations.Live{live}), Word: p.missingKey(at)})
		return
	}
	p.nameChannel(at, live.ID)
	p.change(Change{
		Action: Delete, Address: at, ID: live.ID, Name: live.Destination.Name,
		Fields: removedFields(p.named(live.Destination)), Destination: &DestinationChange{Live: live},
	})
}
