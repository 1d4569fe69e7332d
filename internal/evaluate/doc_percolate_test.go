package evaluate_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// percolated is an index and what queries found in it: on 2.19.4, whose percolator
// was asked with fields renamed as the plugin renames them.
type percolated struct {
	Index     string `json:"index"`
	Documents []struct {
		ID     string          `json:"id"`
		Source json.RawMessage `json:"source"`
	} `json:"documents"`
	Queries []struct {
		Query  string   `json:"query"`
		Fields []any    `json:"fields"`
		Found  []string `json:"found"`
	} `json:"queries"`
}

func (p percolated) store(t *testing.T) *index.Store {
	store := index.NewStore(time.Now)
	for _, d := range p.Documents {
		if _, err := store.Write(index.Write{Index: p.Index, ID: d.ID, Source: object(t, d.Source)}); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

func TestPercolatedIndices(t *testing.T) {
	text, err := os.ReadFile("testdata/doc_percolated.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []percolated
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		store := p.store(t)
		for _, q := range p.Queries {
			if bare := querydsl.NamesOf(q.Query).Bare; len(bare) > 0 && len(q.Fields) == 0 && len(q.Found) > 0 { // what schema warns of
				t.Errorf("%s %q has the bare words %q, and finds %v", p.Index, q.Query, bare, q.Found)
			}
			query := orderedjson.NewObject(orderedjson.Member{Key: "id", Value: "q"}, orderedjson.Member{Key: "query", Value: q.Query}, orderedjson.Member{Key: "fields", Value: q.Fields})
			body, err := orderedjson.Marshal(query)
			if err != nil {
				t.Fatal(err)
			}
			monitor := documentMonitor(t, "return true", string(body))
			monitor.Array("inputs")[0].(*orderedjson.Object).Object("doc_level_input").Set("indices", []any{p.Index})
			result, err := evaluate.Run(evaluate.Request{Monitor: evaluate.Monitor{Body: monitor}, Store: store, Now: time.Now()})
			if err != nil {
				t.Errorf("%s %q: %v", p.Index, q.Query, err)
				continue
			}
			got := []string{}
			for _, x := range result.Inputs[0].Array("q") {
				got = append(got, strings.TrimSuffix(x.(string), "|"+p.Index))
			}
			if !slices.Equal(got, q.Found) {
				t.Errorf("%s %q finds %v, on the node %v", p.Index, q.Query, got, q.Found)
			}
		}
	}
}
