package monitortest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// A stream gives what a run on events in memory gives.
func TestStream(t *testing.T) {
	var lines []string
	for i := range 300 {
		lines = append(lines, fmt.Sprintf(`{"@timestamp": "2020-02-07T11:%02d:%02dZ", "eventName": "ConsoleLogin", "userIdentity": {"userName": "u%d"}, "responseElements": {"ConsoleLogin": "%s"}}`,
			i/6, i%6*10, i, []string{"Success", "Failure"}[i%2]))
	}
	lines = append(lines, `{"eventTime": "2020-02-07T11:50:00Z", `+success+`}`, `{"@timestamp": "never", `+success+`}`)
	sources := []testcase.Source{{File: file(t, lines...), Name: "events.ndjson"}}
	for name, s := range map[string][]testcase.Source{
		"dynamic":  sources,
		"template": append([]testcase.Source{{Mapping: object(t, `{"index_patterns": ["cwl-*"], "template": {"mappings": {"properties": {"@timestamp": {"type": "date"}}}}}`)}}, sources...),
		"mapping":  append([]testcase.Source{{Mapping: object(t, `{"properties": {"@timestamp": {"type": "date"}}}`)}}, sources...),
	} {
		run := func(from int64) *monitortest.Trial {
			got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: monitor(t, login), Sources: s},
				monitortest.Options{Workspace: "soc", StreamFrom: from})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return got
		}
		held, streamed := run(1<<30), run(1)
		if n, _ := held.Outcome.Hits(); n != 15 || (len(held.Events.Lost) != 0) == (name == "dynamic") {
			t.Errorf("%s: %d hits, lost %v", name, n, held.Events.Lost)
		}
		if diff := cmp.Diff(held, streamed, cmpopts.IgnoreFields(monitortest.Trial{}, "Notes"), cmpopts.IgnoreFields(monitortest.Triggered{}, "Alerts"),
			cmpopts.IgnoreUnexported(monitortest.Message{}), cmpopts.EquateComparable(address.Address{}), cmp.Comparer(func(a, b *orderedjson.Object) bool { return orderedjson.Equal(a, b) })); diff != "" {
			t.Errorf("%s: (-held +streamed)\n%s", name, diff)
		}
	}
}

// Of events that go by it is told which matched, and what the nearest one lacks.
func TestStreamIsExplained(t *testing.T) {
	var lines []string
	for i := range 300 {
		lines = append(lines, fmt.Sprintf(`{"@timestamp": "2020-02-07T11:%02d:%02dZ", "@id": "e%d", "eventName": "%s", "userIdentity": {"userName": "u%d"}, "responseElements": {"ConsoleLogin": "Success"}}`,
			i/6, i%6*10, i%290, []string{"ConsoleLogin", "GetObject", "PutObject"}[i%3], i))
	}
	path := file(t, lines...)
	window := `{"range": {"@timestamp": {"gte": "{{period_end}}||-5m", "lt": "{{period_end}}"}}}`
	for name, c := range map[string]struct {
		query  string
		source testcase.Source
		hits   bool
	}{
		"nothing in the window": {query: `{"bool": {"filter": [` + window + `, {"term": {"userIdentity.userName.keyword": "u7"}}]}}`},
		"a misspelt field":      {query: `{"bool": {"filter": [` + window + `, {"term": {"eventNames": "ConsoleLogin"}}]}}`},
		"must not, and words":   {query: `{"bool": {"filter": [` + window + `], "must": {"query_string": {"query": "eventName:console*"}}, "must_not": {"match": {"responseElements.ConsoleLogin": "success"}}}}`},
		"no window":             {query: `{"bool": {"should": [{"term": {"userIdentity.userName": "nobody"}}, {"prefix": {"eventName": "list"}}]}}`},
		"another index":         {query: `{"match_all": {}}`, source: testcase.Source{Index: "other"}},
		"ids written twice":     {query: `{"bool": {"filter": [{"ids": {"values": ["e3"]}}, {"term": {"userIdentity.userName": "u3"}}]}}`},
		"hits":                  {query: `{"bool": {"filter": [` + window + `, {"term": {"eventName.keyword": "GetObject"}}]}}`, hits: true},
	} {
		c.source.File, c.source.Name = path, "events.ndjson"
		run := func(from int64) *monitortest.Trial {
			got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: monitor(t, withQuery(t, c.query)), Sources: []testcase.Source{c.source}},
				monitortest.Options{Workspace: "soc", StreamFrom: from})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return got
		}
		held, streamed := run(1<<30), run(1)
		if n, _ := held.Outcome.Hits(); n > 0 != c.hits {
			t.Errorf("%s: %d hits", name, n)
		}
		if held.Evidence.Nearest == nil && len(held.Evidence.Matched) == 0 && len(held.Evidence.Hints) == 0 {
			t.Errorf("%s explains nothing", name)
		}
		if diff := cmp.Diff(held.Evidence, streamed.Evidence); diff != "" {
			t.Errorf("%s: (-held +streamed)\n%s", name, diff)
		}
	}
}

// What can't be asked of one event alone is said instead.
func TestStreamWithoutExplanation(t *testing.T) {
	path := file(t, `{"@timestamp": "2020-02-07T11:50:00Z", `+success+`}`)
	got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: monitor(t, withQuery(t, `{"fuzzy": {"eventName": "consoletogin"}}`)),
		Sources: []testcase.Source{{File: path}}}, monitortest.Options{Workspace: "soc", StreamFrom: 1})
	if err != nil || got.Evidence != nil || len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "can't be asked of each alone") {
		t.Errorf("%v %+v", err, got)
	}
}
