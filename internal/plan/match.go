package plan

import (
	"strconv"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/monitors"
)

// matches says which live trigger each desired trigger is, by index: -1 for a
// new one; and the same for the actions of each.
type matches struct {
	triggers []int
	actions  [][]int
}

// matchTriggers finds the live counterparts of a desired monitor's triggers and
// actions: by the mark's labels, then by id, then by name, never by position.
// It gives the desired ones their live ids: those never change.
func matchTriggers(m *monitors.Monitor, live monitors.Monitor, ids idSource, mark *monitors.Mark) matches {
	found := matches{triggers: make([]int, len(m.Triggers)), actions: make([][]int, len(m.Triggers))}
	pairs := matcher{wanted: len(m.Triggers), live: len(live.Triggers)}
	if mark != nil {
		pairs.round(func(w, l int) bool { return mark.Triggers[m.Triggers[w].Label].ID == live.Triggers[l].ID })
	}
	pairs.round(func(w, l int) bool { return ids.isTrigger(live.Triggers[l].ID, m.Triggers[w].Label) })
	pairs.round(func(w, l int) bool { return m.Triggers[w].Name == live.Triggers[l].Name })
	copy(found.triggers, pairs.result())
	for w, l := range found.triggers {
		t := &m.Triggers[w]
		found.actions[w] = make([]int, len(t.Actions))
		if l < 0 {
			for i := range found.actions[w] {
				found.actions[w][i] = -1
			}
			continue
		}
		t.ID = live.Triggers[l].ID
		found.actions[w] = matchActions(t, live.Triggers[l], ids, mark)
	}
	return found
}

func matchActions(t *monitors.Trigger, live monitors.Trigger, ids idSource, mark *monitors.Mark) []int {
	pairs := matcher{wanted: len(t.Actions), live: len(live.Actions)}
	if mark != nil {
		labels := mark.Triggers[t.Label].Actions
		pairs.round(func(w, l int) bool { return labels[t.Actions[w].Label] == live.Actions[l].ID })
	}
	pairs.round(func(w, l int) bool { return ids.isAction(live.Actions[l].ID, t.Label, t.Actions[w].Label) })
	pairs.round(func(w, l int) bool { return t.Actions[w].Name == live.Actions[l].Name })
	result := pairs.result()
	for w, l := range result {
		if l >= 0 {
			t.Actions[w].ID = live.Actions[l].ID
		}
	}
	return result
}

// matcher pairs wanted with live items in rounds, each item at most once.
type matcher struct {
	wanted, live int
	pair         map[int]int // wanted → live
	used         map[int]bool
}

func (m *matcher) round(same func(wanted, live int) bool) {
	if m.pair == nil {
		m.pair, m.used = map[int]int{}, map[int]bool{}
	}
	for w := range m.wanted {
		if _, done := m.pair[w]; done {
			continue
		}
		for l := range m.live {
			if !m.used[l] && same(w, l) {
				m.pair[w], m.used[l] = l, true
				break
			}
		}
	}
}

func (m *matcher) result() []int {
	result := make([]int, m.wanted)
	for w := range result {
		result[w] = -1
		if l, ok := m.pair[w]; ok {
			result[w] = l
		}
	}
	return result
}

// liveIDs are all ids of a live monitor: none of them may be given to another.
func (matches) liveIDs(live monitors.Monitor) map[string]bool {
	taken := map[string]bool{}
	for _, t := range live.Triggers {
		taken[t.ID] = true
		for _, a := range t.Actions {
			taken[a.ID] = true
		}
	}
	return taken
}

// idSource derives the ids of one monitor's new triggers and actions, and
// recognises those that it has derived, at this address or the one before.
type idSource struct {
	workspace string
	at        address.Address
	previous  address.Address // zero: none
}

func (s idSource) isTrigger(id, label string) bool {
	return id == address.TriggerID(s.workspace, s.at, label) ||
		!s.previous.IsZero() && id == address.TriggerID(s.workspace, s.previous, label)
}

func (s idSource) isAction(id, trigger, label string) bool {
	return id == address.ActionID(s.workspace, s.at, trigger, label) ||
		!s.previous.IsZero() && id == address.ActionID(s.workspace, s.previous, trigger, label)
}

// assignIDs gives ids to the triggers and actions that have none yet. An id that
// is taken (by a trigger that had this label before) is not given twice.
func assignIDs(m *monitors.Monitor, ids idSource, taken map[string]bool) {
	if taken == nil {
		taken = map[string]bool{}
	}
	free := func(derive func(label string) string, label string) string {
		id := derive(label)
		for n := 2; taken[id]; n++ {
			id = derive(label + "#" + strconv.Itoa(n)) // no label holds a #
		}
		taken[id] = true
		return id
	}
	for i := range m.Triggers {
		t := &m.Triggers[i]
		if t.ID == "" {
			t.ID = free(func(label string) string { return address.TriggerID(ids.workspace, ids.at, label) }, t.Label)
		}
		for j := range t.Actions {
			a := &t.Actions[j]
			if a.ID == "" {
				a.ID = free(func(label string) string { return address.ActionID(ids.workspace, ids.at, t.Label, label) }, a.Label)
			}
		}
	}
}
