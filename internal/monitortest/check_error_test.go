package monitortest_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// What is expected beside an error is looked at, too.
func TestErrorHidesNothing(t *testing.T) {
	broken := strings.Replace(login, "ctx.results[0].hits.total.value > 0", "ctx.results[7].hits.total.value > 0", 1)
	expect := testcase.Expectation{Trigger: "any_login", Error: "out_of_bounds", Fires: pointer(true), Hits: &testcase.Count{Operator: "==", Value: 1}}
	test := testcase.Test{Name: "a condition fails", Monitor: loginAt, Expect: []testcase.Expectation{expect},
		Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}}}}
	if got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, broken)}); got.Status != monitortest.Passed {
		t.Errorf("%+v", got.Failures)
	}
	test.Expect[0].Hits = &testcase.Count{Operator: "==", Value: 2}
	if got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, broken)}); got.Status != monitortest.Failed || len(got.Failures) != 1 || got.Failures[0].What != "hits" {
		t.Errorf("%+v", got)
	}
}
