package view

import (
	"time"

	"github.com/alertplan/alertplan/internal/health"
)

// StatusJSON is how monitors are doing, for machines. Lists are never null.
type StatusJSON struct {
	FormatVersion string              `json:"format_version"`
	Workspace     string              `json:"workspace"`
	Time          time.Time           `json:"time"`
	RunsKnown     bool                `json:"runs_known"` // false: the user may not read when monitors have run
	Monitors      []MonitorStatusJSON `json:"monitors"`
}

// MonitorStatusJSON is how one monitor or workflow is doing.
type MonitorStatusJSON struct {
	Address   string          `json:"address"`
	ID        string          `json:"id,omitempty"` // none where it is missing
	Name      string          `json:"name"`
	State     string          `json:"state"`
	LastRun   *time.Time      `json:"last_run,omitempty"` // none since its node was started
	NextRun   *time.Time      `json:"next_run,omitempty"`
	Alerts    []OpenAlertJSON `json:"alerts"` // the open ones, the oldest first
	Throttled []ThrottledJSON `json:"throttled"`
	Mutes     []MuteJSON      `json:"mutes"` // those that have not ended
}

// MuteJSON is a trigger that is muted.
type MuteJSON struct {
	Trigger string     `json:"trigger"`
	Until   time.Time  `json:"until"`
	Since   *time.Time `json:"since,omitempty"`
	Why     string     `json:"why,omitempty"`
}

// OpenAlertJSON is one alert.
type OpenAlertJSON struct {
	ID           string     `json:"id"`
	State        string     `json:"state"` // active, acknowledged, in error
	Trigger      string     `json:"trigger"`
	Severity     string     `json:"severity"`
	Start        *time.Time `json:"start,omitempty"`
	Acknowledged *time.Time `json:"acknowledged,omitempty"`
	End          *time.Time `json:"end,omitempty"` // none while it is open
	Error        string     `json:"error,omitempty"`
}

// ThrottledJSON is an action that holds messages back.
type ThrottledJSON struct {
	Alert    string    `json:"alert"` // its id
	Trigger  string    `json:"trigger"`
	Action   string    `json:"action"`
	Messages int       `json:"messages"` // held back since the last one
	Until    time.Time `json:"until"`
}

// NewStatusJSON makes a status's JSON.
func NewStatusJSON(s Status) StatusJSON {
	out := StatusJSON{FormatVersion: FormatVersion, Workspace: s.Workspace, Time: s.Now.UTC(), RunsKnown: s.RunsKnown, Monitors: []MonitorStatusJSON{}}
	for _, m := range s.Monitors {
		one := MonitorStatusJSON{
			Address: m.Address.String(), ID: printable(m.ID), Name: printable(m.Name), State: string(m.State),
			LastRun: when(m.Last), NextRun: when(m.Next), Alerts: alertsJSON(m.Alerts), Throttled: throttledJSON(m.Throttled),
			Mutes: mapped(m.Mutes, func(m health.Muted) MuteJSON {
				return MuteJSON{Trigger: printable(m.Trigger), Until: m.Mute.Until.UTC(), Since: when(m.Mute.Since), Why: printable(m.Mute.Why)}
			}),
		}
		out.Monitors = append(out.Monitors, one)
	}
	return out
}

func alertsJSON(alerts []health.Alert) []OpenAlertJSON {
	list := []OpenAlertJSON{}
	for _, a := range alerts {
		list = append(list, alertJSON(a))
	}
	return list
}

func throttledJSON(throttled []health.Throttled) []ThrottledJSON {
	list := []ThrottledJSON{}
	for _, t := range throttled {
		list = append(list, ThrottledJSON{Alert: printable(t.Alert), Trigger: printable(t.Trigger), Action: printable(t.Action), Messages: t.Messages, Until: t.Until.UTC()})
	}
	return list
}

// when is a time, or none.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
