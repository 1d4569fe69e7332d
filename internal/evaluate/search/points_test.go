package search_test

import (
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestCompositePoints holds how often a document with a value twice counts in a
// composite's buckets to what was asked of 1.3.14, 2.19.4 and 3.5.0: the counts by
// generation, "refused" where it can't be told.
func TestCompositePoints(t *testing.T) {
	const (
		l     = `{"sources":[{"p":{"terms":{"field":"l"}}}]}`
		i     = `{"sources":[{"p":{"terms":{"field":"i"}}}]}`
		day   = `{"sources":[{"p":{"date_histogram":{"field":"d","calendar_interval":"1d"}}}]}`
		desc  = `{"sources":[{"p":{"terms":{"field":"l","order":"desc"}}}]}`
		nulls = `{"sources":[{"p":{"terms":{"field":"l","missing_bucket":true}}}]}`
		later = `{"sources":[{"p":{"terms":{"field":"l","missing_bucket":true}}}],"after":{"p":1}}`
		two   = `{"sources":[{"p":{"terms":{"field":"l"}}},{"q":{"terms":{"field":"l"}}}]}`
		none  = `{"nothing":{}}`
		whole = `{"match_all":{}}`
	)
	for _, c := range []struct{ query, composite, first, second, third string }{
		{none, l, "1 1 1 1", "1 1 1 1", "1 1 1 1"}, {whole, l, "1 1 1 1", "1 1 1 1", "1 2 2 1"}, {`{"bool":{}}`, l, "1 1 1 1", "1 1 1 1", "1 2 2 1"},
		{`{"bool":{"filter":[{"match_all":{}}]}}`, l, "1 1 1 1", "1 1 1 1", "1 1 1 1"}, {`{"constant_score":{"filter":{"match_all":{}}}}`, l, "1 1 1 1", "1 1 1 1", "1 1 1 1"},
		{`{"exists":{"field":"a"}}`, l, "1 2 2 1", "refused", "refused"}, {`{"exists":{"field":"s"}}`, l, "2", "2", "2"}, {`{"bool":{"must_not":[{"match_none":{}}]}}`, l, "refused", "refused", "refused"},
		{`{"term":{"a":1}}`, l, "2", "2", "2"}, {`{"range":{"a":{"gte":0}}}`, l, "1 2 2 1", "1 2 2 1", "1 2 2 1"}, {`{"range":{"l":{"gte":0}}}`, l, "refused", "refused", "refused"},
		{whole, i, "1 1 2 1", "1 1 2 1", "1 1 2 1"}, {whole, day, "1 1", "1 1", "2 1"}, {whole, desc, "1 2 2 1", "1 2 2 1", "1 2 2 1"},
		{whole, nulls, "1 2 2 1", "1 2 2 1", "1 2 2 1"}, {whole, later, "1 1 1 1", "1 1 1 1", "1 2 2 1"}, {whole, two, "1 2 2 1 2 1", "1 2 2 1 2 1", "1 2 4 2 4 1"},
	} {
		body := `{"size":0,"aggs":{"c":{"composite":` + c.composite + `}},"query":` + c.query + `}`
		body = strings.Replace(body, `,"query":`+none, "", 1)
		for name, want := range map[string]string{"opensearch-1.3": c.first, "opensearch-2.19": c.second, "opensearch-3.5": c.third} {
			answer, err := search.Search(twiceStore(t), []string{"x"}, parse(t, body), optionsOf(t, name))
			got := "refused"
			if err == nil {
				got = counts(answer)
			}
			if got != want {
				t.Errorf("%s %s: %s (%v), want %s", name, body, got, err, want)
			}
		}
	}
}

// counts are the counts of the buckets of c.
func counts(answer *orderedjson.Object) string {
	var out []string
	for _, b := range answer.Object("aggregations").Object("c").Array("buckets") {
		n, _ := b.(*orderedjson.Object).Get("doc_count")
		out = append(out, print(n))
	}
	return strings.Join(out, " ")
}

func twiceStore(t *testing.T) *index.Store {
	t.Helper()
	store := index.NewStore(time.Now)
	if err := store.Create("x", parse(t, `{"mappings":{"properties":{"l":{"type":"long"},"i":{"type":"integer"},"a":{"type":"long"},"d":{"type":"date"},"s":{"type":"short"}}}}`)); err != nil {
		t.Fatal(err)
	}
	for id, text := range []string{
		`{"l":[10,10],"a":1,"i":[10,10,5],"d":["2024-01-01T01:00:00Z","2024-01-01T02:00:00Z"],"s":[1,1]}`, `{"l":200,"a":2,"i":200,"d":"2024-01-03"}`, `{"l":[7,100,100],"a":3,"i":7}`,
	} {
		if _, err := store.Write(index.Write{Index: "x", ID: string(rune('1' + id)), Source: parse(t, text)}); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// TestToldMalformed holds where a mapping prints ignore_malformed to what was asked of
// 2.19.4 and 3.5.0.
func TestToldMalformed(t *testing.T) {
	const fields = `"d":{"type":"date","ignore_malformed":true},"ip":{"type":"ip","ignore_malformed":true},"l":{"type":"long","ignore_malformed":true},"r":{"type":"date_range","ignore_malformed":true}`
	for name, want := range map[string]string{
		"opensearch-2.19": `{"d":{"type":"date"},"ip":{"type":"ip"},"l":{"type":"long","ignore_malformed":true},"r":{"type":"date_range"}}`,
		"opensearch-3.5":  `{` + fields + `}`,
	} {
		store := index.NewStore(time.Now).In(optionsOf(t, name).Dialect)
		if err := store.Create("x", parse(t, `{"settings":{"index.mapping.ignore_malformed":true},"mappings":{"properties":{`+fields+`}}}`)); err != nil {
			t.Fatal(err)
		}
		if got := store.Get("x").Mapping.Print().Object("properties"); !orderedjson.Equal(got, parse(t, want)) {
			t.Errorf("%s: %s, want %s", name, print(got), want)
		}
	}
}

// TestCountsFromAfter holds what 3.5 counts in its own way to a refusal.
func TestCountsFromAfter(t *testing.T) {
	const sorted = `{"sort":["n"],"search_after":[1],`
	for body, refused := range map[string]bool{
		sorted + `"query":{"match_all":{}},"post_filter":{"term":{"k":"a"}}}`: true, sorted + `"post_filter":{"match_all":{}}}`: true,
		sorted + `"post_filter":{"term":{"k":"a"}}}`: false, sorted + `"query":{"match_all":{}}}`: false,
	} {
		for name, own := range map[string]bool{"opensearch-2.19": false, "opensearch-3.5": refused} {
			if _, err := search.Search(laterStore(t), []string{"x"}, parse(t, body), optionsOf(t, name)); (err != nil) != own {
				t.Errorf("%s %s: %v, want refused: %t", name, body, err, own)
			}
		}
	}
}
