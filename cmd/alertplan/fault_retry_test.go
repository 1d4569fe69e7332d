package main

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/sandbox"
)

// monitorsAlike is a configuration of n monitors.
func monitorsAlike(n, size int) string {
	var b strings.Builder
	b.WriteString("workspace = \"faults\"\n")
	for i := range n {
		b.WriteString(monitorText(fmt.Sprintf("m%d", i), fmt.Sprintf("Monitor %d", i), size))
	}
	return b.String()
}

// TestAnApplyOfAnOverloadedCluster: the cluster takes two requests at once and refuses
// what is more, as a node with a full queue does.
func TestAnApplyOfAnOverloadedCluster(t *testing.T) {
	t.Parallel()
	const room, n = 2, 40
	for _, retryAfter := range []string{"", "1"} {
		var now, refused, refusedLate, written atomic.Int64
		r := newRigAround(t, sandbox.Options{}, func(played http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				defer now.Add(-1)
				if now.Add(1) > room {
					if refused.Add(1); written.Load() > n/2 {
						refusedLate.Add(1)
					}
					if retryAfter != "" {
						w.Header().Set("Retry-After", retryAfter)
					}
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(http.StatusTooManyRequests)
					fmt.Fprint(w, `{"error":{"type":"rejected_execution_exception","reason":"rejected execution: queue is full"},"status":429}`)
					return
				}
				time.Sleep(3 * time.Millisecond)
				played.ServeHTTP(w, req)
				if req.Method == "POST" {
					written.Add(1)
				}
			})
		})
		r.configure(monitorsAlike(n, 1))
		r.pace = 5 // the server takes its time, and the minute is to be long enough
		if got := r.apply("--parallelism", "16"); got.code != 0 || strings.Count(got.stdout, "\n✓ ") != n {
			t.Errorf("Retry-After %q: %s", retryAfter, got)
		}
		if refused.Load() == 0 || refusedLate.Load() > refused.Load()*3/4+10 {
			t.Errorf("Retry-After %q: %d requests were refused, %d of them in the second half", retryAfter, refused.Load(), refusedLate.Load())
		}
		now.Store(-1000)
		r.expectNoChanges()
		if len(r.monitorIDs()) != n {
			t.Errorf("there are %d monitors", len(r.monitorIDs()))
		}
	}
}

// TestAFreshClusterThatFailsFirstWrites answers some of the first writes 500 "all
// shards failed", whether it does them or not: one apply does all the same.
func TestAFreshClusterThatFailsFirstWrites(t *testing.T) {
	t.Parallel()
	const shards = `{"error":{"root_cause":[{"type":"alerting_exception","reason":"all shards failed"}],"type":"alerting_exception","reason":"all shards failed","caused_by":{"type":"exception","reason":"org.opensearch.OpenSearchStatusException: all shards failed"}},"status":500}`
	r := newRig(t)
	r.configure(monitorsAlike(10, 1))
	for _, nth := range []int{1, 1, 3, 4, 4} { // each rule counts what those before it let through
		r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "$"), Nth: nth, Fault: faults.Status(500, shards, nil)})
	}
	r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "$"), Nth: 2, Fault: faults.StatusAfter(500, shards, nil)})
	r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "/_search"), Nth: 2, Fault: faults.Status(500, shards, nil)})
	if got := r.apply("--parallelism", "10"); got.code != 0 || strings.Count(got.stdout, "\n✓ ") != 10 || !strings.Contains(got.stdout, "found to be done") {
		t.Errorf("got %s", got)
	}
	r.proxy.Heal()
	r.expectNoChanges()
	if ids := r.monitorIDs(); len(ids) != 10 {
		t.Errorf("there are %d names: %v", len(ids), ids)
	}
	for name, ids := range r.monitorIDs() {
		if len(ids) != 1 {
			t.Errorf("%s is there %d times", name, len(ids))
		}
	}
}

// TestAClusterThatIsAwayForAWhile is back after some requests, as after a restart.
func TestAClusterThatIsAwayForAWhile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	r.configure(someOfAll(2))
	for _, fault := range []faults.Fault{faults.Status(503, "", nil), faults.ResetBefore(), faults.EmptyAfter()} {
		for nth := 8; nth < 14; nth++ {
			r.proxy.Break(faults.Rule{Nth: nth, Fault: fault})
		}
	}
	if got := r.apply(); got.code != 0 || strings.Count(got.stdout, "\n✓ ") != 12 {
		t.Errorf("got %s", got)
	}
	r.proxy.Heal()
	r.expectNoChanges()
	r.expectOnce("Monitor u1", "Monitor u2", "Monitor n1", "Monitor n2")
	r.expectChannelsOnce("u1", "u2", "n1", "n2")
}

// TestAnOutageIsNotWaitedForByEachObject: the apply ends a minute after the cluster is
// gone, not a minute an object.
func TestAnOutageIsNotWaitedForByEachObject(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(monitorsAlike(60, 1))
	r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "$"), Fault: faults.Status(503, "", nil)})
	got := r.apply()
	if got.code != 1 || strings.Count(got.stdout, "\n✗ ") != 60 || strings.Count(got.stdout, "503 Service Unavailable; ") != 60 || !strings.Contains(got.stdout, "nothing was written") {
		t.Errorf("got %s", got)
	}
	if n := writes(r.proxy.Requests())["POST monitor"]; n > 160 {
		t.Errorf("%d creates were sent for 60 monitors", n)
	}
}

// applyInterrupted applies until the first creation of a monitor, which is answered by a
// request to wait, and interrupted then.
func (r *rig) applyInterrupted(args ...string) result {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	busy := faults.Status(503, "", http.Header{"Retry-After": {"50"}})
	busy.Before = cancel
	r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "$"), Fault: busy})
	return r.runUntil(ctx, "apply", append([]string{"--auto-approve"}, args...)...)
}

// TestAnInterruptEndsThePauses leaves what is not done, and says so.
func TestAnInterruptEndsThePauses(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(monitorsAlike(5, 1))
	got := r.applyInterrupted()
	if got.code != 1 || strings.Count(got.stdout, "\n✗ ") != 5 || writes(r.proxy.Requests())["POST monitor"] != 1 {
		t.Errorf("got %s", got)
	}
}
