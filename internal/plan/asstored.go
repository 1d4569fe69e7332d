package plan

import (
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// asStored is what to write where nothing but the mark differs: what means the same
// stays as the cluster has it, to the letter. A search keeps the order of its keys, a
// policy that of its alerts, and an action without one gets none.
func asStored(m, live monitors.Monitor, found matches) monitors.Monitor {
	own, isSearch := m.Input.(*monitors.Search)
	theirs, wasSearch := live.Input.(*monitors.Search)
	if isSearch && wasSearch && len(own.Foreign)+len(theirs.Foreign) == 0 {
		kept := *own
		kept.Indices, kept.Body = theirs.Indices, theirs.Body
		m.Input = &kept
	}
	if call, ok := live.Input.(*monitors.ClusterAPI); ok { // whose url may say more than path and parameters
		m.Input = call
	}
	m.Triggers = slices.Clone(m.Triggers)
	for w, l := range found.triggers {
		if l < 0 {
			continue
		}
		t := &m.Triggers[w]
		t.Actions = slices.Clone(t.Actions)
		for i, j := range found.actions[w] {
			if j >= 0 {
				t.Actions[i].Policy = live.Triggers[l].Actions[j].Policy
			}
		}
	}
	return m
}
