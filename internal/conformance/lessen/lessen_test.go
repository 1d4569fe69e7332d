package lessen_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/conformance/lessen"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func TestValues(t *testing.T) {
	v, err := orderedjson.Parse([]byte(`{"a":[1,{"b":"xy"}],"c":true}`))
	if err != nil {
		t.Fatal(err)
	}
	shorter := func(v any) []any {
		if s, ok := v.(string); ok && len(s) > 1 {
			return []any{s[:1]}
		}
		return nil
	}
	var got []string
	for _, x := range lessen.Values(v, shorter) {
		text, err := orderedjson.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(text))
	}
	want := []string{
		`{"c":true}`, `{"a":[1,{"b":"xy"}]}`,
		`{"a":[{"b":"xy"}],"c":true}`, `{"a":[1],"c":true}`,
		`{"a":[1,{}],"c":true}`, `{"a":[1,{"b":"x"}],"c":true}`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if again, _ := orderedjson.Marshal(v); string(again) != `{"a":[1,{"b":"xy"}],"c":true}` {
		t.Errorf("the value itself became %s", again)
	}
}
