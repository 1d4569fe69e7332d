package health_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/health"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// Stranded is what was ours and is gone; what others have left behind is theirs.
func TestStranded(t *testing.T) {
	ours := address.TriggerID("soc", address.ForMonitor("login"), "any")
	theirs := address.TriggerID("web", address.ForMonitor("login"), "any")
	all := []monitors.Live{
		{ID: "m1", Monitor: monitors.Monitor{Triggers: []monitors.Trigger{{ID: ours}}}},
		{ID: "m2", Monitor: monitors.Monitor{Triggers: []monitors.Trigger{{ID: "new"}}}},
		{ID: "m3", Unreadable: "of a later version"},
	}
	at := func(hour int) time.Time { return time.Date(2026, 11, 22, hour, 0, 0, 0, time.UTC) }
	got := health.StrandedAmong([]wire.Alert{
		{ID: "late", MonitorID: "gone", TriggerID: ours, Start: at(9), MonitorName: "Login"},
		{ID: "open", MonitorID: "m1", TriggerID: ours, Start: at(1)},
		{ID: "replaced", MonitorID: "m2", TriggerID: ours, Start: at(8)},
		{ID: "unreadable", MonitorID: "m3", TriggerID: ours, Start: at(1)},
		{ID: "another's", MonitorID: "gone", TriggerID: theirs, Start: at(1)},
		{ID: "of a failed run", MonitorID: "gone", TriggerID: "", Start: at(1)},
	}, all, "soc")
	if len(got) != 2 || got[0].ID != "replaced" || got[0].MonitorGone || got[1].ID != "late" || !got[1].MonitorGone || got[1].MonitorName != "Login" {
		t.Errorf("%+v", got)
	}
}
