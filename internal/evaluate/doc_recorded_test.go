package evaluate_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// recordedDocuments is a document-level trigger as 2.19.4 ran it.
type recordedDocuments struct {
	ID      string            `json:"id"`
	Script  string            `json:"script"`
	Queries []json.RawMessage `json:"queries"`
	Input   struct {
		Mapping json.RawMessage `json:"index_mapping"`
		Docs    []struct {
			ID     string          `json:"_id"`
			Source json.RawMessage `json:"_source"`
		} `json:"docs"`
	} `json:"input"`
	Expected struct {
		Triggered []string `json:"triggered_docs"`
		Error     struct {
			Reason string `json:"reason"`
		} `json:"error"`
		Queries map[string][]string `json:"query_results"`
	} `json:"expected"`
}

// documentMonitor is a document-level monitor on the index "docs".
func documentMonitor(t *testing.T, condition string, queries ...string) *orderedjson.Object {
	t.Helper()
	m := object(t, []byte(`{"name": "m", "monitor_type": "doc_level_monitor", "enabled": true,
		"schedule": {"period": {"interval": 5, "unit": "MINUTES"}},
		"inputs": [{"doc_level_input": {"description": "", "indices": ["docs"], "queries": [`+strings.Join(queries, ",")+`]}}],
		"triggers": [{"document_level_trigger": {"id": "t", "name": "t", "severity": "1",
			"condition": {"script": {"source": "", "lang": "painless"}}, "actions": []}}]}`))
	m.Array("triggers")[0].(*orderedjson.Object).Object("document_level_trigger").Object("condition").Object("script").Set("source", condition)
	return m
}

func TestRecordedDocumentTriggers(t *testing.T) {
	text, err := os.ReadFile("testdata/doc_conditions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for line := range strings.Lines(string(text)) {
		var r recordedDocuments
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		store := index.NewStore(time.Now)
		mapping := orderedjson.NewObject()
		if m := string(r.Input.Mapping); m != "null" {
			mapping.Set("mappings", object(t, r.Input.Mapping))
		}
		if err := store.Create("docs", mapping); err != nil {
			t.Fatal(err)
		}
		for _, d := range r.Input.Docs {
			if _, err := store.Write(index.Write{Index: "docs", ID: d.ID, Source: object(t, d.Source)}); err != nil {
				t.Fatal(err)
			}
		}
		var queries []string
		for _, q := range r.Queries {
			queries = append(queries, string(q))
		}
		result, err := evaluate.Run(evaluate.Request{Monitor: evaluate.Monitor{Body: documentMonitor(t, r.Script, queries...)},
			Store: store, Now: time.Now()})
		var unsupported *fault.UnsupportedError
		if errors.As(err, &unsupported) {
			t.Logf("%s is refused: %v", r.ID, err)
			refused++
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
			continue
		}
		r.check(t, result)
	}
	t.Logf("%d refused", refused)
}

func (r recordedDocuments) check(t *testing.T, result *evaluate.Result) {
	trigger := result.Triggers[0]
	plain := func(list []string) []string {
		out := []string{}
		for _, doc := range list {
			out = append(out, strings.TrimSuffix(doc, "|docs"))
		}
		slices.Sort(out)
		return out
	}
	if got := plain(trigger.Documents.Chosen); !slices.Equal(got, r.Expected.Triggered) {
		t.Errorf("%s: %q chooses %v, recorded %v", r.ID, r.Script, got, r.Expected.Triggered)
	}
	if trigger.Error != r.Expected.Error.Reason {
		t.Errorf("%s: %q fails by %q, recorded %q", r.ID, r.Script, trigger.Error, r.Expected.Error.Reason)
	}
	if n := len(result.Inputs[0].Members()); n != len(r.Expected.Queries) {
		t.Errorf("%s: %d queries find, recorded %d", r.ID, n, len(r.Expected.Queries))
	}
	for id, want := range r.Expected.Queries {
		var got []string
		for _, x := range result.Inputs[0].Array(id) {
			got = append(got, x.(string))
		}
		if docs := plain(got); !slices.Equal(docs, want) {
			t.Errorf("%s: query %s finds %v, recorded %v", r.ID, id, docs, want)
		}
	}
}

// FuzzDocumentCondition: whatever stands in a condition, it chooses documents that
// there are, or fails.
func FuzzDocumentCondition(f *testing.F) {
	for _, seed := range []string{"query[name=a] && !query[tag=x] || (query[id=1])", "!", "(", ")", "&&", "query", "[", "return true", "query[", "a=b"} {
		f.Add(seed)
	}
	store := index.NewStore(time.Now)
	f.Fuzz(func(t *testing.T, condition string) {
		if store.Get("docs") == nil {
			for _, id := range []string{"1", "2"} {
				if _, err := store.Write(index.Write{Index: "docs", ID: id, Source: object(t, []byte(`{"k": "`+id+`"}`))}); err != nil {
					t.Fatal(err)
				}
			}
		}
		monitor := documentMonitor(t, condition, `{"id": "1", "name": "a", "query": "k:1", "tags": ["x"]}`, `{"id": "2", "name": "b", "query": "k:*", "tags": []}`)
		result, err := evaluate.Run(evaluate.Request{Monitor: evaluate.Monitor{Body: monitor}, Store: store, Now: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		trigger := result.Triggers[0]
		if trigger.Error != "" && len(trigger.Documents.Chosen) > 0 {
			t.Fatalf("%q fails and chooses", condition)
		}
		for _, doc := range trigger.Documents.Chosen {
			if doc != "1|docs" && doc != "2|docs" {
				t.Fatalf("%q chooses %q", condition, doc)
			}
		}
	})
}
