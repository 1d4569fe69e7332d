package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// refuseDeletingUsedChannels looks for monitors that go on using a channel that
// the plan deletes: the server would delete it without a word (observed).
func (p *planner) refuseDeletingUsedChannels() {
	after := map[string]monitors.Monitor{} // by id: what the plan makes of live monitors
	gone := map[string]bool{}
	for _, c := range p.plan.Changes {
		switch {
		case c.Monitor == nil:
		case c.Action == Delete || c.Action == Replace:
			gone[c.ID] = true
		default:
			after[c.ID] = c.Monitor.Desired
		}
	}
	for _, c := range p.plan.Changes {
		if c.Destination == nil || c.Action != Delete {
			continue
		}
		var users []Object
		for _, m := range p.live.Monitors {
			uses := m.Destinations
			if desired, planned := after[m.ID]; planned {
				uses = DestinationIDs(desired)
			}
			if !gone[m.ID] && slices.Contains(uses, c.ID) {
				users = append(users, Object{ID: m.ID, Name: m.Monitor.Name})
			}
		}
		if len(users) > 0 {
			p.problem(Problem{Kind: ChannelInUse, Address: c.Address, Objects: users, Word: c.ID})
		}
	}
}

// DestinationIDs lists the channels that a monitor sends to.
func DestinationIDs(m monitors.Monitor) []string {
	var ids []string
	for _, t := range m.Triggers {
		for _, a := range t.Actions {
			ids = append(ids, a.Destination.ID)
		}
		if other, ok := t.Condition.(*monitors.OtherCondition); ok {
			ids = append(ids, destinationIDsIn(other.Body)...)
		}
	}
	return ids
}

func destinationIDsIn(v any) []string {
	var ids []string
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if id, ok := m.Value.(string); ok && m.Key == "destination_id" {
				ids = append(ids, id)
			}
			ids = append(ids, destinationIDsIn(m.Value)...)
		}
	case []any:
		for _, x := range v {
			ids = append(ids, destinationIDsIn(x)...)
		}
	}
	return ids
}
