package view_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// The monitors that tests are run of.
const (
	loginMonitor = `{"name": "AWS console login", "schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
	 "inputs": [{"search": {"indices": ["cwl-*"], "query": {"query": {"bool": {"filter": [
	   {"range": {"@timestamp": {"gte": "{{period_end}}||-5m", "lt": "{{period_end}}", "format": "epoch_millis"}}},
	   {"term": {"eventName.keyword": "ConsoleLogin"}},
	   {"term": {"responseElements.ConsoleLogin.keyword": "Success"}}],
	   "must_not": [{"term": {"userIdentity.userName.keyword": "robot"}}]}}}}}],
	 "triggers": [{"query_level_trigger": {"name": "any_login", "severity": "1",
	   "condition": {"script": {"source": "ctx.results[0].hits.total.value > 0"}},
	   "actions": [{"name": "notify", "destination_id": "chan", "throttle_enabled": true, "throttle": {"value": 10, "unit": "MINUTES"},
	     "subject_template": {"source": "Console login"},
	     "message_template": {"source": "{{ctx.results.0.hits.total.value}} logins, the first by\n{{ctx.results.0.hits.hits.0._source.userIdentity.userName}}\n"}}]}}]}`

	bucketMonitor = `{"name": "Failures", "monitor_type": "bucket_level_monitor", "schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
	 "inputs": [{"search": {"indices": ["cwl-*"], "query": {"size": 0, "query": {"term": {"eventName.keyword": "ConsoleLogin"}},
	   "aggs": {"by_user": {"terms": {"field": "userIdentity.userName.keyword"}}}}}}],
	 "triggers": [{"bucket_level_trigger": {"name": "many", "severity": "2",
	   "condition": {"buckets_path": {"n": "_count"}, "parent_bucket_path": "by_user", "script": {"source": "params.n > 1"}},
	   "actions": [{"name": "tell", "destination_id": "chan", "message_template": {"source": "{{#ctx.newAlerts}}{{bucket_keys}}{{/ctx.newAlerts}}"}}]}}]}`
)

var (
	loginAt  = address.ForMonitor("console_login")
	bucketAt = address.ForMonitor("failures")
)

func parsedMonitor(t testing.TB, body string) monitors.Monitor {
	t.Helper()
	m, err := wire.DecodeMonitor(parsed(body).(*orderedjson.Object))
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.Triggers {
		m.Triggers[i].Label = m.Triggers[i].Name
		for j := range m.Triggers[i].Actions {
			m.Triggers[i].Actions[j].Label = m.Triggers[i].Actions[j].Name
		}
	}
	return m
}

func ptr[T any](v T) *T { return &v }

// caseOf is a test of a monitor on a file's events.
func caseOf(name string, m monitors.Monitor, at address.Address, expect ...testcase.Expectation) monitortest.Case {
	for i := range expect {
		expect[i].At = testcase.Place{File: "login.test.hcl", Line: 12 + 8*i}
	}
	return monitortest.Case{Monitor: m, Test: testcase.Test{
		Name: name, Monitor: at, At: testcase.Place{File: "login.test.hcl", Line: 8}, Expect: expect,
		Sources: []testcase.Source{{File: "testdata/tests/logins.ndjson", Name: "testdata/logins.ndjson"}},
	}}
}

// testCases are tests that pass, fail in every way, and are refused.
func testCases(t testing.TB) []monitortest.Case {
	login, bucket := parsedMonitor(t, loginMonitor), parsedMonitor(t, bucketMonitor)
	changed := func(change func(m *monitors.Monitor)) monitors.Monitor {
		m := parsedMonitor(t, loginMonitor)
		change(&m)
		return m
	}
	night := caseOf("nobody is paged at night", login, loginAt, testcase.Expectation{Trigger: "any_login", Fires: ptr(false)})
	series := caseOf("an alert stays until the events stop", login, loginAt,
		testcase.Expectation{Trigger: "any_login", Times: &testcase.Count{Operator: "==", Value: 3}, State: "ACTIVE"},
		testcase.Expectation{Trigger: "any_login", Run: ptr(5 * time.Minute), Actions: []testcase.ActionExpectation{
			{Action: "notify", Throttled: ptr(false), At: testcase.Place{File: "login.test.hcl", Line: 24}}}})
	series.Test.For = 15 * time.Minute
	late := caseOf("at noon", login, loginAt, testcase.Expectation{Trigger: "any_login", Fires: ptr(true)})
	late.Test.Now = time.Date(2020, 2, 7, 12, 30, 0, 0, time.UTC)
	lost := caseOf("numbers only", login, loginAt, testcase.Expectation{Trigger: "any_login", Fires: ptr(true)})
	lost.Test.Sources[0].Mapping = parsed(`{"properties": {"eventName": {"type": "long"}}}`).(*orderedjson.Object)
	found := caseOf("which ones", login, loginAt, testcase.Expectation{Trigger: "any_login", Hits: &testcase.Count{Operator: ">=", Value: 2}, Documents: []string{"2", "3", "4"}})
	return []monitortest.Case{
		caseOf("a login pages the team", login, loginAt, testcase.Expectation{Trigger: "any_login", Fires: ptr(true), Hits: &testcase.Count{Operator: "==", Value: 1}}),
		night, series, late, lost, found,
		caseOf("texts", login, loginAt, testcase.Expectation{Trigger: "any_login", Message: testcase.Text{Equals: ptr("2 logins, the first by\nalice\n")},
			Subject: testcase.Text{Matches: regexp.MustCompile("^console")}}),
		caseOf("a missing break", login, loginAt, testcase.Expectation{Trigger: "any_login", Message: testcase.Text{Equals: ptr("1 logins, the first by\nalice")}}),
		caseOf("a field that is not there", changed(func(m *monitors.Monitor) {
			m.Input.(*monitors.Search).Body.Set("query", parsed(`{"bool": {"filter": [{"term": {"eventNam.keyword": "ConsoleLogin"}}, {"term": {"eventName": "ConsoleLogin"}}]}}`))
		}), loginAt, testcase.Expectation{Trigger: "any_login", Fires: ptr(true)}),
		caseOf("a condition that fails", changed(func(m *monitors.Monitor) {
			m.Triggers[0].Condition.(*monitors.ScriptCondition).Script.Source = "ctx.results[0].hits.hits[7]._source.x > 0"
		}), loginAt, testcase.Expectation{Trigger: "any_login", Fires: ptr(true)}),
		caseOf("a search that fails", changed(func(m *monitors.Monitor) {
			m.Input.(*monitors.Search).Body.Set("query", parsed(`{"range": {"@timestamp": {"gte": "yesterday"}}}`))
		}), loginAt, testcase.Expectation{Trigger: "any_login", Fires: ptr(true)}),
		caseOf("what can't be run", changed(func(m *monitors.Monitor) {
			m.Input.(*monitors.Search).Body.Set("query", parsed(`{"more_like_this": {"fields": ["eventName"], "like": "x"}}`))
		}), loginAt, testcase.Expectation{Trigger: "any_login", Fires: ptr(true)}),
		caseOf("no such trigger", login, loginAt, testcase.Expectation{Trigger: "any", Fires: ptr(true)}),
		caseOf("buckets", bucket, bucketAt, testcase.Expectation{Trigger: "many", Buckets: []string{"alice", "bob"},
			Aggregations: []testcase.Value{{Path: "by_user.buckets.0.doc_count", Value: "> 5"}, {Path: "by_users.buckets", Value: "1"}}}),
	}
}

func runTests(t testing.TB, o monitortest.Options, cases ...monitortest.Case) *monitortest.Report {
	t.Helper()
	o.Workspace = "soc"
	report, err := monitortest.RunTests(t.Context(), cases, o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range report.Tests {
		report.Tests[i].Elapsed = time.Duration(i+1) * time.Millisecond // so that reports are the same every time
	}
	return report
}
