package search_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// pair is a live node and a store that hold the same documents.
type pair struct {
	dialect dialect.Dialect // its zero value is 2.19
	t       *testing.T
	url     string
	store   *index.Store
	now     time.Time
	tally   map[string]int
	tape    *tape // recorded answers: played where url is "", else written; may be nil
}

// livePair takes the first node of ALERTPLAN_TEST_NODES. Without one, the answers
// are those that a 2.19.4 node gave before, in testdata; ALERTPLAN_TEST_RECORD=1
// writes them anew from the node.
func livePair(t *testing.T) *pair {
	t.Helper()
	p := &pair{t: t, store: index.NewStore(time.Now), now: time.Now(), tally: map[string]int{}}
	if nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES")); len(nodes) > 0 {
		p.url = nodes[0]
		if os.Getenv("ALERTPLAN_TEST_RECORD") != "" {
			p.tape = &tape{answers: map[string]answer{}}
			t.Cleanup(func() { p.tape.save(t) })
		}
	} else {
		p.tape = loadTape(t)
	}
	t.Cleanup(func() { t.Logf("answers: %v", p.tally) })
	return p
}

// call sends a request and returns status and answer.
func (p *pair) call(method, path, body string) (int, *orderedjson.Object) {
	p.t.Helper()
	if p.url == "" {
		return p.tape.play(p.t, method, path, body)
	}
	status, text := p.ask(method, path, body)
	for tries := 0; tries < 60 && bytes.Contains(text, []byte("circuit_breaking_exception")); tries++ {
		time.Sleep(500 * time.Millisecond) // the node lacks memory: this is no answer
		status, text = p.ask(method, path, body)
	}
	if p.tape != nil {
		p.tape.record(method, path, body, answer{status, string(text)})
	}
	o, _ := parsed(text)
	return status, o
}

// ask sends a request to the node.
func (p *pair) ask(method, path, body string) (int, []byte) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.url+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, text
}

func parsed(text []byte) (*orderedjson.Object, bool) {
	v, err := orderedjson.Parse(text)
	o, ok := v.(*orderedjson.Object)
	return o, ok && err == nil
}

// create makes an index on both sides and removes it from the node at the end.
func (p *pair) create(name, body string) {
	p.t.Helper()
	p.call("DELETE", "/"+name, "")
	p.t.Cleanup(func() { p.remove("/" + name) })
	if status, answer := p.call("PUT", "/"+name, body); status != 200 {
		p.t.Fatalf("PUT %s: %d %s", name, status, print(answer))
	}
	if err := p.store.Create(name, parse(p.t, body)); err != nil {
		p.t.Fatal(err)
	}
}

// remove deletes something on the node, after the test's context has ended.
func (p *pair) remove(path string) {
	if p.url == "" {
		return
	}
	req, err := http.NewRequest("DELETE", p.url+path, nil)
	if err != nil {
		return
	}
	if res, err := http.DefaultClient.Do(req); err == nil {
		res.Body.Close()
	}
}

// add indexes documents on both sides, in one bulk request and one segment, and
// compares which of them are refused.
func (p *pair) add(name string, docs ...string) {
	p.t.Helper()
	var bulk bytes.Buffer
	for i, d := range docs {
		bulk.WriteString(`{"index":{"_index":"` + name + `","_id":"` + strconv.Itoa(i+1) + `"}}` + "\n" + d + "\n")
	}
	_, answer := p.call("POST", "/_bulk?refresh=true", bulk.String())
	for i, item := range answer.Array("items") {
		want := item.(*orderedjson.Object).Object("index").Object("error")
		_, err := p.store.Write(index.Write{Index: name, ID: strconv.Itoa(i + 1), Source: parse(p.t, docs[i])})
		got, _ := err.(*fault.Error)
		switch {
		case (want == nil) != (err == nil):
			p.t.Errorf("document %s\nnode: %s\nhere: %v", docs[i], print(want), err)
		case got != nil && got.Type != want.Text("type"):
			p.t.Errorf("document %s\nnode: %s\nhere: %s", docs[i], print(want), print(got.Object()))
		case got != nil && got.Reason != want.Text("reason"):
			p.tally["documents refused in other words"]++
		}
	}
	p.call("POST", "/"+name+"/_forcemerge?max_num_segments=1", "")
	p.call("POST", "/"+name+"/_refresh", "")
	_, mapped := p.call("GET", "/"+name+"/_mapping", "")
	want := mapped.Object(name).Object("mappings")
	got := p.store.Get(name).Mapping.Print()
	if !orderedjson.Equal(want, got) {
		p.t.Errorf("mapping of %s\nnode: %s\nhere: %s", name, print(want), print(got))
	}
}

// compare searches on both sides.
func (p *pair) compare(targets, body string) {
	p.t.Helper()
	status, want := p.call("POST", "/"+targets+"/_search?request_cache=false", body)
	answer, err := search.Search(p.store, strings.Split(targets, ","), parse(p.t, body), search.Options{Now: p.now, Dialect: p.dialect})
	if unsupported, ok := err.(*fault.UnsupportedError); ok {
		p.tally["refused"]++
		p.t.Logf("refused: %s: %s", unsupported.What, body)
		return
	}
	if refused, ok := err.(*fault.Error); ok {
		if refused.Status != status {
			p.tally["wrong"]++
			p.t.Errorf("%s\nnode: %d %s\nhere: %s", body, status, print(want), print(refused.Body()))
			return
		}
		if text := want.Object("error").Text("reason"); text != refused.Reason && !strings.HasPrefix(text, "[") {
			p.t.Logf("error text: %s\nnode: %s\nhere: %s", body, print(want), print(refused.Body()))
		}
		if roots := want.Object("error").Array("root_cause"); len(roots) > 0 {
			root := roots[0].(*orderedjson.Object)
			ours := refused.Body().Object("error").Array("root_cause")[0].(*orderedjson.Object)
			if root.Text("type") != ours.Text("type") {
				p.t.Errorf("error type: %s\nnode: %s\nhere: %s", body, print(root), print(ours))
			} else if root.Text("reason") != ours.Text("reason") {
				p.t.Logf("error text: %s\nnode: %s\nhere: %s", body, print(root), print(ours))
			}
		}
		p.tally["error"]++
		return
	}
	if status != 200 {
		p.tally["wrong"]++
		p.t.Errorf("%s\nnode: %d %s\nhere: %s %v", body, status, print(want), print(answer), err)
		return
	}
	for _, o := range []*orderedjson.Object{want, answer} {
		o.Delete("took")
		strip(o.Object("_shards"))
	}
	if diff := difference("", want, answer); diff != "" {
		p.tally["wrong"]++
		p.t.Errorf("%s\n%s\nnode: %s\nhere: %s", body, diff, print(want), print(answer))
		return
	}
	p.tally["equal"]++
}

// strip takes out what names a node or an index's identity, and the order in which
// shards were asked.
func strip(shards *orderedjson.Object) {
	slices.SortFunc(shards.Array("failures"), func(a, b any) int {
		return strings.Compare(a.(*orderedjson.Object).Text("index"), b.(*orderedjson.Object).Text("index"))
	})
	for _, f := range shards.Array("failures") {
		o := f.(*orderedjson.Object)
		o.Delete("node")
		o.Object("reason").Delete("index_uuid")
		o.Object("reason").Delete("caused_by")
	}
}

// difference compares two answers: exactly, but for scores and sums, which may
// differ by one part in a million.
func difference(path string, want, got any) string {
	switch want := want.(type) {
	case *orderedjson.Object:
		got, ok := got.(*orderedjson.Object)
		if !ok {
			return path + ": no object"
		}
		for _, m := range want.Members() {
			v, ok := got.Get(m.Key)
			if !ok {
				return path + "." + m.Key + ": missing here"
			}
			if d := difference(path+"."+m.Key, m.Value, v); d != "" {
				return d
			}
		}
		for _, k := range got.Keys() {
			if !want.Has(k) {
				return path + "." + k + ": not on the node"
			}
		}
		return ""
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			return path + ": lists of different length"
		}
		for i := range want {
			if d := difference(path+"["+strconv.Itoa(i)+"]", want[i], got[i]); d != "" {
				return d
			}
		}
		return ""
	case json.Number:
		n, ok := got.(json.Number)
		a, _ := want.Float64()
		b, _ := n.Float64()
		if !ok || a-b > 1e-6*max(a, -a) || b-a > 1e-6*max(a, -a) {
			return path + ": " + want.String() + " on the node, " + print(got) + " here"
		}
		return ""
	}
	if want != got {
		return path + ": " + print(want) + " on the node, " + print(got) + " here"
	}
	return ""
}

func print(v any) string {
	text, err := orderedjson.Marshal(v)
	if err != nil {
		return err.Error()
	}
	if len(text) > 1500 {
		text = append(text[:1500], '.', '.', '.')
	}
	return string(text)
}

func parse(t *testing.T, text string) *orderedjson.Object {
	t.Helper()
	v, err := orderedjson.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v.(*orderedjson.Object)
}
