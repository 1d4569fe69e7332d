package monitortest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

func object(t testing.TB, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v.(*orderedjson.Object)
}

// monitor reads a body and gives triggers and actions their names as labels.
func monitor(t testing.TB, body string) monitors.Monitor {
	t.Helper()
	m, err := wire.DecodeMonitor(object(t, body))
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

// login is the console-login example.
const login = `{"type": "monitor", "name": "AWS console login", "monitor_type": "query_level_monitor", "enabled": true,
 "schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
 "inputs": [{"search": {"indices": ["cwl-*"], "query": {"size": 10, "query": {"bool": {"filter": [
   {"range": {"@timestamp": {"gte": "{{period_end}}||-5m", "lt": "{{period_end}}", "format": "epoch_millis"}}},
   {"term": {"eventName.keyword": "ConsoleLogin"}},
   {"term": {"responseElements.ConsoleLogin.keyword": "Success"}}]}}}}}],
 "triggers": [{"query_level_trigger": {"name": "any_login", "severity": "1",
   "condition": {"script": {"source": "ctx.results[0].hits.total.value > 0", "lang": "painless"}},
   "actions": [{"name": "notify", "destination_id": "chan", "throttle_enabled": true, "throttle": {"value": 10, "unit": "MINUTES"},
     "subject_template": {"source": "Console login"},
     "message_template": {"source": "{{ctx.results.0.hits.total.value}} logins, the first by\n{{ctx.results.0.hits.hits.0._source.userIdentity.userName}}\n"}}]}}]}`

var loginAt = address.ForMonitor("console_login")

// event is a console login.
func event(t testing.TB, at, user, result string) *orderedjson.Object {
	return object(t, `{"@timestamp": "`+at+`", "eventName": "ConsoleLogin", "userIdentity": {"userName": "`+user+`"},
		"responseElements": {"ConsoleLogin": "`+result+`"}}`)
}

func pointer[T any](v T) *T { return &v }

func runOne(t testing.TB, c monitortest.Case) monitortest.Result {
	t.Helper()
	report, err := monitortest.RunTests(t.Context(), []monitortest.Case{c}, monitortest.Options{Workspace: "soc"})
	if err != nil {
		t.Fatal(err)
	}
	return report.Tests[0]
}

func TestConsoleLogin(t *testing.T) {
	test := testcase.Test{Name: "a login pages", Monitor: loginAt, At: testcase.Place{File: "main.hcl", Line: 9},
		Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}}},
		Expect: []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true), Hits: &testcase.Count{Operator: "==", Value: 1},
			Message: testcase.Text{Equals: pointer("1 logins, the first by\nalice\n")}, Subject: testcase.Text{Contains: []string{"login"}}}},
	}
	got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, login)})
	if got.Status != monitortest.Passed {
		t.Errorf("%+v", got.Failures)
	}
	end := got.Runs[0].Outcome.End
	if want := time.Date(2020, 2, 7, 11, 59, 0, 1e6, time.UTC); !end.Equal(want) {
		t.Errorf("the period ends at %s, want %s", end, want)
	}
	if diff := cmp.Diff(monitortest.Events{Read: 1}, got.Events); diff != "" {
		t.Error(diff)
	}
	test.Expect[0].Message.Equals = pointer("2 logins, the first by\nalice\n")
	if got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, login)}); got.Status != monitortest.Failed || len(got.Failures) != 1 || got.Failures[0].What != "message" {
		t.Errorf("%+v", got)
	}
}
