package health_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/health"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

var now = time.Date(2026, 11, 22, 10, 7, 30, 0, time.UTC)

// login is a monitor that runs every five minutes from 10:00:10 on.
func login(enabled bool) *monitors.Live {
	live := &monitors.Live{ID: "m1", Monitor: monitors.Monitor{
		Name: "Login", Enabled: enabled, Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 5, Unit: monitors.Minutes}},
		Triggers: []monitors.Trigger{{ID: "t1", Name: "any", Actions: []monitors.Action{
			{ID: "a1", Name: "page", ThrottleEnabled: true, Throttle: &monitors.Throttle{Value: 10, Unit: monitors.Minutes}}, {ID: "a2", Name: "tell"},
		}}},
	}}
	if enabled {
		live.EnabledTime = time.Date(2026, 11, 22, 10, 0, 10, 0, time.UTC)
	}
	return live
}

func alert(state wire.AlertState) wire.Alert {
	return wire.Alert{ID: string(state), MonitorID: "m1", TriggerID: "t1", State: state, Actions: []wire.AlertAction{
		{ActionID: "a1", LastExecution: now.Add(-4 * time.Minute), Throttled: 2}, {ActionID: "a2", LastExecution: now},
	}}
}

func TestStates(t *testing.T) {
	runs := func(job wire.Job) *wire.Runs { return &wire.Runs{Jobs: map[string]wire.Job{"m1": job}} }
	for name, test := range map[string]struct {
		live *monitors.Live
		seen health.Seen
		want health.State
	}{
		"missing":                   {nil, health.Seen{}, health.Missing},
		"nothing is known of runs":  {login(true), health.Seen{}, health.OK},
		"all is well":               {login(true), health.Seen{Runs: runs(wire.Job{})}, health.OK},
		"late":                      {login(true), health.Seen{Runs: runs(wire.Job{Late: true})}, health.Late},
		"scheduling is off":         {login(true), health.Seen{Runs: &wire.Runs{Off: true}}, health.Stopped},
		"disabled":                  {login(false), health.Seen{Runs: &wire.Runs{Off: true}}, health.Disabled},
		"active":                    {login(true), health.Seen{Alerts: []wire.Alert{alert(wire.AlertAcknowledged), alert(wire.AlertActive)}}, health.Active},
		"acknowledged":              {login(true), health.Seen{Alerts: []wire.Alert{alert(wire.AlertAcknowledged)}}, health.Acknowledged},
		"in error":                  {login(true), health.Seen{Alerts: []wire.Alert{alert(wire.AlertActive), alert(wire.AlertError)}}, health.Failing},
		"disabled, and still alert": {login(false), health.Seen{Alerts: []wire.Alert{alert(wire.AlertActive)}}, health.Active},
		"another monitor's alert":   {login(true), health.Seen{Alerts: []wire.Alert{{MonitorID: "m2", State: wire.AlertActive}}}, health.OK},
	} {
		test.seen.Now = now
		got := health.Of([]health.Owned{{Name: "Login", Live: test.live}}, test.seen)
		if got[0].State != test.want {
			t.Errorf("%s: %s, want %s", name, got[0].State, test.want)
		}
	}
}

func TestNextRun(t *testing.T) {
	cron := login(true)
	cron.Monitor.Schedule = monitors.Schedule{Cron: &monitors.Cron{Expression: "0 9 * * *", Timezone: "Asia/Tokyo"}}
	broken := login(true)
	broken.Monitor.Schedule = monitors.Schedule{Cron: &monitors.Cron{Expression: "no", Timezone: "UTC"}}
	unknown := login(true)
	unknown.EnabledTime = time.Time{}
	for name, test := range map[string]struct {
		live *monitors.Live
		off  bool
		want string
	}{
		"by interval":       {login(true), false, "2026-11-22T10:10:10Z"},
		"by cron":           {cron, false, "2026-11-23T00:00:00Z"},
		"disabled":          {login(false), false, ""},
		"scheduling is off": {login(true), true, ""},
		"unreadable":        {broken, false, ""},
		"since when?":       {unknown, false, ""},
	} {
		got := health.Of([]health.Owned{{Live: test.live}}, health.Seen{Now: now, Runs: &wire.Runs{Off: test.off}})[0].Next
		text := ""
		if !got.IsZero() {
			text = got.Format(time.RFC3339)
		}
		if text != test.want {
			t.Errorf("%s: %s, want %s", name, text, test.want)
		}
	}
}

// An action that is not throttled holds nothing back, nor one whose time is over.
func TestThrottled(t *testing.T) {
	got := health.Of([]health.Owned{{Live: login(true)}}, health.Seen{Now: now, Alerts: []wire.Alert{alert(wire.AlertActive)}})[0].Throttled
	want := []health.Throttled{{Trigger: "any", Action: "page", Alert: "ACTIVE", Messages: 2, Until: now.Add(6 * time.Minute)}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	later := now.Add(6 * time.Minute)
	if got := health.Of([]health.Owned{{Live: login(true)}}, health.Seen{Now: later, Alerts: []wire.Alert{alert(wire.AlertActive)}})[0].Throttled; len(got) > 0 {
		t.Errorf("throttled when its time is over: %v", got)
	}
}

func TestInOrderOfAddresses(t *testing.T) {
	b, a := address.ForMonitor("b"), address.ForMonitor("a")
	got := health.Of([]health.Owned{{Address: b}, {Address: a}}, health.Seen{Now: now})
	if got[0].Address != a || got[1].Address != b {
		t.Errorf("%v before %v", got[0].Address, got[1].Address)
	}
}
