package monitortest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// withQuery is the login monitor with another query.
func withQuery(t testing.TB, query string) string {
	t.Helper()
	body := object(t, login)
	input := body.Array("inputs")[0].(*orderedjson.Object).Object("search")
	input.Object("query").Set("query", object(t, query))
	text, err := orderedjson.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What the nearest event lacks, of every kind of clause.
func TestNearest(t *testing.T) {
	for query, want := range map[string]string{
		`{"term": {"eventName.keyword": "consolelogin"}}`:                         `0 of 1: query term eventName.keyword = "consolelogin": the event has "ConsoleLogin"`,
		`{"terms": {"eventName.keyword": ["A", "B"]}}`:                            `0 of 1: query terms eventName.keyword in "A", "B": the event has "ConsoleLogin"`,
		`{"exists": {"field": "errorCode"}}`:                                      `0 of 1: query exists errorCode: the event has none | no event that is searched has a field errorCode`,
		`{"prefix": {"eventName.keyword": "Assume"}}`:                             `0 of 1: query prefix eventName.keyword = "Assume": the event has "ConsoleLogin"`,
		`{"wildcard": {"eventName.keyword": "Assume*"}}`:                          `0 of 1: query wildcard eventName.keyword = "Assume*": the event has "ConsoleLogin"`,
		`{"match": {"eventName": "assume role"}}`:                                 `0 of 1: query match eventName = "assume role": the event has "ConsoleLogin"`,
		`{"ids": {"values": ["9"]}}`:                                              `0 of 1: query ids "9": the event does not match`,
		`{"query_string": {"query": "eventName:Assume*"}}`:                        `0 of 1: query query_string "eventName:Assume*": the event has "ConsoleLogin"`,
		`{"range": {"@timestamp": {"gt": "2021-01-01"}}}`:                         `0 of 1: query range @timestamp > "2021-01-01": the event has "2020-02-07T11:59:00Z"`,
		`{"constant_score": {"filter": {"term": {"a": 1}}}}`:                      `0 of 1: constant_score.filter term a = 1: the event has none | no event that is searched has a field a`,
		`{"bool": {"must_not": {"term": {"eventName.keyword": "ConsoleLogin"}}}}`: `0 of 1: must_not[0] term eventName.keyword = "ConsoleLogin": the event has "ConsoleLogin"`,
		`{"bool": {"should": [{"term": {"eventName.keyword": "A"}}, {"term": {"userIdentity.userName.keyword": "bob"}}]}}`: `0 of 1: should (term eventName.keyword = "A" or term userIdentity.userName.keyword = "bob"): ` +
			`the event has eventName "ConsoleLogin", userIdentity.userName "alice"`,
		`{"bool": {"filter": [{"term": {"eventName.keyword": "ConsoleLogin"}}, {"bool": {"filter": [{"bool": {"must": {"term": {"userIdentity.userName.keyword": "bob"}}}}]}}]}}`: `1 of 2: ` +
			`filter[1].filter[0].must[0] term userIdentity.userName.keyword = "bob": the event has "alice"`,
		`{"term": {"userIdentity": "alice"}}`:     `0 of 1: query term userIdentity = "alice": the event has {"userName":"alice"} | userIdentity is an object: name a field below it`,
		`{"term": {"username.keyword": "alice"}}`: `0 of 1: query term username.keyword = "alice": the event has none | no event that is searched has a field username.keyword: did you mean userIdentity.userName.keyword?`,
		`{"term": {"userIdentity.username.keyword": "alice"}}`: `0 of 1: query term userIdentity.username.keyword = "alice": the event has none | ` +
			`no event that is searched has a field userIdentity.username.keyword: did you mean userIdentity.userName.keyword?`,
		`{"wildcard": {"eventName": "Console*"}}`: `0 of 1: query wildcard eventName = "Console*": the event has "ConsoleLogin" | ` +
			`eventName is text, which is searched by its words in lower case: wildcard looks at the whole value in eventName.keyword`,
	} {
		test := testcase.Test{Name: query, Monitor: loginAt, Expect: []testcase.Expectation{{Trigger: "any_login", Fires: pointer(true)}},
			Sources: []testcase.Source{{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "alice", "Success")}}}}
		got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, withQuery(t, query))})
		if len(got.Failures) != 1 || got.Failures[0].Evidence == nil || got.Failures[0].Evidence.Nearest == nil {
			t.Errorf("%s: %s %+v %s", query, got.Status, got.Failures, got.Refused)
			continue
		}
		if text := nearestText(got.Failures[0].Evidence); text != want {
			t.Errorf("%s:\n%s\nwant\n%s", query, text, want)
		}
	}
}

func nearestText(e *monitortest.Evidence) string {
	parts := []string{fmt.Sprintf("%d of %d", e.Nearest.Passed, e.Nearest.Clauses)}
	for _, r := range e.Nearest.Rejected {
		parts = append(parts, r.Path+" "+r.Clause+": "+r.Got)
	}
	return strings.Join(append([]string{strings.Join(parts, ": ")}, e.Hints...), " | ")
}

// Where there is nothing to search, the reason is said.
func TestNowhere(t *testing.T) {
	for name, c := range map[string]struct {
		source testcase.Source
		want   string
	}{
		"no events":   {testcase.Source{}, "there are no events"},
		"other index": {testcase.Source{Index: "elsewhere", Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "a", "Success")}}, "the monitor searches cwl-*, and the events are in elsewhere"},
		"later":       {testcase.Source{Index: "cwl-1", Documents: []*orderedjson.Object{event(t, "2020-02-07T12:59:00Z", "a", "Success")}}, "no event has come yet: the first is of 2020-02-07T12:59:00Z"},
		"all lost": {testcase.Source{Documents: []*orderedjson.Object{event(t, "2020-02-07T11:59:00Z", "a", "Success")},
			Mapping: object(t, `{"dynamic": "strict"}`)}, "all events were lost: the mapping rejects them"},
	} {
		test := testcase.Test{Name: name, Monitor: loginAt, Sources: []testcase.Source{c.source}, Expect: []testcase.Expectation{{Trigger: "any_login", Hits: count("1")}}}
		if name == "later" {
			test.Now, test.For = time.Date(2020, 2, 7, 12, 0, 0, 0, time.UTC), 5*time.Minute
		}
		got := runOne(t, monitortest.Case{Test: test, Monitor: monitor(t, strings.Replace(login, "ctx.results[0].hits.total.value > 0", "ctx.results.size() > 5", 1))})
		if len(got.Failures) == 0 || got.Failures[0].Evidence == nil || len(got.Failures[0].Evidence.Hints) != 1 || got.Failures[0].Evidence.Hints[0] != c.want {
			t.Errorf("%s: %+v", name, got.Failures)
			if len(got.Failures) > 0 && got.Failures[0].Evidence != nil {
				t.Log(got.Failures[0].Evidence.Hints)
			}
		}
	}
}
