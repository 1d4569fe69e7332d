package health

import (
	"time"

	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// throttled are the actions of open alerts that hold messages back now: those whose last
// message is not as old as their throttle says.
func throttled(live monitors.Live, alerts []Alert, now time.Time) []Throttled {
	var list []Throttled
	for _, alert := range alerts {
		for _, t := range live.Monitor.Triggers {
			if t.ID != alert.TriggerID {
				continue
			}
			for _, done := range alert.actions {
				if held, ok := holds(t, done, now); ok {
					held.Alert = alert.ID
					list = append(list, held)
				}
			}
		}
	}
	return list
}

func holds(t monitors.Trigger, done wire.AlertAction, now time.Time) (Throttled, bool) {
	for _, a := range t.Actions {
		if a.ID != done.ActionID || !a.ThrottleEnabled || a.Throttle == nil {
			continue
		}
		until := done.LastExecution.Add(a.Throttle.Duration())
		return Throttled{Trigger: t.Name, Action: a.Name, Messages: done.Throttled, Until: until}, until.After(now)
	}
	return Throttled{}, false
}
