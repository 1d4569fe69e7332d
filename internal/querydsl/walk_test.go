package querydsl_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

func object(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v.(*orderedjson.Object)
}

func canonical(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	body, err := querydsl.Canonical(object(t, text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return body
}

func TestWalk(t *testing.T) {
	body := canonical(t, `{
		"query": {"bool": {
			"must": {"term": {"user": "root"}},
			"filter": [{"range": {"eventTime": {"gte": "now-5m"}}}, {"nested": {"path": "p", "query": {"exists": {"field": "p.a"}}}}],
			"should": [{"function_score": {"functions": [{"filter": {"prefix": {"f": "x"}}, "weight": 1}]}}]}},
		"post_filter": {"terms": {"k": ["a"], "boost": 2}},
		"aggs": {"a/b": {"filter": {"match": {"m": "x"}}, "aggs": {"c": {"filters": {"filters": {"one": {"match_all": {}}}}}}}},
		"sort": [{"s": {"order": "asc", "nested": {"path": "p", "filter": {"ids": {"values": ["1"]}}}}}],
		"highlight": {"fields": {"h": {"highlight_query": {"wildcard": {"w": "*"}}}}},
		"rescore": {"query": {"rescore_query": {"query_string": {"query": "x"}}}}}`)
	var got []string
	querydsl.Walk(body, func(c querydsl.Clause) { got = append(got, fmt.Sprintf("%s %s(%s)", c.Path, c.Kind, c.Field)) })
	want := []string{
		"/query bool()",
		"/query/bool/must/0 term(user)",
		"/query/bool/filter/0 range(eventTime)",
		"/query/bool/filter/1 nested()",
		"/query/bool/filter/1/nested/query exists(p.a)",
		"/query/bool/should/0 function_score()",
		"/query/bool/should/0/function_score/query match_all()",
		"/query/bool/should/0/function_score/functions/0/filter prefix(f)",
		"/post_filter terms(k)",
		"/aggregations/a~1b/filter match(m)",
		"/aggregations/a~1b/aggregations/c/filters/filters/one match_all()",
		"/highlight/fields/h/highlight_query wildcard(w)",
		"/sort/0/s/nested/filter ids()",
		"/rescore/0/query/rescore_query query_string()",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWalkAggregations(t *testing.T) {
	body := canonical(t, `{"aggs": {"by": {"terms": {"field": "f"}, "meta": {"x": 1}, "aggs": {"n": {"max": {"field": "g"}}}}}}`)
	var got []string
	querydsl.WalkAggregations(body, func(a querydsl.AggregationNode) {
		got = append(got, fmt.Sprintf("%s %s %s(%s) %d", a.Path, a.Name, a.Kind, a.Field, a.Depth))
	})
	want := []string{"/aggregations/by by terms(f) 0", "/aggregations/by/aggregations/n n max(g) 1"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRefusals(t *testing.T) {
	cases := []struct{ body, kind, path, reason, unknown, suggestion string }{
		{`{"query":{"bool":{"filter":[{"match_all":{}},{"trem":{"a":1}}]}}}`, querydsl.KindXContentParse,
			"/query/bool/filter/1/trem", "[bool] failed to parse field [filter]", "trem", ""},
		{`{"query":{"mtch":{"a":1}}}`, querydsl.KindParsing, "/query/mtch",
			"unknown query [mtch] did you mean [match]?", "mtch", "match"},
		{`{"aggs":{"a":{"trms":{"field":"x"}}}}`, querydsl.KindParsing, "/aggs/a/trms",
			"Unknown aggregation type [trms] did you mean [terms]?", "trms", "terms"},
		{`{"query":{"term":{"a":{"vlaue":1}}}}`, querydsl.KindParsing, "/query/term/a/vlaue",
			"[term] query does not support [vlaue]", "", ""},
		{`{"size":-1}`, querydsl.KindIllegalArg, "/size", "[size] parameter cannot be negative, found [-1]", "", ""},
		{`{"sort":[{"a/b":{"order":"up"}}]}`, querydsl.KindXContentParse, "/sort/0/a~1b/order",
			"[field_sort] failed to parse field [order]", "", ""},
	}
	for _, c := range cases {
		_, err := querydsl.Canonical(object(t, c.body))
		var e *querydsl.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", c.body, err)
			continue
		}
		if e.Kind != c.kind || e.Path != c.path || e.Reason != c.reason || e.UnknownName != c.unknown || e.Suggestion != c.suggestion {
			t.Errorf("%s: got %+v", c.body, e)
		}
	}
}

// TestPluginClauses: what plugins add goes through, as it stands.
func TestPluginClauses(t *testing.T) {
	text := `{"query":{"bool":{"must":[{"knn":{"v":{"vector":[1.50,2],"k":5}}}]}}}`
	body := canonical(t, text)
	if got := marshal(t, body.Object("query").Object("bool").Array("must")); got != `[{"knn":{"v":{"vector":[1.50,2],"k":5}}}]` {
		t.Errorf("got %s", got)
	}
}

func TestParts(t *testing.T) {
	query, err := querydsl.CanonicalQuery(object(t, `{"term":{"a":1}}`))
	if err != nil || marshal(t, query) != `{"term":{"a":{"value":1,"boost":1.0}}}` {
		t.Errorf("got %s, %v", marshal(t, query), err)
	}
	aggs, err := querydsl.CanonicalAggregations(object(t, `{"a":{"max":{"field":"x"}}}`))
	if err != nil || marshal(t, aggs) != `{"a":{"max":{"field":"x"}}}` {
		t.Errorf("got %s, %v", marshal(t, aggs), err)
	}
	if empty, err := querydsl.Canonical(nil); err != nil || empty.Len() != 0 {
		t.Errorf("nil body: got %s, %v", marshal(t, empty), err)
	}
}

func TestJavaNumbers(t *testing.T) {
	for f, want := range map[float64]string{
		1: "1.0", 0.001: "0.001", 0.0001: "1.0E-4", 1e7: "1.0E7", 9999999: "9999999.0", 1.5e300: "1.5E300", -2.25: "-2.25", 0.30000000000000004: "0.30000000000000004",
	} {
		if got := querydsl.JavaDouble(f); got != want {
			t.Errorf("JavaDouble(%g) = %s, want %s", f, got, want)
		}
	}
	if got := querydsl.JavaFloat(3.4028235e38); got != "3.4028235E38" {
		t.Errorf("the largest float is %s", got)
	}
	if got := querydsl.JavaFloat(0.1); got != "0.1" {
		t.Errorf("0.1 is %s", got)
	}
}
