package sandbox_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

// monitorOf is a monitor over the index "events" whose triggers are given.
func monitorOf(schedule, rest string, triggers ...string) string {
	return fmt.Sprintf(`{"type": "monitor", "name": "m", "monitor_type": "query_level_monitor", "schedule": %s,
		"inputs": [{"search": {"indices": ["events"], "query": {"size": 0, "track_total_hits": true}}}], "triggers": [%s]%s}`,
		schedule, strings.Join(triggers, ","), rest)
}

// above is a trigger that fires above a number of events, and tells of its period.
func above(id string, n int, throttle string) string {
	return fmt.Sprintf(`{"query_level_trigger": {"id": %[1]q, "name": %[1]q, "severity": "1",
		"condition": {"script": {"source": "ctx.results[0].hits.total.value > %[2]d", "lang": "painless"}},
		"actions": [{"id": "%[1]s-a", "name": "a", "destination_id": "pager"%[3]s,
			"message_template": {"source": "%[1]s {{ctx.periodStart}} {{ctx.periodEnd}}"}}]}}`, id, n, throttle)
}

func minutes(n int) string { return fmt.Sprintf(`{"period": {"interval": %d, "unit": "MINUTES"}}`, n) }

func cron(expression, zone string) string {
	return fmt.Sprintf(`{"cron": {"expression": %q, "timezone": %q}}`, expression, zone)
}

// scheduled is a sandbox whose clock stands at nine, with a pager and an index of
// events.
func scheduled(t *testing.T) (*rig, *pager) {
	t.Helper()
	s, p := startWith(t, sandbox.Options{Clock: clock.NewManual(morning)}), newPager(t)
	s.webhook("pager", p)
	s.call("PUT /events", `{}`)
	return s, p
}

// create saves a monitor and returns its id.
func (r *rig) create(body string) string {
	r.t.Helper()
	return r.call("POST /_plugins/_alerting/monitors", body).Text("_id")
}

func (r *rig) update(id, body string) {
	r.t.Helper()
	r.call("PUT /_plugins/_alerting/monitors/"+id, body)
}

// event writes an event that searches see at once.
func (r *rig) event(id string) {
	r.t.Helper()
	r.call("PUT /events/_doc/"+id+"?refresh=true", `{"user": "ann"}`)
}

// told are the messages of the pager since it was asked last.
func told(t *testing.T, p *pager, want ...string) {
	t.Helper()
	if got := p.take(); !slices.Equal(got, want) {
		t.Errorf("the pager heard\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// alerts prints a monitor's alerts, oldest first: trigger, state, the minutes after
// nine of start, last notification, acknowledgement and end.
func (r *rig) alerts(id string) string {
	r.t.Helper()
	answer := r.call("GET /_plugins/_alerting/monitors/alerts?sortString=start_time&sortOrder=asc&alertState=ALL&size=1000&monitorId="+url.QueryEscape(id), "")
	var lines []string
	for _, x := range answer.Array("alerts") {
		a, _ := x.(*orderedjson.Object)
		line := a.Text("trigger_id") + " " + a.Text("state")
		for _, key := range []string{"start_time", "last_notification_time", "acknowledged_time", "end_time"} {
			line += " " + minute(a, key)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// minute is a time in milliseconds as minutes after nine, "-" for null.
func minute(o *orderedjson.Object, key string) string {
	v, _ := o.Get(key)
	if v == nil {
		return "-"
	}
	ms, err := time.ParseDuration(fmt.Sprint(v) + "ms")
	if err != nil {
		return fmt.Sprint(v)
	}
	text := (ms - time.Duration(morning.UnixMilli())*time.Millisecond).String()
	if whole, ok := strings.CutSuffix(text, "m0s"); ok {
		return whole + "m"
	}
	return text
}

func (r *rig) wantAlerts(id string, want ...string) {
	r.t.Helper()
	if got := r.alerts(id); got != strings.Join(want, "\n") {
		r.t.Errorf("the alerts are\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// acknowledge acknowledges a monitor's active alerts.
func (r *rig) acknowledge(id string) {
	r.t.Helper()
	var ids []string
	for _, x := range r.call("GET /_plugins/_alerting/monitors/alerts?alertState=ACTIVE&size=1000&monitorId="+id, "").Array("alerts") {
		a, _ := x.(*orderedjson.Object)
		ids = append(ids, fmt.Sprintf("%q", a.Text("id")))
	}
	if len(ids) == 0 {
		return
	}
	answer := r.call("POST /_plugins/_alerting/monitors/"+id+"/_acknowledge/alerts", `{"alerts": [`+strings.Join(ids, ",")+`]}`)
	if got := len(answer.Array("success")); got != len(ids) {
		r.t.Errorf("%d of %d are acknowledged", got, len(ids))
	}
}

// An interval counts from enabled_time; each run ends its period at the moment that
// it is due, and its alert bears that time.
func TestInterval(t *testing.T) {
	s, p := scheduled(t)
	s.after(90 * time.Second)
	id := s.create(monitorOf(minutes(5), "", above("t", 0, "")))
	s.after(2 * time.Minute)
	s.event("1")
	s.after(3*time.Minute - time.Millisecond)
	told(t, p)
	s.after(time.Millisecond)
	told(t, p, "t 2024-08-02T09:01:30Z 2024-08-02T09:06:30Z")
	s.after(10 * time.Minute)
	told(t, p, "t 2024-08-02T09:06:30Z 2024-08-02T09:11:30Z", "t 2024-08-02T09:11:30Z 2024-08-02T09:16:30Z")
	s.wantAlerts(id, "t ACTIVE 6m30s 16m30s - -")
	s.call("DELETE /events/_doc/1?refresh=true", "")
	s.after(5 * time.Minute)
	s.wantAlerts(id, "t COMPLETED 6m30s 16m30s - 21m30s")
	s.event("2")
	s.after(5 * time.Minute)
	s.wantAlerts(id, "t COMPLETED 6m30s 16m30s - 21m30s", "t ACTIVE 26m30s 26m30s - -")
	s.call("DELETE /_plugins/_alerting/monitors/"+id, "")
	p.take()
	s.after(time.Hour)
	told(t, p)
}

// Cron runs at its times in its zone, over a change of the clocks too; the period
// begins at the time before, the second of two equal ones.
func TestCron(t *testing.T) {
	s, p := scheduled(t)
	s.event("1")
	id := s.create(monitorOf(cron("*/15 * * * *", "UTC"), "", above("t", 0, "")))
	s.after(31 * time.Minute)
	told(t, p, "t 2024-08-02T09:00:00Z 2024-08-02T09:15:00Z", "t 2024-08-02T09:15:00Z 2024-08-02T09:30:00Z")
	s.update(id, monitorOf(cron("0 2 * * 0", "Europe/Berlin"), "", above("t", 0, "")))
	s.now.Set(time.Date(2024, 10, 25, 0, 0, 0, 0, time.UTC))
	if got := len(p.take()); got != 12 {
		t.Errorf("%d Sundays from August 4th to October 20th", got)
	}
	s.now.Set(time.Date(2024, 11, 4, 0, 0, 0, 0, time.UTC))
	told(t, p, "t 2024-10-20T00:00:00Z 2024-10-27T00:00:00Z", "t 2024-10-27T01:00:00Z 2024-11-03T01:00:00Z")
	s.update(id, monitorOf(cron("0 0 30 2 *", "UTC"), "", above("t", 0, "")))
	s.after(2 * 366 * 24 * time.Hour)
	told(t, p)
}

// A monitor that was off counts from when it was switched on again; a changed
// schedule counts from the same enabled_time.
func TestSwitchedAndChanged(t *testing.T) {
	s, p := scheduled(t)
	s.event("1")
	id := s.create(monitorOf(minutes(10), `, "enabled": false`, above("t", 0, "")))
	s.after(time.Hour)
	told(t, p)
	s.after(3 * time.Minute)
	s.update(id, monitorOf(minutes(10), `, "enabled": true`, above("t", 0, "")))
	s.after(10 * time.Minute)
	told(t, p, "t 2024-08-02T10:03:00Z 2024-08-02T10:13:00Z")
	s.after(3 * time.Minute) // 10:16
	s.update(id, monitorOf(minutes(7), `, "enabled": true`, above("t", 0, "")))
	s.after(8 * time.Minute)
	told(t, p, "t 2024-08-02T10:10:00Z 2024-08-02T10:17:00Z", "t 2024-08-02T10:17:00Z 2024-08-02T10:24:00Z")
	s.update(id, monitorOf(minutes(7), `, "enabled": false`, above("t", 0, "")))
	s.after(time.Hour)
	told(t, p)
	s.call("PUT /_cluster/settings", `{"persistent": {"plugins.scheduled_jobs.enabled": false}}`)
	s.update(id, monitorOf(minutes(7), `, "enabled": true`, above("t", 0, "")))
	s.after(time.Hour)
	told(t, p)
	s.call("PUT /_cluster/settings", `{"persistent": {"plugins.scheduled_jobs.enabled": true}}`)
	s.after(7 * time.Minute)
	told(t, p, "t 2024-08-02T12:20:00Z 2024-08-02T12:27:00Z")
}

// Each trigger has its alert; an acknowledged one is silent until it completes.
func TestSeveralTriggersAndAcknowledgement(t *testing.T) {
	s, p := scheduled(t)
	id := s.create(monitorOf(minutes(1), "", above("one", 0, ""), above("two", 1, "")))
	s.event("1")
	s.after(time.Minute)
	told(t, p, "one 2024-08-02T09:00:00Z 2024-08-02T09:01:00Z")
	s.after(30 * time.Second)
	s.acknowledge(id)
	s.event("2")
	s.after(90 * time.Second)
	told(t, p, "two 2024-08-02T09:01:00Z 2024-08-02T09:02:00Z", "two 2024-08-02T09:02:00Z 2024-08-02T09:03:00Z")
	s.wantAlerts(id, "one ACKNOWLEDGED 1m 1m 1m30s -", "two ACTIVE 2m 3m - -")
	s.call("DELETE /events/_doc/1?refresh=true", "")
	s.after(time.Minute)
	s.wantAlerts(id, "one ACKNOWLEDGED 1m 1m 1m30s -", "two COMPLETED 2m 3m - 4m")
	s.call("DELETE /events/_doc/2?refresh=true", "")
	s.after(time.Minute)
	s.wantAlerts(id, "one COMPLETED 1m 1m 1m30s 5m", "two COMPLETED 2m 3m - 4m")
	told(t, p)
	s.event("3")
	s.after(time.Minute)
	told(t, p, "one 2024-08-02T09:05:00Z 2024-08-02T09:06:00Z")
}

// A throttled action is done again once its throttle is over, which is later than
// exactly then (from source: isBefore); a new alert is not throttled.
func TestThrottle(t *testing.T) {
	s, p := scheduled(t)
	s.event("1")
	id := s.create(monitorOf(minutes(1), "", above("t", 0, `, "throttle_enabled": true, "throttle": {"value": 10, "unit": "MINUTES"}`)))
	s.after(25 * time.Minute)
	told(t, p, "t 2024-08-02T09:00:00Z 2024-08-02T09:01:00Z", "t 2024-08-02T09:11:00Z 2024-08-02T09:12:00Z", "t 2024-08-02T09:22:00Z 2024-08-02T09:23:00Z")
	s.wantAlerts(id, "t ACTIVE 1m 25m - -")
	s.call("DELETE /events/_doc/1?refresh=true", "")
	s.after(time.Minute)
	s.event("2")
	s.after(time.Minute)
	told(t, p, "t 2024-08-02T09:26:00Z 2024-08-02T09:27:00Z")
	counts := map[string]int{}
	for _, x := range s.call("GET /_sandbox/messages", "").Array("messages") {
		m, _ := x.(*orderedjson.Object)
		counts[m.Text("outcome")]++
	}
	if counts["sent"] != 4 || counts["throttled"] != 22 {
		t.Errorf("the outbox has %v", counts)
	}
}

// A failed action makes the alert fail, and the next good run makes it active.
func TestFailedAction(t *testing.T) {
	s, p := scheduled(t)
	s.event("1")
	id := s.create(monitorOf(minutes(1), "", above("t", 0, "")))
	s.call("PUT /_plugins/_notifications/configs/pager", `{"config": {"name": "Pager", "config_type": "webhook", "is_enabled": false, "webhook": {"url": "http://127.0.0.1:1/x"}}}`)
	s.after(time.Minute)
	s.wantAlerts(id, "t ERROR 1m 1m - -")
	s.call("PUT /_plugins/_notifications/configs/pager", fmt.Sprintf(`{"config": {"name": "Pager", "config_type": "webhook", "webhook": {"url": %q}}}`, p.url))
	s.after(time.Minute)
	s.wantAlerts(id, "t ACTIVE 1m 2m - -")
	told(t, p, "t 2024-08-02T09:01:00Z 2024-08-02T09:02:00Z")
}
