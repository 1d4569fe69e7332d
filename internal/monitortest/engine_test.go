package monitortest_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// elsewhere is an engine that answers as a cluster does, and knows no alerts.
type elsewhere struct {
	answer *orderedjson.Object
	err    error
	closed int
	added  int
}

func (e *elsewhere) Open(context.Context, monitortest.Setup) (monitortest.Session, error) {
	return e, nil
}
func (e *elsewhere) Add(_ context.Context, docs []monitortest.Document) ([]monitortest.Rejection, error) {
	e.added += len(docs)
	return []monitortest.Rejection{{Document: 0, Reason: "full"}}, nil
}

func (e *elsewhere) Run(context.Context, monitortest.Moment) (*monitortest.Outcome, error) {
	if e.err != nil {
		return nil, e.err
	}
	return monitortest.FromAnswer(e.answer), nil
}
func (e *elsewhere) Acknowledge(context.Context, string, time.Time) error {
	return monitortest.ErrNoState
}
func (e *elsewhere) Close(context.Context) error { e.closed++; return nil }
func (e *elsewhere) Stateless() bool             { return true }

func elsewhereCase(t testing.TB) monitortest.Case {
	return monitortest.Case{Monitor: monitor(t, login), Test: testcase.Test{Name: "t", Monitor: loginAt,
		Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}}},
		Expect: []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true), Hits: count("2"), Documents: []string{"1", "x"}, Alerts: count("1"), State: "ACTIVE",
			Actions: []testcase.ActionExpectation{{Action: "notify", Throttled: pointer(true), Message: testcase.Text{Contains: []string{"two"}}}}}}}}
}

// On a cluster the same is expected, but for alerts and throttling.
func TestOtherEngine(t *testing.T) {
	ids := []string{}
	local := runOne(t, monitortest.Case{Monitor: monitor(t, login), Test: testcase.Test{Monitor: loginAt, Expect: []testcase.Expectation{{Trigger: "any_login", Fires: pointer(false)}}}})
	for _, x := range local.Runs[0].Outcome.Triggers {
		ids = append(ids, x.ID)
	}
	answer := strings.ReplaceAll(`{"period_start": 1, "period_end": 2, "error": null, "input_results": {"results": [{"hits": {"total": {"value": 2},
		"hits": [{"_index": "s", "_id": "1"}, {"_index": "s", "_id": "x"}]}}], "error": null}, "trigger_results": {"ID": {"name": "any_login", "triggered": true,
		"action_results": {"a": {"id": "a", "name": "notify", "output": {"subject": "s", "message": "two"}, "throttled": false, "error": null}}, "error": null}}}`, "ID", ids[0])
	c := elsewhereCase(t)
	c.Monitor.Triggers[0].Actions[0].ID = "a"
	engine := &elsewhere{answer: object(t, answer)}
	report, err := monitortest.RunTests(t.Context(), []monitortest.Case{c}, monitortest.Options{Workspace: "soc", Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	got := report.Tests[0]
	if got.Status != monitortest.Passed || len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "not checked there") {
		t.Errorf("%s %+v %v", got.Status, got.Failures, got.Notes)
	}
	if engine.closed != 1 || engine.added != 1 || len(got.Events.Lost) != 1 || got.Events.Lost[0].Reason != "full" {
		t.Errorf("%+v %+v", engine, got.Events)
	}
}

// What an engine can't do ends in a result where it concerns one test, and in an
// error where it concerns all.
func TestEngineErrors(t *testing.T) {
	run := func(err error) (*monitortest.Report, error) {
		return monitortest.RunTests(t.Context(), []monitortest.Case{elsewhereCase(t)}, monitortest.Options{Engine: &elsewhere{err: err}})
	}
	report, err := run(&monitortest.Error{Reason: "no [term] query"})
	if err != nil || report.Tests[0].Status != monitortest.Failed || !strings.Contains(report.Tests[0].Failures[0].Detail, "no [term] query") {
		t.Errorf("%+v %v", report, err)
	}
	gone := errors.New("connection refused")
	if _, err := run(gone); !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}

// A cancelled context ends the tests.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := monitortest.RunTests(ctx, []monitortest.Case{elsewhereCase(t)}, monitortest.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// Many tests on the same file give the same, in the order in which they are given.
func TestParallel(t *testing.T) {
	path := file(t, `{"@timestamp": "2020-02-07T11:58:00Z", `+success+`}`, `{"@timestamp": "2020-02-07T11:59:00Z", `+success+`}`)
	var cases []monitortest.Case
	for i := range 40 {
		test := testcase.Test{Name: strings.Repeat("x", i), Monitor: loginAt, Sources: []testcase.Source{{File: path, Name: "events.ndjson"}},
			Expect: []testcase.Expectation{{Trigger: "any_login", Hits: count("2")}}}
		cases = append(cases, monitortest.Case{Test: test, Monitor: monitor(t, login)})
	}
	report, err := monitortest.RunTests(t.Context(), cases, monitortest.Options{Workers: 8, Declared: []monitortest.Declared{{Address: loginAt, Monitor: cases[0].Monitor}}})
	if err != nil || !report.OK() {
		t.Fatal(err, report)
	}
	for i, r := range report.Tests {
		if len(r.Name) != i || r.Events.Read != 2 {
			t.Errorf("%d: %+v", i, r)
		}
	}
}
