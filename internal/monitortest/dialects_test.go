package monitortest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// A wildcard's capitals on a text field match on 1.3 only (observed-runs 5): the
// test says so, whichever dialect it runs as.
func TestDialectNotes(t *testing.T) {
	first, err := dialect.Parse("opensearch-1.3")
	if err != nil {
		t.Fatal(err)
	}
	sources := []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}}}
	for _, c := range []struct {
		dialect dialect.Dialect
		query   string
		fires   bool
		notes   []string
	}{
		{dialect.Dialect{}, `{"wildcard": {"eventName": "Console*"}}`, false, []string{"as opensearch-1.3 the search finds 1, not 0"}},
		{first, `{"wildcard": {"eventName": "Console*"}}`, true, []string{"as opensearch-2.19 the search finds 0, not 1", "as opensearch-3.5 the search finds 0, not 1"}},
		{dialect.Dialect{}, `{"wildcard": {"eventName.keyword": "Console*"}}`, true, nil},
		{dialect.Dialect{}, `{"regexp": {"eventName.keyword": "~(Get.*)"}}`, true, []string{"as opensearch-3.5 the search finds 0, not 1"}},
	} {
		test := testcase.Test{Name: "t", Monitor: loginAt, Sources: sources, Expect: []testcase.Expectation{{Trigger: "any_login", Fires: &c.fires}}}
		report, err := monitortest.RunTests(t.Context(), []monitortest.Case{{Test: test, Monitor: monitor(t, withQuery(t, c.query))}}, monitortest.Options{Dialect: c.dialect})
		if err != nil || !report.OK() {
			t.Fatal(err, report.Tests[0].Failures)
		}
		if diff := cmp.Diff(c.notes, report.Tests[0].DialectNotes); diff != "" {
			t.Errorf("%s as %s: %s", c.query, c.dialect.Name(), diff)
		}
	}
}
