package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/trouble"
)

// breakOnRequest switches the sandbox's own faults, in the place of those that
// there were.
func (r *rig) breakOnRequest(faults ...string) {
	r.t.Helper()
	list := []any{}
	for _, f := range faults {
		list = append(list, f)
	}
	r.must("PUT", trouble.Path, text(r.t, orderedjson.NewObject(orderedjson.Member{Key: "faults", Value: list})))
}

// hits is how often each fault struck, in their order.
func (r *rig) hits() string {
	r.t.Helper()
	out := []string{}
	for _, v := range r.must("GET", trouble.Path, "").Array("faults") {
		fault, _ := v.(*orderedjson.Object)
		hit, _ := fault.Get("hit")
		out = append(out, fmt.Sprint(hit))
	}
	return strings.Join(out, " ")
}

// TestAnApplyOnASandboxWithFaults: of each of the six kinds of write the first one
// breaks. One apply does all the same: nothing is lost, nothing is there twice. What
// nobody waits for is left: each failure is told, and the next apply heals the rest.
func TestAnApplyOnASandboxWithFaults(t *testing.T) {
	for _, test := range []struct {
		what string
		left int // how many of the writes are not done, at most
		told string
	}{
		{"500", 0, ""},
		{"503", 0, ""},
		{"503,after", 0, ""},
		{"502", 0, ""},
		{"504,after,empty", 0, ""},
		{"429,retry-after=5s", 0, ""},
		{"reset-before", 0, ""},
		{"reset-after", 0, ""},
		{"close-before", 0, ""},
		{"close-after", 0, ""},
		{"truncate", 0, ""},
		{"hang", 6, "gave no answer within 700ms"},
		{"hang-after", 0, ""},
		{"garbage", 0, ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.env[envURL] = r.url
			r.configure(someOfAll(1))
			r.mustApply()
			r.configure(someOfAll(2))
			faults := []string{}
			for _, kind := range writeKinds {
				path := strings.TrimSuffix(kind.path, "$")
				if strings.HasSuffix(path, "/") {
					path += "*"
				}
				faults = append(faults, kind.method+" "+path+":"+test.what+":once")
			}
			r.breakOnRequest(faults...)
			got := r.apply("--parallelism", "1", "--timeout", "700ms")
			if hits := r.hits(); hits != "1 1 1 1 1 1" {
				t.Errorf("the faults hit %s times, want each once", hits)
			}
			failed := strings.Count(got.stdout, "\n✗ ")
			if failed > test.left || failed != strings.Count(got.stdout, "the cluster may have done it all the same") || (got.code == 0) != (failed == 0) || strings.Count(got.stdout, "\n✓ ") != 12-failed {
				t.Errorf("want 12 objects done, but for %d: %s", test.left, got)
			}
			if failed > 0 && !strings.Contains(got.stdout, test.told) {
				t.Errorf("it is not told that it %q: %s", test.told, got)
			}
			r.breakOnRequest()
			r.mustApplyIfAny()
			r.expectNoChanges()
			r.expectOnce("Monitor u1", "Monitor u2", "Monitor n1", "Monitor n2")
			r.expectChannelsOnce("u1", "u2", "n1", "n2")
		})
	}
}

// TestAPlanOnASandboxWithFaults: a read that breaks for good ends the plan, with
// the reason, and changes nothing; latency does no harm.
func TestAPlanOnASandboxWithFaults(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.env[envURL] = r.url
	r.configure(someOfAll(1))
	r.mustApply()
	for _, what := range []string{"503", "502", "429", "reset-before", "close-after", "truncate", "garbage", "hang"} {
		for _, path := range []string{"/_plugins/_alerting/**", "/_plugins/_notifications/**"} {
			r.breakOnRequest(path + ":" + what)
			got := r.run("plan", "--timeout", "500ms")
			if got.code != 1 || got.stdout != "" || !strings.Contains(got.stderr, "\nError: ") {
				t.Errorf("%s on %s: %s", what, path, got)
			}
		}
	}
	r.breakOnRequest("/**:latency=1ms..20ms")
	r.expectNoChanges()
}
