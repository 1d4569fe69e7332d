package jackson_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
)

// broken is a text that is no JSON, and what 2.19.4 said to it as a body: of an
// ingest pipeline's simulation, which reads all of it first, or of a search.
type broken struct {
	Text   string `json:"text"`
	Type   string `json:"type"`
	Reason string `json:"reason"`
}

// recorded reads testdata/broken.jsonl.
func recorded(t *testing.T) []broken {
	t.Helper()
	f, err := os.Open("testdata/broken.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list := []broken{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var b broken
		if err := json.Unmarshal(lines.Bytes(), &b); err != nil {
			t.Fatal(err)
		}
		list = append(list, b)
	}
	return list
}

func TestErrorsAreTheServers(t *testing.T) {
	for _, b := range recorded(t) {
		_, err := jackson.ParseFirst([]byte(b.Text))
		var syntax *jackson.SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%q: %v, want %s", b.Text, err, b.Reason)
			continue
		}
		if syntax.Type() != b.Type || syntax.Error() != b.Reason {
			t.Errorf("%q:\n got %s %s\nwant %s %s", b.Text, syntax.Type(), syntax.Error(), b.Type, b.Reason)
		}
	}
}

// TestErrorsOnNodes asks nodes for the texts anew.
func TestErrorsOnNodes(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES names no node of 2.19")
	}
	for _, b := range recorded(t) {
		kind, reason := ask(t, nodes[0], b.Text)
		if kind != b.Type || reason != b.Reason {
			t.Errorf("%q: %s %s; want %s %s", b.Text, kind, reason, b.Type, b.Reason)
		}
	}
}

// ask sends a text to a node and finds the parser's error in the answer.
func ask(t *testing.T, node, text string) (kind, reason string) {
	t.Helper()
	path := "/_search"
	if strings.HasPrefix(text, "{") {
		path = "/_ingest/pipeline/_simulate"
	}
	answer, err := http.Post(node+path, "application/json", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	type cause struct {
		Type, Reason string
		Beneath      *cause `json:"caused_by"`
	}
	var body struct{ Error cause }
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	c := body.Error
	for c.Beneath != nil && !strings.HasPrefix(c.Type, "json_") {
		c = *c.Beneath
	}
	return c.Type, c.Reason
}

func TestLetThrough(t *testing.T) {
	for text, want := range map[string]string{
		"\ufeff{\"a\":1.50}":                      `{"a":1.50}`,
		`{/* c */"a":1}`:                          `{"a":1}`,
		"// c\n[1,2] rest":                        `[1,2]`,
		`{"a":1}}`:                                `{"a":1}`,
		`"\u00e9\ud83d\udea8"`:                    `"é🚨"`,
		`{"a":{"a":[{"a":1},{"a":-0.0E+7}]}}`:     `{"a":{"a":[{"a":1},{"a":-0.0E+7}]}}`,
		`{"z":1,"a":9007199254740993,"":[[],{}]}`: `{"z":1,"a":9007199254740993,"":[[],{}]}`,
		`true`: `true`, ` null `: `null`,
	} {
		d, err := jackson.ParseFirst([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, _ := orderedjson.Marshal(d.Value); string(got) != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestLoneSurrogatesStay(t *testing.T) {
	d, err := jackson.ParseFirst([]byte(`"a\ud800b"`))
	if err != nil || d.Value != "a\xed\xa0\x80b" {
		t.Errorf("got %q, %v", d.Value, err)
	}
}

func TestLocate(t *testing.T) {
	const text = "{\"query\":{\"term\":{\"a\":1,\n \"b\":[2,{\"c\":3}]}}}"
	for _, c := range []struct {
		path []any
		want jackson.Place
	}{
		{nil, jackson.Place{Line: 1, Column: 1}},
		{[]any{"query", "term"}, jackson.Place{Line: 1, Column: 18}},
		{[]any{"query", "term", "b", 1, "c"}, jackson.Place{Line: 2, Column: 14}},
	} {
		if got, ok := jackson.Locate([]byte(text), c.path...); !ok || got != c.want {
			t.Errorf("%v: got %v, %v; want %v", c.path, got, ok, c.want)
		}
	}
	if at, ok := jackson.Locate([]byte(text), "query", "nope"); ok {
		t.Errorf("found what is not there at %v", at)
	}
}

func TestDepthIsBounded(t *testing.T) {
	if _, err := jackson.ParseFirst(bytes.Repeat([]byte("["), 1_000_000)); err == nil {
		t.Error("no error for a million brackets")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"a":[1,2.50,{"b":"c"}],"d":null}`)
	f.Add("{\"a\":\"\xff\"}")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := jackson.ParseFirst([]byte(text))
		if err != nil {
			return
		}
		if d.End > len(text) {
			t.Fatalf("ends at %d of %d", d.End, len(text))
		}
		if _, _, err := jackson.Following([]byte(text), d); err != nil {
			return
		}
		if _, err := orderedjson.Marshal(d.Value); err != nil {
			t.Fatal(err)
		}
	})
}
