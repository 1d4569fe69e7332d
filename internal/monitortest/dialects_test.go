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

// What an index can be mapped to, and which events it takes, depends on the generation,
// too (asked of 1.3.14, 2.19.4 and 3.5.0).
func TestDialectsOfMappings(t *testing.T) {
	first, err := dialect.Parse("opensearch-1.3")
	if err != nil {
		t.Fatal(err)
	}
	forgiving := `{"settings": {"index.mapping.ignore_malformed": true}, "mappings": {"properties": {"@timestamp": {"type": "date"}, "flag": {"type": "boolean"}}}}`
	flat := `{"mappings": {"properties": {"@timestamp": {"type": "date"}, "flag": {"type": "flat_object"}}}}`
	lost := "failed to parse field [flag] of type [boolean] in document with id '1'. Preview of field's value: 'maybe': Failed to parse value [maybe] as only [true] or [false] are allowed."
	none := "index cwl-2020.02.07 can't be made: Failed to parse mapping [_doc]: No handler for type [flat_object] declared on field [flag]"
	for _, c := range []struct {
		dialect dialect.Dialect
		mapping string
		flag    string
		fires   bool
		note    string
		stream  string // what a stream says; "" for the same
	}{
		{dialect.Dialect{}, forgiving, `"maybe"`, true, "as opensearch-1.3 the search finds 0, not 1; 1 more of the events are lost, the first of them: " + lost,
			"as opensearch-1.3 the search finds 0, not 1; 1 events are lost, not 0"},
		{first, forgiving, `"maybe"`, false, "as opensearch-2.19 the search finds 1, not 0; 1 of the events that are lost here are taken",
			"as opensearch-2.19 the search finds 1, not 0; 0 events are lost, not 1"},
		{dialect.Dialect{}, forgiving, `true`, true, "", ""},
		{dialect.Dialect{}, flat, `{"a": 1}`, true, "as opensearch-1.3 " + none, "as opensearch-1.3 the index can't be made: Failed to parse mapping [_doc]: No handler for type [flat_object] declared on field [flag]"},
	} {
		text := `{"@timestamp": "2020-02-07T11:59:00Z", ` + success + `, "flag": ` + c.flag + `}`
		source := testcase.Source{Documents: []*orderedjson.Object{object(t, text)}, Mapping: object(t, c.mapping)}
		m := monitor(t, withQuery(t, `{"term": {"eventName": "consolelogin"}}`))
		test := testcase.Test{Name: "t", Monitor: loginAt, Sources: []testcase.Source{source}, Expect: []testcase.Expectation{{Trigger: "any_login", Fires: &c.fires}}}
		report, err := monitortest.RunTests(t.Context(), []monitortest.Case{{Test: test, Monitor: m}}, monitortest.Options{Dialect: c.dialect})
		if err != nil || !report.OK() {
			t.Fatal(err, report.Tests[0].Failures)
		}
		if got := firstOf(report.Tests[0].DialectNotes); got != c.note {
			t.Errorf("%s as %s: %s", c.mapping, c.dialect.Name(), got)
		}
		source.Documents, source.File = nil, file(t, text)
		for from, want := range map[int64]string{1 << 30: c.note, 1: c.stream} {
			got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: m, Sources: []testcase.Source{source}}, monitortest.Options{Dialect: c.dialect, StreamFrom: from})
			if err != nil {
				t.Fatal(err)
			}
			if note := firstOf(got.DialectNotes); note != want {
				t.Errorf("%s as %s from %d: %s", c.mapping, c.dialect.Name(), from, note)
			}
		}
	}
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
