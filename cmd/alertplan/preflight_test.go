package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
)

// preflightRig is a rig that makes preflights, with indices for many monitors.
func preflightRig(t *testing.T) *rig {
	r := newRig(t)
	delete(r.env, envPreflight)
	answer, err := http.Post(r.url+"/events-1/_doc?refresh=true", "application/json", strings.NewReader(`{"@timestamp":"2024-08-02T09:03:16.316Z","eventName":"Event0"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return r
}

var executes = regexp.MustCompile(`/_execute$`)

// asked counts the dry runs and the searches of indices among requests.
func asked(requests []faults.Request) (runs, searches int) {
	for _, q := range requests {
		switch {
		case executes.MatchString(q.Path):
			runs++
		case strings.HasSuffix(q.Path, "/_search") && !strings.HasPrefix(q.Path, monitorsPath):
			searches++
		}
	}
	return runs, searches
}

// TestAPreflightTakesFewRequests: one for a monitor that is run, one more where its
// search fails, and none where nothing is to be run.
func TestAPreflightTakesFewRequests(t *testing.T) {
	t.Parallel()
	failing := strings.ReplaceAll(manyMonitors(5, 2), `last    = "1d"`, "last    = \"1d\"\n    aggregations = { a = { terms = { field = \"eventName\" } } }")
	steps := []struct {
		name, config   string
		code           int
		runs, searches int
		said           string
	}{
		{"new", manyMonitors(5, 1), 0, 5, 0, "Preflight: 5 monitors ran on the cluster."},
		{"failing", failing, 1, 5, 5, "No plan: 5 problems"},
		{"more than the rate allows", manyMonitors(40, 1), 0, 25, 0, "Preflight: 25 monitors ran on the cluster, 15 were checked offline"},
	}
	for _, step := range steps {
		r := preflightRig(t)
		r.configure(step.config)
		got := r.run("plan")
		runs, searches := asked(r.proxy.Requests())
		if got.code != step.code || runs > step.runs || runs < step.runs-1 || searches != step.searches {
			t.Errorf("%s: %d runs and %d searches, want %d and %d\n%s", step.name, runs, searches, step.runs, step.searches, got)
		}
	}
	r := preflightRig(t)
	r.configure(manyMonitors(5, 1))
	r.mustApply()
	for _, command := range [][]string{{"plan"}, {"drift"}, {"list", "--live"}, {"destroy", "--auto-approve"}} {
		r.proxy.Heal()
		got := r.run(command[0], command[1:]...)
		if runs, searches := asked(r.proxy.Requests()); runs+searches > 0 || strings.Contains(got.stdout, "Preflight") {
			t.Errorf("%v of what is there: %d runs, %d searches\n%s", command, runs, searches, got)
		}
	}
}

// TestAPreflightMeetsTrouble: a cluster that makes no dry runs keeps nobody from
// planning and applying, and is asked no more.
func TestAPreflightMeetsTrouble(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"overloaded": faults.Status(429, `{"error":{"type":"circuit_breaking_exception","reason":"[parent] Data too large"},"status":429}`, nil),
		"broken":     faults.Status(500, `{"error":{"type":"alerting_exception","reason":"something else"},"status":500}`, nil),
		"reset":      faults.ResetBefore(),
		"cut":        faults.Truncated(),
	} {
		r := preflightRig(t)
		r.configure(manyMonitors(12, 1))
		r.proxy.Break(faults.Rule{Path: executes, Times: 1000, Fault: fault})
		got := r.run("apply", "--auto-approve")
		if runs, _ := asked(r.proxy.Requests()); got.code != 0 || runs != 1 || !strings.Contains(got.stdout, "no monitor ran on the cluster, 12 were checked") {
			t.Errorf("%s: %d runs\n%s", name, runs, got)
		}
	}
}
