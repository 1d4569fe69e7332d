package monitortest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// every5 are logins at these minutes after 12:00.
func every5(t testing.TB, minutes ...string) []testcase.Source {
	var docs []*orderedjson.Object
	for _, m := range minutes {
		docs = append(docs, event(t, "2020-02-07T12:"+m+":00Z", "alice", "Success"))
	}
	return []testcase.Source{{Documents: docs}}
}

func runAt(minutes int) *time.Duration { return pointer(time.Duration(minutes) * time.Minute) }

func count(text string) *testcase.Count {
	c, err := testcase.ParseCount(text)
	if err != nil {
		panic(err)
	}
	return &c
}

// A series of runs: alerts open, are acknowledged, complete; the throttle holds
// messages back. Each line breaks when its expectation is turned around.
func TestSeries(t *testing.T) {
	action := func(a testcase.ActionExpectation) []testcase.ActionExpectation {
		a.Action = "notify"
		return []testcase.ActionExpectation{a}
	}
	for name, c := range map[string]struct {
		right, wrong testcase.Expectation
		what         string
	}{
		"times":      {testcase.Expectation{Times: count("3")}, testcase.Expectation{Times: count("> 3")}, "times"},
		"first":      {testcase.Expectation{Run: runAt(0), State: "ACTIVE", Alerts: count("1")}, testcase.Expectation{Run: runAt(0), Alerts: count("0")}, "alerts"},
		"not later":  {testcase.Expectation{Run: runAt(0), Hits: count("1")}, testcase.Expectation{Run: runAt(0), Hits: count("2")}, "hits"},
		"held":       {testcase.Expectation{Run: runAt(5), Actions: action(testcase.ActionExpectation{Throttled: pointer(true), Sends: pointer(false)})}, testcase.Expectation{Run: runAt(5), Actions: action(testcase.ActionExpectation{Sends: pointer(true)})}, "message"},
		"held again": {testcase.Expectation{Run: runAt(10), Actions: action(testcase.ActionExpectation{Throttled: pointer(true)})}, testcase.Expectation{Run: runAt(10), Actions: action(testcase.ActionExpectation{Throttled: pointer(false)})}, "throttled"},
		"gone":       {testcase.Expectation{Run: runAt(15), Fires: pointer(false), State: "COMPLETED", Alerts: count("0")}, testcase.Expectation{Run: runAt(15), State: "ACTIVE"}, "state"},
		"message":    {testcase.Expectation{Message: testcase.Text{Contains: []string{"alice"}}}, testcase.Expectation{Message: testcase.Text{Contains: []string{"bob"}}}, "message"},
	} {
		for expect, status := range map[*testcase.Expectation]monitortest.Status{&c.right: monitortest.Passed, &c.wrong: monitortest.Failed} {
			expect.Trigger = "any_login"
			test := testcase.Test{Name: name, Monitor: loginAt, Now: time.Date(2020, 2, 7, 12, 5, 0, 0, time.UTC), For: 15 * time.Minute,
				Sources: every5(t, "03", "08", "13"), Expect: []testcase.Expectation{*expect}}
			got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, login)})
			if got.Status != status || status == monitortest.Failed && got.Failures[0].What != c.what {
				t.Errorf("%s: %s, want %s: %+v", name, got.Status, status, got.Failures)
			}
		}
	}
}

// An acknowledged alert is silent until it completes.
func TestAcknowledge(t *testing.T) {
	body := strings.Replace(login, `"throttle_enabled": true`, `"throttle_enabled": false`, 1)
	sends := func(minutes int, yes bool, state string) testcase.Expectation {
		return testcase.Expectation{Trigger: "any_login", Run: runAt(minutes), State: state,
			Actions: []testcase.ActionExpectation{{Action: "notify", Sends: &yes}}}
	}
	test := testcase.Test{Name: "acknowledged", Monitor: loginAt, Now: time.Date(2020, 2, 7, 12, 5, 0, 0, time.UTC), For: 25 * time.Minute,
		Sources:     every5(t, "03", "08", "13", "22"),
		Acknowledge: []testcase.Acknowledge{{Trigger: "any_login", After: 5 * time.Minute}},
		Expect: []testcase.Expectation{sends(0, true, "ACTIVE"), sends(5, true, "ACTIVE"), sends(10, false, "ACKNOWLEDGED"),
			sends(15, false, "COMPLETED"), sends(20, true, "ACTIVE"), sends(25, false, "COMPLETED")}}
	if got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, body)}); got.Status != monitortest.Passed {
		t.Errorf("%+v", got.Failures)
	}
	test.Acknowledge[0].Trigger = "nobody"
	if got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, body)}); got.Status != monitortest.Failed {
		t.Error("an unknown trigger is acknowledged")
	}
}

// Where the period lies: by interval, and by cron from the time before on; and
// where it ends when the test does not say it.
func TestPeriods(t *testing.T) {
	cron := strings.Replace(login, `{"period": {"interval": 5, "unit": "MINUTES"}}`, `{"cron": {"expression": "0 9 * * *", "timezone": "Asia/Tokyo"}}`, 1)
	lag := strings.Replace(strings.Replace(login, `"lt": "{{period_end}}"`, `"lt": "{{period_end}}||-2m"`, 1), "||-5m", "||-7m", 1)
	day := strings.Replace(strings.Replace(login, `"lt": "{{period_end}}"`, `"lt": "{{period_end}}||/d"`, 1), "||-5m", "||-1d/d", 1)
	clock := strings.Replace(strings.Replace(login, `"lt": "{{period_end}}", "format": "epoch_millis"`, `"lte": "now"`, 1), "{{period_end}}||-5m", "now-5m", 1)
	for name, c := range map[string]struct{ body, start, end string }{
		"interval": {login, "2020-02-07T11:54:00.001Z", "2020-02-07T11:59:00.001Z"},
		"cron":     {cron, "2020-02-07T00:00:00Z", "2020-02-07T11:59:00.001Z"},
		"lag":      {lag, "2020-02-07T11:56:00.001Z", "2020-02-07T12:01:00.001Z"},
		"day":      {day, "2020-02-07T23:55:00Z", "2020-02-08T00:00:00Z"},
		"now":      {clock, "2020-02-07T11:54:00.001Z", "2020-02-07T11:59:00.001Z"},
	} {
		test := testcase.Test{Name: name, Monitor: loginAt, Expect: []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true)}},
			Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}}}}
		got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, c.body)})
		if got.Status != monitortest.Passed {
			t.Errorf("%s: %+v", name, got.Failures)
			continue
		}
		start, end := got.Runs[0].Outcome.Start.UTC().Format(time.RFC3339Nano), got.Runs[0].Outcome.End.UTC().Format(time.RFC3339Nano)
		if start != c.start || end != c.end {
			t.Errorf("%s: %s to %s, want %s to %s", name, start, end, c.start, c.end)
		}
	}
}
