package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/view"
)

// perUser opens an alert for each user of its events.
const perUser = `workspace = "many"

monitor "users" {
  name = "Users"
  schedule {
    interval = "1d"
  }
  extraction_query {
    indices  = ["cwl-*"]
    last     = "1d"
    group_by = ["user"]
  }
  trigger "busy" {
    severity = 2
    count    = "> 0"
  }
}
`

// alertOfUsers has applied perUser, and opened an alert for each of n users.
func alertOfUsers(t *testing.T, n int) (r *rig, monitor string) {
	r = newRig(t)
	r.must(http.MethodPut, "/cwl-1", `{"mappings": {"properties": {"@timestamp": {"type": "date"}, "user": {"type": "keyword"}}}}`)
	for i := range n {
		r.must(http.MethodPut, fmt.Sprintf("/cwl-1/_doc/%d?refresh=true", i), fmt.Sprintf(`{"@timestamp": "2026-11-21T00:00:00Z", "user": "user%02d"}`, i))
	}
	r.configure(perUser)
	r.mustApply()
	monitor = idOf(t, r.monitorIDs(), "Users")
	r.must(http.MethodPost, monitorsPath+"/"+monitor+"/_execute?dryrun=false&period_end=1795262400000ms", "")
	return r, monitor
}

// TestAnAcknowledgementWhoseAnswerIsLost is looked after: it is not said to have failed
// where it has not, nor to have happened where it has not.
func TestAnAcknowledgementWhoseAnswerIsLost(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault faults.Fault
		want  string
		code  int
	}{
		{"after-the-work", faults.EmptyAfter(), "✓ monitor.users: 3 alerts acknowledged", view.Done},
		{"before-the-work", faults.Status(400, `{"error": {"reason": "no"}, "status": 400}`, nil), "✗ monitor.users: not acknowledged: ", view.Failed},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, _ := alertOfUsers(t, 3)
			r.proxy.Heal()
			r.proxy.Break(faults.Rule{Method: http.MethodPost, Path: regexp.MustCompile("_acknowledge"), Fault: test.fault})
			got := r.run("alerts", "ack", "monitor.users")
			if got.code != test.code || !strings.Contains(got.stdout, test.want) {
				t.Errorf("exit status %d:\n%s%s", got.code, got.stdout, got.stderr)
			}
		})
	}
}

// TestStrandedAlerts: of twelve open alerts the server closes ten with the monitor. The
// two others are named, and not touched: to acknowledge them would harm everybody.
func TestStrandedAlerts(t *testing.T) {
	t.Parallel()
	r, monitor := alertOfUsers(t, 12)
	if got := r.run("destroy", "--auto-approve"); got.code != view.Done {
		t.Fatal(got)
	}
	r.proxy.Heal()
	got := r.run("alerts")
	for _, want := range []string{"No open alerts.", "Stranded: 2 alerts of this workspace that no run will complete.", `"Users", trigger busy: active since`, "its monitor is gone", "Don't acknowledge"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("%q is not in:\n%s", want, got.stdout)
		}
	}
	if got := r.run("alerts", "ack", "monitor.users"); got.code != view.Failed || !strings.Contains(got.stdout, "the cluster has no such monitor") {
		t.Errorf("acknowledging what is gone: %v", got)
	}
	for _, q := range r.proxy.Requests() {
		if strings.Contains(q.Path, "_acknowledge") || strings.Contains(q.Path, monitor) {
			t.Errorf("%s %s was sent", q.Method, q.Path)
		}
	}
}
