package converttest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// World is an index of events, offline and, where there is one, on a node.
type World struct {
	store  *index.Store
	node   string // empty: there is none
	name   string
	Events []*orderedjson.Object // those that were taken in, each with its @id
}

// Name is the index's name offline.
const Name = "cwl-events"

// New makes a world of events under a mapping: the mappings and settings of an index, as
// JSON; empty for what the server does by itself. An event that the mapping refuses is
// left out. Its @id is the document's.
func New(t testing.TB, definition string, events []*orderedjson.Object) *World {
	t.Helper()
	w := &World{store: index.NewStore(time.Now), name: Name}
	if definition == "" {
		definition = "{}"
	}
	if err := w.store.Create(Name, Parse(t, definition)); err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if _, err := w.store.Write(index.Write{Index: Name, ID: e.Text("@id"), Source: e, Visible: index.AtRefresh}); err == nil {
			w.Events = append(w.Events, e)
		}
	}
	if err := w.store.Refresh(Name); err != nil {
		t.Fatal(err)
	}
	return w
}

// OnNode loads the events into an index of the first node of ALERTPLAN_TEST_NODES, too,
// which goes when the test ends; without a node the test is skipped.
func (w *World) OnNode(t testing.TB, name, definition string) {
	t.Helper()
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES names no node")
	}
	w.node, w.name = nodes[0], name
	w.ask(t, "DELETE", "/"+name, "")
	t.Cleanup(func() { w.ask(t, "DELETE", "/"+name, "") })
	if definition == "" {
		definition = "{}"
	}
	w.ask(t, "PUT", "/"+name, definition)
	for part := range slices.Chunk(w.Events, 200) {
		var bulk bytes.Buffer
		for _, e := range part {
			text, err := orderedjson.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&bulk, "{\"index\":{\"_id\":%q}}\n%s\n", e.Text("@id"), text)
		}
		w.ask(t, "POST", "/"+name+"/_bulk?refresh=true", bulk.String())
	}
}

func (w *World) ask(t testing.TB, method, path, body string) *orderedjson.Object {
	t.Helper()
	request, err := http.NewRequest(method, w.node+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode >= 300 && method != "DELETE" {
		t.Fatalf("%s %s: %s\n%s\n%s", method, path, answer.Status, text, body)
	}
	return Parse(t, string(text))
}

// Find searches offline, and gives the ids of what is found, sorted.
func (w *World) Find(t testing.TB, query any) []string {
	t.Helper()
	answer, err := search.Search(w.store, []string{Name}, body(t, query), search.Options{Now: time.Now()})
	if err != nil {
		text, _ := orderedjson.Marshal(query)
		t.Fatalf("%v\n%s", err, text)
	}
	return ids(t, answer)
}

// IsRefused tells that a search can't be evaluated offline, and so is refused by name: a
// pattern that may be too complex for a server, for one.
func (w *World) IsRefused(t testing.TB, query any) bool {
	t.Helper()
	_, err := search.Search(w.store, []string{Name}, body(t, query), search.Options{Now: time.Now()})
	var unsupported *fault.UnsupportedError
	return errors.As(err, &unsupported)
}

// FindOnNode is Find on the node.
func (w *World) FindOnNode(t testing.TB, query any) []string {
	t.Helper()
	text, err := orderedjson.Marshal(body(t, query))
	if err != nil {
		t.Fatal(err)
	}
	return ids(t, w.ask(t, "POST", "/"+w.name+"/_search", string(text)))
}

func body(t testing.TB, query any) *orderedjson.Object {
	o := Parse(t, `{"size":10000,"_source":false,"track_total_hits":true}`)
	o.Set("query", query)
	return o
}

func ids(t testing.TB, answer *orderedjson.Object) []string {
	t.Helper()
	if failures := answer.Object("_shards").Array("failures"); len(failures) > 0 {
		text, _ := orderedjson.Marshal(answer)
		t.Fatalf("%.1000s", text)
	}
	found := []string{}
	for _, hit := range answer.Object("hits").Array("hits") {
		found = append(found, hit.(*orderedjson.Object).Text("_id"))
	}
	slices.Sort(found)
	return found
}

// Corpus reads a file of the folder that ALERTPLAN_TEST_CORPUS names; without it the
// test is skipped.
func Corpus(t testing.TB, path ...string) []byte {
	t.Helper()
	folder := os.Getenv("ALERTPLAN_TEST_CORPUS")
	if folder == "" {
		t.Skip("ALERTPLAN_TEST_CORPUS names no folder")
	}
	text, err := os.ReadFile(filepath.Join(append([]string{folder}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// CloudTrail are all events of the corpus, and what an index of them is made with: the
// template under which none is lost.
func CloudTrail(t testing.TB) (definition string, events []*orderedjson.Object) {
	t.Helper()
	template := Parse(t, string(Corpus(t, "cis", "cwl-template.json")))
	text, err := orderedjson.Marshal(template.Object("template"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cloud-custodian", "invictus-1", "otrf", "panther-cis", "stratus", "streamalert"} {
		events = append(events, Lines(t, Corpus(t, "cloudtrail", name+".ndjson"))...)
	}
	return string(text), events
}

// Lines reads JSON objects, one a line.
func Lines(t testing.TB, text []byte) []*orderedjson.Object {
	t.Helper()
	var out []*orderedjson.Object
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) > 0 {
			out = append(out, Parse(t, string(line)))
		}
	}
	return out
}

// Parse reads a JSON object.
func Parse(t testing.TB, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		t.Fatalf("no object: %v\n%.500s", err, text)
	}
	return o
}
