package mustache_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// TestLiveTemplates compares testdata/templates.json with what a live node
// renders. A node compiles 75 templates in five minutes by default; when it has
// enough, the rest is left out.
func TestLiveTemplates(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("needs a node: set ALERTPLAN_TEST_NODES to its URL")
	}
	text, err := os.ReadFile("testdata/templates.json")
	if err != nil {
		t.Fatal(err)
	}
	var templates []string
	if err := json.Unmarshal(text, &templates); err != nil {
		t.Fatal(err)
	}
	params, err := os.ReadFile("testdata/mustache.data.json")
	if err != nil {
		t.Fatal(err)
	}
	equal := 0
	for _, source := range templates {
		got, gotError := renderLocally(t, source, params)
		want, wantError := renderOnNode(t, nodes[0], source, params)
		if strings.Contains(wantError, "Too many dynamic script compilations") {
			break
		}
		if got != want || gotError != wantError {
			t.Errorf("%q\n got %q, error %q\nnode %q, error %q", source, got, gotError, want, wantError)
			continue
		}
		equal++
	}
	t.Logf("equal: %d of %d", equal, len(templates))
}

// renderLocally renders as the server does inside of a JSON text.
func renderLocally(t *testing.T, source string, params []byte) (text, reason string) {
	root := javavalue.FromJSON(parseJSON(t, params)).(*javavalue.Map)
	text, err := renderCase(recordedCase{Template: source}, root)
	if err != nil {
		return "", serverReason(err)
	}
	return text, ""
}

func renderOnNode(t *testing.T, node, source string, params []byte) (text, reason string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"source": source, "params": json.RawMessage(params)})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(node+"/_render/template", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var raw bytes.Buffer
	if _, err := raw.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode == http.StatusOK {
		return strings.TrimSuffix(strings.TrimPrefix(raw.String(), `{"template_output":`), "}"), ""
	}
	var failure struct {
		Error struct {
			Reason string `json:"reason"`
		} `json:"error"`
	}
	if err := json.Unmarshal(raw.Bytes(), &failure); err != nil {
		t.Fatalf("%v: %s", err, raw.String())
	}
	return "", failure.Error.Reason
}
