package querydsl_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/querydsl"
)

// What a plugin may add is let through as it is, beside canonical neighbours.
func TestReadLetsForeignConstructsThrough(t *testing.T) {
	for _, c := range []struct {
		sent, want string
		foreign    []querydsl.Foreign
	}{
		{`{"query":{"match_all":{}}}`, `{"query":{"match_all":{"boost":1.0}}}`, nil},
		{
			`{"query":{"bool":{"must":{"moonphase":{"b":1,"a":"2"}},"filter":{"term":{"x":1}}}}}`,
			`{"query":{"bool":{"must":[{"moonphase":{"b":1,"a":"2"}}],"filter":[{"term":{"x":{"value":1,"boost":1.0}}}],"adjust_pure_negative":true,"boost":1.0}}}`,
			[]querydsl.Foreign{{querydsl.ForeignQuery, "moonphase"}},
		},
		{
			`{"query":{"knn":{"v":{"vector":[1],"k":2}}},"aggs":{"a":{"moonphase":{"x":1},"aggs":{"b":{"max":{"field":"f"}}}}}}`,
			`{"query":{"knn":{"v":{"vector":[1],"k":2}}},"aggregations":{"a":{"moonphase":{"x":1},"aggregations":{"b":{"max":{"field":"f"}}}}}}`,
			[]querydsl.Foreign{{querydsl.ForeignAggregation, "moonphase"}, {querydsl.ForeignQuery, "knn"}},
		},
		{
			`{"rescore":{"sltr":{"model":"m"},"window_size":"5"},"ext":{"moonphase":{"a":1}}}`,
			`{"rescore":[{"window_size":5,"sltr":{"model":"m"}}],"ext":{"moonphase":{"a":1}}}`,
			[]querydsl.Foreign{{querydsl.ForeignRescorer, "sltr"}, {querydsl.ForeignSection, "moonphase"}},
		},
	} {
		got, err := querydsl.Read(querydsl.OpenSearch2, object(t, c.sent))
		if err != nil {
			t.Errorf("%s: %v", c.sent, err)
			continue
		}
		if have := marshal(t, got.Body); have != c.want || !slices.Equal(got.Foreign, c.foreign) {
			t.Errorf("%s\n got %s %v\nwant %s %v", c.sent, have, got.Foreign, c.want, c.foreign)
		}
	}
}

// What is only misspelt, or of another product or generation, is refused.
func TestReadRefusesWhatNoServerKnows(t *testing.T) {
	for _, sent := range []string{
		`{"query":{"trem":{"a":1}}}`, `{"query":{"pinned":{"ids":[]}}}`, `{"query":{"type":{"value":"x"}}}`,
		`{"aggs":{"a":{"boxplot":{"field":"x"}}}}`, `{"aggs":{"a":{"trems":{"field":"x"}}}}`,
		`{"query":{"bool":{"must":[{"moonphase":[]}]}}}`, `{"moonphase":{}}`, `{"query":{"term":{"a":{"value":1,"moonphase":1}}}}`,
	} {
		form, err := querydsl.Read(querydsl.OpenSearch2, object(t, sent))
		var refused *querydsl.Error
		if !errors.As(err, &refused) {
			t.Errorf("%s: got %v %v, want a refusal", sent, form, err)
		}
	}
}
