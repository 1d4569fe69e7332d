package index_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func object(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

// What a 2.19.4 node made of the same templates.
func TestComponents(t *testing.T) {
	s := index.NewStore(time.Now)
	for name, body := range map[string]string{
		"c1": `{"template":{"settings":{"number_of_shards":2},"mappings":{"properties":{"a":{"type":"keyword","ignore_above":5},"o":{"properties":{"x":{"type":"long"}}}}},"aliases":{"al":{}}}}`,
		"c2": `{"template":{"mappings":{"dynamic":false,"properties":{"a":{"type":"text"},"o":{"properties":{"y":{"type":"long"}}}}},"aliases":{"al2":{"filter":{"term":{"a":"x"}}}}}}`,
	} {
		if err := s.PutComponent(name, object(t, body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.PutTemplate("t", object(t, `{"index_patterns":["q-*"],"composed_of":["c1","c2"],"template":{"mappings":{"properties":{"o":{"properties":{"x":{"type":"keyword"}}},"z":{"type":"ip"}}}}}`)); err != nil {
		t.Fatal(err)
	}
	if err := s.Create("q-1", object(t, `{"mappings":{"properties":{"own":{"type":"keyword"}}}}`)); err != nil {
		t.Fatal(err)
	}
	x := s.Get("q-1")
	want := object(t, `{"dynamic":"false","properties":{"a":{"type":"text"},"o":{"properties":{"x":{"type":"keyword"},"y":{"type":"long"}}},"own":{"type":"keyword"},"z":{"type":"ip"}}}`)
	if got := x.Mapping.Print(); !orderedjson.Equal(want, got) {
		t.Errorf("mapping %v, want %v", text(t, got), text(t, want))
	}
	if x.Shards() != 2 || !x.Aliases.Has("al") || !x.Aliases.Has("al2") {
		t.Errorf("%d shards, aliases %v", x.Shards(), x.Aliases.Keys())
	}
	const missing = "index_template [u] invalid, cause [index template [u] specifies component templates [c3] that do not exist]"
	if err := s.PutTemplate("u", object(t, `{"index_patterns":["u-*"],"composed_of":["c1","c3"]}`)); err == nil || err.Error() != "invalid_index_template_exception: "+missing {
		t.Errorf("a template of what is not there: %v", err)
	}
	if err := s.DeleteComponent("c1"); err == nil {
		t.Error("a component in use was removed")
	}
}

func text(t *testing.T, v any) string {
	t.Helper()
	b, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// An alias with a filter shows part of an index, unless it is named otherwise too.
func TestAliasFilters(t *testing.T) {
	s := index.NewStore(time.Now)
	if err := s.Create("a-1", object(t, `{"aliases":{"plain":{},"part":{"filter":{"term":{"k":"x"}}},"part2":{"filter":{"term":{"k":"y"}}}}}`)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		names []string
		want  int
	}{
		{[]string{"part"}, 1}, {[]string{"part", "part2"}, 2}, {[]string{"part*"}, 2}, {[]string{"part", "plain"}, 0}, {[]string{"a-*", "part"}, 0},
		{[]string{"p*"}, 0}, {nil, 0}, {[]string{"_all"}, 0}, {[]string{"a-1"}, 0},
	} {
		found, err := s.Resolve(c.names, index.Options{})
		if err != nil || len(found) != 1 || len(found[0].Filters) != c.want {
			t.Errorf("%v: %v, %d indices, want %d filters", c.names, err, len(found), c.want)
		}
	}
}

// Names with dates in them; the errors are those of 2.19.4.
func TestDateNames(t *testing.T) {
	now := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC)
	s := index.NewStore(func() time.Time { return now })
	for _, name := range []string{"cwl-2026.03.01", "cwl-2026.02.28", "cwl-2026.02", "cwl-2026.03.02"} {
		if err := s.Create(name, nil); err != nil {
			t.Fatal(err)
		}
	}
	for expression, want := range map[string]string{
		"<cwl-{now/d}>": "cwl-2026.03.01", "<cwl-{now/d-1d}>": "cwl-2026.02.28", "<cwl-{now/M-1M{yyyy.MM}}>": "cwl-2026.02",
		"<cwl-{now/d{yyyy.MM.dd|+12:00}}>": "cwl-2026.03.02", "<cwl-2026.02>": "cwl-2026.02",
		"<cwl-{now>":       "parse_exception: invalid dynamic name expression [cwl-{now]. date math placeholder is open ended",
		"<cwl-{now/d+1y}>": "index_not_found_exception: no such index [cwl-2027.03.01]",
	} {
		found, err := s.Resolve([]string{expression}, index.Options{})
		got := ""
		if err != nil {
			got = err.Error()
		} else if len(found) == 1 {
			got = found[0].Name
		}
		if got != want {
			t.Errorf("%s: %s, want %s", expression, got, want)
		}
	}
}
