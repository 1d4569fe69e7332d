package search_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The causes of broken query strings, word for word.
func TestBrokenQueryStrings(t *testing.T) {
	p := livePair(t)
	p.create("ev-broken", `{"mappings":{"properties":{"t":{"type":"text"}}}}`)
	p.add("ev-broken", `{"t":"x"}`)
	for _, text := range []string{"(", `"`, "level:(error", "a AND", "AND a", "a:", ")", "a)", "[a TO", "[a TO b", "[a", "a^", "/abc", `x "ab`, "a:b:c", "+", "NOT", "a b)", "(a", "(a b", "a^2 (", "((", "a OR OR b",
		"a (b", "*:", "a !", `"a"(`, "&&", "a ||", "t:(a OR", "(a AND b", "a AND (b c", "t:x AND", "x y AND", "-", "(a) b)", "NOT NOT a", "a\nAND"} {
		body := `{"query":{"query_string":{"query":` + strconv.Quote(text) + `}}}`
		_, want := p.call("POST", "/ev-broken/_search?request_cache=false", body)
		_, err := search.Search(p.store, []string{"ev-broken"}, parse(t, body), search.Options{Now: p.now})
		var refused *fault.Error
		if !errors.As(err, &refused) {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got, want := causeIn(refused.Body()), causeIn(want); !orderedjson.Equal(got, want) {
			t.Errorf("%q\nnode: %s\nhere: %s", text, print(want), print(got))
		}
	}
}

func causeIn(answer *orderedjson.Object) *orderedjson.Object {
	for _, f := range answer.Object("error").Array("failed_shards") {
		return f.(*orderedjson.Object).Object("reason").Object("caused_by")
	}
	return nil
}
