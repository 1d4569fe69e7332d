package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/faults"
)

// TestAServerThatNeverAnswers ends by the time limit.
func TestAServerThatNeverAnswers(t *testing.T) {
	r := newRig(t)
	r.configure(someOfAll(1))
	r.proxy.Break(faults.Rule{Fault: faults.Silence()})
	for _, command := range [][]string{{"plan"}, {"apply", "--auto-approve"}, {"destroy", "--auto-approve"}, {"list", "--live"}} {
		got := r.run(command[0], append(command[1:], "--timeout", "300ms")...)
		if got.code != 1 || !strings.Contains(got.stderr, "gave no answer within 300ms") {
			t.Errorf("%s: %s", command, got)
		}
	}
	if n := len(r.proxy.Requests()); n != 4 {
		t.Errorf("%d requests for four commands: something was repeated", n)
	}
}

// TestAWriteThatIsNeverAnswered is a failure of one object, whose end is unknown.
func TestAWriteThatIsNeverAnswered(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	r.configure(someOfAll(2))
	r.proxy.Heal()
	r.proxy.Break(faults.Rule{Method: "PUT", Path: regexp.MustCompile(monitorsPath), Nth: 1, Fault: faults.Silence()})
	got := r.apply("--parallelism", "1", "--timeout", "2s")
	expectOneFailure(t, "silence", got, "✗ monitor.u1: updating failed: ", "the cluster may have done it all the same: plan again to see")
	expectEachWrittenOnce(t, "silence", r)
}

// refusals are answers that gateways and security plugins give: none is JSON.
var refusals = []struct {
	status int
	body   string
	told   string
	again  bool // whether it may help to try again
}{
	{http.StatusUnauthorized, "Unauthorized", "401 Unauthorized", false},
	{http.StatusForbidden, "Forbidden", "403 Forbidden", false},
	{http.StatusForbidden, "no permissions for [cluster:admin/opendistro/alerting/monitor/write]", "403 no permissions for [cluster:admin/opendistro/alerting/monitor/write]", false},
	{http.StatusBadGateway, "<html><h1>502 Bad Gateway</h1></html>", "502 Bad Gateway", true},
	{http.StatusGatewayTimeout, "", "504 Gateway Timeout", true},
	{http.StatusInternalServerError, `{"error":{"type":"x","rea`, "500 Internal Server Error", false},
	{http.StatusRequestEntityTooLarge, "\x1b[31mtoo large\x07", "413 Request Entity Too Large", false},
}

// TestAnswersThatAreNoJSONKeepTheirStatus, whether a read or a write gets them.
func TestAnswersThatAreNoJSONKeepTheirStatus(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(someOfAll(1))
	for _, refusal := range refusals {
		fault := faults.Status(refusal.status, refusal.body, http.Header{"Content-Type": {"text/plain"}})
		r.proxy.Heal()
		r.proxy.Break(faults.Rule{Fault: fault})
		got := r.run("plan")
		if got.code != 1 || got.stdout != "" || !strings.Contains(got.stderr, refusal.told) || strings.ContainsAny(got.stderr, "\x1b\x07") {
			t.Errorf("%d %q to a plan: %s", refusal.status, refusal.body, got)
		}
		if n := len(r.proxy.Requests()); n > 4 && !refusal.again { // a 403 of the first two leads to one more, and so does one that names a permission: all that are missing are told
			t.Errorf("%d %q: %d requests were sent, as if it could help to try again", refusal.status, refusal.body, n)
		} else if refusal.again && n < 3 {
			t.Errorf("%d %q: %d requests were sent, as if it could not help to try again", refusal.status, refusal.body, n)
		}
		r.proxy.Heal()
		r.proxy.Break(faults.Rule{Method: "POST", Path: regexp.MustCompile(monitorsPath + "$|" + channelsPath), Fault: fault})
		got = r.apply()
		if got.code != 1 || strings.Count(got.stdout, refusal.told) < 4 || strings.Contains(got.stdout, "✓") || strings.ContainsAny(got.stdout, "\x1b\x07") {
			t.Errorf("%d %q to all writes of an apply: %s", refusal.status, refusal.body, got)
		}
	}
	if ids := r.monitorIDs(); len(ids) != 0 {
		t.Errorf("there are monitors: %v", ids)
	}
}

// brokenRead is a read that is answered with something that is no whole list.
type brokenRead struct {
	path  *regexp.Regexp
	fault faults.Fault
}

// TestReadsThatBreakEndThePlan: a plan of half a cluster would create the rest
// anew. (A read that breaks once on a kept connection may be repeated; these
// break whenever they are asked.)
func TestReadsThatBreakEndThePlan(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.configure(someOfAll(1))
	r.mustApply()
	search, channels := regexp.MustCompile(monitorsPath+"/_search"), regexp.MustCompile(channelsPath)
	tests := []brokenRead{
		{search, faults.Status(200, `{"timed_out":true,"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}`, nil)},
		{search, faults.Status(200, `{"_shards":{"total":1,"successful":0,"failed":1},"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}`, nil)},
	}
	for _, cut := range []string{
		`{}`, `{"message":"ok"}`, `{"hits":{"total":{"value":2,"relation":"eq"},"hits":[]}}`, `{"hits":{"total":{"value":0,"relation":"eq"},"hits":{}}}`,
	} {
		tests = append(tests, brokenRead{search, faults.Status(200, cut, nil)})
	}
	for _, cut := range []string{`{}`, `{"config_list":[]}`, `{"total_hits":3,"config_list":[]}`, `{"total_hits":0,"config_list":"none"}`} {
		tests = append(tests, brokenRead{channels, faults.Status(200, cut, nil)})
	}
	for _, path := range []*regexp.Regexp{search, channels} {
		for _, fault := range []faults.Fault{
			faults.ResetBefore(), faults.ResetAfter(), faults.EmptyBefore(), faults.Truncated(),
			faults.Status(200, "[]", nil), faults.Status(200, "", nil), faults.Status(200, "null", nil), faults.Status(200, "<html></html>", nil),
		} {
			tests = append(tests, brokenRead{path, fault})
		}
	}
	for _, test := range tests {
		r.proxy.Heal()
		r.proxy.Break(faults.Rule{Path: test.path, Fault: test.fault})
		if got := r.apply(); got.code != 1 {
			t.Errorf("%s of %s: %s", test.fault.Name, test.path, got)
		}
		if w := writes(r.proxy.Requests()); len(w) != 0 {
			t.Errorf("%s of %s: something was written: %v", test.fault.Name, test.path, w)
		}
	}
	r.expectOnce("Monitor d1", "Monitor d2", "Monitor u1", "Monitor u2")
}
