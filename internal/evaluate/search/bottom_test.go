package search_test

import (
	"errors"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
)

// TestUnansweredSort asks for what a node of 3.5.0 was seen never to answer: nothing of it
// can be recorded.
func TestUnansweredSort(t *testing.T) {
	for body, refused := range map[string]bool{
		`{"size":2,"sort":[{"d":"desc"}]}`:                       true,
		`{"size":1,"sort":[{"d":"desc"}]}`:                       false,
		`{"size":3,"sort":[{"d":"desc"}]}`:                       false,
		`{"size":0,"sort":[{"n":{"missing":"a","mode":"sum"}}]}`: true,
		`{"size":2,"sort":[{"d":"asc"}]}`:                        false,
		`{"size":2,"sort":[{"d":{"order":"desc","missing":5}}]}`: false,
	} {
		d, err := dialect.Parse("opensearch-3.5")
		if err != nil {
			t.Fatal(err)
		}
		store := index.NewStore(time.Now).In(d)
		if err := store.Create("x", parse(t, `{"mappings":{"properties":{"d":{"type":"date_nanos"},"n":{"type":"long"}}}}`)); err != nil {
			t.Fatal(err)
		}
		for id, source := range map[string]string{"1": `{"d":"2024-01-01","n":1}`, "2": `{"n":1}`} {
			if _, err := store.Write(index.Write{Index: "x", ID: id, Source: parse(t, source)}); err != nil {
				t.Fatal(err)
			}
		}
		request := parse(t, body)
		request.Set("query", parse(t, `{"term":{"n":1}}`))
		_, err = search.Search(store, []string{"x"}, request, search.Options{Now: time.Now(), Dialect: d})
		var no *fault.UnsupportedError
		if errors.As(err, &no) != refused || err != nil && !refused {
			t.Errorf("%s: %v", body, err)
		}
	}
}
