package indextemplate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/indextemplate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// node is a core node of ALERTPLAN_TEST_NODES.
type node struct {
	t   *testing.T
	url string
}

// nodes runs a test on each node that is given.
func nodes(t *testing.T, test func(t *testing.T, n node)) {
	urls := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(urls) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES names no nodes")
	}
	for _, url := range urls {
		n := node{t, url}
		version := n.ask("GET", "/", "").Object("version").Text("number")
		t.Run(version, func(t *testing.T) { test(t, node{t, url}) })
	}
}

// ask sends a request and reads the object of its answer, also of a refusal.
func (n node) ask(method, path, body string) *orderedjson.Object {
	n.t.Helper()
	req, err := http.NewRequest(method, n.url+path, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		n.t.Fatal(err)
	}
	defer res.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(res.Body); err != nil {
		n.t.Fatal(err)
	}
	v, err := orderedjson.Parse(text.Bytes())
	if err != nil {
		n.t.Fatalf("%s %s: %v", method, path, err)
	}
	o, _ := v.(*orderedjson.Object)
	return o
}

// TestNextIsWhatNodesMake lays random templates over one another, and holds Next to the
// index that a node then makes.
func TestNextIsWhatNodesMake(t *testing.T) {
	nodes(t, func(t *testing.T, n node) {
		r := rand.New(rand.NewPCG(1, 2))
		const prefix = "tt-next-"
		clear := func() {
			n.ask("DELETE", "/"+prefix+"*", "")
			for _, api := range []string{"/_index_template/", "/_component_template/", "/_template/"} {
				n.ask("DELETE", api+prefix+"*", "")
			}
		}
		defer clear()
		made := 0
		const rounds = 8 // 60 agreed on each of 1.3.14, 2.19.4 and 3.5.0; a node takes seconds for each
		for range rounds {
			clear()
			composed := []string{}
			for i := range r.IntN(3) {
				name := fmt.Sprint(prefix, "c", i)
				if n.ask("PUT", "/_component_template/"+name, `{"template":`+randomBody(r)+`}`).Has("acknowledged") {
					composed = append(composed, name)
				}
			}
			if r.IntN(3) > 0 {
				names, _ := json.Marshal(composed)
				n.ask("PUT", "/_index_template/"+prefix+"a", fmt.Sprintf(`{"index_patterns":["%s*"],"priority":%d,"composed_of":%s,"template":%s}`, prefix, r.IntN(3), names, randomBody(r)))
				n.ask("PUT", "/_index_template/"+prefix+"b", fmt.Sprintf(`{"index_patterns":["%sx*","%sy*"],"priority":%d,"template":%s}`, prefix, prefix, 3+r.IntN(3), randomBody(r)))
			}
			for i := range r.IntN(3) {
				body := strings.TrimPrefix(randomBody(r), "{")
				n.ask("PUT", fmt.Sprint("/_template/", prefix, i), fmt.Sprintf(`{"index_patterns":["%s*"],"order":%d,%s`, prefix, r.IntN(3), body))
			}
			name := prefix + string("xz"[r.IntN(2)]) + "1"
			if !n.ask("PUT", "/"+name, "").Has("acknowledged") {
				continue
			}
			made++
			c := indextemplate.ReadCluster(n.ask("GET", "/_index_template/"+prefix+"*", ""), n.ask("GET", "/_component_template/"+prefix+"*", ""), legacyOf(n, prefix))
			live := indextemplate.Live(n.ask("GET", "/"+name+"/_settings?flat_settings=true", "").Object(name).Object("settings"), n.ask("GET", "/"+name+"/_mapping", "").Object(name).Object("mappings"))
			next := c.Next(name)
			if got, want := withoutEmpty(next.Mapping()), live.Mapping(); !orderedjson.Equal(got, want) {
				t.Errorf("templates %v:\ngot  %s\nwant %s", next.From, text(t, got), text(t, want))
			}
			for _, setting := range []string{"index.mapping.total_fields.limit", "index.mapping.ignore_malformed"} {
				if got, want := next.Setting(setting), live.Setting(setting); got != want {
					t.Errorf("%s is %q, want %q", setting, got, want)
				}
			}
		}
		if made < rounds/2 {
			t.Errorf("only %d of %d were taken", made, rounds)
		}
	})
}

// withoutEmpty takes properties without any out, as a node does.
func withoutEmpty(mapping *orderedjson.Object) *orderedjson.Object {
	if mapping.Has("properties") && mapping.Object("properties").Len() == 0 {
		mapping.Delete("properties")
	}
	return mapping
}

// legacyOf are the legacy templates of a prefix; a node answers 404 for none.
func legacyOf(n node, prefix string) *orderedjson.Object {
	answer := n.ask("GET", "/_template/"+prefix+"*", "")
	if answer.Has("error") {
		return nil
	}
	return answer
}

func text(t *testing.T, v any) string {
	t.Helper()
	out, err := orderedjson.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// randomBody is settings and mappings over few names, so that they meet.
func randomBody(r *rand.Rand) string {
	settings := []string{}
	if r.IntN(2) == 0 {
		settings = append(settings, fmt.Sprintf(`"index.mapping.total_fields.limit":%d`, 100+r.IntN(3)))
	}
	if r.IntN(2) == 0 {
		settings = append(settings, fmt.Sprintf(`"mapping":{"ignore_malformed":%t}`, r.IntN(2) == 0))
	}
	fields := []string{}
	for _, name := range []string{"a", "b", "o"} {
		if r.IntN(2) == 0 {
			fields = append(fields, fmt.Sprintf("%q:%s", name, randomField(r, name)))
		}
	}
	mapping := []string{`"properties":{` + strings.Join(fields, ",") + "}"}
	if r.IntN(3) == 0 {
		mapping = append(mapping, fmt.Sprintf(`"dynamic":%q`, pick(r, "true", "false", "strict")))
	}
	if r.IntN(3) == 0 {
		mapping = append(mapping, `"date_detection":false`)
	}
	if r.IntN(3) == 0 {
		mapping = append(mapping, fmt.Sprintf(`"dynamic_templates":[{%q:{"match_mapping_type":"string","mapping":{"type":%q}}}]`, pick(r, "s", "t"), pick(r, "keyword", "text")))
	}
	return fmt.Sprintf(`{"settings":{%s},"mappings":{%s}}`, strings.Join(settings, ","), strings.Join(mapping, ","))
}

func randomField(r *rand.Rand, name string) string {
	if name != "o" {
		return pick(r, `{"type":"keyword"}`, `{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":9}}}`, `{"type":"date"}`, `{"type":"keyword","ignore_above":5}`)
	}
	return pick(r, `{"properties":{"x":{"type":"keyword"}}}`, `{"properties":{"y":{"type":"text"}}}`,
		`{"dynamic":"false","properties":{"x":{"type":"text"}}}`, `{"properties":{"p":{"properties":{"z":{"type":"long"}}}}}`)
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }
