package compiles_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/compiles"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// searching is a monitor of a search, in canonical form.
func searching(t *testing.T, body string) monitors.Monitor {
	t.Helper()
	v, err := orderedjson.Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	m, err := (monitors.Monitor{
		Name: "m", Schedule: monitors.Schedule{Interval: &monitors.Interval{Value: 1, Unit: monitors.Minutes}},
		Input: &monitors.Search{Indices: []string{"i"}, Body: v.(*orderedjson.Object)},
	}).Canonical()
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return m
}

func contexts(scripts []compiles.Script) string {
	var names []string
	for _, s := range scripts {
		names = append(names, fmt.Sprintf("%s %s", s.Context, s.Role))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func TestScriptsOfASearch(t *testing.T) {
	const script = `{"source": "1"}`
	tests := []struct{ name, body, want string }{
		{"no script", `{"size": 0}`, ""},
		{"a query", `{"query": {"script": {"script": ` + script + `}}}`, "filter in query"},
		{"in a bool", `{"query": {"bool": {"filter": [{"script": {"script": "doc.x.value > 1"}}]}}}`, "filter in query"},
		{"a bool's filter alone", `{"query": {"bool": {"filter": {"script": {"script": "true"}}}}}`, "filter in query"},
		{"script_score", `{"query": {"script_score": {"query": {"match_all": {}}, "script": ` + script + `}}}`, "score in query"},
		{"function_score", `{"query": {"function_score": {"functions": [{"script_score": {"script": "2"}}]}}}`, "score in query"},
		{"terms_set", `{"query": {"terms_set": {"f": {"terms": ["a"], "minimum_should_match_script": ` + script + `}}}}`, "terms_set in query"},
		{"intervals", `{"query": {"intervals": {"f": {"match": {"query": "a b", "filter": {"script": {"source": "interval.start > 3"}}}}}}}`, "interval in query"},
		{"script_fields", `{"script_fields": {"a": {"script": "1"}, "b": {"script": "2"}}}`, "field in query, field in query"},
		{"the same twice", `{"script_fields": {"a": {"script": "1"}, "b": {"script": {"source": "1", "params": {"script": {"source": "x"}}}}}}`, "field in query"},
		{"sort by number", `{"sort": [{"_script": {"type": "number", "script": "1"}}]}`, "number_sort in query"},
		{"sort by text", `{"sort": [{"_script": {"type": "string", "script": "'a'"}}]}`, "string_sort in query"},
		{"an aggregation's values", `{"aggs": {"a": {"terms": {"script": "1"}}}}`, "aggs in query"},
		{"a source of a composite", `{"aggs": {"a": {"composite": {"sources": [{"s": {"terms": {"script": "1"}}}]}}}}`, "aggs in query"},
		{"of a child", `{"aggs": {"a": {"terms": {"field": "f"}, "aggs": {"script": {"avg": {"script": "1"}}}}}}`, "aggs in query"},
		{"weighted_avg", `{"aggs": {"a": {"weighted_avg": {"value": {"script": "1"}, "weight": {"script": "2"}}}}}`, "aggs in query, aggs in query"},
		{"scripted_metric", `{"aggs": {"a": {"scripted_metric": {"init_script": "1", "map_script": "2", "combine_script": "3", "reduce_script": "4"}}}}`,
			"aggs_combine in query, aggs_init in query, aggs_map in query, aggs_reduce in query"},
		{"bucket_script", `{"aggs": {"a": {"terms": {"field": "f"}, "aggs": {"b": {"bucket_script": {"buckets_path": {"c": "_count"}, "script": "params.c"}}}}}}`, "bucket_aggregation in query"},
		{"bucket_selector", `{"aggs": {"a": {"terms": {"field": "f"}, "aggs": {"b": {"bucket_selector": {"buckets_path": {"c": "_count"}, "script": "params.c > 1"}}}}}}`, "aggregation_selector in query"},
		{"moving_fn", `{"aggs": {"a": {"date_histogram": {"field": "t", "fixed_interval": "1m"}, "aggs": {"b": {"moving_fn": {"buckets_path": "_count", "window": 3, "script": "MovingFunctions.max(values)"}}}}}}`, "moving-function in query"},
		{"significant_terms", `{"aggs": {"a": {"significant_terms": {"field": "f", "script_heuristic": {"script": "1"}}}}}`, "script_heuristic in query"},
		{"top_hits", `{"aggs": {"a": {"top_hits": {"script_fields": {"s": {"script": "1"}}}}}}`, "field in query"},
		{"a stored script", `{"query": {"script": {"script": {"id": "kept"}}}}`, "filter in query"},
		{"a filter of an aggregation", `{"aggs": {"a": {"filter": {"script": {"script": "true"}}}}}`, "filter in query"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			scripts := compiles.Of(searching(t, test.body))
			if len(scripts) == 0 || scripts[0].Context != compiles.Template || scripts[0].Role != compiles.Query {
				t.Fatalf("got %v, want the search as a template first", scripts)
			}
			if got := contexts(scripts[1:]); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestScriptsOfTriggers(t *testing.T) {
	action := monitors.Action{Label: "tell", Subject: &monitors.Script{Source: "s"}, Message: monitors.Script{Source: "m", Lang: "mustache"}}
	trigger := func(c monitors.Condition) monitors.Trigger {
		return monitors.Trigger{Label: "any", Condition: c, Actions: []monitors.Action{action}}
	}
	search := searching(t, `{"size": 0}`).Input
	tests := []struct {
		name  string
		input monitors.Input
		with  []monitors.Trigger
		want  string
	}{
		{"query-level", search, []monitors.Trigger{trigger(&monitors.ScriptCondition{Script: monitors.Script{Source: "true"}})},
			"template message, template query, template subject, trigger condition"},
		{"bucket-level", search, []monitors.Trigger{trigger(&monitors.BucketCondition{Script: monitors.Script{Source: "true"}})},
			"aggregation_selector condition, template message, template query, template subject"},
		{"document-level", &monitors.DocumentQueries{}, []monitors.Trigger{trigger(&monitors.DocumentCondition{Script: monitors.Script{Source: "query[name=q]"}})},
			"template message, template subject"},
		{"cluster metrics", &monitors.ClusterAPI{}, []monitors.Trigger{trigger(&monitors.ScriptCondition{Script: monitors.Script{Source: "true"}})},
			"template message, template subject, trigger condition"},
		{"two of one condition", search, []monitors.Trigger{
			trigger(&monitors.ScriptCondition{Script: monitors.Script{Source: "true", Lang: "painless"}}),
			trigger(&monitors.ScriptCondition{Script: monitors.Script{Source: "true"}})},
			"template message, template query, template subject, trigger condition"},
		{"nothing", nil, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := contexts(compiles.Of(monitors.Monitor{Input: test.input, Triggers: test.with})); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestBucketConditionsAreInTheTemplate: the server writes them into the search before
// it renders that, under the trigger's id.
func TestBucketConditionsAreInTheTemplate(t *testing.T) {
	d := compiles.Distinct{}
	for _, id := range []string{"a", "b", "a"} {
		m := searching(t, `{"aggs": {"k": {"terms": {"field": "f"}}}}`)
		m.Triggers = []monitors.Trigger{{ID: id, Condition: &monitors.BucketCondition{Script: monitors.Script{Source: "params.c > 1"}}}}
		d.Add(compiles.Of(m)...)
	}
	if got := fmt.Sprint(d.Count(compiles.Template), d.Count(compiles.AggregationSelect), d.Contexts()); got != "2 1 [aggregation_selector template]" {
		t.Errorf("got %s", got)
	}
}
