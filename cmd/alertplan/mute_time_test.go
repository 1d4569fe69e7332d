package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/monitors"
)

// shared is the time of a sandbox as the program's: it doesn't stand still for pauses.
type shared struct{ *clock.Manual }

func (shared) Wait(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// whileTimeGoes lets a sandbox's time go on by up to a minute while something waits for
// it, then moves it to the end of that.
func whileTimeGoes(now *clock.Manual, work func()) {
	end, done := now.Now().Add(time.Minute), make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		select {
		case <-done:
			tick.Stop()
			now.Set(end)
			return
		case <-tick.C:
			if next := now.Now().Add(200 * time.Millisecond); next.Before(end) {
				now.Set(next)
			}
		}
	}
}

// mutable are monitors of each kind that can be muted, which find something each minute.
const mutable = `
workspace = "many"

destination "webhook" "pager" {
  url = "%s"
}

monitor "query" {
  name = "Query"
  schedule {
    interval = "1m"
  }
  extraction_query {
    indices = ["events"]
    query   = { match_all = {} }
  }
  trigger "any" {
    severity = 1
    condition = <<-END
      int twice(int x) { return 2 * x }
      twice(ctx.results[0].hits.total.value) > %d
    END
    quiet_hours {
      days     = ["mon"]
      from     = "03:00"
      to       = "04:00"
      timezone = "UTC"
    }
    action "tell" {
      destination = destination.webhook.pager
      message     = "query"
    }
  }
}
`

const mutableBuckets = `
monitor "buckets" {
  name = "Buckets"
  schedule {
    interval = "1m"
  }
  extraction_query {
    indices  = ["events"]
    query    = { match_all = {} }
    group_by = ["user.keyword"]
  }
  trigger "any" {
    severity = 1
    count    = "> 0"
    action "tell" {
      destination = destination.webhook.pager
      message     = "buckets"
      action_execution_policy {
        actionable_alerts = ["NEW", "DEDUPED"]
      }
    }
  }
}
`

const mutableGraph = `
monitor "graph" {
  name = "Graph"
  schedule {
    interval = "1m"
  }
  graph {
    indices    = ["events"]
    time_field = "@timestamp"
    last       = "1h"
  }
  trigger "any" {
    severity = 1
    above    = 0
    action "tell" {
      destination = destination.webhook.pager
      message     = "graph"
    }
  }
}
`

const mutableMetrics = `
monitor "metrics" {
  name = "Metrics"
  schedule {
    interval = "1m"
  }
  cluster_metrics {
    path = "/_cluster/health"
  }
  trigger "any" {
    severity  = 1
    condition = "ctx.results[0].status != null"
    action "tell" {
      destination = destination.webhook.pager
      message     = "metrics"
    }
  }
}
`

// inbox counts the messages that a webhook gets, by their words.
type inbox struct {
	*httptest.Server
	mu  sync.Mutex
	got map[string]int
}

func newInbox(t *testing.T) *inbox {
	in := &inbox{got: map[string]int{}}
	in.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		in.mu.Lock()
		defer in.mu.Unlock()
		in.got[string(text)]++
	}))
	t.Cleanup(in.Close)
	return in
}

// taken are the messages since it was asked last.
func (in *inbox) taken() map[string]int {
	in.mu.Lock()
	defer in.mu.Unlock()
	got := in.got
	in.got = map[string]int{}
	return got
}

// Monitors of each kind fire each minute, are silent while they are muted, and fire again
// by themselves, on each generation of servers. An apply in between changes nothing of it.
func TestMuteOverTime(t *testing.T) {
	for _, name := range dialect.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := dialect.Parse(name)
			if err != nil {
				t.Fatal(err)
			}
			muteOverTime(t, d)
		})
	}
}

func muteOverTime(t *testing.T, d dialect.Dialect) {
	begin := time.Date(2026, 3, 10, 2, 59, 30, 0, time.UTC) // a Tuesday
	now := clock.NewManual(begin)
	r := newRigOf(t, sandbox.Options{Dialect: d, Clock: now})
	r.clock = shared{now}
	in := newInbox(t)
	r.must("PUT", "/events/_doc/1?refresh=true", `{"user": "alice", "@timestamp": "2026-03-10T02:59:00Z"}`)
	kinds := []string{"query", "graph"}
	more := mutableGraph
	g, _ := generation.Named(d.Name)
	if g.HasMonitors(monitors.BucketLevel) {
		kinds, more = append(kinds, "buckets"), more+mutableBuckets
	}
	if g.HasMonitors(monitors.ClusterMetrics) {
		kinds, more = append(kinds, "metrics"), more+mutableMetrics
	}
	wish := func(threshold int) { r.configure(fmt.Sprintf(mutable, in.URL, threshold) + more) }
	wish(0)
	whileTimeGoes(now, func() { r.apply("--target", "destination.webhook.pager") })
	r.mustApply()
	var all []string
	for _, kind := range kinds {
		all = append(all, "monitor."+kind)
	}
	minutes := func(n, each int) {
		t.Helper()
		in.taken()
		now.Advance(time.Duration(n) * time.Minute)
		got := in.taken()
		for _, kind := range kinds {
			if got[kind] != each {
				t.Errorf("in %d minutes %s sent %d messages, want %d: %v", n, kind, got[kind], each, got)
			}
		}
	}
	path := monitorsPath
	if g.OpendistroPaths {
		path = strings.Replace(path, alertingAPI, opendistroAPI, 1)
	}
	before := r.monitorBodies(path)
	for _, args := range [][]string{append([]string{"mute", "--for", "1h", "--why", "x"}, all...), append([]string{"unmute"}, all...)} {
		if got := r.run(args[0], args[1:]...); got.code != 0 {
			t.Errorf("%s: %s", args[0], got)
		}
	}
	if diff := cmp.Diff(before, r.monitorBodies(path)); diff != "" || len(before) != len(kinds) {
		t.Errorf("muted and unmuted, a monitor is another (-before +after):\n%s", diff)
	}
	minutes(3, 3)
	got := r.run("mute", append(all, "--until", "2026-03-10T03:33:30Z", "--why", "it moves")...)
	if got.code != 0 || strings.Count(got.stdout, "1 open alert completes") != len(kinds) {
		t.Errorf("mute: %s", got)
	}
	minutes(10, 0)
	if got := r.run("alerts"); !strings.Contains(got.stdout, "No open alerts.") {
		t.Errorf("alerts of muted monitors: %s", got)
	}
	if got := r.run("plan", "--detailed-exitcode"); got.code != 0 || strings.Count(got.stdout, "Muted until 2026-03-10 03:33:30 UTC") != len(kinds) {
		t.Errorf("plan: %s", got)
	}
	wish(1) // another condition, which holds too
	r.mustApply()
	minutes(10, 0)
	minutes(10, 1) // 03:33:30 is the end, and the end of a period
	minutes(5, 5)
	if got := r.run("drift"); got.code != 0 || strings.Count(got.stdout, "A mute ended at 2026-03-10 03:33:30 UTC") != len(kinds) {
		t.Errorf("drift: %s", got)
	}
	if got := r.run("plan"); strings.Count(got.stdout, "its mute has ended") != len(kinds) {
		t.Errorf("plan: %s", got)
	}
	r.mustApply()
	if got := r.run("plan", "--detailed-exitcode"); got.code != 0 || strings.Contains(got.stdout, "ute") {
		t.Errorf("plan: %s", got)
	}
	minutes(2, 2)
}

// monitorBodies are all monitors as the cluster gives them, by id, but for what the
// server says of when and how they were written.
func (r *rig) monitorBodies(path string) map[string]string {
	r.t.Helper()
	bodies := map[string]string{}
	for _, v := range r.must("POST", path+"/_search", `{"size":100,"query":{"exists":{"field":"monitor"}}}`).Object("hits").Array("hits") {
		hit, _ := v.(*orderedjson.Object)
		body := hit.Object("_source")
		if inner := body.Object("monitor"); inner != nil {
			body = inner
		}
		body.Delete("last_update_time")
		body.Delete("schema_version")
		bodies[hit.Text("_id")] = text(r.t, body)
	}
	return bodies
}

// TestMuteTellsOfOtherClocks: who says --for 2h means two hours from now, and the cluster
// goes by its own clock.
func TestMuteTellsOfOtherClocks(t *testing.T) {
	t.Parallel()
	for apart, want := range map[time.Duration]string{
		0: "", 50 * time.Second: "", 10 * time.Minute: "the cluster's clock is 10 min ahead of this machine's: the mute ends by the cluster's.",
		-10 * time.Minute: "the cluster's clock is 10 min behind this machine's",
	} {
		now := clock.NewManual(time.Date(2026, 3, 10, 3, 0, 0, 0, time.UTC))
		r := newRigOf(t, sandbox.Options{Clock: now})
		r.clock = shared{clock.NewManual(now.Now().Add(-apart))}
		r.configure("workspace = \"many\"\n" + monitorText("m", "Monitor", 1))
		r.mustApply()
		got := r.run("mute", "monitor.m", "--for", "2h", "--why", "x")
		if got.code != 0 || !strings.Contains(got.stderr, want) || want == "" && strings.Contains(got.stderr, "clock") {
			t.Errorf("%s apart: %s", apart, got)
		}
	}
}
