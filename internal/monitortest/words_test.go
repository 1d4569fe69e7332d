package monitortest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// Why an event is not in the window, where a beginner errs.
func TestOutsideTheWindow(t *testing.T) {
	for at, want := range map[string]string{
		"2020-02-07T12:00:00Z":     "the event is of 2020-02-07T12:00:00Z, where the window ends: it is not inside",
		"2020-02-07T12:00:00.001Z": "the event is of 2020-02-07T12:00:00.001Z, 1ms after the window ends (2020-02-07T12:00:00Z)",
		"07/02/2020":               `the event has "07/02/2020", which is no date to the server`,
	} {
		test := testcase.Test{Name: at, Monitor: loginAt, Now: time.Date(2020, 2, 7, 12, 0, 0, 0, time.UTC),
			Expect:  []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true)}},
			Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, at, "alice", "Success")}}}}
		got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, login)})
		if len(got.Failures) != 1 || got.Failures[0].Evidence.Nearest.Rejected[0].Got != want {
			t.Errorf("%s: %+v", at, got.Failures)
			continue
		}
		if hints := strings.Join(got.Failures[0].Evidence.Hints, ""); strings.Contains(want, "no date") != strings.Contains(hints, "@timestamp is text") {
			t.Errorf("%s: %q", at, hints)
		}
	}
}

// All that a message lacks is told, and what a throttle counts from.
func TestWordsOfMessages(t *testing.T) {
	sends := pointer(true)
	test := testcase.Test{Name: "t", Monitor: loginAt, Now: time.Date(2020, 2, 7, 12, 5, 0, 0, time.UTC), For: 5 * time.Minute, Sources: every5(t, "03", "08"),
		Expect: []testcase.Expectation{
			{Trigger: "any_login", Message: testcase.Text{Contains: []string{"bob", "eve"}}},
			{Trigger: "any_login", Run: runAt(5), Actions: []testcase.ActionExpectation{{Action: "notify", Sends: sends}}},
			{Trigger: "any_login", Times: count("1")}}}
	got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, login)})
	if len(got.Failures) != 4 {
		t.Fatalf("%+v", got.Failures)
	}
	if got.Failures[0].Expected != `one that contains "bob"` || got.Failures[1].Expected != `one that contains "eve"` {
		t.Errorf("%+v", got.Failures[:2])
	}
	if want := "it is held back by the throttle, which counts from the message of the run at +0s and includes its last moment"; got.Failures[2].Detail != want {
		t.Errorf("%q", got.Failures[2].Detail)
	}
	if want := "it fires at +0s, +5m"; got.Failures[3].Detail != want {
		t.Errorf("%q", got.Failures[3].Detail)
	}
}

// Broken events are told line by line, each once.
func TestBrokenEvents(t *testing.T) {
	file := filepath.Join(t.TempDir(), "events.ndjson")
	if err := os.WriteFile(file, []byte("{\"a\":1}\n[1,2]\n3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	test := testcase.Test{Name: "t", Monitor: loginAt, Sources: []testcase.Source{{File: file}}, Expect: []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true)}}}
	got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, login)})
	if len(got.Failures) != 1 || strings.Count(got.Failures[0].Detail, "\n") != 1 || strings.Count(got.Failures[0].Detail, ":2:") != 1 {
		t.Errorf("%+v", got.Failures)
	}
}

// Why a document-level query is blind to what stands in the event.
func TestBlindQueries(t *testing.T) {
	for query, want := range map[string]string{
		`alice`:                               `names no field: write FIELD:alice`,
		`userIdentity.userName.keyword:alice`: `have no userIdentity.userName.keyword: write userIdentity.userName:`,
		`resources.arn:x`:                     `resources.arn lies in a list of objects`,
		`userIdentity.userName:bob`:           "",
	} {
		c := documentCase(t, testcase.Expectation{Fires: pointer(true)})
		c.Monitor = monitor(t, strings.Replace(documents, "userIdentity.userName:alice", query, 1))
		seen := event(t, "2020-02-07T12:01:00Z", "alice", "Failure")
		seen.Set("resources", []any{orderedjson.NewObject(orderedjson.Member{Key: "arn", Value: "x"})})
		c.Test.Sources[0].Documents = []*orderedjson.Object{seen}
		got := runOne(t, c)
		if len(got.Failures) != 1 || got.Failures[0].Evidence.Nearest == nil {
			t.Errorf("%s: %+v", query, got)
			continue
		}
		near := got.Failures[0].Evidence.Nearest
		if words := near.Rejected[0].Got; !near.Queries || !strings.Contains(words, want) || want == "" && strings.Contains(words, "(") {
			t.Errorf("%s: %q", query, words)
		}
	}
}

// Clauses are called as the configuration has them.
func TestWrittenClauses(t *testing.T) {
	const query = `{"bool": {"filter": [{"range": {"@timestamp": {"gte": "{{period_end}}||-5m", "lt": "{{period_end}}", "format": "epoch_millis"}}}, %s]}}`
	for _, c := range []struct {
		written       testcase.Written
		clauses, want string
	}{
		{testcase.AsBody, `{"term": {"a": 1}}, {"bool": {"must": [{"term": {"b": 1}}]}}`, "filter[0] filter[1] filter[2].must[0]"},
		{testcase.AsFilter, `{"term": {"a": 1}}, {"bool": {"must": [{"term": {"b": 1}}]}}`, "window filter[0] filter[1].must[0]"},
		{testcase.AsFilter, `{"bool": {"should": [{"term": {"a": 1}}, {"term": {"b": 1}}]}}`, "window filter[0].should"},
		{testcase.AsQuery, `{"term": {"a": 1}}`, "window query"},
		{testcase.AsQuery, `{"bool": {"filter": [{"term": {"a": 1}}], "should": [{"term": {"b": 1}}], "minimum_should_match": 1}}`, "window filter[0] should"},
	} {
		m := monitor(t, withQuery(t, strings.Replace(query, "%s", c.clauses, 1)))
		test := testcase.Test{Name: c.want, Monitor: loginAt, Now: time.Date(2020, 2, 7, 13, 0, 0, 0, time.UTC),
			Expect:  []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true)}},
			Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T12:00:00Z", "alice", "Success")}}}}
		report, err := monitortest.RunTests(t.Context(), []monitortest.Case{{Test: test, Monitor: m, Written: c.written}},
			monitortest.Options{Declared: []monitortest.Declared{{Address: loginAt, Monitor: m, Written: c.written}}})
		if err != nil {
			t.Fatal(err)
		}
		var paths, gaps []string
		for _, r := range report.Tests[0].Failures[0].Evidence.Nearest.Rejected {
			paths = append(paths, r.Path)
		}
		if got := strings.Join(paths, " "); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.written, c.clauses, got, c.want)
		}
		for _, g := range report.Coverage.Monitors[0].Gaps {
			if g.Kind == monitortest.NeverDecisive && !g.Accepts {
				gaps = append(gaps, g.Path)
			}
		}
		// A clause that stands alone decides; of several, which all reject, none does.
		if want := strings.TrimPrefix(c.want, "window "); strings.Count(want, " ") == 1 && strings.Join(gaps, " ") != want {
			t.Errorf("%s %s: gaps %s, want %s", c.written, c.clauses, gaps, want)
		}
	}
}

// Of two indices one is not searched.
func TestEventsElsewhere(t *testing.T) {
	source := func(name string) testcase.Source {
		return testcase.Source{Index: name, Documents: []*orderedjson.Object{event(t, "2020-02-07T12:00:00Z", "alice", "Success")}}
	}
	test := testcase.Test{Name: "t", Monitor: loginAt, Sources: []testcase.Source{source("cwl-1"), source("other")},
		Expect: []testcase.Expectation{{Trigger: "any_login", Hits: count("2")}}}
	got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, login)})
	if len(got.Failures) != 1 || strings.Join(got.Failures[0].Evidence.Hints, "") != "the monitor searches cwl-*, and not other, where 1 of the events lies" {
		t.Errorf("%+v", got.Failures)
	}
}
