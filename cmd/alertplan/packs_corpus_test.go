package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema"
)

// server is a sandbox or a node that holds documents: what is asked of both is the same.
type server struct {
	t       *testing.T
	url     string
	version string // as it says
	prefix  string // of all indices and templates that the test makes
}

// corpusTests counts the tests that hold documents: rules that look at all sources must not
// find those of another test.
var corpusTests atomic.Int32

// corpusServers are a sandbox, and the nodes of ALERTPLAN_TEST_NODES.
func corpusServers(t *testing.T) []*server {
	t.Helper()
	prefix := fmt.Sprintf("packs%05x%d", os.Getpid()&0xfffff, corpusTests.Add(1))
	var list []*server
	for _, url := range append([]string{newSandbox(t)}, strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))...) {
		s := &server{t: t, url: url, prefix: prefix}
		s.version = s.call("GET", "/", "").Object("version").Text("number")
		list = append(list, s)
	}
	slices.SortFunc(list[1:], func(a, b *server) int { return cmp.Compare(a.version, b.version) })
	return list
}

// ofAllGenerations tells whether there is a node of each generation, as the pages of these
// tables name them: with fewer what is found is held to what is expected, and the page
// stays.
func ofAllGenerations(nodes []*server) bool {
	for _, generation := range []string{"1.", "2.", "3."} {
		if !slices.ContainsFunc(nodes, func(s *server) bool { return strings.HasPrefix(s.version, generation) }) {
			return false
		}
	}
	return true
}

// call asks, and wants a success.
func (s *server) call(method, path, body string) *orderedjson.Object {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if response.StatusCode >= 300 {
		s.t.Fatalf("%s %s on %s: %d %.500s", method, path, s.version, response.StatusCode, text)
	}
	v, err := orderedjson.Parse(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

// template puts an index template, narrowed to an index of the test's own.
func (s *server) template(name string, body *orderedjson.Object) {
	s.t.Helper()
	body.Set("index_patterns", []any{s.prefix + "-" + name + "-*"})
	body.Set("priority", json.Number("700"))
	s.call("PUT", "/_index_template/"+s.prefix+"-"+name, shown(body))
	s.t.Cleanup(func() {
		for _, path := range []string{"/" + s.prefix + "-" + name + "-*", "/_index_template/" + s.prefix + "-" + name} {
			request, _ := http.NewRequest("DELETE", s.url+path, nil)
			if response, err := http.DefaultClient.Do(request); err == nil {
				response.Body.Close()
			}
		}
	})
}

// load indexes documents by their ids; all must be taken.
func (s *server) load(index string, documents map[string]*orderedjson.Object) {
	s.t.Helper()
	var bulk bytes.Buffer
	for id, source := range documents {
		fmt.Fprintf(&bulk, `{"index":{"_index":%q,"_id":%q}}`+"\n%s\n", s.prefix+"-"+index, id, shown(source))
	}
	answer := s.call("POST", "/_bulk?refresh=true", bulk.String())
	if failed, _ := answer.Get("errors"); failed != false {
		for _, item := range answer.Array("items") {
			if e := item.(*orderedjson.Object).Object("index").Object("error"); e != nil {
				s.t.Fatalf("%s refuses an event: %s", s.version, shown(e))
			}
		}
	}
}

// find returns the ids that a query finds in an index, sorted.
func (s *server) find(index string, query *orderedjson.Object) []string {
	s.t.Helper()
	body := fmt.Sprintf(`{"size":10000,"_source":false,"track_total_hits":true,"query":%s}`, shown(query))
	answer := s.call("POST", "/"+s.prefix+"-"+index+"/_search", body)
	ids := []string{}
	for _, hit := range answer.Object("hits").Array("hits") {
		ids = append(ids, hit.(*orderedjson.Object).Text("_id"))
	}
	slices.Sort(ids)
	return ids
}

// corpusFolder is where events are that are not kept here; without it a test is skipped.
func corpusFolder(t *testing.T) string {
	t.Helper()
	corpus := os.Getenv(envCorpus)
	if corpus == "" {
		t.Skip("needs events: set " + envCorpus + " to the folder of a corpus")
	}
	return corpus
}

// objectIn reads a file that is one JSON object.
func objectIn(t *testing.T, path string) *orderedjson.Object {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v, err := orderedjson.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return v.(*orderedjson.Object)
}

// objectsIn reads a file of one JSON object a line.
func objectsIn(t *testing.T, path string) []*orderedjson.Object {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []*orderedjson.Object
	for line := range strings.Lines(string(text)) {
		v, err := orderedjson.Parse([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, v.(*orderedjson.Object))
	}
	return list
}

// packMonitors are the monitors of a pack by their labels, with values of its variables.
func packMonitors(t *testing.T, pack string, vars map[string]string) map[string]monitors.Monitor {
	t.Helper()
	cfg, diags := schema.Load(filepath.Join("../../examples/packs", pack), schema.Options{Vars: vars, Part: schema.OrPack})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	byLabel := map[string]monitors.Monitor{}
	for _, m := range cfg.Monitors {
		byLabel[strings.TrimPrefix(m.Address.String(), "monitor.")] = m.Monitor
	}
	return byLabel
}

// queryAlone is a monitor's query without its window.
func queryAlone(t *testing.T, m monitors.Monitor) *orderedjson.Object {
	t.Helper()
	search, ok := m.Input.(*monitors.Search)
	if !ok {
		t.Fatalf("%s: its input is a %T", m.Name, m.Input)
	}
	query := orderedjson.Clone(search.Body.Object("query")).(*orderedjson.Object)
	clauses := query.Object("bool").Array("filter")
	if first, ok := clauses[0].(*orderedjson.Object); !ok || first.Object("range") == nil {
		t.Fatalf("%s: its first clause is no window: %s", m.Name, shown(query))
	}
	query.Object("bool").Set("filter", clauses[1:])
	return query
}
