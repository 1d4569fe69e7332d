package plan

import (
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/monitors"
)

// ignoreInMonitor takes the live value of every field that ignore_changes names,
// since an update replaces the whole monitor. The language has checked the names.
func ignoreInMonitor(m *monitors.Monitor, live monitors.Monitor, names []string, found matches) {
	for _, name := range names {
		first, rest, _ := strings.Cut(name, ".")
		switch first {
		case "name":
			m.Name = live.Name
		case "description":
			m.Description = live.Description
		case "enabled":
			m.Enabled = live.Enabled
		case "schedule":
			m.Schedule = live.Schedule
		case "extraction_query", "input":
			m.Input = live.Input
		case "trigger":
			ignoreInTriggers(m, live, rest, found)
		}
	}
}

// ignoreInTriggers handles "" (all triggers), LABEL, LABEL.FIELD,
// LABEL.action.LABEL and LABEL.action.LABEL.FIELD.
func ignoreInTriggers(m *monitors.Monitor, live monitors.Monitor, path string, found matches) {
	label, field, _ := strings.Cut(path, ".")
	for i := range m.Triggers {
		t := &m.Triggers[i]
		if found.triggers[i] < 0 || path != "" && t.Label != label {
			continue
		}
		before := live.Triggers[found.triggers[i]]
		switch {
		case field == "":
			t.Name, t.Severity, t.Condition = before.Name, before.Severity, before.Condition
			ignoreInActions(t, before, "", found.actions[i])
		case field == "name":
			t.Name = before.Name
		case field == "severity":
			t.Severity = before.Severity
		case field == "condition" || field == "hits":
			t.Condition = before.Condition
		case field == "action":
			ignoreInActions(t, before, "", found.actions[i])
		default:
			if rest, ok := strings.CutPrefix(field, "action."); ok {
				ignoreInActions(t, before, rest, found.actions[i])
			}
		}
	}
}

func ignoreInActions(t *monitors.Trigger, live monitors.Trigger, path string, found []int) {
	label, field, _ := strings.Cut(path, ".")
	for i := range t.Actions {
		a := &t.Actions[i]
		if found[i] < 0 || path != "" && a.Label != label {
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
		}
	}
}

// ignoreInDestination takes the live value of every field that ignore_changes
// names.
func ignoreInDestination(desired, live destinations.Destination, names []string) destinations.Destination {
	for _, name := range names {
		switch name {
		case "name":
			desired.Name = live.Name
		case "description":
			desired.Description = live.Description
		case "enabled":
			desired.Enabled = live.Enabled
		default:
			desired.Settings = ignoreInSettings(desired.Settings, live.Settings, name)
		}
	}
	return desired
}

func ignoreInSettings(desired, live destinations.Settings, name string) destinations.Settings {
	switch s := desired.(type) {
	case *destinations.SNSSettings:
		if before, ok := live.(*destinations.SNSSettings); ok {
			kept := *s
			switch name {
			case "topic_arn":
				kept.TopicARN = before.TopicARN
			case "role_arn":
				kept.RoleARN = before.RoleARN
			}
			return &kept
		}
	case *destinations.ChatSettings:
		if before, ok := live.(*destinations.ChatSettings); ok && name == "url" {
			return before
		}
	case *destinations.WebhookSettings:
		if before, ok := live.(*destinations.WebhookSettings); ok {
			kept := *s
			switch name {
			case "url":
				kept.URL = before.URL
			case "method":
				kept.Method = before.Method
			case "headers":
				kept.Headers = maps.Clone(before.Headers)
			}
			return &kept
		}
	}
	return desired
}

// IgnorableMonitorFields are the first words that ignore_changes of a monitor
// may hold.
func IgnorableMonitorFields() []string {
	return slices.Clone([]string{"name", "description", "enabled", "schedule", "extraction_query", "trigger"})
}
