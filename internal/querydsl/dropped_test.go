package querydsl_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

func TestDropped(t *testing.T) {
	for body, want := range map[string]string{
		`{"query":{"term":{"a":{"value":1,"boost":1.0}}},"size":10,"sort":["a"]}`:                                      "",
		`{"query":{"simple_query_string":{"query":"a","locale":"en","lowercase_expanded_terms":true}}}`:                "/query/simple_query_string/locale /query/simple_query_string/lowercase_expanded_terms",
		`{"query":{"range":{"a":{"gte":1,"from":2}}}}`:                                                                 "/query/range/a/gte",
		`{"aggs":{"x":{"avg":{"field":"a"}}},"aggregations":{"y":{"max":{"field":"b"}}}}`:                              "/aggs",
		`{"query":{"percolate":{"field":"q","document":{"a":1},"routing":"r"}}}`:                                       "/query/percolate/routing",
		`{"aggs":{"m":{"matrix_stats":{"fields":["a"],"missing":{"a":1,"b":2}}}}}`:                                     "/aggs/m/matrix_stats/missing",
		`{"query":{"bool":{"must":[],"filter":{"exists":{"field":"a"}}}}}`:                                             "",
		`{"query":{"knn":{"v":{"vector":[1,2],"k":3}}}}`:                                                               "",
		`{"query":{"trem":{"a":1}}}`:                                                                                   "",
		`{"query":{"match_all":{}},"aggs":{"a":{"cardinality":{"field":"a","rehash":5}},"b":{"terms":{"field":"b"}}}}`: "/aggs/a/cardinality/rehash",
	} {
		v, err := orderedjson.Parse([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(querydsl.Dropped(querydsl.OpenSearch2, v.(*orderedjson.Object)), " ")
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", body, got, want)
		}
		if after := marshal(t, v); after != marshal(t, reparse(t, body)) {
			t.Errorf("%s was changed to %s", body, after)
		}
	}
}

func reparse(t *testing.T, text string) any {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
