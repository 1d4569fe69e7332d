package metrics_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/driftjob/metrics"
)

var begun = time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)

// seen is a run that saw drift.
var seen = driftjob.Run{
	Look:  driftjob.Look{Outcome: driftjob.Drift, Workspace: "soc", Counts: driftjob.Counts{Changed: 2, Missing: 1, Unchanged: 7, NotApplied: 3}},
	Begun: begun, Took: 1500 * time.Millisecond,
}

// TestNamesAndHelp holds the metrics to the rules of Prometheus.
func TestNamesAndHelp(t *testing.T) {
	m := metrics.New("v1", 10*time.Minute)
	m.Looked(seen)
	problems, err := testutil.GatherAndLint(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	families, err := m.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if name := f.GetName(); !strings.HasPrefix(name, "alertplan_") && !strings.HasPrefix(name, "go_") && !strings.HasPrefix(name, "process_") {
			t.Errorf("whose is %s?", name)
		}
		if !strings.HasSuffix(f.GetHelp(), ".") && strings.HasPrefix(f.GetName(), "alertplan_") {
			t.Errorf("%s: %q is no sentence", f.GetName(), f.GetHelp())
		}
	}
}

func TestValues(t *testing.T) {
	m := metrics.New("v1", 10*time.Minute)
	names := []string{
		"alertplan_drift_objects", "alertplan_drift_unchanged_objects", "alertplan_drift_last_success_timestamp_seconds", "alertplan_drift_last_run_successful",
		"alertplan_drift_cluster_up", "alertplan_drift_runs_total", "alertplan_cluster_requests_total", "alertplan_drift_notification_pending", "alertplan_drift_notifications_total",
	}
	check := func(what, want string) {
		t.Helper()
		if err := testutil.GatherAndCompare(m, strings.NewReader(headed(t, m, want)), names...); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	const noRuns = `
alertplan_drift_runs_total{outcome="configuration"} 0
alertplan_drift_runs_total{outcome="drift"} 0
alertplan_drift_runs_total{outcome="failed"} 0
alertplan_drift_runs_total{outcome="no_drift"} 0
alertplan_drift_runs_total{outcome="unreachable"} 0`
	const quiet = `
alertplan_cluster_requests_total{outcome="client_error"} 0
alertplan_cluster_requests_total{outcome="no_answer"} 0
alertplan_cluster_requests_total{outcome="ok"} 0
alertplan_cluster_requests_total{outcome="server_error"} 0
alertplan_drift_notification_pending 0
alertplan_drift_notifications_total{outcome="failed"} 0
alertplan_drift_notifications_total{outcome="sent"} 0`
	check("before the first look", quiet+noRuns)

	m.Looked(driftjob.Run{Look: driftjob.Look{Outcome: driftjob.Unreachable}, Begun: begun})
	check("away at the start", quiet+strings.Replace(noRuns, `"unreachable"} 0`, `"unreachable"} 1`, 1)+`
alertplan_drift_cluster_up 0
alertplan_drift_last_run_successful 0`)

	m.Looked(seen)
	m.Looked(driftjob.Run{Look: driftjob.Look{Outcome: driftjob.Configuration}, Begun: begun.Add(time.Hour)})
	for _, status := range []int{0, 200, 201, 302, 404, 503, 503} {
		m.Request(status)
	}
	m.Notified(nil)
	m.Notified(errors.New("no"))
	check("later", `
alertplan_cluster_requests_total{outcome="client_error"} 2
alertplan_cluster_requests_total{outcome="no_answer"} 1
alertplan_cluster_requests_total{outcome="ok"} 2
alertplan_cluster_requests_total{outcome="server_error"} 2
alertplan_drift_cluster_up 1
alertplan_drift_last_run_successful 0
alertplan_drift_last_success_timestamp_seconds 1.7953128015e+09
alertplan_drift_notification_pending 1
alertplan_drift_notifications_total{outcome="failed"} 1
alertplan_drift_notifications_total{outcome="sent"} 1
alertplan_drift_objects{kind="changed",workspace="soc"} 2
alertplan_drift_objects{kind="copies",workspace="soc"} 0
alertplan_drift_objects{kind="missing",workspace="soc"} 1
alertplan_drift_objects{kind="unmanaged",workspace="soc"} 0
alertplan_drift_runs_total{outcome="configuration"} 1
alertplan_drift_runs_total{outcome="drift"} 1
alertplan_drift_runs_total{outcome="failed"} 0
alertplan_drift_runs_total{outcome="no_drift"} 0
alertplan_drift_runs_total{outcome="unreachable"} 1
alertplan_drift_unchanged_objects{workspace="soc"} 7`)

	renamed := seen
	renamed.Workspace = "blue"
	m.Looked(renamed)
	m.NothingToTell()
	families, _ := m.Gather()
	for _, f := range families {
		if strings.Contains(f.String(), `"soc"`) {
			t.Errorf("the workspace of before is still there: %s", f)
		}
		if f.GetName() == "alertplan_drift_notification_pending" && f.GetMetric()[0].GetGauge().GetValue() != 0 {
			t.Error("there is nothing to tell, and it is pending")
		}
	}
}

// headed adds help and type to samples, which are not compared here.
func headed(t *testing.T, m *metrics.Metrics, samples string) string {
	t.Helper()
	families, err := m.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range families {
		first := true
		for line := range strings.Lines(samples + "\n") {
			if name, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(line), "{", " "), " "); name != f.GetName() {
				continue
			}
			if first {
				b.WriteString("# HELP " + f.GetName() + " " + f.GetHelp() + "\n# TYPE " + f.GetName() + " " + strings.ToLower(f.GetType().String()) + "\n")
				first = false
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

type health struct{ alive, looked bool }

func (h health) Alive() bool  { return h.alive }
func (h health) Looked() bool { return h.looked }

func TestPaths(t *testing.T) {
	m := metrics.New("v1", time.Minute)
	for _, test := range []struct {
		method, path string
		health       health
		status       int
		body         string
	}{
		{"GET", "/healthz", health{alive: true}, 200, "ok\n"},
		{"HEAD", "/healthz", health{alive: true}, 200, ""},
		{"GET", "/healthz", health{}, 503, "the loop hangs\n"},
		{"GET", "/readyz", health{alive: true}, 503, "there was no look yet\n"},
		{"GET", "/readyz", health{looked: true}, 200, "ok\n"},
		{"GET", "/", health{}, 200, "alertplan drift: /metrics /healthz /readyz\n"},
		{"GET", "/debug/pprof/", health{}, 404, "404 page not found\n"},
		{"POST", "/metrics", health{}, 405, "Method Not Allowed\n"},
	} {
		w := httptest.NewRecorder()
		m.Handler(test.health).ServeHTTP(w, httptest.NewRequest(test.method, test.path, nil))
		if got := w.Body.String(); w.Code != test.status || test.method == "GET" && got != test.body || test.method == "POST" && got != test.body {
			t.Errorf("%s %s: %d %q, want %d %q", test.method, test.path, w.Code, got, test.status, test.body)
		}
	}
	w := httptest.NewRecorder()
	m.Handler(health{}).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if !strings.Contains(w.Body.String(), `alertplan_build_info{goversion="`+runtime.Version()+`",version="v1"} 1`) || !strings.Contains(w.Body.String(), "alertplan_drift_interval_seconds 60") {
		t.Errorf("got %s", w.Body)
	}
}

// An answer that is under way when the job is stopped is finished.
func TestServeStops(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	asked, release := make(chan struct{}), make(chan struct{})
	served := make(chan error, 1)
	go func() {
		served <- metrics.Serve(ctx, listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			close(asked)
			<-release
			io.WriteString(w, "whole")
		}))
	}()
	var body []byte
	var group sync.WaitGroup
	group.Go(func() {
		res, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		defer res.Body.Close()
		body, _ = io.ReadAll(res.Body)
	})
	<-asked
	stop()
	close(release)
	group.Wait()
	if err := <-served; err != nil || string(body) != "whole" {
		t.Errorf("got %q, %v", body, err)
	}
	if _, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		t.Error("it still listens")
	}
}
