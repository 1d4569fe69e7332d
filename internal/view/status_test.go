package view_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/health"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/monitors"
)

// statuses are a monitor in each state, and alerts of all kinds.
func statuses() view.Status {
	now := time.Date(2026, 11, 22, 10, 7, 30, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	many := []health.Alert{}
	for range 7 {
		many = append(many, health.Alert{ID: "x", Trigger: "each", Severity: "3", State: health.IsActive, Start: ago(90 * time.Minute)})
	}
	return view.Status{Workspace: "soc", Now: now, RunsKnown: true, Monitors: []health.Monitor{
		{Address: address.ForMonitor("active"), ID: "m1", Name: "Logins", State: health.Active, Last: ago(2 * time.Minute), Next: now.Add(3 * time.Minute), Alerts: []health.Alert{
			{ID: "a1", Trigger: "any", Severity: "1", State: health.IsActive, Start: ago(14 * time.Minute)},
			{ID: "a2", Trigger: "any", Severity: "1", State: health.IsAcknowledged, Start: ago(26 * time.Hour), Acknowledged: ago(25 * time.Hour)},
		}, Throttled: []health.Throttled{{Trigger: "any", Action: "page", Alert: "a1", Messages: 2, Until: now.Add(4 * time.Minute)}, {Trigger: "any", Action: "tell", Alert: "a1", Until: now.Add(time.Minute)}}},
		{Address: address.ForMonitor("disabled"), ID: "m2", Name: "Off", State: health.Disabled},
		{Address: address.ForMonitor("failing"), ID: "m3", Name: "Broken\x1b[31m", State: health.Failing, Last: ago(time.Second), Next: now.Add(24 * time.Hour), Alerts: []health.Alert{
			{ID: "a3", Trigger: "any", Severity: "2", State: health.IsInError, Start: ago(time.Minute), Error: "Failed running action:\nconnection refused"},
		}},
		{Address: address.ForMonitor("fresh"), ID: "m4", Name: "New", State: health.OK, Next: now.Add(50 * time.Second), Mutes: []health.Muted{{Trigger: "any", Mute: moves}, {Trigger: "some", Mute: monitors.Mute{Until: moves.Until}}}},
		{Address: address.ForMonitor("many"), ID: "m5", Name: "Many", State: health.Active, Last: ago(time.Minute), Next: now.Add(time.Minute), Alerts: many},
		{Address: address.ForMonitor("missing"), Name: "Not there", State: health.Missing},
		{Address: address.ForMonitor("stopped"), ID: "m6", Name: "Stopped", State: health.Stopped, Last: ago(3 * time.Hour)},
	}}
}

func TestStatus(t *testing.T) {
	unknown := view.Status{Workspace: "soc", Now: time.Unix(1e9, 0), Monitors: []health.Monitor{{Address: address.ForMonitor("a"), ID: "m", Name: "A", State: health.OK}}}
	for name, s := range map[string]view.Status{"status": statuses(), "status-none": {Workspace: "soc"}, "status-unknown": unknown} {
		var out bytes.Buffer
		view.NewPrinter(&out, view.Plain).Status(s)
		golden(t, "testdata/"+name+".txt", out.Bytes())
	}
}
