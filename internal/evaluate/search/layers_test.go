package search_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Pairs of mappings that templates and an index lay over one another.
var layerPairs = [][2]string{
	{`{"properties":{"a":{"type":"keyword","ignore_above":5}}}`, `{"properties":{"a":{"type":"keyword"}}}`},
	{`{"properties":{"a":{"type":"text","fields":{"k":{"type":"keyword"}}}}}`, `{"properties":{"a":{"type":"text"}}}`},
	{`{"properties":{"a":{"properties":{"b":{"type":"long"}}}}}`, `{"properties":{"a":{"properties":{"c":{"type":"long"}}}}}`},
	{`{"properties":{"a":{"type":"object","dynamic":false}}}`, `{"properties":{"a":{"properties":{"c":{"type":"long"}}}}}`},
	{`{"properties":{"a":{"type":"nested"}}}`, `{"properties":{"a":{"properties":{"c":{"type":"long"}}}}}`},
	{`{"properties":{"a":{"type":"keyword"}}}`, `{"properties":{"a":{"properties":{"c":{"type":"long"}}}}}`},
	{`{"properties":{"a":{"properties":{"c":{"type":"long"}}}}}`, `{"properties":{"a":{"type":"keyword"}}}`},
	{`{"properties":{"a.b":{"type":"long"}}}`, `{"properties":{"a":{"properties":{"b":{"type":"keyword"}}}}}`},
	{`{"properties":{"a":{"properties":{"b":{"type":"keyword"}}}}}`, `{"properties":{"a.b":{"type":"long"}}}`},
	{`{"properties":{"a":{"type":"object","enabled":false}}}`, `{"properties":{"a":{"type":"object"}}}`},
	{`{"dynamic":"strict"}`, `{"dynamic":true}`},
	{`{"dynamic_templates":[{"s":{"match":"a*","mapping":{"type":"keyword"}}}]}`, `{"dynamic_templates":[{"t":{"match":"b*","mapping":{"type":"keyword"}}}]}`},
	{`{"dynamic_templates":[{"s":{"match":"a*","mapping":{"type":"keyword"}}}]}`, `{"dynamic_templates":[{"s":{"match":"b*","mapping":{"type":"long"}}}]}`},
	{`{"dynamic_templates":[{"s":{"match":"a*","mapping":{"type":"keyword"}}},{"s":{"match":"c*","mapping":{"type":"keyword"}}}]}`, `{}`},
	{`{"_meta":{"a":1,"n":{"x":1}}}`, `{"_meta":{"b":2,"n":{"y":2}}}`},
	{`{"dynamic_date_formats":["yyyy"]}`, `{"dynamic_date_formats":["dd/MM/yyyy"]}`},
	{`{"properties":{"al":{"type":"alias","path":"k"}}}`, `{"properties":{"k":{"type":"keyword"}}}`},
	{`{"properties":{"a":{"type":"date","format":"yyyy"}}}`, `{"properties":{"a":{"type":"date"}}}`},
	{`{"properties":{"a":{"type":"text","analyzer":"my"}}}`, `{"properties":{"b":{"type":"keyword"}}}`},
}

// Ways in which two mappings, A and B, come to an index; N is its name.
var layerWays = [][]string{
	{`component N-a {"template":{"settings":SETTINGS,"mappings":A}}`, `component N-b {"template":{"mappings":B}}`, `template N {"index_patterns":["N*"],"composed_of":["N-a","N-b"],"priority":900}`, `index N {}`},
	{`component N-a {"template":{"settings":SETTINGS}}`, `template N {"index_patterns":["N*"],"composed_of":["N-a"],"priority":900,"template":{"mappings":A}}`, `index N {"mappings":B}`},
	{`legacy N-a {"index_patterns":["N*"],"order":1,"settings":SETTINGS,"mappings":A}`, `legacy N-b {"index_patterns":["N*"],"order":2,"mappings":B}`, `index N {}`},
	{`legacy N-a {"index_patterns":["N*"],"order":1,"settings":SETTINGS,"mappings":A}`, `index N {"mappings":B}`},
}

// TestLayers makes indices by templates of both kinds.
func TestLayers(t *testing.T) {
	const settings = `{"analysis":{"analyzer":{"my":{"type":"custom","tokenizer":"whitespace"}}}}`
	onGenerations(t, func(p *pair) {
		for i, pair := range layerPairs {
			for j, way := range layerWays {
				name := "ev-layers-" + strconv.Itoa(i) + "-" + strconv.Itoa(j) + "-"
				fill := strings.NewReplacer("N", name, "SETTINGS", settings, "A", pair[0], "B", pair[1])
				for _, step := range way {
					if !p.layer(fill.Replace(step)) {
						break
					}
				}
			}
		}
	})
}

// layer puts a template or an index on both sides, and tells whether it was taken.
func (p *pair) layer(step string) bool {
	p.t.Helper()
	what, rest, _ := strings.Cut(step, " ")
	name, body, _ := strings.Cut(rest, " ")
	path := map[string]string{"component": "/_component_template/", "template": "/_index_template/", "legacy": "/_template/", "index": "/"}[what] + name
	p.t.Cleanup(func() { p.remove(path) })
	status, want := p.call("PUT", path, body)
	put := map[string]func(string, *orderedjson.Object) error{"component": p.store.PutComponent, "template": p.store.PutTemplate, "legacy": p.store.PutLegacyTemplate, "index": p.store.Create}[what]
	err := put(name, parse(p.t, body))
	if (err == nil) != (status == 200) {
		p.t.Errorf("%s\nnode: %d %s\nhere: %v", step, status, print(want), err)
	}
	if err == nil && what == "index" {
		_, mapped := p.call("GET", path+"/_mapping", "")
		if want, got := mapped.Object(name).Object("mappings"), p.store.Get(name).Mapping.Print(); !orderedjson.Equal(want, got) {
			p.t.Errorf("%s\nnode: %s\nhere: %s", step, print(want), print(got))
		}
	}
	return err == nil
}
