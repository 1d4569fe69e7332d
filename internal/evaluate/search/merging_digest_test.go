package search_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func mustParse(t *testing.T, text []byte) any {
	t.Helper()
	v, err := orderedjson.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestMergingDigest computes percentiles of up to 1,500 values as a node of 3.5.0
// did, to the last digit.
func TestMergingDigest(t *testing.T) {
	text, err := os.ReadFile("testdata/merging_digest.json")
	if err != nil {
		t.Fatal(err)
	}
	newest, err := dialect.Parse("opensearch-3.5")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range mustParse(t, text).([]any) {
		c := x.(*orderedjson.Object)
		values := c.Array("values")
		store := index.NewStore(time.Now)
		body := mustParse(t, []byte(`{"mappings": {"properties": {"v": {"type": "double"}}}}`)).(*orderedjson.Object)
		if err := store.Create("x", body); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			doc := orderedjson.NewObject(orderedjson.Member{Key: "v", Value: v})
			if _, err := store.Write(index.Write{Index: "x", ID: strconv.Itoa(i), Source: doc}); err != nil {
				t.Fatal(err)
			}
		}
		got, err := search.Search(store, []string{"x"}, c.Object("body"), search.Options{Now: time.Now(), Dialect: newest})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(asText(t, c.Object("aggregations")), asText(t, got.Object("aggregations"))); d != "" {
			t.Errorf("%d values: %s", len(values), d)
		}
	}
}

func asText(t *testing.T, o *orderedjson.Object) string {
	t.Helper()
	out := ""
	for _, name := range []string{"p", "r", "q"} {
		text, err := orderedjson.MarshalIndent(o.Object(name))
		if err != nil {
			t.Fatal(err)
		}
		out += name + " " + string(text) + "\n"
	}
	return out
}
