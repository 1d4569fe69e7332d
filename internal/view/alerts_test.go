package view_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/health"
	"github.com/alertplan/alertplan/internal/view"
)

// alerts are some of each state, two of them stranded.
func alerts() view.Alerts {
	s := statuses()
	a := view.Alerts{Workspace: s.Workspace, Now: s.Now}
	for _, m := range s.Monitors {
		for _, alert := range m.Alerts[:min(2, len(m.Alerts))] {
			a.Alerts = append(a.Alerts, view.AlertOf{Address: m.Address, Alert: alert})
		}
	}
	old := health.Alert{ID: "5gzKyYkBVQjW8oR9Zl8b", Monitor: "gone", Trigger: "any", Severity: "1", State: health.IsActive, Start: s.Now.Add(-72 * time.Hour)}
	a.Stranded = []health.Stranded{{Alert: old, MonitorName: "Root", MonitorGone: true}, {Alert: old, MonitorName: "Logins"}}
	return a
}

func acknowledged() []view.Acknowledging {
	at := address.ForMonitor
	return []view.Acknowledging{
		{Address: at("a"), Acknowledged: []string{"1", "2"}, InError: 1},
		{Address: at("b"), Failed: map[string]string{"4": "it has completed", "3": "so it has"}, Acknowledged: []string{"5"}},
		{Address: at("c"), Before: 2},
		{Address: at("d")},
		{Address: at("e"), Err: errors.New("GET /: no answer\nat all")},
		{Address: at("f"), InError: 2},
	}
}

func TestAlerts(t *testing.T) {
	past := alerts()
	past.Alerts[0].State, past.Alerts[0].End = "completed", past.Now
	for name, print := range map[string]func(*view.Printer){
		"alerts":         func(p *view.Printer) { p.OpenAlerts(alerts()) },
		"alerts-none":    func(p *view.Printer) { p.OpenAlerts(view.Alerts{}); p.PastAlerts(view.Alerts{}) },
		"alerts-history": func(p *view.Printer) { p.PastAlerts(past) },
		"alerts-ack":     func(p *view.Printer) { p.Acknowledged(acknowledged()) },
	} {
		var out bytes.Buffer
		print(view.NewPrinter(&out, view.Plain))
		golden(t, "testdata/"+name+".txt", out.Bytes())
	}
}
