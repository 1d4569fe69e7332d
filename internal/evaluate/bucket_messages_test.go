package evaluate_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// messageDocs are documents that give the buckets of the recordings.
func messageDocs(t *testing.T) *index.Store {
	t.Helper()
	store := index.NewStore(time.Now)
	body := object(t, []byte(`{"mappings": {"properties": {"k": {"type": "keyword"}, "when": {"type": "date"}, "v": {"type": "double"}}}}`))
	if err := store.Create("events", body); err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{`{"k": "a", "v": 10000000, "when": "2024-01-01"}`, `{"k": "a", "v": 1, "when": "2024-01-01"}`,
		`{"k": "b", "v": 2.5, "when": "2024-01-01"}`, `{"k": "c\"q", "v": 3, "when": "2024-01-01"}`} {
		if _, err := store.Write(index.Write{Index: "events", ID: strconv.Itoa(i), Source: object(t, []byte(text))}); err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// TestBucketMessages renders the messages of bucket-level monitors that were
// recorded on 2.19.4.
func TestBucketMessages(t *testing.T) {
	text, err := os.ReadFile("testdata/bucket_messages.json")
	if err != nil {
		t.Fatal(err)
	}
	recorded, store := object(t, text), messageDocs(t)
	condition := object(t, []byte(`{"buckets_path": {"n": "_count"}, "parent_bucket_path": "g", "script": {"source": "params.n > 0", "lang": "painless"}}`))
	for i, x := range recorded.Array("cases") {
		c := x.(*orderedjson.Object)
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			action := object(t, []byte(`{"id": "a0", "name": "action 0", "destination_id": "x", "message_template": {}}`))
			action.Object("message_template").Set("source", c.Text("template"))
			if c.Text("policy") == "per_execution" {
				action.Set("action_execution_policy", object(t, []byte(`{"action_execution_scope": {"per_execution": {}}}`)))
			}
			sent, err := orderedjson.Marshal(action)
			if err != nil {
				t.Fatal(err)
			}
			monitor := bucketMonitor(t, recorded.Object("shapes").Object(c.Text("shape")), condition, string(sent))
			monitor.ID = ""
			got, err := evaluate.Run(evaluate.Request{Monitor: monitor, Store: store, Now: time.Now()})
			if err != nil {
				t.Fatal(err)
			}
			compareMessage(t, c, got)
		})
	}
}

func compareMessage(t *testing.T, c *orderedjson.Object, got *evaluate.Result) {
	t.Helper()
	for _, a := range got.Triggers[0].Buckets.Actions {
		for _, alert := range a.Alerts {
			if alert.Bucket.Hash() != c.Text("bucket") {
				continue
			}
			want := c.Text("expected")
			if reason := c.Object("expected").Text("error"); reason != a.Error || a.Message != want {
				t.Errorf("%s\n%q %q, recorded %q %q", c.Text("template"), a.Message, a.Error, want, reason)
			}
			return
		}
	}
	t.Errorf("no message for %q", c.Text("bucket"))
}
