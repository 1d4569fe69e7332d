package doctor

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/plan"
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
