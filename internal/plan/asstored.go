package plan

import (
	"slices"

	"github.com/alertplan/alertplan/monitors"
)

// asStored is what to write where nothing but the mark differs: what means the same
// stays as the cluster has it, to the letter. A search keeps the order of its keys, and
// an action without a policy gets none.
func asStored(m, live monitors.Monitor, found matches) monitors.Monitor {
	own, isSearch := m.Input.(*monitors.Search)
	theirs, wasSearch := live.Input.(*monitors.Search)
	if isSearch && wasSearch && len(own.Foreign)+len(theirs.Foreign) == 0 {
		kept := *own
		kept.Indices, kept.Body = theirs.Indices, theirs.Body
		m.Input = &kept
	}
	m.Triggers = slices.Clone(m.Triggers)
	for w, l := range found.triggers {
		if l < 0 {
			continue
		}
		t := &m.Triggers[w]
		t.Actions = slices.Clone(t.Actions)
		for i, j := range found.actions[w] {
			if j >= 0 && live.Triggers[l].Actions[j].Policy == nil {
				t.Actions[i].Policy = nil
			}
		}
	}
	return m
}
