package monitortest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// trial runs the login monitor once.
func trial(t testing.TB, body string, sources ...testcase.Source) *monitortest.Trial {
	t.Helper()
	got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: monitor(t, body), Sources: sources}, monitortest.Options{Workspace: "soc"})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func file(t testing.TB, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "events.ndjson")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const success = `"eventName": "ConsoleLogin", "responseElements": {"ConsoleLogin": "Success"}`

// Ids of two sources don't meet, lost events have their place, and daily indices
// are found by the monitor's pattern.
func TestSources(t *testing.T) {
	path := file(t, `{"@timestamp": "2020-02-07T23:58:00Z", `+success+`}`, `{"@timestamp": "never", `+success+`}`, `{"@timestamp": "2020-02-08T00:01:00Z", `+success+`}`)
	got := trial(t, login, testcase.Source{File: path, Name: "events.ndjson"}, testcase.Source{Documents: []*orderedjson.Object{
		event(t, "2020-02-08T00:02:00Z", "alice", "Success"),
		object(t, `{"_id": "named", "_index": "cwl-x", "_source": {"@timestamp": "2020-02-08T00:02:30Z", `+success+`}}`)}})
	ids := got.Outcome.IDs()
	slices.Sort(ids)
	if diff := cmp.Diff([]string{"1", "3", "4", "named"}, ids); diff != "" {
		t.Error(diff)
	}
	if got.Events.Read != 5 || len(got.Events.Lost) != 0 {
		t.Errorf("%+v", got.Events)
	}
	dates := object(t, `{"index_patterns": ["cwl-*"], "template": {"mappings": {"properties": {"@timestamp": {"type": "date"}}}}}`)
	got = trial(t, login, testcase.Source{File: path, Name: "events.ndjson", Mapping: dates})
	want := []monitortest.Lost{{At: testcase.Place{File: path, Line: 2}, ID: "2", Index: "cwl-undated"}}
	if len(got.Events.Lost) == 1 {
		want[0].Reason = got.Events.Lost[0].Reason
	}
	if diff := cmp.Diff(want, got.Events.Lost); diff != "" || !strings.Contains(want[0].Reason, "failed to parse field [@timestamp] of type [date]") {
		t.Error(diff, want[0].Reason)
	}
}

// A mapping is taken in every form that people have it in.
func TestMappings(t *testing.T) {
	const properties = `{"properties": {"eventName": {"type": "keyword"}}}`
	doc := event(t, "2020-02-07T11:59:00Z", "alice", "Success")
	for _, text := range []string{
		properties, `{"mappings": ` + properties + `}`, `{"settings": {"number_of_shards": 1}, "mappings": ` + properties + `}`,
		`{"cwl-2020.02.07": {"mappings": ` + properties + `}}`,
		`{"cwl-2020.02.07": {"aliases": {}, "mappings": ` + properties + `, "settings": {"index": {"uuid": "x", "provided_name": "y", "creation_date": "1", "version": {"created": "1"}, "number_of_shards": "1"}}}}`,
		`{"index_patterns": ["cwl-*"], "template": {"mappings": ` + properties + `}}`,
		`{"index_patterns": "cwl-*", "order": 1, "mappings": ` + properties + `}`,
		`{"index_templates": [{"name": "t", "index_template": {"index_patterns": ["cwl-*"], "composed_of": [], "template": {"mappings": ` + properties + `}}}]}`,
	} {
		got := trial(t, withQuery(t, `{"term": {"eventName": "ConsoleLogin"}}`), testcase.Source{Documents: []*orderedjson.Object{doc}, Mapping: object(t, text)})
		if n, _ := got.Outcome.Hits(); n != 1 || len(got.Notes) > 0 {
			t.Errorf("%s: %d hits, %v", text, n, got.Notes)
		}
	}
	other := trial(t, login, testcase.Source{Documents: []*orderedjson.Object{doc}, Mapping: object(t, `{"index_patterns": ["aws-*"], "template": {}}`)})
	if len(other.Notes) != 1 || !strings.Contains(other.Notes[0], "aws-*") {
		t.Errorf("a template for other indices: %v", other.Notes)
	}
}

// What can't be loaded fails the test, and says why.
func TestBadSources(t *testing.T) {
	doc := []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}
	for want, sources := range map[string][]testcase.Source{
		"events can't be read":   {{File: "/does/not/exist", Name: "events.ndjson"}},
		"has two mappings":       {{Documents: doc, Mapping: object(t, `{"dynamic": "strict"}`)}, {Documents: doc, Mapping: object(t, `{"dynamic": "false"}`)}},
		"can't be made":          {{Documents: doc, Mapping: object(t, `{"properties": {"a": {"type": "nonsense"}}}`)}},
		"refused: index templat": {{Documents: doc, Mapping: object(t, `{"index_patterns": ["cwl-*"], "composed_of": ["c"]}`)}},
	} {
		test := testcase.Test{Name: "t", Monitor: loginAt, Sources: sources, Expect: []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true)}}}
		got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, login)})
		text := "refused: " + got.Refused
		if len(got.Failures) > 0 {
			text = got.Failures[0].Detail
		}
		if got.Status == monitortest.Passed || !strings.Contains(text, want) {
			t.Errorf("%s: %s %s", want, got.Status, text)
		}
	}
}

// CloudTrail's own events have no @timestamp.
func TestEventTime(t *testing.T) {
	path := file(t, `{"Records": [{"eventTime": "2020-02-07T11:59:00Z", `+success+`}]}`)
	got := trial(t, login, testcase.Source{File: path, Name: "events.ndjson"})
	if n, _ := got.Outcome.Hits(); n != 1 || len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "1 of 1 events of "+path+" have no @timestamp") {
		t.Errorf("%d hits, %v", n, got.Notes)
	}
}

// Mappings that come without events shape the indices of others: templates by
// their patterns and priority, a mapping where it is said, or everywhere.
func TestMappingsApart(t *testing.T) {
	path := file(t, `{"@timestamp": "2020-02-07T11:58:00Z", `+success+`}`)
	keyword := `{"properties": {"eventName": {"type": "keyword"}}}`
	template := func(pattern, priority, properties string) testcase.Source {
		return testcase.Source{Mapping: object(t, `{"index_patterns": ["`+pattern+`"], "priority": `+priority+`, "template": {"mappings": `+properties+`}}`)}
	}
	numbers := `{"properties": {"eventName": {"type": "long"}}}`
	for name, c := range map[string]struct {
		sources []testcase.Source
		hits    int64
		note    string
	}{
		"template":       {[]testcase.Source{template("cwl-*", "1", keyword)}, 1, ""},
		"priority":       {[]testcase.Source{template("cwl-*", "1", numbers), template("cwl-2*", "2", keyword), template("c*", "0", numbers)}, 1, ""},
		"other template": {[]testcase.Source{template("aws-*", "1", keyword)}, 0, "the template is for aws-*, and no event goes there"},
		"mapping":        {[]testcase.Source{{Mapping: object(t, keyword)}}, 1, ""},
		"pattern":        {[]testcase.Source{{Index: "cwl-*", Mapping: object(t, keyword)}}, 1, ""},
		"other index":    {[]testcase.Source{{Index: "cwl-x", Mapping: object(t, keyword)}}, 0, ""},
	} {
		got := trial(t, withQuery(t, `{"term": {"eventName": "ConsoleLogin"}}`), append(c.sources, testcase.Source{File: path, Name: "events.ndjson"})...)
		if n, _ := got.Outcome.Hits(); n != c.hits || strings.Join(got.Notes, "\n") != c.note {
			t.Errorf("%s: %d hits, %q", name, n, got.Notes)
		}
		total, _ := got.Outcome.Answer.Object("_shards").Get("total")
		if want := map[bool]string{true: "2", false: "1"}[name == "other index"]; fmt.Sprint(total) != want {
			t.Errorf("%s: %v shards", name, total)
		}
	}
}
