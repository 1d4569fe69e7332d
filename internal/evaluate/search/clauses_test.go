package search_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
)

// TestClauses has what a node of 2.19.4 answers to many clauses.
func TestClauses(t *testing.T) {
	words := func(prefix string, n int) string {
		var list []string
		for i := range n {
			list = append(list, fmt.Sprintf(`{"term":{"tag":"%s%d"}}`, prefix, i))
		}
		return `{"bool":{"should":[` + strings.Join(list, ",") + `]}}`
	}
	store := index.NewStore(time.Now)
	if err := store.Create("x", parse(t, `{"mappings":{"properties":{"tag":{"type":"keyword"},"msg":{"type":"text"}}}}`)); err != nil {
		t.Fatal(err)
	}
	two := words("a", 600) + "," + words("b", 600)
	for query, want := range map[string]string{
		`{"bool":{"should":[` + words("a", 512) + "," + words("b", 512) + `]}}`: "",
		`{"bool":{"should":[` + two + `]}}`:                                     "too_many_clauses",
		`{"bool":{"filter":[` + two + `]}}`:                                     "too_many_nested_clauses",
		`{"dis_max":{"queries":[` + two + `]}}`:                                 "too_many_nested_clauses",
		`{"match":{"msg":"` + strings.Repeat("w ", 1025) + `"}}`:                "query_shard_exception",
	} {
		_, err := search.Search(store, []string{"x"}, parse(t, `{"query":`+query+`}`), search.Options{Now: time.Now()})
		var refused *fault.Error
		switch {
		case err == nil && want != "":
			t.Errorf("%.60s: taken, want %s", query, want)
		case err != nil && !errors.As(err, &refused):
			t.Errorf("%.60s: %v", query, err)
		case err != nil && (len(refused.Roots) == 0 || refused.Roots[0].Type != want):
			t.Errorf("%.60s: %v, want %s", query, refused, want)
		}
	}
}
