package plan

import "github.com/alertplan/alertplan/internal/address"

// ChannelIDs are the ids of the destinations of a configuration, and of the channels of
// others that it names, by address: of those that are not there the id that they will get,
// "" where the server chooses it. What is missing or ambiguous is left out; Make says why.
func ChannelIDs(desired Desired, live Live) map[address.Address]string {
	p := newPlanner(desired, live, Options{})
	p.planChannels()
	return p.channelIDs
}
