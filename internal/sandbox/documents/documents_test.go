package documents_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/documents"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// cluster is a document API with a clock that the test moves.
type cluster struct {
	router *rest.Router
	clock  *clock.Manual
}

func newCluster(t testing.TB) *cluster {
	c := &cluster{router: rest.NewRouter(dialect.OpenSearch2()), clock: clock.NewManual(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC))}
	s := documents.New(documents.Options{Clock: c.clock, Settings: settings.NewStore(dialect.OpenSearch2()), Dialect: dialect.OpenSearch2()})
	s.Register(c.router)
	t.Cleanup(s.Close)
	return c
}

// ask sends a request and gives status and body in one text.
func (c *cluster) ask(method, path, body string) string {
	q := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		q.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	c.router.ServeHTTP(w, q)
	return fmt.Sprintf("%d %s", w.Code, w.Body)
}

func TestSearchesSeeWritesAfterTheRefreshInterval(t *testing.T) {
	c := newCluster(t)
	count := func(want int) {
		t.Helper()
		if got := c.ask("GET", "/events/_count?filter_path=count", ""); got != fmt.Sprintf(`200 {"count":%d}`, want) {
			t.Errorf("got %s, want %d", got, want)
		}
	}
	c.ask("PUT", "/events/_doc/1", `{"a":1}`)
	count(0)
	c.clock.Advance(time.Second)
	count(1)
	c.ask("PUT", "/events/_doc/2?refresh=wait_for", `{"a":1}`)
	count(2)
	c.ask("PUT", "/events/_settings", `{"refresh_interval":"-1"}`)
	c.ask("PUT", "/events/_doc/3", `{"a":1}`)
	c.clock.Advance(time.Hour)
	count(2)
	c.ask("POST", "/events/_refresh", "")
	count(3)
}

func TestWriteBlocks(t *testing.T) {
	c := newCluster(t)
	c.ask("PUT", "/events", "")
	for setting, status := range map[string]string{"read_only_allow_delete": "429", "read_only": "403", "write": "403"} {
		c.ask("PUT", "/events/_settings", `{"index.blocks.`+setting+`":true}`)
		if got := c.ask("PUT", "/events/_doc/1", `{"a":1}`); !strings.HasPrefix(got, status) || !strings.Contains(got, "cluster_block_exception") {
			t.Errorf("%s: %s", setting, got)
		}
		c.ask("PUT", "/events/_settings", `{"index.blocks.`+setting+`":null}`)
	}
	if got := c.ask("PUT", "/events/_doc/1", `{"a":1}`); !strings.HasPrefix(got, "201") {
		t.Errorf("without a block: %s", got)
	}
}

func TestClosedIndices(t *testing.T) {
	c := newCluster(t)
	c.ask("PUT", "/a/_doc/1?refresh=true", `{"x":1}`)
	c.ask("PUT", "/b/_doc/1?refresh=true", `{"x":1}`)
	c.ask("POST", "/b/_close", "")
	for path, want := range map[string]string{
		"/a,b/_count":                         "400",
		"/b/_count?ignore_unavailable=true":   `200 {"count":0`,
		"/*/_count":                           `200 {"count":1`,
		"/a,b/_count?ignore_unavailable=true": `200 {"count":1`,
	} {
		if got := c.ask("GET", path, ""); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s…", path, got, want)
		}
	}
}

func TestWhatIsNotEvaluatedIsNamed(t *testing.T) {
	c := newCluster(t)
	c.ask("PUT", "/events/_doc/1?refresh=true", `{"a":1}`)
	for path, name := range map[string]string{
		"/events/_search?search_pipeline=x": "search_pipeline",
		"/events/_search?explain=true":      "explain",
		"/events/_search?explain=false":     "",
	} {
		got := c.ask("GET", path, "")
		if name == "" && !strings.HasPrefix(got, "200") {
			t.Errorf("%s: %s", path, got)
		}
		if name != "" && !(strings.HasPrefix(got, "501") && strings.Contains(got, "["+name+"]")) {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestDeleteByQueryPages(t *testing.T) {
	c := newCluster(t)
	var bulk strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&bulk, "{\"index\":{\"_id\":\"%d\"}}\n{\"even\":%t}\n", i, i%2 == 0)
	}
	c.ask("POST", "/events/_bulk?refresh=true", bulk.String())
	got := c.ask("POST", "/events/_delete_by_query?refresh=true&filter_path=total,deleted,batches", `{"query":{"term":{"even":true}}}`)
	if got != `200 {"total":1250,"deleted":1250,"batches":2}` {
		t.Error(got)
	}
	if got := c.ask("GET", "/events/_count?filter_path=count", ""); got != `200 {"count":1250}` {
		t.Error(got)
	}
}

// FuzzBodies sends any text to the routes that parse bodies of their own.
func FuzzBodies(f *testing.F) {
	for _, body := range []string{
		"{\"index\":{\"_index\":\"a\"}}\n{\"a\":1}\n", "{}\n{\"size\":0}\n", `{"query":{"term":{"a":1}}}`, "{\"delete\":{}\n\n",
		`{"actions":[{"add":{"index":"a","alias":"b"}}]}`, `{"source":"{{a}}","params":{"a":[1]}}`, `{"script":{"source":"1+1"}}`, "\ufeff[",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		c := newCluster(t)
		for _, path := range []string{
			"/a/_bulk", "/_msearch", "/_search", "/a/_doc", "/a/_update/1", "/_aliases", "/_render/template", "/_index_template/t", "/_analyze",
		} {
			got := c.ask("POST", path, body)
			status, text, _ := strings.Cut(got, " ")
			if !json.Valid([]byte(text)) && path != "/_render/template" {
				t.Errorf("%s %q: %s is no JSON", path, body, text)
			}
			if status == "500" && strings.Contains(text, `"exception"`) {
				t.Errorf("%s %q: %s", path, body, text)
			}
		}
	})
}
