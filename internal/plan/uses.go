package plan

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// refuseDeletingUsedChannels looks for what goes on using a channel, an account or
// a group that the plan deletes: the server would delete it without a word
// (observed; for accounts and groups channels/email_in_use).
func (p *planner) refuseDeletingUsedChannels() {
	after := p.usesAfterwards()
	for _, c := range p.plan.Changes {
		if c.Destination == nil || c.Action != Delete {
			continue
		}
		var users []Object
		for _, u := range after {
			if slices.Contains(u.ids, c.ID) {
				users = append(users, u.object)
			}
		}
		if len(users) > 0 {
			p.problem(Problem{Kind: ChannelInUse, Address: c.Address, Objects: users, Word: c.ID})
		}
	}
}

// user is a live object, and the ids of what it will use once the plan is carried
// out.
type user struct {
	object Object
	ids    []string
}

func (p *planner) usesAfterwards() []user {
	planned, gone := map[string]Change{}, map[string]bool{}
	for _, c := range p.plan.Changes {
		planned[c.ID] = c
		gone[c.ID] = c.Action == Delete || c.Action == Replace && c.Monitor != nil
	}
	var users []user
	for _, m := range p.live.Monitors {
		uses := m.Destinations
		if c, ok := planned[m.ID]; ok && c.Monitor != nil {
			uses = DestinationIDs(c.Monitor.Desired)
		}
		if !gone[m.ID] {
			users = append(users, user{Object{ID: m.ID, Name: m.Monitor.Name}, uses})
		}
	}
	for _, l := range p.live.Channels {
		uses := refIDs(l.Destination)
		if c, ok := planned[l.ID]; ok && c.Destination != nil {
			uses = refIDs(c.Destination.Desired)
		}
		if !gone[l.ID] {
			users = append(users, user{Object{ID: l.ID, Name: l.Destination.Name}, uses})
		}
	}
	return users
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
