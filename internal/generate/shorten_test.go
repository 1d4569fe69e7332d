package generate_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

func parse(t testing.TB, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v.(*orderedjson.Object)
}

// TestShorten: what is stored is said as people write it, and is stored as before.
func TestShorten(t *testing.T) {
	for _, want := range []string{
		`{"term":{"a":"b"}}`,
		`{"terms":{"a":["b","c"]}}`,
		`{"range":{"a":{"gte":5}}}`,
		`{"range":{"a":{"gt":5,"lt":7}}}`,
		`{"match":{"a":"b c"}}`,
		`{"match":{"a":{"query":"b c","operator":"AND"}}}`,
		`{"match_phrase":{"a":"b c"}}`,
		`{"exists":{"field":"a"}}`,
		`{"wildcard":{"a":"b*"}}`,
		`{"bool":{"must_not":[{"term":{"a":1}}]}}`,
		`{"match_all":{}}`,
	} {
		stored, err := querydsl.CanonicalQuery(parse(t, want))
		if err != nil {
			t.Fatal(err)
		}
		got := generate.Shorten(stored, func(v any) bool {
			o, ok := v.(*orderedjson.Object)
			if !ok {
				return false
			}
			again, err := querydsl.CanonicalQuery(o)
			return err == nil && orderedjson.Equal(again, stored)
		})
		if !orderedjson.Equal(got, parse(t, want)) {
			text, _ := orderedjson.Marshal(got)
			t.Errorf("%s becomes %s", want, text)
		}
	}
}

// TestSearchWords: what arguments compose is read back as those.
func TestSearchWords(t *testing.T) {
	filter := []any{parse(t, `{"term":{"a":"b"}}`)}
	for name, s := range map[string]generate.Search{
		"a window":       {Last: "5m"},
		"a lag":          {Last: "5m", Lag: "1h", Filter: filter},
		"lag alone":      {Lag: "90s"},
		"another field":  {TimeField: "t", Filter: filter, Size: nil},
		"the period":     {Filter: filter},
		"a query":        {Last: "2d", Query: parse(t, `{"match_all":{}}`)},
		"all by itself":  {Query: parse(t, `{"match_all":{}}`)},
		"aggregations":   {Last: "5m", Aggregation: parse(t, `{"u":{"terms":{"field":"x"}}}`)},
		"groups":         {Last: "5m", GroupBy: []any{"x", "y"}},
		"groups of some": {Last: "5m", GroupBy: []any{"x"}, Aggregation: parse(t, `{"m":{"max":{"field":"z"}}}`)},
		"raw":            {Body: parse(t, `{"query":{"match_all":{}}}`)},
	} {
		body, ok := s.Compose()
		if !ok {
			t.Errorf("%s is not composed", name)
			continue
		}
		got, ok := generate.ReadSearch(body, s.Form(), false)
		if ok && s.GroupBy != nil {
			got, ok = got.Grouped()
		}
		again, composed := got.Compose()
		if !ok || !composed || !orderedjson.Equal(body, again) || got.Form() != s.Form() || got.Last != s.Last || got.Lag != s.Lag || got.TimeField != s.TimeField {
			t.Errorf("%s is read as %+v, %t", name, got, ok)
		}
	}
}
