package conformance

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// busyAnswers are what a node says that is too busy, whole or in a part.
var busyAnswers = map[string]struct {
	status int
	body   string
}{
	"rejected":       {429, `{"error":{"type":"opensearch_rejected_execution_exception"},"status":429}`},
	"rejected by 1":  {503, `{"error":{"type":"search_phase_execution_exception","root_cause":[{"type":"es_rejected_execution_exception"}]},"status":503}`},
	"memory":         {429, `{"error":{"type":"circuit_breaking_exception"},"status":429}`},
	"a shard's":      {200, `{"_shards":{"failures":[{"reason":{"type":"circuit_breaking_exception"}}]}}`},
	"scripts":        {400, `{"error":{"type":"general_script_exception","reason":"[script] Too many dynamic script compilations within, max: [75/5m]"}}`},
	"a proxy's":      {429, `Too Many Requests`},
	"under pressure": {500, `{"error":{"type":"task_cancelled_exception"},"status":500}`},
}

// Searches ask a node again that was too busy, and say of one that stays so that
// there is no answer.
func TestSearchesAskABusyNodeAgain(t *testing.T) {
	for name, said := range busyAnswers {
		for _, times := range []int64{2, 1 << 30} {
			var asked atomic.Int64
			node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if asked.Add(1) > times {
					_, _ = io.WriteString(w, `{"hits":{}}`)
					return
				}
				w.WriteHeader(said.status)
				_, _ = io.WriteString(w, said.body)
			}))
			n := &Node{URL: node.URL, pause: time.Microsecond}
			answers, err := n.Searches(t.Context(), []Ask{{Targets: "x", Body: orderedjson.NewObject()}})
			node.Close()
			want := 200
			if times > tries {
				want = busy
			}
			if err != nil || answers[0].Status != want {
				t.Errorf("%s, %d times: %v, %v, want status %d", name, times, answers, err, want)
			}
		}
	}
}

// Documents that a busy node did not take are written again: that is no difference.
func TestDocumentsAreWrittenAgain(t *testing.T) {
	var asked atomic.Int64
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n := asked.Add(1); {
		case n == 1:
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = io.WriteString(w, busyAnswers["rejected"].body)
		case n == 2:
			_, _ = io.WriteString(w, `{"items":[{"index":{}},{"index":{"error":{"type":"opensearch_rejected_execution_exception"}}}]}`)
		default:
			body, _ := io.ReadAll(r.Body)
			if !strings.Contains(string(body), `"2"`) || strings.Contains(string(body), `"1"`) {
				t.Errorf("written again: %s", body)
			}
			_, _ = io.WriteString(w, `{"items":[{"index":{}}]}`)
		}
	}))
	defer node.Close()
	w := &World{Name: "w", Indices: []*Index{{"w-a", orderedjson.NewObject()}}}
	for _, id := range []string{"1", "2"} {
		w.Docs = append(w.Docs, &Doc{"w-a", id, orderedjson.NewObject()})
	}
	w.Build()
	differences, err := w.write(t.Context(), &Node{URL: node.URL, pause: time.Microsecond}, w.Docs)
	if err != nil || len(differences) > 0 || asked.Load() != 3 {
		t.Errorf("after %d requests: %v, %v", asked.Load(), differences, err)
	}
}
