package monitortest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// What the tests have not tried, before and after there is an event that only one
// clause decides over.
func TestCoverage(t *testing.T) {
	body := withQuery(t, `{"bool": {"filter": [
		{"range": {"@timestamp": {"gte": "{{period_end}}||-5m", "lt": "{{period_end}}"}}},
		{"term": {"eventName.keyword": "ConsoleLogin"}},
		{"bool": {"should": [{"term": {"userIdentity.userName.keyword": "alice"}}, {"term": {"userIdentity.userName.keyword": "bob"}}]}}],
		"must_not": [{"term": {"responseElements.ConsoleLogin.keyword": "Failure"}}]}}`)
	m := monitor(t, body)
	other := address.ForMonitor("other")
	run := func(events ...*orderedjson.Object) *monitortest.Coverage {
		test := testcase.Test{Name: "t", Monitor: loginAt, Sources: []testcase.Source{{Documents: events}},
			Expect: []testcase.Expectation{{Trigger: "any_login", Times: count(">= 0")}}}
		report, err := monitortest.RunTests(t.Context(), []monitortest.Case{{Test: test, Monitor: m}},
			monitortest.Options{Declared: []monitortest.Declared{{Address: loginAt, Monitor: m}, {Address: other, Monitor: m}}})
		if err != nil {
			t.Fatal(err)
		}
		return report.Coverage
	}
	alice := event(t, "2020-02-07T11:59:00Z", "alice", "Success")
	got := run(alice)
	user := func(name string) string { return `term userIdentity.userName.keyword = "` + name + `"` }
	want := []monitortest.Gap{
		{Kind: monitortest.NeverSilent, Trigger: "any_login"},
		{Kind: monitortest.NeverDecisive, Path: "filter[1]", Clause: `term eventName.keyword = "ConsoleLogin"`},
		{Kind: monitortest.NeverDecisive, Path: "filter[2].should", Clause: "(" + user("alice") + " or " + user("bob") + ")"},
		{Kind: monitortest.NeverDecisive, Path: "filter[2].should[1]", Clause: user("bob"), Accepts: true},
		{Kind: monitortest.NeverDecisive, Path: "must_not[0]", Clause: `term responseElements.ConsoleLogin.keyword = "Failure"`},
	}
	if diff := cmp.Diff(want, got.Monitors[0].Gaps); diff != "" {
		t.Error(diff)
	}
	if one := got.Monitors[0]; one.Points != 7 || one.Covered != 2 || one.Percent() != 28 {
		t.Errorf("%d of %d", one.Covered, one.Points)
	}
	if diff := cmp.Diff([]monitortest.Gap{{Kind: monitortest.Untested}}, got.Monitors[1].Gaps); diff != "" || got.Percent() != 14 {
		t.Error(diff, got.Percent())
	}
	got = run(alice, event(t, "2020-02-07T11:59:01Z", "bob", "Success"), event(t, "2020-02-07T11:59:02Z", "carol", "Success"),
		event(t, "2020-02-07T11:59:03Z", "bob", "Failure"),
		object(t, `{"@timestamp": "2020-02-07T11:59:04Z", "eventName": "AssumeRole", "userIdentity": {"userName": "bob"}, "responseElements": {"ConsoleLogin": "Success"}}`))
	if diff := cmp.Diff([]monitortest.Gap{{Kind: monitortest.NeverSilent, Trigger: "any_login"}}, got.Monitors[0].Gaps); diff != "" {
		t.Error(diff)
	}
}

// What is false because it is quiet is not false, and quiet times want a run that
// found something in them.
func TestCoverageOfQuietTimes(t *testing.T) {
	m := monitor(t, login)
	day := quiet.Hours{Zone: "UTC", Days: quiet.Week, From: 11 * 60, To: 13 * 60}
	m.Triggers[0].Condition, _ = monitors.Silence(m.Triggers[0].Condition, quiet.Times{Hours: []quiet.Hours{day}}, 0)
	kinds := func(at ...string) (kinds []monitortest.GapKind) {
		var cases []monitortest.Case
		for _, now := range at {
			end, err := time.Parse(time.RFC3339, now)
			if err != nil {
				t.Fatal(err)
			}
			test := testcase.Test{Name: now, Monitor: loginAt, Now: end, Expect: []testcase.Expectation{{Trigger: "any_login", Times: count(">= 0")}}}
			if !strings.Contains(now, ":30:") { // else nothing is found
				test.Sources = []testcase.Source{{Documents: []*orderedjson.Object{event(t, end.Add(-time.Minute).Format(time.RFC3339), "alice", "Success")}}}
			}
			cases = append(cases, monitortest.Case{Test: test, Monitor: m})
		}
		report, err := monitortest.RunTests(t.Context(), cases, monitortest.Options{Declared: []monitortest.Declared{{Address: loginAt, Monitor: m}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range report.Coverage.Monitors[0].Gaps {
			if g.Trigger != "" {
				kinds = append(kinds, g.Kind)
			}
		}
		return kinds
	}
	for _, c := range []struct{ at, want string }{
		{"2020-02-07T10:59:00Z", "never_silent never_quiet"},
		{"2020-02-07T12:00:00Z", "never_fired never_silent"},
		{"2020-02-07T12:30:00Z", "never_fired never_silent never_quiet"},
		{"2020-02-07T14:30:00Z", "never_fired never_quiet"},
		{"2020-02-07T13:00:00Z 2020-02-07T11:00:00Z 2020-02-07T14:30:00Z", ""},
	} {
		var got []string
		for _, kind := range kinds(strings.Fields(c.at)...) {
			got = append(got, string(kind))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.at, got, c.want)
		}
	}
}
