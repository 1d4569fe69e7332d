package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// Sight is what of a cluster the user could not see. Its zero value is a user who
// sees all that a plan reads.
type Sight struct {
	// NoChannels are the permissions that the user lacks to read channels, by the
	// cluster's names; where there are any, Live.Channels says nothing, and no
	// channel is taken for missing.
	NoChannels []string

	// NoAlerts are those that he lacks to read alerts.
	NoAlerts []string

	// MayHide: nothing of the workspace is to be seen, and it can't be told whether
	// the cluster hides it from the user.
	MayHide bool
}

func (s Sight) channelsKnown() bool { return len(s.NoChannels) == 0 }

// LooksEmpty tells whether the configuration expects monitors or channels, and
// live shows none that the workspace has made; or shows channels, and no monitor
// that they are for. A destroy expects some whatever is declared: it deletes what no
// block names any more, too. The cluster may then hide them from the user (Sight.MayHide);
// channels lists the ids that channels of the workspace would have and that are
// not in the list.
func LooksEmpty(desired Desired, live Live, options Options) (empty bool, channels []string) {
	noMonitors := !slices.ContainsFunc(live.Monitors, func(m monitors.Live) bool { return isOurs(m, desired.Workspace) })
	seen := map[string]bool{}
	for _, c := range live.Channels {
		if address.IsChannelOf(c.Handle(), desired.Workspace) {
			seen[c.Handle()] = true
		}
	}
	noChannels := len(seen) == 0 && live.Sight.channelsKnown()
	expected := len(desired.Monitors) > 0 || len(seen) > 0 || options.Destroy
	empty = expected && noMonitors || len(desired.Destinations) > 0 && noChannels
	if !empty || !noChannels {
		return empty, nil // what is to be seen tells nothing more when it is read by its id
	}
	for _, m := range desired.Moved {
		if m.From.Kind() == address.Destination {
			channels = append(channels, address.ChannelID(desired.Workspace, m.From))
		}
	}
	for _, d := range desired.Destinations {
		channels = append(channels, address.ChannelID(desired.Workspace, d.Address))
	}
	return true, channels
}

// isOurs tells whether the workspace has made a monitor: by the mark, or by ids
// where the mark is gone.
func isOurs(m monitors.Live, workspace string) bool {
	if m.Mark != nil {
		return m.Mark.Workspace == workspace
	}
	return hasIDsOf(m.Monitor, workspace)
}

// warnOfSight says what the plan was made without seeing.
func (p *planner) warnOfSight() {
	sight := p.live.Sight
	if !sight.channelsKnown() {
		p.warn(Warning{Kind: ChannelsUnread, Count: len(p.desired.Destinations), Destroy: p.options.Destroy, Permissions: sight.NoChannels})
	}
	if p.plan.WantsAlerts && len(sight.NoAlerts) > 0 {
		p.warn(Warning{Kind: AlertsUnread, Permissions: sight.NoAlerts})
	}
	if sight.MayHide {
		creates, deletes := 0, 0
		for _, c := range p.plan.Changes {
			switch {
			case c.Monitor != nil && c.Action == Create:
				creates++
			case c.Action == Delete:
				deletes++
			}
		}
		if creates+deletes > 0 || p.options.Destroy {
			p.warn(Warning{Kind: MayBeHidden, Count: creates})
		}
	}
}

// assumeChannels names the channels of destinations without having seen them: by
// the id that a live monitor sends to and that was made for the address, else by
// the one that it would get.
func (p *planner) assumeChannels() {
	byPart := p.channelParts()
	inUse := map[address.Address]string{}
	for _, m := range p.live.Monitors {
		for _, id := range m.Destinations {
			if !address.IsChannelOf(id, p.desired.Workspace) {
				continue
			}
			if at, ok := byPart[address.ChannelPartOf(id)]; ok {
				inUse[at] = id
				p.channelAddresses[id] = at
			}
		}
	}
	for _, d := range p.desired.Destinations {
		id, found := inUse[d.Address]
		if !found {
			id = address.ChannelID(p.desired.Workspace, d.Address)
		}
		p.nameChannel(d.Address, id)
	}
}

// leaveOpenUnseenChannels leaves it open whether an action sends to the right
// channel where channels can't be read, and the one that it sends to is ours by an
// id that was made for another address: a channel keeps its id when it is moved.
func (p *planner) leaveOpenUnseenChannels(m *monitors.Monitor, live monitors.Monitor, found matches) {
	if p.live.Sight.channelsKnown() {
		return
	}
	for i, l := range found.triggers {
		if l < 0 {
			continue
		}
		for j, k := range found.actions[i] {
			if k < 0 {
				continue
			}
			id := live.Triggers[l].Actions[k].Destination.ID
			if _, known := p.channelAddresses[id]; !known && address.IsChannelOf(id, p.desired.Workspace) {
				m.Triggers[i].Actions[j].Destination.ID = monitors.UnknownText("the address of the channel " + id)
			}
		}
	}
}
