package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
)

// manyMonitors is a configuration of n monitors, with one destination for ten;
// every value of size makes others of them.
func manyMonitors(n, size int) string {
	var b strings.Builder
	b.WriteString("workspace = \"many\"\n")
	for i := range (n + 9) / 10 {
		fmt.Fprintf(&b, "destination \"webhook\" \"w%d\" {\n  url = \"http://127.0.0.1:9/%d/%d\"\n}\n", i, i, size)
	}
	for i := range n {
		fmt.Fprintf(&b, `monitor "m%d" {
  name = "Monitor %d"
  schedule {
    interval = "1d"
  }
  extraction_query {
    indices = ["events-*"]
    last    = "1d"
    filter  = [{ term = { "eventName.keyword" = "Event%d" } }]
    size    = %d
  }
  trigger "any" {
    severity = 2
    hits     = "> %d"
    action "tell" {
      destination = destination.webhook.w%d
      message     = "{{ctx.results.0.hits.total.value}} events"
    }
  }
}
`, i, i, i, size, i, i/10)
	}
	return b.String()
}

// mostReads is how many requests a plan may take besides further pages; one of them is
// for the cluster's limits, of a plan that saves monitors or has very many.
const mostReads = 6

func TestAPlanTakesFewRequests(t *testing.T) {
	for _, n := range []int{10, 1000} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			r := newRig(t)
			r.configure(manyMonitors(n, 1))
			countPlan(t, r, "empty cluster", n)
			r.mustApply()
			countPlan(t, r, "nothing to do", n)
			r.configure(manyMonitors(n, 2))
			countPlan(t, r, "all change", n)
			r.configure(`workspace = "many"`)
			countPlan(t, r, "all go", n)
		})
	}
}

func countPlan(t *testing.T, r *rig, when string, n int) {
	t.Helper()
	countReads(t, r, n, reading{when: when, args: []string{"plan", "--allow-deletes", "2000"}})
	idle := when == "nothing to do"
	if n < 100 || idle {
		status := map[string]int{"empty cluster": 2, "all change": 2}[when] // of a channel it can't be told what was applied
		countReads(t, r, n, reading{when: when, args: []string{"drift"}, status: status})
	}
	if idle {
		countReads(t, r, n, reading{when: when, args: []string{"drift", "--unmanaged", "--json"}})
	}
}

// reading is a command that reads the cluster.
type reading struct {
	when   string
	args   []string
	status int // to expect
}

func countReads(t *testing.T, r *rig, n int, c reading) {
	t.Helper()
	when := strings.Join(c.args, " ") + ", " + c.when
	r.proxy.Heal()
	if got := r.run(c.args[0], c.args[1:]...); got.code != c.status {
		t.Fatalf("%s: %s", when, got)
	}
	requests := r.proxy.Requests()
	pages := n/1000 + n/10/1000 // a full page may be followed by an empty one
	if len(requests) > mostReads+pages {
		t.Errorf("%s: %d requests for %d monitors: %s", when, len(requests), n, list(requests))
	}
	for _, q := range requests {
		if q.Method != "GET" && !strings.HasSuffix(q.Path, "/_search") {
			t.Errorf("%s: it has sent %s %s", when, q.Method, q.Path)
		}
	}
	t.Logf("%s of %d monitors: %d requests", when, n, len(requests))
}

func list(requests []faults.Request) string {
	var b strings.Builder
	for _, q := range requests {
		fmt.Fprintf(&b, "\n%s %s?%s", q.Method, q.Path, q.Query.Encode())
	}
	return b.String()
}

// writes counts the requests that write, by method and kind of object.
func writes(requests []faults.Request) map[string]int {
	n := map[string]int{}
	for _, q := range requests {
		switch {
		case q.Method == "GET" || strings.HasSuffix(q.Path, "/_search"):
		case strings.HasPrefix(q.Path, monitorsPath):
			n[q.Method+" monitor"]++
		case strings.HasPrefix(q.Path, channelsPath):
			n[q.Method+" channel"]++
		default:
			n[q.Method+" "+q.Path]++
		}
	}
	return n
}

func TestAnApplyWritesEachObjectOnce(t *testing.T) {
	const monitors, channels = 25, 3
	tests := []struct {
		name   string
		config string
		want   map[string]int
	}{
		{"all new", manyMonitors(monitors, 1), map[string]int{"POST monitor": monitors, "POST channel": channels}},
		{"all changed", manyMonitors(monitors, 2), map[string]int{"PUT monitor": monitors, "PUT channel": channels}},
		{"some new", manyMonitors(monitors+5, 2), map[string]int{"POST monitor": 5}},
		{"some gone", manyMonitors(monitors-10, 2), map[string]int{"DELETE monitor": 15, "DELETE channel": 1}},
		{"all gone", `workspace = "many"`, map[string]int{"DELETE monitor": monitors - 10, "DELETE channel": 2}},
	}
	r := newRig(t)
	for _, test := range tests {
		r.configure(test.config)
		r.proxy.Heal()
		r.mustApply()
		requests := r.proxy.Requests()
		if got := writes(requests); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%s: got writes %v, want %v", test.name, got, test.want)
		}
		expectLocks(t, requests)
		expectReadsBeforeDeletes(t, requests)
		expectFewReads(t, test.name, requests)
		r.expectNoChanges()
		t.Logf("%s: %d requests for %v", test.name, len(requests), test.want)
	}
}

// TestAnApplyReadsTheLimitsOnce: they are for the plan that is shown, and not for the
// one that is made at the end to find doubles, not even where something is left to do.
func TestAnApplyReadsTheLimitsOnce(t *testing.T) {
	r := newRig(t)
	r.configure(manyMonitors(3, 1))
	r.proxy.Break(faults.Rule{
		Method: "POST", Path: regexp.MustCompile("^" + monitorsPath + "$"), Nth: 2,
		Fault: faults.Status(400, `{"error":{"type":"alerting_exception","reason":"no"},"status":400}`, nil),
	})
	if got := r.apply("--no-preflight"); got.code != 1 {
		t.Errorf("a refused create: %s", got)
	}
	n := 0
	for _, q := range r.proxy.Requests() {
		if q.Path == "/_cluster/settings" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the limits are read %d times: %s", n, list(r.proxy.Requests()))
	}
}

// mostReadsOfApply is how many requests an apply may take besides its writes, the reads
// just before those that have no lock, and waiting for the list of channels.
const mostReadsOfApply = 10

// expectFewReads holds an apply to reading the cluster as a whole: what grows with the
// number of objects would take minutes where there are thousands.
func expectFewReads(t *testing.T, when string, requests []faults.Request) {
	t.Helper()
	reads, unlocked := 0, 0
	for _, q := range requests {
		switch {
		case q.Method == "DELETE", q.Method == "PUT" && strings.HasPrefix(q.Path, channelsPath):
			unlocked++
		case q.Method == "GET" && q.Path == channelsPath: // the list, as often as it lags
		case q.Method == "GET", strings.HasSuffix(q.Path, "/_search"):
			reads++
		}
	}
	if reads > mostReadsOfApply+unlocked {
		t.Errorf("%s: %d reads, and %d writes that need one: %s", when, reads, unlocked, list(requests))
	}
}

var number = regexp.MustCompile(`^\d+$`)

// expectLocks holds every update of a monitor to an optimistic lock, and every
// object to one write.
func expectLocks(t *testing.T, requests []faults.Request) {
	t.Helper()
	written := map[string]bool{}
	for _, q := range requests {
		if q.Method != "PUT" && q.Method != "DELETE" {
			continue
		}
		if written[q.Path] {
			t.Errorf("%s is written twice", q.Path)
		}
		written[q.Path] = true
		if q.Method == "PUT" && strings.HasPrefix(q.Path, monitorsPath) &&
			(!number.MatchString(q.Query.Get("if_seq_no")) || !number.MatchString(q.Query.Get("if_primary_term"))) {
			t.Errorf("PUT %s has no lock: %s", q.Path, q.Query.Encode())
		}
	}
}

// expectReadsBeforeDeletes wants a GET of the same object before each DELETE, and
// before each PUT of a channel: neither takes a lock.
func expectReadsBeforeDeletes(t *testing.T, requests []faults.Request) {
	t.Helper()
	read := map[string]bool{}
	for _, q := range requests {
		switch {
		case q.Method == "GET":
			read[q.Path] = true
		case q.Method == "DELETE", q.Method == "PUT" && strings.HasPrefix(q.Path, channelsPath):
			if !read[q.Path] {
				t.Errorf("%s %s was not preceded by a read", q.Method, q.Path)
			}
		}
	}
}
