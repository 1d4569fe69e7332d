package monitortest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/monitortest"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
)

// randomQuery is a query over the fields a, b and c, whose values are 0 to 2.
func randomQuery(r *rand.Rand, depth int) string {
	list := func() string {
		var out []string
		for range r.IntN(3) {
			out = append(out, randomQuery(r, depth-1))
		}
		return "[" + strings.Join(out, ",") + "]"
	}
	field := string("abc"[r.IntN(3)])
	kind := r.IntN(10)
	switch {
	case depth == 0 || kind < 3:
		return fmt.Sprintf(`{"term": {"%s": %d}}`, field, r.IntN(3))
	case kind == 3:
		return fmt.Sprintf(`{"exists": {"field": "%s"}}`, field)
	case kind == 4:
		return fmt.Sprintf(`{"constant_score": {"filter": %s}}`, randomQuery(r, depth-1))
	case kind == 5:
		return fmt.Sprintf(`{"dis_max": {"queries": [%s, %s]}}`, randomQuery(r, depth-1), randomQuery(r, depth-1))
	case kind == 6:
		return `{"match_all": {}}`
	}
	least := ""
	if r.IntN(3) == 0 {
		least = fmt.Sprintf(`, "minimum_should_match": %d`, r.IntN(3))
	}
	return fmt.Sprintf(`{"bool": {"must": %s, "filter": %s, "should": %s, "must_not": %s%s}}`, list(), list(), list(), list(), least)
}

// An event that no clause of a query rejects is a hit, and no other, however bools
// are nested.
func TestClausesAgreeWithTheSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var docs []*orderedjson.Object
	for i := range 15 {
		text := fmt.Sprintf(`{"@id": "%d"`, i+1)
		for _, f := range "abc" {
			if n := r.IntN(4); n < 3 {
				text += fmt.Sprintf(`, "%c": %d`, f, n)
			}
		}
		docs = append(docs, object(t, text+"}"))
	}
	discriminating := 0
	for range 200 {
		query := randomQuery(r, 3)
		body := strings.Replace(withQuery(t, query), `"size":10`, `"size":100`, 1)
		got, err := monitortest.Once(t.Context(), monitortest.Single{Address: loginAt, Monitor: monitor(t, body), Sources: []testcase.Source{{Documents: docs}}}, monitortest.Options{})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		var passed []string
		for _, m := range got.Evidence.Matched {
			passed = append(passed, m.ID)
		}
		hits := got.Outcome.IDs()
		slices.Sort(hits)
		slices.Sort(passed)
		if diff := cmp.Diff(hits, append([]string{}, passed...)); diff != "" {
			t.Errorf("%s: (-hits +events that no clause rejects)\n%s", query, diff)
		}
		if len(hits) > 0 && len(hits) < len(docs) {
			discriminating++
		}
		if len(hits) == 0 && got.Evidence.Nearest != nil && len(got.Evidence.Nearest.Rejected) == 0 {
			t.Errorf("%s: nothing rejects the nearest event", query)
		}
	}
	if discriminating < 40 {
		t.Errorf("only %d queries match some events and not others", discriminating)
	}
}
