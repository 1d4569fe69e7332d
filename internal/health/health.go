package health

import (
	"cmp"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/evaluate/schedule"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// State is how a monitor is doing, in one word.
type State string

// The states, the worst first.
const (
	Missing      State = "missing"      // the files declare it, and the cluster has none
	Failing      State = "error"        // an alert is in state ERROR
	Stopped      State = "stopped"      // scheduling is switched off on the cluster
	Late         State = "late"         // its node says that it does not run on time
	Active       State = "active"       // an alert is open
	Acknowledged State = "acknowledged" // all open alerts are acknowledged
	Disabled     State = "disabled"     // it is switched off
	OK           State = "ok"
)

// Monitor is one monitor or workflow of the workspace.
type Monitor struct {
	Address address.Address
	ID      string // "" for one that is missing
	Name    string
	State   State

	Last time.Time // zero: not since its node was started, or not known
	Next time.Time // zero: it has no next run

	Alerts    []Alert // open, the oldest first
	Throttled []Throttled
	Mutes     []Muted // those that have not ended
}

// Muted is a trigger that is muted.
type Muted struct {
	Trigger string // its name
	Mute    monitors.Mute
}

// Throttled is an action whose messages are held back.
type Throttled struct {
	Trigger, Action string    // their names
	Alert           string    // id
	Messages        int       // held back since the last one
	Until           time.Time // when the next may be sent
}

// Count is how many of a monitor's open alerts are in a state.
func (m Monitor) Count(state AlertState) int {
	n := 0
	for _, a := range m.Alerts {
		if a.State == state {
			n++
		}
	}
	return n
}

// Owned is a monitor of the workspace as it is on the cluster, or declared alone.
type Owned struct {
	Address address.Address
	Name    string
	Live    *monitors.Live // nil: it is not there
}

// Seen is what was read of a cluster.
type Seen struct {
	Alerts []wire.Alert // the open ones
	Runs   *wire.Runs   // nil: they could not be read
	Now    time.Time
}

// Of says how the monitors of a workspace are doing, in order of their addresses.
func Of(owned []Owned, seen Seen) []Monitor {
	alerts := map[string][]Alert{}
	for _, a := range seen.Alerts {
		alert := alertOf(a)
		alerts[alert.Monitor] = append(alerts[alert.Monitor], alert)
	}
	list := make([]Monitor, len(owned))
	for i, o := range owned {
		list[i] = of(o, seen, alerts)
	}
	slices.SortStableFunc(list, func(a, b Monitor) int { return address.Compare(a.Address, b.Address) })
	return list
}

func of(o Owned, seen Seen, alerts map[string][]Alert) Monitor {
	m := Monitor{Address: o.Address, Name: o.Name, State: Missing}
	if o.Live == nil {
		return m
	}
	m.ID, m.Name = o.Live.ID, cmp.Or(o.Live.Monitor.Name, o.Name)
	m.Alerts = alerts[m.ID]
	slices.SortStableFunc(m.Alerts, func(a, b Alert) int { return a.Start.Compare(b.Start) })
	var job wire.Job
	off := false
	if seen.Runs != nil {
		job, off = seen.Runs.Jobs[m.ID], seen.Runs.Off
	}
	m.Last = job.Last
	if o.Live.Monitor.Enabled && !off {
		m.Next = next(*o.Live, job.Last, seen.Now)
	}
	m.Throttled = throttled(*o.Live, m.Alerts, seen.Now)
	for _, t := range o.Live.Monitor.Triggers {
		if t.Mute != nil && !t.Mute.IsOver(seen.Now.UnixMilli()) {
			m.Mutes = append(m.Mutes, Muted{Trigger: t.Name, Mute: *t.Mute})
		}
	}
	m.State = stateOf(m, o.Live.Monitor.Enabled, off, job.Late)
	return m
}

func stateOf(m Monitor, enabled, off, late bool) State {
	switch {
	case m.Count(IsInError) > 0:
		return Failing
	case enabled && off:
		return Stopped
	case enabled && late:
		return Late
	case m.Count(IsActive) > 0:
		return Active
	case m.Count(IsAcknowledged) > 0:
		return Acknowledged
	case !enabled:
		return Disabled
	}
	return OK
}

// next is when a monitor runs next by its schedule; zero where that can't be told.
func next(live monitors.Live, last, now time.Time) time.Time {
	var s schedule.Schedule
	switch is := live.Monitor.Schedule; {
	case is.Cron != nil:
		cron, err := schedule.ParseCron(is.Cron.Expression)
		if err != nil {
			return time.Time{}
		}
		if s.Zone, err = schedule.ParseZone(is.Cron.Timezone); err != nil {
			return time.Time{}
		}
		s.Cron = cron
		last = time.Time{} // what was missed is made up for at once, if at all
	case is.Interval != nil && !live.EnabledTime.IsZero():
		s.Interval = is.Interval.Duration()
	default:
		return time.Time{}
	}
	at, ok := s.Next(now, live.EnabledTime, last)
	if !ok {
		return time.Time{}
	}
	return at.UTC()
}
