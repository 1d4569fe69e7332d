package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
)

// someOfAll is a configuration of which each step creates, updates and deletes
// two monitors and two channels that don't depend on one another.
func someOfAll(step int) string {
	var b strings.Builder
	b.WriteString("workspace = \"faults\"\n")
	labels := []string{"d1", "d2", "u1", "u2"}
	if step > 1 {
		labels = []string{"n1", "n2", "u1", "u2"}
	}
	for _, l := range labels {
		fmt.Fprintf(&b, "destination \"webhook\" %q {\n  url = \"http://127.0.0.1:9/%s/%d\"\n}\n", l, l, step)
		b.WriteString(monitorText(l, "Monitor "+l, step))
	}
	return b.String()
}

// monitorText is a monitor without actions; size makes it another.
func monitorText(label, name string, size int) string {
	return fmt.Sprintf(`monitor %q {
  name = %q
  schedule {
    interval = "1d"
  }
  extraction_query {
    indices = ["events-*"]
    last    = "1d"
    size    = %d
  }
  trigger "any" {
    severity = 2
    hits     = "> 0"
  }
}
`, label, name, size)
}

// writeKinds are the six writes that there are: which object of someOfAll each
// hits first, and how a failure of it begins.
var writeKinds = []struct {
	method, path    string
	object, doing   string
	nameOnSandbox   string
	isChannel, gone bool
}{
	{"POST", monitorsPath + "$", "monitor.n1", "creating", "Monitor n1", false, false},
	{"PUT", monitorsPath + "/", "monitor.u1", "updating", "Monitor u1", false, false},
	{"DELETE", monitorsPath + "/", "monitor.d1", "destroying", "Monitor d1", false, true},
	{"POST", channelsPath + "$", "destination.webhook.n1", "creating", "n1", true, false},
	{"PUT", channelsPath + "/", "destination.webhook.u1", "updating", "u1", true, false},
	{"DELETE", channelsPath + "/", "destination.webhook.d1", "destroying", "d1", true, true},
}

// TestAWriteThatBreaksIsDoneOnce breaks each kind of write in each way that makes
// HTTP clients try again. One apply does all the same, and sends nothing again that
// the server has done: it looks first.
func TestAWriteThatBreaksIsDoneOnce(t *testing.T) {
	tests := []struct {
		fault faults.Fault
		done  bool // by the server, whatever the client hears of it
	}{
		{faults.Status(http.StatusServiceUnavailable, "Service Unavailable", http.Header{"Retry-After": {"1"}}), false},
		{faults.Status(http.StatusTooManyRequests, `{"error":{"type":"rejected_execution_exception","reason":"queue is full"},"status":429}`, nil), false},
		{faults.StatusAfter(http.StatusTooManyRequests, `{"error":{"type":"circuit_breaking_exception","reason":"data too large"},"status":429}`, nil), true},
		{faults.Status(http.StatusInternalServerError, "", nil), false},
		{faults.StatusAfter(http.StatusInternalServerError, `{"error":{"type":"search_phase_execution_exception","reason":"all shards failed"},"status":500}`, nil), true},
		{faults.Status(http.StatusBadGateway, "<html><body>Bad Gateway</body></html>", nil), false},
		{faults.StatusAfter(http.StatusBadGateway, "<html><body>Bad Gateway</body></html>", nil), true},
		{faults.Status(http.StatusGatewayTimeout, "", nil), false},
		{faults.StatusAfter(http.StatusGatewayTimeout, "", nil), true},
		{faults.ResetBefore(), false},
		{faults.ResetAfter(), true},
		{faults.EmptyBefore(), false},
		{faults.EmptyAfter(), true},
		{faults.Truncated(), true},
	}
	for _, test := range tests {
		t.Run(strings.ReplaceAll(test.fault.Name, " ", "-"), func(t *testing.T) {
			t.Parallel()
			for _, kind := range writeKinds {
				r := newRig(t)
				r.configure(someOfAll(1))
				r.mustApply()
				r.configure(someOfAll(2))
				r.proxy.Heal()
				r.proxy.Break(faults.Rule{Method: kind.method, Path: regexp.MustCompile("^" + kind.path), Nth: 1, Fault: test.fault})
				got := r.apply("--parallelism", "1")
				what := fmt.Sprintf("%s on %s of %s", test.fault.Name, kind.method, kind.object)
				if got.code != 0 || strings.Count(got.stdout, "\n✓ ") != 12 {
					t.Errorf("%s: want all twelve objects done: %s", what, got)
				}
				expectWrites(t, what, r, kind.method+" "+kind.path, test.done)
				r.proxy.Heal()
				r.expectNoChanges()
				r.expectOnce("Monitor u1", "Monitor u2", "Monitor n1", "Monitor n2")
				r.expectChannelsOnce("u1", "u2", "n1", "n2")
			}
		})
	}
}

// expectWrites wants two requests of each of the six kinds, and of the one that was
// broken one more, unless the server had done the work.
func expectWrites(t *testing.T, what string, r *rig, broken string, done bool) {
	t.Helper()
	requests := r.proxy.Requests()
	for kind, n := range writes(requests) {
		want := 2
		if method, path, _ := strings.Cut(broken, " "); !done && strings.HasPrefix(kind, method) && strings.HasSuffix(kind, "channel") == strings.HasPrefix(path, channelsPath) {
			want = 3
		}
		if n != want {
			t.Errorf("%s: %d × %s were sent, want %d:%s", what, n, kind, want, list(requests))
		}
	}
}

// expectOneFailure wants all of an apply's twelve objects done but one.
func expectOneFailure(t *testing.T, what string, got result, failure, reason string) {
	t.Helper()
	if got.code != 1 || strings.Count(got.stdout, "\n✓ ") != 11 || strings.Count(got.stdout, "\n✗ ") != 1 {
		t.Errorf("%s: want exit status 1, 11 objects done, 1 failed: %s", what, got)
	}
	i := strings.Index(got.stdout, failure)
	if i < 0 {
		t.Fatalf("%s: nothing says %q: %s", what, failure, got)
	}
	if line, _, _ := strings.Cut(got.stdout[i:], "\n"); !strings.Contains(line, reason) {
		t.Errorf("%s: the reason %q is not told: %s", what, reason, line)
	}
	if !strings.Contains(got.stdout, "Apply incomplete:") || !strings.Contains(got.stdout, "1 failed") || strings.Contains(got.stdout, "Apply complete") {
		t.Errorf("%s: the end must tell of the failure, and of no success: %s", what, got)
	}
}

// expectEachWrittenOnce wants two requests of each of the six kinds.
func expectEachWrittenOnce(t *testing.T, what string, r *rig) {
	t.Helper()
	requests := r.proxy.Requests()
	for kind, n := range writes(requests) {
		if n != 2 {
			t.Errorf("%s: %d × %s were sent, want 2:%s", what, n, kind, list(requests))
		}
	}
}

// mustApplyIfAny applies until nothing is left to do: once.
func (r *rig) mustApplyIfAny() {
	r.t.Helper()
	if got := r.apply(); got.code != 0 {
		r.t.Errorf("an undisturbed apply: %s", got)
	}
}

// expectOnce wants exactly these monitors, each once.
func (r *rig) expectOnce(names ...string) {
	r.t.Helper()
	expectNames(r.t, r.monitorIDs(), names)
}

// expectChannelsOnce wants exactly these channels, each once.
func (r *rig) expectChannelsOnce(names ...string) {
	r.t.Helper()
	expectNames(r.t, r.channelIDs(), names)
}

func expectNames(t testing.TB, ids map[string][]string, names []string) {
	t.Helper()
	for _, name := range names {
		if len(ids[name]) != 1 {
			t.Errorf("%q is there %d times", name, len(ids[name]))
		}
	}
	if len(ids) != len(names) {
		t.Errorf("there are %d names, want %d: %v", len(ids), len(names), ids)
	}
}
