package search_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestCloudTrail asks a live node and the store the same questions over real
// CloudTrail events, made up from the events by a fixed seed.
func TestCloudTrail(t *testing.T) {
	corpus := os.Getenv("ALERTPLAN_TEST_CORPUS")
	if corpus == "" || os.Getenv("ALERTPLAN_TEST_NODES") == "" {
		t.Skip("needs events and a live core node: set ALERTPLAN_TEST_CORPUS to a folder and ALERTPLAN_TEST_NODES to a URL")
	}
	p := livePair(t)
	p.tape = nil
	events := loadEvents(t, p, corpus)
	g := &questions{rand: rand.New(rand.NewPCG(3, 4)), values: map[string][]any{}}
	for _, e := range events {
		g.learn("", e)
	}
	for range 300 {
		p.compare("ev-cwl-*", g.body())
	}
	if p.tally["equal"] < 250 {
		t.Errorf("only %v", p.tally)
	}
}

// loadEvents indexes the corpus's events by day, under its template.
func loadEvents(t *testing.T, p *pair, corpus string) []*orderedjson.Object {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(corpus, "cis", "cwl-template.json"))
	if err != nil {
		t.Fatal(err)
	}
	template := parse(t, string(text))
	template.Set("index_patterns", []any{"ev-cwl-*"})
	template.Set("priority", json.Number("700"))
	// A refresh in the middle would leave several segments, whose order isn't ours.
	template.Object("template").Object("settings").Set("index.refresh_interval", "-1")
	p.call("DELETE", "/ev-cwl-*", "")
	p.call("PUT", "/_index_template/ev-cwl", print2(t, template))
	t.Cleanup(func() {
		p.t = t
		p.remove("/ev-cwl-*")
		p.remove("/_index_template/ev-cwl")
	})
	if err := p.store.PutTemplate("ev-cwl", template); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(corpus, "cloudtrail", "*.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	var events []*orderedjson.Object
	var bulk bytes.Buffer
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			e := parse(t, line)
			day := e.Text("@timestamp")
			if len(day) < 10 {
				continue // labels
			}
			name := "ev-cwl-" + strings.ReplaceAll(day[:10], "-", ".")
			id := fmt.Sprint(len(events))
			fmt.Fprintf(&bulk, `{"index":{"_index":%q,"_id":%q}}`+"\n%s\n", name, id, strings.TrimSpace(line))
			if _, err := p.store.Write(index.Write{Index: name, ID: id, Source: e}); err != nil {
				t.Fatal(err)
			}
			events = append(events, e)
		}
	}
	_, answer := p.call("POST", "/_bulk?refresh=true", bulk.String())
	if failed, _ := answer.Get("errors"); failed != false {
		t.Fatalf("bulk: %s", print(answer))
	}
	return events
}

func print2(t *testing.T, v any) string {
	t.Helper()
	text, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// questions makes search bodies of what stands in events.
type questions struct {
	rand   *rand.Rand
	paths  []string
	values map[string][]any
}

func (g *questions) learn(path string, v any) {
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			next := m.Key
			if path != "" {
				next = path + "." + m.Key
			}
			g.learn(next, m.Value)
		}
	case []any:
		for _, x := range v {
			g.learn(path, x)
		}
	case nil:
	default:
		if path == "@message" {
			return
		}
		if g.values[path] == nil {
			g.paths = append(g.paths, path)
		}
		g.values[path] = append(g.values[path], v)
	}
}

func pick[T any](g *questions, list []T) T { return list[g.rand.IntN(len(list))] }

func (g *questions) path() string {
	if g.rand.IntN(2) == 0 {
		return pick(g, []string{"eventName", "eventSource", "userIdentity.type", "userIdentity.arn", "sourceIPAddress", "userAgent",
			"errorCode", "errorMessage", "awsRegion", "@timestamp", "readOnly", "eventVersion", "recipientAccountId"})
	}
	return pick(g, g.paths)
}

func (g *questions) clause() string {
	path := g.path()
	v := pick(g, g.values[path])
	text, _ := orderedjson.Marshal(v)
	value := string(text)
	word, isText := v.(string)
	keyword := path
	if isText && path != "@timestamp" && path != "eventTime" && path != "apiVersion" && g.rand.IntN(4) > 0 {
		keyword += ".keyword"
	}
	if !isText || word == "" {
		word = "x"
	}
	part := word[:1+g.rand.IntN(min(len(word), 12))]
	partText, _ := orderedjson.Marshal(strings.ToValidUTF8(part, ""))
	switch g.rand.IntN(10) {
	case 0, 1:
		return fmt.Sprintf(`{"term":{%q:%s}}`, keyword, value)
	case 2:
		other, _ := orderedjson.Marshal(pick(g, g.values[path]))
		return fmt.Sprintf(`{"terms":{%q:[%s,%s]}}`, keyword, value, other)
	case 3:
		return fmt.Sprintf(`{"match":{%q:%s}}`, path, value)
	case 4:
		return fmt.Sprintf(`{"match_phrase":{%q:%s}}`, path, value)
	case 5:
		return fmt.Sprintf(`{"exists":{"field":%q}}`, pick(g, []string{path, keyword, strings.Split(path, ".")[0]}))
	case 6:
		return fmt.Sprintf(`{"prefix":{%q:%s}}`, keyword, partText)
	case 7:
		return fmt.Sprintf(`{"wildcard":{%q:%s}}`, keyword, print("*"+strings.ToValidUTF8(part, "")+"*"))
	case 8:
		return fmt.Sprintf(`{"range":{%q:{"gte":%s}}}`, keyword, value)
	}
	at, _ := orderedjson.Marshal(pick(g, g.values["@timestamp"]))
	return fmt.Sprintf(`{"range":{"@timestamp":{"gte":%q,"lte":%s}}}`, pick(g, []string{"2019-01-01", "2023-07-10T12:00:00Z", "2024", "now-3y/y"}), at)
}

func (g *questions) body() string {
	list := func() string {
		n := 1 + g.rand.IntN(2)
		parts := make([]string, n)
		for i := range parts {
			parts[i] = g.clause()
		}
		return strings.Join(parts, ",")
	}
	query := g.clause()
	if g.rand.IntN(3) > 0 {
		query = fmt.Sprintf(`{"bool":{%q:[%s],%q:[%s]}}`, pick(g, []string{"filter", "must"}), list(), pick(g, []string{"should", "must_not"}), list())
	}
	extra := pick(g, []string{`"size":5`, `"size":20,"sort":[{"@timestamp":"desc"},{"_id":"asc"}]`, `"size":3,"sort":[{"eventName.keyword":"asc"},{"_id":"desc"}],"_source":["eventName"]`,
		`"size":0,"aggs":{"n":{"terms":{"field":"eventName.keyword","size":5},"aggs":{"u":{"cardinality":{"field":"sourceIPAddress.keyword"}}}}}`,
		`"size":0,"aggs":{"h":{"date_histogram":{"field":"@timestamp","calendar_interval":"year"}},"r":{"terms":{"field":"readOnly"}}}`,
		`"size":0,"aggs":{"c":{"composite":{"size":7,"sources":[{"s":{"terms":{"field":"eventSource.keyword"}}},{"t":{"terms":{"field":"userIdentity.type.keyword","missing_bucket":true}}}]}}}`,
		`"size":2,"track_total_hits":10`})
	return fmt.Sprintf(`{"query":%s,%s}`, query, extra)
}
