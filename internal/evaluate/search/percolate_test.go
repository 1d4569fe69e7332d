package search_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// percolations are queries that a percolator of a real node took or refused, and
// the documents that they found.
type percolations struct {
	Mapping   json.RawMessage   `json:"mapping"`
	Documents []json.RawMessage `json:"documents"`
	Queries   []struct {
		Query  string   `json:"query"`
		Fields []string `json:"fields"`
		Taken  bool     `json:"taken"`
		Found  []int    `json:"found"`
	} `json:"queries"`
}

func TestPercolate(t *testing.T) {
	text, err := os.ReadFile("testdata/percolate.json")
	if err != nil {
		t.Fatal(err)
	}
	var all percolations
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	parse := func(text []byte) *orderedjson.Object {
		v, err := orderedjson.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return v.(*orderedjson.Object)
	}
	fields, err := mapping.New(parse(all.Mapping), mapping.DefaultSettings())
	if err != nil {
		t.Fatal(err)
	}
	batch := &index.Index{Name: "queries", Settings: orderedjson.NewObject(), Mapping: fields}
	for i, text := range all.Documents {
		source := parse(text)
		read, _, err := fields.Add(strconv.Itoa(i), source)
		if err != nil {
			t.Fatal(err)
		}
		batch.Docs = append(batch.Docs, &index.Doc{ID: strconv.Itoa(i), Source: source, Fields: read})
	}
	refusals := 0
	for _, q := range all.Queries {
		names := make([]any, len(q.Fields))
		for i, f := range q.Fields {
			names[i] = f
		}
		query, err := querydsl.CanonicalQuery(parse([]byte(`{"query_string": {"query": ` + strconv.Quote("") + `}}`)))
		if err != nil {
			t.Fatal(err)
		}
		query.Object("query_string").Set("query", q.Query)
		query.Object("query_string").Set("fields", names)
		found, err := search.Percolate(batch, query, search.Options{Now: time.Now()})
		var refused *fault.Error
		var unsupported *fault.UnsupportedError
		if errors.As(err, &unsupported) {
			t.Logf("refused here: %q: %v", q.Query, err)
			refusals++
			continue
		}
		if taken := !errors.As(err, &refused); taken != q.Taken {
			t.Errorf("%q %q: taken %t, want %t (%v)", q.Query, q.Fields, taken, q.Taken, err)
			continue
		}
		slots := []int{}
		for _, d := range found {
			n, _ := strconv.Atoi(d.ID)
			slots = append(slots, n)
		}
		if !slices.Equal(slots, q.Found) {
			t.Errorf("%q %q: finds %v, want %v", q.Query, q.Fields, slots, q.Found)
		}
	}
	t.Logf("%d queries, %d refused", len(all.Queries), refusals)
}
