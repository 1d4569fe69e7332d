package monitortest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

const documents = `{"type": "monitor", "name": "Root", "monitor_type": "doc_level_monitor", "enabled": true, "schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
 "inputs": [{"doc_level_input": {"description": "", "indices": ["trail"], "queries": [
   {"id": "q1", "name": "alice", "query": "userIdentity.userName:alice", "tags": []},
   {"id": "q2", "name": "failure", "query": "responseElements.ConsoleLogin:Failure", "tags": []}]}}],
 "triggers": [{"document_level_trigger": {"name": "both", "severity": "1",
   "condition": {"script": {"source": "query[name=alice] && query[name=failure]", "lang": "painless"}},
   "actions": [{"name": "tell", "destination_id": "chan", "message_template": {"source": "{{#ctx.alerts}}{{related_doc_ids}} {{/ctx.alerts}}"}}]}}]}`

func documentCase(t testing.TB, expect ...testcase.Expectation) monitortest.Case {
	for i := range expect {
		expect[i].Trigger = "both"
	}
	return monitortest.Case{Monitor: monitor(t, documents), Test: testcase.Test{Name: "t", Monitor: loginAt, Expect: expect,
		Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T12:01:00Z", "alice", "Failure"),
			event(t, "2020-02-07T12:02:00Z", "alice", "Success"), event(t, "2020-02-07T12:06:00Z", "alice", "Failure")}}}}}
}

// A document-level monitor in one run, and in a series: each document is told in
// the run after it came.
func TestDocumentLevel(t *testing.T) {
	c := documentCase(t, testcase.Expectation{Fires: pointer(true), Documents: []string{"3", "1"}, Alerts: count("2"), State: "ACTIVE",
		Message: testcase.Text{Contains: []string{"1|trail"}}})
	if got := runOne(t, c); got.Status != monitortest.Passed {
		t.Errorf("%s %+v", got.Refused, got.Failures)
	}
	c = documentCase(t, testcase.Expectation{Times: count("2")}, testcase.Expectation{Run: runAt(0), Documents: []string{"1"}},
		testcase.Expectation{Run: runAt(5), Documents: []string{"3"}, Alerts: count("2")}, testcase.Expectation{Run: runAt(10), Fires: pointer(false)})
	c.Test.Now, c.Test.For = time.Date(2020, 2, 7, 12, 5, 0, 0, time.UTC), 10*time.Minute
	if got := runOne(t, c); got.Status != monitortest.Passed {
		t.Errorf("%s %+v", got.Refused, got.Failures)
	}
}

// What a document-level monitor would do on events.
func TestDocumentTrial(t *testing.T) {
	c := documentCase(t)
	got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: c.Monitor, Sources: c.Test.Sources}, monitortest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1", "3"}, got.Outcome.IDs()); diff != "" || len(got.Evidence.Matched) != 2 || len(got.Outcome.Triggers[0].Messages) != 2 {
		t.Errorf("%s %+v %+v", diff, got.Evidence, got.Outcome.Triggers)
	}
}

// Which query misses a document that should have been found.
func TestMissingDocument(t *testing.T) {
	c := documentCase(t, testcase.Expectation{Documents: []string{"1", "2", "3"}})
	report, err := monitortest.RunTests(t.Context(), []monitortest.Case{c}, monitortest.Options{Declared: []monitortest.Declared{{Address: loginAt, Monitor: c.Monitor}}})
	if err != nil {
		t.Fatal(err)
	}
	got := report.Tests[0]
	if len(got.Failures) != 1 || len(got.Failures[0].Evidence.Missing) != 1 {
		t.Fatalf("%+v", got)
	}
	want := []monitortest.Rejected{{Path: "query failure", Clause: `"responseElements.ConsoleLogin:Failure"`, Got: `the event has "Success"`}}
	if diff := cmp.Diff(want, got.Failures[0].Evidence.Missing[0].Rejected); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]monitortest.Gap{{Kind: monitortest.NeverSilent, Trigger: "both"}}, report.Coverage.Monitors[0].Gaps); diff != "" {
		t.Error(diff)
	}
	c.Monitor = monitor(t, strings.Replace(documents, "userName:alice", "userName:bob", 1))
	c.Test.Expect[0] = testcase.Expectation{Trigger: "both", Fires: pointer(true)}
	if got := runOne(t, c); len(got.Failures) != 1 || got.Failures[0].Evidence.Nearest == nil || got.Failures[0].Evidence.Nearest.ID != "3" {
		t.Errorf("%+v", got.Failures)
	}
}

// The monitor looks at an index that no events are in.
func TestDocumentsElsewhere(t *testing.T) {
	c := documentCase(t, testcase.Expectation{Fires: pointer(true)})
	c.Test.Sources[0].Index = "elsewhere"
	got := runOne(t, c)
	if len(got.Failures) != 1 || got.Failures[0].Kind != monitortest.SetupError || got.Failures[0].Detail != "the monitor looks at trail, which is not there: the events are in elsewhere" {
		t.Errorf("%+v", got)
	}
	c.Test.Sources[0].Mapping = object(t, `{"aliases": {"trail": {}}}`)
	if got := runOne(t, c); got.Status == monitortest.Failed && got.Failures[0].Kind == monitortest.SetupError {
		t.Errorf("%+v", got)
	}
}
