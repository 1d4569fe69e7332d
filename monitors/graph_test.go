package monitors_test

import (
	"encoding/json"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	data, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func hour() monitors.Interval { return monitors.Interval{Value: 1, Unit: monitors.Hours} }

// TestGraphBody holds searches to what the Dashboards' editor makes of its forms;
// its own tests expect the first one (alerting-dashboards-plugin,
// formikToMonitor: formikToGraphQuery).
func TestGraphBody(t *testing.T) {
	const window = `"query":{"bool":{"filter":[{"range":{"@timestamp":{"gte":"{{period_end}}||-1h","lte":"{{period_end}}","format":"epoch_millis"}}}`
	for _, c := range []struct {
		graph monitors.Graph
		want  string
	}{
		{monitors.Graph{TimeField: "@timestamp", Last: hour(), Aggregation: monitors.Count}, `{"size":0,"aggregations":{},` + window + `]}}}`},
		{monitors.Graph{TimeField: "@timestamp", Last: hour(), Aggregation: monitors.Count, Field: "bytes"},
			`{"size":0,"aggregations":{"metric":{"value_count":{"field":"bytes"}}},` + window + `]}}}`},
		{monitors.Graph{TimeField: "@timestamp", Last: hour(), Aggregation: monitors.Max, Field: "bytes", GroupBy: "host",
			Where: []monitors.Filter{{Field: "age", Type: monitors.NumberField, Operator: monitors.Is, Value: json.Number("20")}}},
			`{"size":0,"aggregations":{"metric":{"max":{"field":"bytes"}},"terms_agg":{"terms":{"field":"host"}}},` + window + `,{"term":{"age":20}}]}}}`},
	} {
		if got := jsonOf(t, c.graph.Body()); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestFilterQuery are the values that the editor's own tests expect of its
// filters (formikToWhereClause), and those of the operators that they leave out
// from its source (whereFilters).
func TestFilterQuery(t *testing.T) {
	twenty, forty := json.Number("20"), json.Number("40")
	number := func(operator monitors.Operator) monitors.Filter {
		return monitors.Filter{Field: "age", Type: monitors.NumberField, Operator: operator, Value: twenty}
	}
	text := func(operator monitors.Operator, value string) monitors.Filter {
		return monitors.Filter{Field: "city", Type: monitors.TextField, Operator: operator, Value: value}
	}
	for want, filter := range map[string]monitors.Filter{
		`{"term":{"age":20}}`:                                                            number(monitors.Is),
		`{"match_phrase":{"city":"Seattle"}}`:                                            text(monitors.Is, "Seattle"),
		`{"bool":{"must_not":{"term":{"age":20}}}}`:                                      number(monitors.IsNot),
		`{"bool":{"must_not":{"match_phrase":{"city":"Seattle"}}}}`:                      text(monitors.IsNot, "Seattle"),
		`{"bool":{"must_not":{"exists":{"field":"age"}}}}`:                               {Field: "age", Type: monitors.NumberField, Operator: monitors.IsNull},
		`{"exists":{"field":"age"}}`:                                                     {Field: "age", Type: monitors.NumberField, Operator: monitors.IsNotNull},
		`{"range":{"age":{"gt":20}}}`:                                                    number(monitors.IsGreater),
		`{"range":{"age":{"gte":20}}}`:                                                   number(monitors.IsGreaterEqual),
		`{"range":{"age":{"lt":20}}}`:                                                    number(monitors.IsLess),
		`{"range":{"age":{"lte":20}}}`:                                                   number(monitors.IsLessEqual),
		`{"range":{"age":{"gte":20,"lte":40}}}`:                                          {Field: "age", Type: monitors.NumberField, Operator: monitors.InRange, From: twenty, To: forty},
		`{"bool":{"must_not":{"range":{"age":{"gte":20,"lte":40}}}}}`:                    {Field: "age", Type: monitors.NumberField, Operator: monitors.NotInRange, From: twenty, To: forty},
		`{"prefix":{"city":"Se"}}`:                                                       text(monitors.StartsWith, "Se"),
		`{"wildcard":{"city":"*Se"}}`:                                                    text(monitors.EndsWith, "Se"),
		`{"query_string":{"query":"*Se*","default_field":"city"}}`:                       text(monitors.Contains, "Se"),
		`{"wildcard":{"city.keyword":"*Se*"}}`:                                           {Field: "city.keyword", Type: monitors.KeywordField, Operator: monitors.Contains, Value: "Se"},
		`{"bool":{"must_not":{"query_string":{"query":"*Se*","default_field":"city"}}}}`: text(monitors.DoesNotContain, "Se"),
		`{"bool":{"must_not":{"wildcard":{"city.keyword":"*Se*"}}}}`:                     {Field: "city.keyword", Type: monitors.KeywordField, Operator: monitors.DoesNotContain, Value: "Se"},
		`{"term":{"errored":true}}`:                                                      {Field: "errored", Type: monitors.BooleanField, Operator: monitors.Is, Value: true},
		`{"term":{"city.keyword":"Seattle"}}`:                                            {Field: "city.keyword", Type: monitors.KeywordField, Operator: monitors.Is, Value: "Seattle"},
	} {
		if got := jsonOf(t, filter.Query()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if operator, ok := monitors.OperatorOf(filter.Operator.EditorName()); !ok || operator != filter.Operator {
			t.Errorf("%s is %s for the editor, and that is %s", filter.Operator, filter.Operator.EditorName(), operator)
		}
	}
}

// TestGraphCondition are the values that the editor's own tests expect
// (formikToCondition), and those of a metric from its source.
func TestGraphCondition(t *testing.T) {
	documents := monitors.Graph{Aggregation: monitors.Count}
	metric := monitors.Graph{Aggregation: monitors.Max, Field: "bytes"}
	const value = "ctx.results[0].aggregations.metric.value"
	for _, c := range []struct {
		graph     monitors.Graph
		threshold monitors.Threshold
		want      string
	}{
		{documents, monitors.Threshold{Comparison: monitors.Above, Value: "10000"}, "ctx.results[0].hits.total.value > 10000"},
		{documents, monitors.Threshold{Comparison: monitors.Equals, Value: "0"}, "ctx.results[0].hits.total.value == 0"},
		{metric, monitors.Threshold{Comparison: monitors.Below, Value: "-0.5"}, "return " + value + " == null ? false : " + value + " < -0.5"},
		{metric, monitors.Threshold{Comparison: monitors.Above, Value: "1e-7"}, "return " + value + " == null ? false : " + value + " > 1e-7"},
	} {
		source := c.graph.Condition(c.threshold)
		if source != c.want {
			t.Errorf("got %s, want %s", source, c.want)
		}
		if read, ok := c.graph.ReadThreshold(source); !ok || read != c.threshold {
			t.Errorf("%s: read %v, %v", source, read, ok)
		}
	}
	for _, source := range []string{
		"", "ctx.results[0].hits.total.value >= 5", "ctx.results[0].hits.total.value > 5 ", "return " + value + " > 5",
		value + " > 5", "ctx.results[0].hits.total.value > x", "return true",
	} {
		if read, ok := documents.ReadThreshold(source); ok {
			t.Errorf("%q is taken for %v", source, read)
		}
	}
}

// TestThresholdValue are spellings of JavaScript's.
func TestThresholdValue(t *testing.T) {
	for f, want := range map[float64]json.Number{
		0: "0", 10: "10", -5: "-5", 0.1: "0.1", 1e21: "1e+21", 123456789012345680000: "123456789012345680000", 1e-6: "0.000001", 1e-7: "1e-7",
		-1.5e-9: "-1.5e-9", 2147483647: "2147483647", 1.25e300: "1.25e+300",
	} {
		if got := monitors.ThresholdValue(f); got != want {
			t.Errorf("%g: got %s, want %s", f, got, want)
		}
	}
}

func FuzzReadThreshold(f *testing.F) {
	f.Add("ctx.results[0].hits.total.value > 5")
	f.Add("return ctx.results[0].aggregations.metric.value == null ? false : ctx.results[0].aggregations.metric.value < 0.5")
	f.Fuzz(func(t *testing.T, source string) {
		for _, g := range []monitors.Graph{{}, {Field: "bytes"}} {
			if threshold, ok := g.ReadThreshold(source); ok && g.Condition(threshold) != source {
				t.Errorf("%q is not %q", g.Condition(threshold), source)
			}
		}
	})
}
