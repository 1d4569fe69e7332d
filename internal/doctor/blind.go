package doctor

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// What keeps monitors from seeing or telling.
const (
	MonitorsRun    Kind = "monitors"
	SchedulingOff  Kind = "scheduling-off"
	NotScheduled   Kind = "not-scheduled"
	Late           Kind = "late"
	DisabledByHand Kind = "disabled-by-hand"
	Disabled       Kind = "disabled"
	MissingMonitor Kind = "missing"
	Unreadable     Kind = "unreadable"
	SearchInError  Kind = "search-in-error"
	ConditionError Kind = "condition-in-error"
	SendingInError Kind = "sending-in-error"
	OtherError     Kind = "in-error"
	AlertsNotTold  Kind = "alerts-not-told"
	RunsNotTold    Kind = "runs-not-told"
)

// settled is how long ago a monitor must have been saved to be on some node's schedule:
// they look for what they have missed every five minutes
// (plugins.scheduled_jobs.sweeper.period).
const settled = 10 * time.Minute

// monitors looks at what is declared and what is there, whether it runs, and what its
// runs have left.
func (e *examination) monitors(ctx context.Context) error {
	if err := e.read(ctx); err != nil {
		return err
	}
	e.scheduling()
	e.declared()
	e.errors()
	return e.searches(ctx)
}

// scheduling tells which monitors don't run.
func (e *examination) scheduling() {
	runs, count := e.estate.runs, 0
	if runs != nil && runs.Off {
		e.add(Finding{Area: Monitors, Kind: SchedulingOff, Grade: Fault})
	}
	for _, m := range e.estate.live.Monitors {
		if m.Unreadable != "" {
			f := e.of(m, Monitors, Unreadable, Note, plan.Element{})
			f.Reason = m.Unreadable
			e.add(f)
			continue
		}
		if !m.Monitor.Enabled {
			continue
		}
		count++
		if runs == nil || runs.Off || e.delegated(m.ID) {
			continue
		}
		switch job, known := runs.Jobs[m.ID]; {
		case !known && e.options.Now.Sub(m.LastUpdate) > settled:
			e.add(e.of(m, Monitors, NotScheduled, Fault, plan.Element{}))
		case job.Late:
			e.add(e.of(m, Monitors, Late, Warning, plan.Element{}))
		}
	}
	e.add(Finding{Area: Monitors, Kind: MonitorsRun, Grade: Well, Count: count, Limit: len(e.estate.live.Monitors)})
}

// delegated tells whether a monitor is run by a workflow, and perhaps by that alone.
func (e *examination) delegated(id string) bool {
	return slices.ContainsFunc(e.estate.live.Monitors, func(m monitors.Live) bool { return slices.Contains(m.Delegates, id) })
}

// declared compares what is declared with what is there, as far as it decides whether
// anything runs.
func (e *examination) declared() {
	there := map[string]monitors.Live{}
	for _, m := range e.estate.live.Monitors {
		if at, ours := e.estate.ours[m.ID]; ours {
			there[at.String()] = m
		}
	}
	wanted := map[string]bool{}
	for _, d := range e.options.Desired.Monitors {
		m, found := there[d.Address.String()]
		wanted[m.ID] = found && d.Monitor.Enabled
		switch {
		case !found:
			e.add(Finding{Area: Monitors, Kind: MissingMonitor, Grade: Warning, Element: plan.Element{Address: d.Address}, Title: d.Monitor.Name})
		case d.Monitor.Enabled && !m.Monitor.Enabled:
			e.add(e.of(m, Monitors, DisabledByHand, Fault, plan.Element{}))
		}
	}
	off := Finding{Area: Monitors, Kind: Disabled, Grade: Note}
	for _, m := range e.estate.live.Monitors {
		if m.Unreadable == "" && !m.Monitor.Enabled && !wanted[m.ID] && !e.delegated(m.ID) {
			off.Names = append(off.Names, e.nameOf(m))
		}
	}
	if len(off.Names) > 0 {
		e.add(off)
	}
}

// nameOf is the address of a monitor of ours, else its name.
func (e *examination) nameOf(m monitors.Live) string {
	if at, ours := e.estate.ours[m.ID]; ours {
		return at.String()
	}
	return cmp.Or(m.Monitor.Name, m.ID)
}

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
