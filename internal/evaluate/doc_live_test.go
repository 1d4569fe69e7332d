package evaluate_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// liveNode is a node of ALERTPLAN_TEST_NODES.
type liveNode struct {
	*testing.T
	url string
}

func (n liveNode) call(method, path, body string) (int, *orderedjson.Object) {
	n.Helper()
	r, err := http.NewRequestWithContext(n.Context(), method, n.url+path, strings.NewReader(body))
	if err != nil {
		n.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		n.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		n.Fatal(err)
	}
	v, _ := orderedjson.Parse(text)
	o, _ := v.(*orderedjson.Object)
	return answer.StatusCode, o
}

// renamed renames the leaves of a mapping's properties, and of documents, as the
// plugin does: written apart from what is tested.
func renamed(properties *orderedjson.Object, prefix, suffix string, paths *[]string) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range properties.Members() {
		node := m.Value.(*orderedjson.Object)
		if inner := node.Object("properties"); inner != nil {
			out.Set(m.Key, orderedjson.NewObject(orderedjson.Member{Key: "properties", Value: renamed(inner, prefix+m.Key+".", suffix, paths)}))
			continue
		}
		*paths = append(*paths, prefix+m.Key)
		out.Set(m.Key+suffix, node)
	}
	return out
}

func renamedDocument(o *orderedjson.Object, suffix string) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range o.Members() {
		if inner, ok := m.Value.(*orderedjson.Object); ok {
			out.Set(m.Key, renamedDocument(inner, suffix))
		} else {
			out.Set(m.Key+suffix, m.Value)
		}
	}
	return out
}

// renamedQuery renames fields in a query's text. A field whose name is a part of
// "_exists_" breaks that word, as it does on the server (from source).
func renamedQuery(text, suffix string, paths []string) string {
	for _, path := range paths {
		exists := regexp.MustCompile(`\S*_exists_:` + regexp.QuoteMeta(path) + `\)*(?:\s|$)`)
		text = exists.ReplaceAllStringFunc(text, func(found string) string { return strings.ReplaceAll(found, path, path+suffix) })
		text = strings.ReplaceAll(text, path+":", path+suffix+":")
	}
	return text
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// randomQuery makes a query of the leaves of some documents.
func randomQuery(r *rand.Rand, leaves [][2]string) string {
	one := func() string {
		leaf := leaves[r.IntN(len(leaves))]
		words := regexp.MustCompile(`[A-Za-z0-9]+`).FindAllString(leaf[1]+" x", -1)
		word := words[r.IntN(len(words))]
		forms := []string{"%s:%s", "NOT %s:%s", "%s:%s*", "%s:*%s", "%s:>=%s", "%s:[%s TO *]", "%s:%s~", "%s.keyword:%s", `%s:"%s"`}
		switch r.IntN(8) {
		case 0:
			return "_exists_:" + leaf[0]
		case 1:
			return leaf[0] + `:"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(leaf[1]) + `"`
		case 2:
			return []string{word, `"` + word + `"`, "nope:" + word, "*"}[r.IntN(4)]
		}
		return fmt.Sprintf(forms[r.IntN(len(forms))], leaf[0], word)
	}
	switch r.IntN(4) {
	case 0:
		return one() + []string{" AND ", " OR ", " ", " && !"}[r.IntN(4)] + one()
	case 1:
		return "(" + one() + " OR " + one() + ") AND NOT " + one()
	}
	return one()
}

// TestPercolatedLive asks a node's percolator the same random queries.
func TestPercolatedLive(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("needs a core node in ALERTPLAN_TEST_NODES")
	}
	n := liveNode{t, nodes[0]}
	text, err := os.ReadFile("testdata/doc_percolated.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []percolated
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	tally := map[string]int{}
	for _, p := range all {
		p.live(n, r, tally)
	}
	t.Logf("queries: %v", tally)
}

func (p percolated) live(n liveNode, r *rand.Rand, tally map[string]int) {
	const queries, asked = "doc-live-percolator", 60
	store := p.store(n.T)
	suffix, paths := "_"+p.Index+"_", []string{}
	properties := renamed(store.Get(p.Index).Mapping.Print().Object("properties"), "", suffix, &paths)
	for name, kind := range map[string]string{"query": "percolator", "monitor_id": "text", "index": "text"} {
		properties.Set(name, orderedjson.NewObject(orderedjson.Member{Key: "type", Value: kind}))
	}
	n.call("DELETE", "/"+queries, "")
	if status, o := n.call("PUT", "/"+queries, `{"mappings": {"properties": `+marshal(n.T, properties)+`}}`); status != http.StatusOK {
		n.Fatal(status, o)
	}
	defer n.call("DELETE", "/"+queries, "")
	var documents []any
	var leaves [][2]string
	for _, d := range p.Documents {
		source := object(n.T, d.Source)
		documents = append(documents, renamedDocument(source, suffix))
		leaves = leavesOf(source, "", leaves)
	}
	texts := make([]string, asked)
	for i := range texts {
		texts[i] = randomQuery(r, leaves)
		body := orderedjson.NewObject(orderedjson.Member{Key: "query", Value: renamedQuery(texts[i], suffix, paths)}, orderedjson.Member{Key: "fields", Value: []any{}})
		n.call("PUT", fmt.Sprintf("/%s/_doc/%d", queries, i), `{"query": {"query_string": `+marshal(n.T, body)+`}}`)
	}
	n.call("POST", "/"+queries+"/_refresh", "")
	status, o := n.call("POST", "/"+queries+"/_search", `{"size": 100, "query": {"percolate": {"field": "query", "documents": `+marshal(n.T, documents)+`}}}`)
	if status != http.StatusOK {
		n.Fatal(status, o)
	}
	want := map[string][]string{}
	for _, h := range o.Object("hits").Array("hits") {
		hit := h.(*orderedjson.Object)
		for _, slot := range hit.Object("fields").Array("_percolator_document_slot") {
			i, _ := slot.(json.Number).Int64()
			want[hit.Text("_id")] = append(want[hit.Text("_id")], p.Documents[i].ID)
		}
	}
	for i, text := range texts {
		monitor := documentMonitor(n.T, "return true", `{"id": "q", "query": ""}`)
		input := monitor.Array("inputs")[0].(*orderedjson.Object).Object("doc_level_input")
		input.Set("indices", []any{p.Index})
		input.Array("queries")[0].(*orderedjson.Object).Set("query", text)
		result, err := evaluate.Run(evaluate.Request{Monitor: evaluate.Monitor{Body: monitor}, Store: store, Now: time.Now()})
		if err != nil {
			tally["refused"]++
			n.Logf("%q: %v", text, err)
			continue
		}
		var got []string
		for _, x := range result.Inputs[0].Array("q") {
			got = append(got, strings.TrimSuffix(x.(string), "|"+p.Index))
		}
		if !slices.Equal(got, want[fmt.Sprint(i)]) {
			tally["unequal"]++
			n.Errorf("%s %q finds %v, on the node %v", p.Index, text, got, want[fmt.Sprint(i)])
		} else if len(got) > 0 && len(got) < len(p.Documents) {
			tally["equal, discriminating"]++
		} else {
			tally["equal"]++
		}
	}
}

// leavesOf lists the fields of a document with their values as text.
func leavesOf(o *orderedjson.Object, prefix string, list [][2]string) [][2]string {
	for _, m := range o.Members() {
		switch v := m.Value.(type) {
		case *orderedjson.Object:
			list = leavesOf(v, prefix+m.Key+".", list)
		case []any:
			if len(v) > 0 {
				list = append(list, [2]string{prefix + m.Key, fmt.Sprint(v[0])})
			}
		default:
			list = append(list, [2]string{prefix + m.Key, fmt.Sprint(v)})
		}
	}
	return list
}
