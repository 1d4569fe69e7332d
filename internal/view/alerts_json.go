package view

import (
	"maps"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/health"
)

// AlertsJSON are alerts of a workspace, for machines. Lists are never null.
type AlertsJSON struct {
	FormatVersion string         `json:"format_version"`
	Workspace     string         `json:"workspace"`
	Time          time.Time      `json:"time"`
	Alerts        []AlertOfJSON  `json:"alerts"`
	Stranded      []StrandedJSON `json:"stranded"` // open alerts that no run completes; none in a history
}

// AlertOfJSON is one alert with where it comes from.
type AlertOfJSON struct {
	Address string `json:"address"`
	Monitor string `json:"monitor_id"` // or the workflow's
	OpenAlertJSON
}

// StrandedJSON is one open alert whose monitor or trigger is gone.
type StrandedJSON struct {
	Monitor     string `json:"monitor_id"`
	MonitorName string `json:"monitor_name"`
	MonitorGone bool   `json:"monitor_gone"` // else the trigger is
	OpenAlertJSON
}

// NewAlertsJSON makes the JSON of a list of alerts.
func NewAlertsJSON(a Alerts) AlertsJSON {
	out := AlertsJSON{FormatVersion: FormatVersion, Workspace: a.Workspace, Time: a.Now.UTC(), Alerts: []AlertOfJSON{}, Stranded: []StrandedJSON{}}
	for _, alert := range a.Alerts {
		out.Alerts = append(out.Alerts, AlertOfJSON{alert.Address.String(), printable(alert.Monitor), alertJSON(alert.Alert)})
	}
	for _, s := range a.Stranded {
		out.Stranded = append(out.Stranded, StrandedJSON{printable(s.Monitor), printable(s.MonitorName), s.MonitorGone, alertJSON(s.Alert)})
	}
	return out
}

// AcknowledgedJSON is what became of alerts that were to be acknowledged, for machines.
// Lists are never null.
type AcknowledgedJSON struct {
	FormatVersion string                 `json:"format_version"`
	Workspace     string                 `json:"workspace"`
	Monitors      []AcknowledgingMonitor `json:"monitors"`
}

// AcknowledgingMonitor is what became of the alerts of one monitor.
type AcknowledgingMonitor struct {
	Address      string                `json:"address"`
	Acknowledged []string              `json:"acknowledged"` // ids
	Failed       []NotAcknowledgedJSON `json:"failed"`
	InError      int                   `json:"in_error"`            // alerts that can't be acknowledged
	Before       int                   `json:"acknowledged_before"` // alerts that were already
	Error        string                `json:"error,omitempty"`     // why nothing could be
}

// NotAcknowledgedJSON is one alert that should be acknowledged, and is not.
type NotAcknowledgedJSON struct {
	Alert  string `json:"alert"`
	Reason string `json:"reason"`
}

// NewAcknowledgedJSON makes the JSON of acknowledging.
func NewAcknowledgedJSON(workspace string, list []Acknowledging) AcknowledgedJSON {
	out := AcknowledgedJSON{FormatVersion: FormatVersion, Workspace: workspace, Monitors: []AcknowledgingMonitor{}}
	for _, a := range list {
		one := AcknowledgingMonitor{Address: a.Address.String(), Acknowledged: append([]string{}, a.Acknowledged...), Failed: []NotAcknowledgedJSON{}, InError: a.InError, Before: a.Before}
		for _, id := range slices.Sorted(maps.Keys(a.Failed)) {
			one.Failed = append(one.Failed, NotAcknowledgedJSON{printable(id), printable(a.Failed[id])})
		}
		if a.Err != nil {
			one.Error = printable(a.Err.Error())
		}
		out.Monitors = append(out.Monitors, one)
	}
	return out
}

func alertJSON(a health.Alert) OpenAlertJSON {
	return OpenAlertJSON{
		ID: printable(a.ID), State: string(a.State), Trigger: printable(a.Trigger), Severity: printable(a.Severity),
		Start: when(a.Start), Acknowledged: when(a.Acknowledged), End: when(a.End), Error: printable(a.Error),
	}
}
