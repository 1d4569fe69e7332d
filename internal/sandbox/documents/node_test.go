package documents_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// changing is what no two servers have in common. Health tells of the whole cluster
// what is beside these: other tests use it at the same time.
var changing = regexp.MustCompile(`"(took|ingest_took|index_uuid|uuid|index\.uuid|creation_date|index\.creation_date|cluster_name|node|_id)":("[^"]*"|\d+)|"(active_shards_percent_as_number|number_of_pending_tasks|number_of_in_flight_fetch|task_max_waiting_in_queue_millis)":[\d.]+|alp-[a-z]+/[\w-]{22}|\[query-template:1\]`)

// answered is an answer in a form that can be compared. Keys of objects are
// sorted, what changes is masked.
func answered(t *testing.T, base, line string) string {
	t.Helper()
	method, rest, _ := strings.Cut(line, " ")
	path, body, _ := strings.Cut(rest, " ")
	body = strings.ReplaceAll(body, `\n`, "\n")
	q, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(raw, &v); err == nil {
		var sorted bytes.Buffer
		e := json.NewEncoder(&sorted)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			t.Fatal(err)
		}
		raw = sorted.Bytes()
	}
	if answer.StatusCode == http.StatusTooManyRequests && bytes.Contains(raw, []byte("circuit_breaking_exception")) {
		time.Sleep(500 * time.Millisecond) // the node collects its garbage
		return answered(t, base, line)
	}
	return answer.Status + " " + answer.Header.Get("Content-Type") + " " + string(changing.ReplaceAll(raw, []byte("*")))
}

// TestAnswersOfANode asks a node and the sandbox the same, file by file.
func TestAnswersOfANode(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES names no node of 2.19")
	}
	files, err := filepath.Glob("testdata/*requests.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no requests", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			askBoth(t, nodes[0], string(script))
		})
	}
}

// askBoth sends the lines of a script to a node and to a sandbox.
func askBoth(t *testing.T, node, script string) {
	server := httptest.NewServer(sandbox.New(sandbox.Options{}))
	defer server.Close()
	cleanUp := func() {
		for _, path := range []string{"/_data_stream/alp-*", "/alp-*", "/_index_template/alp-*", "/_template/alp-*"} {
			answered(t, node, "DELETE "+path)
		}
	}
	cleanUp()
	defer cleanUp()
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		want, have := answered(t, node, line), answered(t, server.URL, line)
		if want != have {
			t.Errorf("%s\n node    %s\n sandbox %s", line, want, have)
		}
		if strings.Contains(line, "/_close") { // for a moment a closed index is red
			answered(t, node, "GET /_cluster/health?wait_for_status=yellow&timeout=10s")
		}
	}
}
