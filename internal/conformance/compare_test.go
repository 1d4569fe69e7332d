package conformance_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/conformance"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func answer(t *testing.T, status int, body string) conformance.Answer {
	t.Helper()
	v, err := orderedjson.Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return conformance.Answer{Status: status, Body: v.(*orderedjson.Object)}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		about      string
		status     int
		want, got  string
		kind       string
		otherWords bool
	}{
		{"equal, whatever it took", 200, `{"took":1,"hits":{"total":{"value":1}}}`, `{"took":9,"hits":{"total":{"value":1}}}`, "", false},
		{"another total", 200, `{"hits":{"total":{"value":1}}}`, `{"hits":{"total":{"value":2}}}`, "total", false},
		{"a score's last digit", 200, `{"hits":{"hits":[{"_score":1.0000001}]}}`, `{"hits":{"hits":[{"_score":1.0000002}]}}`, "score", false},
		{"a whole number for a decimal", 200, `{"aggregations":{"a":{"value":1.0}}}`, `{"aggregations":{"a":{"value":1}}}`, "aggregations", false},
		{"numbers written otherwise", 200, `{"aggregations":{"a":{"value":1.0E7}}}`, `{"aggregations":{"a":{"value":10000000.0}}}`, "", false},
		{"errors of one type", 400, `{"error":{"root_cause":[{"type":"a","reason":"x"}]}}`, `{"error":{"root_cause":[{"type":"a","reason":"y"}]}}`, "", true},
		{"errors of two types", 400, `{"error":{"root_cause":[{"type":"a"}]}}`, `{"error":{"root_cause":[{"type":"b"}]}}`, "error", false},
		{"failures that name other nodes", 200, `{"_shards":{"failures":[{"node":"a","reason":{"type":"x","reason":"1"}}]}}`,
			`{"_shards":{"failures":[{"node":"b","reason":{"type":"x","reason":"2"}}]}}`, "", true},
		{"a key more", 200, `{"hits":{}}`, `{"hits":{"hits":[]}}`, "hits", false},
	} {
		d, words := conformance.Compare(answer(t, c.status, c.want), answer(t, c.status, c.got))
		if d.Kind != c.kind || words != c.otherWords {
			t.Errorf("%s: got %q (%s), %v; want %q, %v", c.about, d.Kind, d.Text, words, c.kind, c.otherWords)
		}
	}
	if d, _ := conformance.Compare(answer(t, 200, `{}`), answer(t, 400, `{}`)); !strings.HasPrefix(d.Kind, "status 200") {
		t.Errorf("another status: got %q", d.Kind)
	}
}

func TestTheSameSeedMakesTheSame(t *testing.T) {
	for n := range uint64(5) {
		a, _ := conformance.MakeWorld("x", 3, n)
		b, _ := conformance.MakeWorld("x", 3, n)
		if len(a.Docs) != len(b.Docs) || len(a.Indices) != len(b.Indices) {
			t.Fatalf("world %d differs from itself", n)
		}
		if len(a.Indices) == 0 {
			continue
		}
		for k := range 20 {
			x, y := a.MakeSearch(3, k), b.MakeSearch(3, k)
			if x.Targets != y.Targets || !orderedjson.Equal(x.Body, y.Body) {
				t.Errorf("search %d of world %d differs from itself", k, n)
			}
		}
	}
	values, templates := conformance.MakeTemplates(3, 1, 20)
	again, same := conformance.MakeTemplates(3, 1, 20)
	if !orderedjson.Equal(values, again) || templates[7].Source != same[7].Source {
		t.Error("templates differ from themselves")
	}
}

func TestTable(t *testing.T) {
	table := conformance.NewTally(conformance.Expected())
	term := conformance.Feature{Section: conformance.Queries, Name: "term"}
	table.Count([]conformance.Feature{term, term}, conformance.Equal, true, "")
	table.Count([]conformance.Feature{term}, conformance.Equal, false, "")
	states := map[string]string{}
	for _, r := range table.Rows(conformance.Queries) {
		states[r.Name] = r.State()
		if r.Feature == term && (r.Equal != 1 || r.Idle != 1) {
			t.Errorf("term: %+v", r)
		}
	}
	if states["term"] != "equal" || states["bool"] != "refused" {
		t.Errorf("term is %s, bool without a case is %s", states["term"], states["bool"])
	}
	table.Count([]conformance.Feature{term}, conformance.Unequal, true, "")
	var b strings.Builder
	if err := table.Markdown(&b, "2.19.4"); err != nil || !strings.Contains(b.String(), "| `term` | 1 | 0 | 0 | 1 | **unequal** |") {
		t.Errorf("%v, %s", err, b.String())
	}
}
