package search_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// laterDocuments are four documents, of which the last has no number.
var laterDocuments = []string{
	`{"k":"a","n":1,"d":"2020-01-01","b":true,"t":"one two"}`, `{"k":"b","n":2,"d":"2020-01-02","b":false,"t":"two three"}`,
	`{"k":"c","n":3,"d":"2020-01-03","b":true,"t":"three"}`, `{"k":"d","t":"x"}`,
}

// TestGenerations holds what generations answer to what was asked of their nodes:
// the ids that are found, the total, terminated_early, max_score.
func TestGenerations(t *testing.T) {
	const sum = `"size":0,"aggs":{"s":{"sum":{"field":"n"}}}`
	for _, c := range []struct{ dialect, body, want string }{
		{"opensearch-2.19", `{"sort":["n"],"query":{"match_all":{}}}`, "1 2 3 4 of 4, <nil>, <nil>"},
		{"opensearch-3.5", `{"sort":["n"],"query":{"match_all":{}}}`, "1 2 3 of 4, <nil>, <nil>"},
		{"opensearch-3.5", `{"sort":["n"]}`, "1 2 3 4 of 4, <nil>, <nil>"},
		{"opensearch-3.5", `{"sort":["n","_doc"],"query":{"match_all":{}}}`, "1 2 3 4 of 4, <nil>, <nil>"},
		{"opensearch-3.5", `{"sort":[{"n":{"missing":"_last"}}],"query":{"match_all":{}}}`, "1 2 3 4 of 4, <nil>, <nil>"},
		{"opensearch-3.5", `{"sort":["n"],"query":{"match_all":{}},"track_total_hits":true}`, "1 2 3 4 of 4, <nil>, <nil>"},
		{"opensearch-3.5", `{"sort":["n"],"query":{"match_all":{}},"post_filter":{"terms":{"k":["d","a"]}}}`, "1 of 1, <nil>, <nil>"},
		{"opensearch-3.5", `{"sort":["n"],"search_after":[2],"query":{"match_all":{}}}`, "3 of 4, <nil>, <nil>"},
		{"opensearch-3.5", `{"sort":["_score","_id"],"query":{"match_all":{}}}`, "1 2 3 4 of 4, <nil>, 1.0"},
		{"opensearch-2.19", `{"sort":["_score","_id"],"query":{"match_all":{}}}`, "1 2 3 4 of 4, <nil>, <nil>"},
		{"opensearch-2.19", `{` + sum + `}`, " of 4, <nil>, <nil>"},
		{"opensearch-3.5", `{` + sum + `}`, " of 4, true, <nil>"},
		{"opensearch-3.5", `{` + sum + `,"query":{"term":{"k":"a"}}}`, " of 1, true, <nil>"},
		{"opensearch-3.5", `{` + sum + `,"query":{"term":{"n":1}}}`, " of 1, <nil>, <nil>"},
		{"opensearch-3.5", `{` + sum + `,"query":{"bool":{"filter":[{"term":{"k":"a"}},{"match_all":{}}]}}}`, " of 1, true, <nil>"},
		{"opensearch-3.5", `{` + sum + `,"query":{"bool":{"filter":[{"term":{"k":"a"}},{"exists":{"field":"n"}}]}}}`, " of 1, <nil>, <nil>"},
		{"opensearch-3.5", `{` + sum + `,"query":{"bool":{"filter":[{"range":{"d":{"gte":"2019-01-01"}}}]}}}`, " of 3, true, <nil>"},
		{"opensearch-3.5", `{` + sum + `,"query":{"bool":{"filter":[{"range":{"d":{"gte":"2020-01-02"}}}]}}}`, " of 2, <nil>, <nil>"},
		{"opensearch-1.3", `{"sort":["b"],"search_after":[false]}`, "1 3 4 of 4, <nil>, <nil>"},
		{"opensearch-1.3", `{"query":{"terms":{"k":{"index":"x","id":"2","path":"k.more"}}}}`, "2 of 1, <nil>, 1.0"},
		{"opensearch-2.19", `{"query":{"terms":{"k":{"index":"x","id":"2","path":"k.more"}}}}`, "2 of 1, <nil>, 1.0"},
		{"opensearch-3.5", `{"query":{"terms":{"k":{"index":"x","id":"2","path":"k.more"}}}}`, " of 0, <nil>, <nil>"},
		{"opensearch-1.3", `{"query":{"term":{"_type":"_doc"}}}`, "1 2 3 4 of 4, <nil>, 1.0"},
	} {
		answer, err := search.Search(laterStore(t), []string{"x"}, mustParse(t, []byte(c.body)).(*orderedjson.Object), optionsOf(t, c.dialect))
		if err != nil {
			t.Errorf("%s %s: %v", c.dialect, c.body, err)
			continue
		}
		if got := outline(answer); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.dialect, c.body, got, c.want)
		}
	}
}

func optionsOf(t *testing.T, name string) search.Options {
	t.Helper()
	d, err := dialect.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return search.Options{Now: time.Now(), Dialect: d}
}

func laterStore(t *testing.T) *index.Store {
	t.Helper()
	store := index.NewStore(time.Now)
	definition := `{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"long"},"d":{"type":"date"},"b":{"type":"boolean"},"t":{"type":"text"}}}}`
	if err := store.Create("x", mustParse(t, []byte(definition)).(*orderedjson.Object)); err != nil {
		t.Fatal(err)
	}
	for i, text := range laterDocuments {
		source := mustParse(t, []byte(text)).(*orderedjson.Object)
		if _, err := store.Write(index.Write{Index: "x", ID: fmt.Sprint(i + 1), Source: source, Visible: index.AtOnce}); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// outline is "IDS of TOTAL, terminated_early, max_score".
func outline(answer *orderedjson.Object) string {
	var ids []string
	for _, h := range answer.Object("hits").Array("hits") {
		ids = append(ids, h.(*orderedjson.Object).Text("_id"))
	}
	total, _ := answer.Object("hits").Object("total").Get("value")
	early, _ := answer.Get("terminated_early")
	best, _ := answer.Object("hits").Get("max_score")
	return fmt.Sprintf("%s of %v, %v, %v", strings.Join(ids, " "), total, early, best)
}

// TestToldCauses: what a search that no shard answered says of the first failure.
func TestToldCauses(t *testing.T) {
	for name, want := range map[string]string{"opensearch-2.19": "", "opensearch-3.5": "query_shard_exception"} {
		_, err := search.Search(laterStore(t), []string{"x"}, mustParse(t, []byte(`{"sort":["nope"]}`)).(*orderedjson.Object), optionsOf(t, name))
		if got := causeOf(err); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func causeOf(err error) string {
	var refused *fault.Error
	if errors.As(err, &refused) && refused.Cause != nil {
		return refused.Cause.Type
	}
	return ""
}
