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
// breaks. Each failure is told, nothing is sent twice, what is independent is
// done, and the next apply heals the rest: nothing is lost, nothing is there twice.
func TestAnApplyOnASandboxWithFaults(t *testing.T) {
	for _, test := range []struct{ what, told string }{
		{"500", "500 the sandbox was told to fail"},
		{"503", "503 the sandbox was told to fail"},
		{"503,after", "503 the sandbox was told to fail"},
		{"502", "502 Bad Gateway"},
		{"504,after,empty", "504 Gateway Timeout"},
		{"429,retry-after=5s", "429 the sandbox was told to fail"},
		{"reset-before", "connection reset"},
		{"reset-after", "connection reset"},
		{"close-before", "closed the connection before the answer was whole"},
		{"close-after", "closed the connection before the answer was whole"},
		{"truncate", "closed the connection before the answer was whole"},
		{"hang", "gave no answer within 700ms"},
		{"hang-after", "gave no answer within 700ms"},
		{"garbage", "200 the answer can't be read; the cluster may have done it all the same"},
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
			if got.code != 1 || strings.Count(got.stdout, "\n✗ ") != 6 || strings.Count(got.stdout, "\n✓ ") != 6 || strings.Count(got.stdout, test.told) != 6 {
				t.Errorf("want exit status 1, 6 objects done, 6 failed for %q: %s", test.told, got)
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
