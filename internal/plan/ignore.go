package plan

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/monitors"
)

// ignoreInMonitor takes the live value of every field that ignore_changes names,
// since an update replaces the whole monitor. The language has checked the names.
//
// A monitor of another type takes no input and no triggers of the old one: the
// server would refuse it, after the old one has been deleted.
func ignoreInMonitor(m *monitors.Monitor, live monitors.Monitor, names []string, found matches) matches {
	for _, name := range names {
		first, rest, _ := strings.Cut(name, ".")
		if ofItsType := []string{"extraction_query", "graph", "document_queries", "cluster_metrics", "input", "trigger"}; m.Type != live.Type && slices.Contains(ofItsType, first) {
			continue
		}
		switch first {
		case "name":
			m.Name = live.Name
		case "description":
			m.Description = live.Description
		case "enabled":
			m.Enabled = live.Enabled
		case "rbac_roles":
			m.Roles, m.KeepsRoles = live.Roles, true
		case "schedule":
			m.Schedule = live.Schedule
		case "extraction_query", "graph", "document_queries", "cluster_metrics", "input", "delegates":
			m.Input = live.Input
		case "trigger":
			if rest == "" {
				found = keepTriggers(m, live, found)
				continue
			}
			ignoreInTriggers(m, live, rest, found)
		}
	}
	*m = m.WithoutForeignThresholds()
	return found
}

// keepTriggers takes all live triggers, those too that others have added, and no
// other; the configuration tells their labels.
func keepTriggers(m *monitors.Monitor, live monitors.Monitor, found matches) matches {
	kept := slices.Clone(live.Triggers)
	now := matches{triggers: make([]int, len(kept)), actions: make([][]int, len(kept))}
	for l := range kept {
		var t monitors.Trigger
		var actions []int
		if w := slices.Index(found.triggers, l); w >= 0 {
			t, actions = m.Triggers[w], found.actions[w]
			kept[l].Label = t.Label
		}
		now.triggers[l] = l
		kept[l].Actions, now.actions[l] = keptActions(t, live.Triggers[l], actions)
	}
	m.Triggers = kept
	return now
}

// keptActions are all live actions of a trigger, with the labels of t's, and the
// index of each.
func keptActions(t, live monitors.Trigger, found []int) ([]monitors.Action, []int) {
	kept := slices.Clone(live.Actions)
	now := make([]int, len(kept))
	for l := range kept {
		if w := slices.Index(found, l); w >= 0 {
			kept[l].Label = t.Actions[w].Label
		}
		now[l] = l
	}
	return kept, now
}

// ignoreInTriggers handles LABEL, LABEL.FIELD, LABEL.action.LABEL and
// LABEL.action.LABEL.FIELD.
func ignoreInTriggers(m *monitors.Monitor, live monitors.Monitor, path string, found matches) {
	label, field, _ := strings.Cut(path, ".")
	for i := range m.Triggers {
		t := &m.Triggers[i]
		if found.triggers[i] < 0 || t.Label != label {
			continue
		}
		before := live.Triggers[found.triggers[i]]
		switch {
		case field == "":
			t.Name, t.Severity, t.Condition = before.Name, before.Severity, before.Condition
			t.Actions, found.actions[i] = keptActions(*t, before, found.actions[i])
		case field == "name":
			t.Name = before.Name
		case field == "severity":
			t.Severity = before.Severity
		case slices.Contains(conditionFields, field):
			t.Condition = before.Condition
		case field == "action":
			t.Actions, found.actions[i] = keptActions(*t, before, found.actions[i])
		default:
			if rest, ok := strings.CutPrefix(field, "action."); ok {
				ignoreInActions(t, before, rest, found.actions[i])
			}
		}
	}
}

// conditionFields are the ways to write a trigger's condition.
var conditionFields = []string{"condition", "hits", "above", "below", "equals", "count", "buckets"}

func ignoreInActions(t *monitors.Trigger, live monitors.Trigger, path string, found []int) {
	label, field, _ := strings.Cut(path, ".")
	for i := range t.Actions {
		a := &t.Actions[i]
		if found[i] < 0 || a.Label != label {
			continue
		}
		before := live.Actions[found[i]]
		switch field {
		case "":
			keptLabel := a.Label
			*a = before
			a.Label = keptLabel
		case "name":
			a.Name = before.Name
		case "destination":
			a.Destination = before.Destination
		case "subject":
			a.Subject = before.Subject
		case "message":
			a.Message = before.Message
		case "throttle":
			a.Throttle, a.ThrottleEnabled = before.Throttle, before.ThrottleEnabled
		case "action_execution_policy":
			a.Policy = before.Policy
		}
	}
}
