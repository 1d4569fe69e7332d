package search_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
)

// TestEndlessBuckets asks for the empty buckets between numbers so large that the next
// bucket begins where the one before it does: a server never gets to the end of them.
func TestEndlessBuckets(t *testing.T) {
	for _, c := range []struct {
		values  []string
		options string
		refused bool
	}{
		{[]string{"18446744073709551615"}, `"interval":5`, false},
		{[]string{"18446744073709551615", "18446744073709540000"}, `"interval":5`, true},
		{[]string{"18446744073709551615", "18446744073709540000"}, `"interval":5,"min_doc_count":1`, false},
		{[]string{"18446744073709551615", "18446744073709540000"}, `"interval":5000`, false},
		{[]string{"18446744073709551615"}, `"interval":5,"extended_bounds":{"min":0,"max":18446744073709551615}`, true},
		{nil, `"interval":5,"extended_bounds":{"min":18446744073709540000,"max":18446744073709551615}`, true},
	} {
		store := index.NewStore(time.Now)
		if err := store.Create("x", parse(t, `{"mappings":{"properties":{"n":{"type":"double"}}}}`)); err != nil {
			t.Fatal(err)
		}
		for i, v := range c.values {
			if _, err := store.Write(index.Write{Index: "x", ID: fmt.Sprint(i), Source: parse(t, `{"n":`+v+`}`)}); err != nil {
				t.Fatal(err)
			}
		}
		body := parse(t, `{"size":0,"aggs":{"h":{"histogram":{"field":"n",`+c.options+`}}}}`)
		_, err := search.Search(store, []string{"x"}, body, search.Options{Now: time.Now()})
		var no *fault.UnsupportedError
		if refused := errors.As(err, &no); refused != c.refused || err != nil && !refused {
			t.Errorf("%v, %s: %v", c.values, c.options, err)
		}
	}
}
