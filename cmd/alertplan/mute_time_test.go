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

// muteScene is a server with a monitor of each kind that can be muted there.
type muteScene struct {
	*rig
	now   *clock.Manual
	in    *inbox
	path  string // of monitors, in the server's words
	kinds []string
	more  string // the configuration of all but the first
}

func newMuteScene(t *testing.T, d dialect.Dialect) *muteScene {
	t.Helper()
	now := clock.NewManual(time.Date(2026, 3, 10, 2, 59, 30, 0, time.UTC)) // a Tuesday
	s := &muteScene{rig: newRigOf(t, sandbox.Options{Dialect: d, Clock: now}), now: now, in: newInbox(t), path: monitorsPath, kinds: []string{"query", "graph"}, more: mutableGraph}
	s.clock = shared{now}
	s.must("PUT", "/events/_doc/1?refresh=true", `{"user": "alice", "@timestamp": "2026-03-10T02:59:00Z"}`)
	g, _ := generation.Named(d.Name)
	if g.HasMonitors(monitors.BucketLevel) {
		s.kinds, s.more = append(s.kinds, "buckets"), s.more+mutableBuckets
	}
	if g.HasMonitors(monitors.ClusterMetrics) {
		s.kinds, s.more = append(s.kinds, "metrics"), s.more+mutableMetrics
	}
	if g.OpendistroPaths {
		s.path = strings.Replace(s.path, alertingAPI, opendistroAPI, 1)
	}
	s.wish(0)
	whileTimeGoes(now, func() { s.apply("--target", "destination.webhook.pager") })
	s.mustApply()
	return s
}

// wish is another condition of the first, which holds too.
func (s *muteScene) wish(threshold int) {
	s.t.Helper()
	s.configure(fmt.Sprintf(mutable, s.in.URL, threshold) + s.more)
}

// minutes pass, in which each monitor sends so many messages.
func (s *muteScene) minutes(n, each int) {
	s.t.Helper()
	s.in.taken()
	s.now.Advance(time.Duration(n) * time.Minute)
	got := s.in.taken()
	for _, kind := range s.kinds {
		if got[kind] != each {
			s.t.Errorf("in %d minutes %s sent %d messages, want %d: %v", n, kind, got[kind], each, got)
		}
	}
}

// expectEach runs a command that goes well, and says something of each monitor.
func (s *muteScene) expectEach(words, command string, args ...string) {
	s.t.Helper()
	if got := s.run(command, args...); got.code != 0 || strings.Count(got.stdout, words) != len(s.kinds) {
		s.t.Errorf("%s: %q of each of %d is missing: %s", command, words, len(s.kinds), got)
	}
}

func muteOverTime(t *testing.T, d dialect.Dialect) {
	s := newMuteScene(t, d)
	var all []string
	for _, kind := range s.kinds {
		all = append(all, "monitor."+kind)
	}
	before := s.monitorBodies(s.path)
	s.expectEach("✓", "mute", append(all, "--for", "1h", "--why", "x")...)
	s.expectEach("✓", "unmute", all...)
	if diff := cmp.Diff(before, s.monitorBodies(s.path)); diff != "" || len(before) != len(s.kinds) {
		t.Errorf("muted and unmuted, a monitor is another (-before +after):\n%s", diff)
	}
	s.minutes(3, 3)
	s.expectEach("1 open alert completes", "mute", append(all, "--until", "2026-03-10T03:33:30Z", "--why", "it moves")...)
	s.minutes(10, 0)
	if got := s.run("alerts"); !strings.Contains(got.stdout, "No open alerts.") {
		t.Errorf("alerts of muted monitors: %s", got)
	}
	s.expectEach("Muted until 2026-03-10 03:33:30 UTC", "plan", "--detailed-exitcode")
	s.wish(1)
	s.mustApply()
	s.minutes(10, 0)
	s.minutes(10, 1) // 03:33:30 is the end, and the end of a period
	s.minutes(5, 5)
	s.expectEach("A mute ended at 2026-03-10 03:33:30 UTC", "drift")
	s.expectEach("its mute has ended", "plan")
	s.mustApply()
	if got := s.run("plan", "--detailed-exitcode"); got.code != 0 || strings.Contains(got.stdout, "ute") {
		t.Errorf("plan: %s", got)
	}
	s.minutes(2, 2)
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
