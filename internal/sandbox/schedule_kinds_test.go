package sandbox_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
)

// A workflow runs its delegates on its own schedule and in its own period, enabled or
// not, then its triggers. The delegates' actions are done only where their alerts
// are not merely audited; a chained trigger looks at alerts of this execution, and an
// alert that stays open is of the one that opened it.
func TestScheduledWorkflow(t *testing.T) {
	for _, c := range []struct {
		audit bool
		first []string
		then  []string
		of    string
	}{
		{true, nil, []string{"both"}, "both//chained"},
		{
			false, []string{"one 2024-08-02T09:00:00Z 2024-08-02T09:10:00Z"},
			[]string{"one 2024-08-02T09:10:00Z 2024-08-02T09:20:00Z", "two 2024-08-02T09:10:00Z 2024-08-02T09:20:00Z"},
			"both/m/one both/m/one both/m/two",
		},
	} {
		s, p := scheduled(t)
		first := s.create(monitorOf(minutes(1), `, "enabled": false`, above("one", 0, "")))
		second := s.create(monitorOf(minutes(7), `, "enabled": false`, above("two", 1, "")))
		s.call("POST /_plugins/_alerting/workflows", fmt.Sprintf(`{"type": "workflow", "workflow_type": "composite", "name": "both", "enabled": true,
			"audit_delegate_monitor_alerts": %[3]v, "schedule": {"period": {"interval": 10, "unit": "MINUTES"}},
			"inputs": [{"composite_input": {"sequence": {"delegates": [{"order": 1, "monitor_id": %[1]q}, {"order": 2, "monitor_id": %[2]q}]}}}],
			"triggers": [{"chained_alert_trigger": {"id": "c", "name": "chained", "severity": "1",
				"condition": {"script": {"source": "(monitor[id=%[1]s] && monitor[id=%[2]s])", "lang": "painless"}},
				"actions": [{"id": "ca", "name": "chain", "destination_id": "pager", "message_template": {"source": "both"}}]}}]}`,
			first, second, c.audit))
		s.event("1")
		s.after(10 * time.Minute)
		told(t, p, c.first...)
		s.event("2")
		s.after(10 * time.Minute)
		told(t, p, c.then...)
		var of []string
		for _, x := range s.call("GET /_sandbox/messages", "").Array("messages") {
			m, _ := x.(*orderedjson.Object)
			of = append(of, m.Text("workflow")+"/"+m.Text("monitor")+"/"+m.Text("trigger"))
		}
		if got := strings.Join(of, " "); got != c.of {
			t.Errorf("the outbox has %s, want %s", got, c.of)
		}
	}
}

// A cluster-metrics monitor runs on its schedule, too.
func TestScheduledClusterMetrics(t *testing.T) {
	s, p := scheduled(t)
	id := s.create(`{"type": "monitor", "name": "m", "monitor_type": "cluster_metrics_monitor", "schedule": {"period": {"interval": 1, "unit": "MINUTES"}},
		"inputs": [{"uri": {"api_type": "CLUSTER_HEALTH", "path": "_cluster/health/", "path_params": "", "url": "http://localhost:9200/_cluster/health/"}}],
		"triggers": [{"query_level_trigger": {"id": "t", "name": "t", "severity": "1",
			"condition": {"script": {"source": "ctx.results[0].number_of_nodes > 0", "lang": "painless"}},
			"actions": [{"id": "a", "name": "a", "destination_id": "pager", "message_template": {"source": "{{ctx.results.0.number_of_nodes}} node"}}]}}]}`)
	s.after(time.Minute)
	told(t, p, "1 node")
	s.wantAlerts(id, "t ACTIVE 1m 1m - -")
}

// However fast the clock goes: one run for each minute, in order, none twice. The
// machine's own time decides only how many there are.
func TestFastClockLosesNoRun(t *testing.T) {
	s, p := startWith(t, sandbox.Options{Clock: clock.NewScaled(morning, 86_400)}), newPager(t)
	s.webhook("pager", p)
	s.call("PUT /events", `{}`)
	s.event("1")
	id := s.create(monitorOf(minutes(1), "", above("t", 0, "")))
	s.call("POST /_sandbox/clock?advance=3h", "")
	s.update(id, monitorOf(minutes(1), `, "enabled": false`, above("t", 0, "")))
	heard := p.take()
	if len(heard) < 180 {
		t.Errorf("%d runs in three hours and more", len(heard))
	}
	var first time.Time
	for i, text := range heard {
		_, words, _ := strings.Cut(text, "Z ")
		if i == 0 {
			var err error
			if first, err = time.Parse(time.RFC3339, words); err != nil {
				t.Fatal(err)
			}
		}
		end := first.Add(time.Duration(i) * time.Minute)
		if want := fmt.Sprintf("t %s %s", instant(end.Add(-time.Minute)), instant(end)); text != want {
			t.Fatalf("run %d is %s, want %s", i, text, want)
		}
	}
}

// instant prints a time as Java's Instant does: milliseconds are three digits or none.
func instant(t time.Time) string {
	if t.Equal(t.Truncate(time.Second)) {
		return t.Format("2006-01-02T15:04:05Z")
	}
	return t.Format("2006-01-02T15:04:05.000Z")
}

// What is due while a run is under way is left out: the server's lock is taken. Other
// monitors go on, and the clock too.
func TestRunsDoNotOverlap(t *testing.T) {
	t.Parallel() // it waits for the clock's patience
	answer, asked := make(chan struct{}), make(chan struct{}, 100)
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked <- struct{}{}
		<-answer
	}))
	defer slow.Close()
	s, p := startWith(t, sandbox.Options{Clock: clock.NewScaled(morning, clock.RealTime)}), newPager(t)
	s.webhook("pager", p)
	s.webhook("slow", &pager{url: slow.URL})
	s.call("PUT /events", `{}`)
	s.event("1")
	s.create(strings.ReplaceAll(monitorOf(minutes(1), "", above("t", 0, "")), `"pager"`, `"slow"`))
	s.create(monitorOf(minutes(1), "", above("quick", 0, "")))
	s.call("POST /_sandbox/clock?advance=5m", "")
	close(answer)
	if got := len(asked); got != 1 {
		t.Errorf("a monitor whose run did not end was run %d times", got)
	}
	if got := len(p.take()); got != 5 {
		t.Errorf("the other one was run %d times", got)
	}
}
