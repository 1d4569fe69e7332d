package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/opensearch-project/opensearch-go/v2"
	"github.com/opensearch-project/opensearch-go/v2/opensearchapi"
	"github.com/opensearch-project/opensearch-go/v2/opensearchutil"
)

func goClient(t *testing.T, dialect string) *opensearch.Client {
	t.Helper()
	c, err := opensearch.NewClient(opensearch.Config{Addresses: []string{client(t, dialect).url}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// good takes an answer of the client's and returns its body.
func good(t *testing.T, r *opensearchapi.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	if r.IsError() {
		t.Fatalf("%d: %s", r.StatusCode, text)
	}
	return string(text)
}

// TestGoBulkIndexer loads events with opensearch-go's bulk indexer, from several
// workers, some of which are refused.
func TestGoBulkIndexer(t *testing.T) {
	c := goClient(t, "opensearch-2.19")
	good(t, must(c.Indices.Create("events", c.Indices.Create.WithBody(strings.NewReader(`{"mappings":{"properties":{"n":{"type":"long"}}}}`)))), nil)
	indexer, err := opensearchutil.NewBulkIndexer(opensearchutil.BulkIndexerConfig{Client: c, Index: "events", NumWorkers: 3, FlushBytes: 4096, Refresh: "true"})
	if err != nil {
		t.Fatal(err)
	}
	var failed atomic.Int64
	for i := range 500 {
		body := fmt.Sprintf(`{"n":%d,"name":"user%d"}`, i, i%7)
		if i%100 == 99 {
			body = `{"n":"not a number"}`
		}
		err := indexer.Add(t.Context(), opensearchutil.BulkIndexerItem{Action: "index", DocumentID: fmt.Sprint(i), Body: strings.NewReader(body),
			OnFailure: func(_ context.Context, _ opensearchutil.BulkIndexerItem, r opensearchutil.BulkIndexerResponseItem, err error) {
				if err == nil && r.Status == http.StatusBadRequest && r.Error.Type == "mapper_parsing_exception" {
					failed.Add(1)
				}
			}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := indexer.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if stats := indexer.Stats(); stats.NumFlushed != 495 || stats.NumFailed != 5 || failed.Load() != 5 {
		t.Errorf("%+v, %d told", stats, failed.Load())
	}
	if text := good(t, must(c.Count(c.Count.WithIndex("events"))), nil); !strings.Contains(text, `"count":495`) {
		t.Error(text)
	}
}

func must(r *opensearchapi.Response, err error) *opensearchapi.Response {
	if err != nil {
		panic(err) // the server is in this process
	}
	return r
}

func TestGoAPI(t *testing.T) {
	c := goClient(t, "opensearch-2.19")
	for _, s := range []struct {
		what string
		do   func() (*opensearchapi.Response, error)
		want string
	}{
		{"info", func() (*opensearchapi.Response, error) { return c.Info() }, `"distribution" : "opensearch"`},
		{"ping", func() (*opensearchapi.Response, error) { return c.Ping() }, ""},
		{"template", func() (*opensearchapi.Response, error) {
			return c.Indices.PutIndexTemplate("cwl", strings.NewReader(`{"index_patterns":["cwl-*"],"template":{"mappings":{"properties":{"eventName":{"type":"keyword"}}}}}`))
		}, `"acknowledged":true`},
		{"index", func() (*opensearchapi.Response, error) {
			return c.Index("cwl-1", strings.NewReader(`{"eventName":"ConsoleLogin"}`), c.Index.WithDocumentID("1"), c.Index.WithRefresh("true"))
		}, `"result":"created"`},
		{"bulk", func() (*opensearchapi.Response, error) {
			return c.Bulk(strings.NewReader("{\"index\":{}}\n{\"eventName\":\"x\"}\n"), c.Bulk.WithIndex("cwl-1"), c.Bulk.WithRefresh("wait_for"))
		}, `"errors":false`},
		{"search", func() (*opensearchapi.Response, error) {
			return c.Search(c.Search.WithIndex("cwl-*"), c.Search.WithBody(strings.NewReader(`{"query":{"term":{"eventName":"ConsoleLogin"}},"aggs":{"n":{"terms":{"field":"eventName"}}}}`)), c.Search.WithTrackTotalHits(true))
		}, `"doc_count":1`},
		{"update", func() (*opensearchapi.Response, error) {
			return c.Update("cwl-1", "1", strings.NewReader(`{"script":{"source":"ctx._source.n = 1"}}`))
		}, `"result":"updated"`},
		{"get", func() (*opensearchapi.Response, error) { return c.Get("cwl-1", "1") }, `"n":1`},
		{"cat", func() (*opensearchapi.Response, error) {
			return c.Cat.Indices(c.Cat.Indices.WithFormat("json"), c.Cat.Indices.WithH("index", "docs.count"))
		}, `[{"index":"cwl-1","docs.count":"2"}]`},
		{"settings", func() (*opensearchapi.Response, error) {
			return c.Cluster.PutSettings(strings.NewReader(`{"persistent":{"plugins.alerting.filter_by_backend_roles":"true"}}`))
		}, `"acknowledged":true`},
		{"delete by query", func() (*opensearchapi.Response, error) {
			return c.DeleteByQuery([]string{"cwl-*"}, strings.NewReader(`{"query":{"term":{"eventName":"x"}}}`), c.DeleteByQuery.WithRefresh(true))
		}, `"deleted":1`},
		{"update by query", func() (*opensearchapi.Response, error) {
			return c.UpdateByQuery([]string{"cwl-*"}, c.UpdateByQuery.WithBody(strings.NewReader(`{"script":{"source":"ctx._source.n += 1"}}`)), c.UpdateByQuery.WithRefresh(true))
		}, `"updated":1`},
		{"field caps", func() (*opensearchapi.Response, error) {
			return c.FieldCaps(c.FieldCaps.WithIndex("cwl-*"), c.FieldCaps.WithFields("n"))
		}, `"aggregatable":true`},
		{"mapping", func() (*opensearchapi.Response, error) {
			return c.Indices.GetMapping(c.Indices.GetMapping.WithIndex("cwl-1"))
		}, `"n":{"type":"long"}`},
		{"mget", func() (*opensearchapi.Response, error) {
			return c.Mget(strings.NewReader(`{"docs":[{"_index":"cwl-1","_id":"1"}]}`))
		}, `"n":2`},
		{"refresh", func() (*opensearchapi.Response, error) { return c.Indices.Refresh() }, `"failed":0`},
		{"aliases", func() (*opensearchapi.Response, error) {
			return c.Indices.UpdateAliases(strings.NewReader(`{"actions":[{"add":{"index":"cwl-1","alias":"cwl"}}]}`))
		}, `"acknowledged":true`},
		{"delete", func() (*opensearchapi.Response, error) { return c.Indices.Delete([]string{"cwl-*"}) }, `"acknowledged":true`},
	} {
		r, err := s.do()
		if text := good(t, r, err); !strings.Contains(text, s.want) {
			t.Errorf("%s: %s", s.what, text)
		}
	}
}

// TestGoAlerting sends to the alerting plugin what the client has no method for.
func TestGoAlerting(t *testing.T) {
	for dialect, prefix := range map[string]string{"opensearch-2.19": "/_plugins/_alerting", "opensearch-1.3": "/_plugins/_alerting", "opendistro-1.13": "/_opendistro/_alerting"} {
		c := goClient(t, dialect)
		perform := func(method, path, body string) (status int, answer map[string]any) {
			q, err := http.NewRequest(method, path, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set("Content-Type", "application/json")
			r, err := c.Perform(q)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			if err := json.NewDecoder(r.Body).Decode(&answer); err != nil && !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			return r.StatusCode, answer
		}
		status, answer := perform("POST", prefix+"/monitors", terraformMonitor)
		id, _ := answer["_id"].(string)
		if status != http.StatusCreated || id == "" {
			t.Fatalf("%s: %d %v", dialect, status, answer)
		}
		if status, answer = perform("GET", prefix+"/monitors/"+id, ""); status != http.StatusOK {
			t.Errorf("%s: %d %v", dialect, status, answer)
		}
		if status, answer = perform("POST", prefix+"/monitors/_search", `{"query":{"match_all":{}}}`); status != http.StatusOK {
			t.Errorf("%s: %d %v", dialect, status, answer)
		}
		if status, answer = perform("POST", prefix+"/monitors/"+id+"/_execute?dryrun=true", ""); status != http.StatusOK || !slices.Contains(keysOf(answer), "trigger_results") {
			t.Errorf("%s: %d %v", dialect, status, answer)
		}
		if status, answer = perform("DELETE", prefix+"/monitors/"+id, ""); status != http.StatusOK {
			t.Errorf("%s: %d %v", dialect, status, answer)
		}
	}
}

func keysOf(m map[string]any) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}
