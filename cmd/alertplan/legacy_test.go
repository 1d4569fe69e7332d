package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// legacyRigs runs a test on each server with legacy destinations.
func legacyRigs(t *testing.T, run func(*testing.T, *rig)) {
	t.Helper()
	for _, name := range []string{"opendistro-1.13", "opensearch-1.3"} {
		played, err := dialect.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { run(t, newRigOf(t, sandbox.Options{Dialect: played})) })
	}
}

// mostLegacyReads is how many requests a plan may take there besides further pages.
const mostLegacyReads = 6

func TestALegacyPlanTakesFewRequests(t *testing.T) {
	t.Parallel()
	legacyRigs(t, func(t *testing.T, r *rig) {
		const n = 120
		for _, step := range []struct{ when, config string }{
			{"empty cluster", manyMonitors(n, 1)}, {"nothing to do", manyMonitors(n, 1)},
			{"all change", manyMonitors(n, 2)}, {"all go", `workspace = "many"`},
		} {
			r.configure(step.config)
			if step.when == "nothing to do" {
				r.mustApply()
			}
			r.proxy.Heal()
			if got := r.run("plan", "--allow-deletes", "2000"); got.code != 0 {
				t.Fatalf("%s: %s", step.when, got)
			}
			if requests := r.proxy.Requests(); len(requests) > mostLegacyReads {
				t.Errorf("%s: %d requests for %d monitors: %s", step.when, len(requests), n, list(requests))
			}
		}
	})
}

// Whatever becomes of the answer to a write, it is done once: what was done is found
// again, by its name or id, and not sent a second time.
func TestLegacyWritesAreDoneOnce(t *testing.T) {
	t.Parallel()
	destinations := regexp.MustCompile(`_alerting/destinations(/|$)`)
	for _, fault := range []faults.Fault{faults.ResetBefore(), faults.Status(http.StatusTooManyRequests, "", nil), faults.ResetAfter(), faults.EmptyAfter(), faults.Truncated(), faults.StatusAfter(http.StatusBadGateway, "", nil)} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
			t.Run(fmt.Sprint(fault.Name, " ", method), func(t *testing.T) {
				legacyRigs(t, func(t *testing.T, r *rig) {
					wanted := manyMonitors(2, 1)
					switch method {
					case http.MethodPut:
						r.configure(wanted)
						r.mustApply()
						wanted = manyMonitors(2, 2)
					case http.MethodDelete:
						r.configure(wanted)
						r.mustApply()
						wanted = `workspace = "many"`
					}
					r.configure(wanted)
					r.proxy.Heal()
					r.proxy.Break(faults.Rule{Method: method, Path: destinations, Nth: 1, Fault: fault})
					if got := r.apply(); got.code != 0 {
						t.Fatalf("a broken %s: %s", method, got)
					}
					sent := 0
					for _, q := range r.proxy.Requests() {
						if q.Method == method && destinations.MatchString(q.Path) && !strings.HasSuffix(q.Path, "/_search") {
							sent++
						}
					}
					if again := fault.Lost; sent != 1 && !again || sent != 2 && again {
						t.Errorf("%s was sent %d times", method, sent)
					}
					r.proxy.Heal()
					r.expectNoChanges()
					if got := r.run("list", "--live"); strings.Count(got.stdout, "destination.webhook.w0 ") > 1 {
						t.Errorf("there are doubles: %s", got)
					}
				})
			})
		}
	}
}
