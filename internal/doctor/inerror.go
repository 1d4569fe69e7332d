package doctor

import (
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// How the error of an alert begins, and what it tells of (execute/index_deleted_later,
// alerts/error_then_false, sending/alert_of_a_failed_action of 1.3.14, 2.19.4 and 3.5.0).
var stages = []struct {
	begin string
	kind  Kind
	part  plan.Part
}{
	{"Failed fetching inputs", SearchInError, plan.QueryPart},
	{"Failed evaluating trigger", ConditionError, plan.ConditionPart},
	{"Failed running action", SendingInError, plan.MessagePart},
}

// errors are the alerts in the state ERROR: of each trigger the latest, and how many.
func (e *examination) errors() {
	type key struct{ monitor, trigger string }
	latest, count := map[key]wire.Alert{}, map[key]int{}
	var order []key
	for _, a := range e.estate.alerts {
		if a.State != wire.AlertError {
			continue
		}
		k := key{a.Of(), a.TriggerID}
		if count[k]++; count[k] == 1 {
			order = append(order, k)
		}
		if a.LastNotification.Compare(latest[k].LastNotification) >= 0 {
			latest[k] = a
		}
	}
	for _, k := range order {
		e.add(e.inError(latest[k], count[k]))
	}
}

func (e *examination) inError(a wire.Alert, count int) Finding {
	live := monitors.Live{ID: a.Of(), Monitor: monitors.Monitor{Name: a.MonitorName}}
	for _, m := range e.estate.live.Monitors {
		if m.ID == a.Of() {
			live = m
		}
	}
	f := e.of(live, Monitors, OtherError, Fault, plan.Element{Part: plan.WholeMonitor})
	f.Name, f.Count, f.Until = a.TriggerName, count, a.Start
	f.Reason = strings.TrimSpace(a.ErrorMessage)
	for _, s := range stages {
		rest, found := strings.CutPrefix(f.Reason, s.begin)
		if !found {
			continue
		}
		f.Kind, f.Part, f.Reason = s.kind, s.part, strings.TrimLeft(rest, ": \n")
		if t := triggerOf(live, a.TriggerID); t != nil && s.kind != SearchInError {
			f.Trigger = t.Label
			if s.kind == SendingInError {
				f.Action, f.Names, f.Reason = sender(*t, f.Reason)
			}
		}
	}
	return f
}

func triggerOf(m monitors.Live, id string) *monitors.Trigger {
	for i, t := range m.Monitor.Triggers {
		if t.ID == id {
			return &m.Monitor.Triggers[i]
		}
	}
	return nil
}

// What the notifications plugin tells of a message that could not be sent: a JSON text
// among words.
var (
	channelIn = pattern.New(`"config_id"\s*:\s*"([^"]*)"`)
	statusIn  = pattern.New(`"status_text"\s*:\s*"((?:[^"\\]|\\.)*)"`)
)

// sender is the action of a trigger whose message was not sent, by the channel that the
// error names: its label, its name, and why.
func sender(t monitors.Trigger, reason string) (label string, names []string, why string) {
	why = reason
	if m := statusIn.FindStringSubmatch(reason); m != nil {
		why = m[1]
	}
	channel := ""
	if m := channelIn.FindStringSubmatch(reason); m != nil {
		channel = m[1]
	}
	for _, a := range t.Actions {
		if len(t.Actions) == 1 || channel != "" && a.Destination.ID == channel || strings.Contains(reason, "["+a.Destination.ID+"]") {
			return a.Label, []string{a.Name}, why
		}
	}
	return "", nil, why
}
