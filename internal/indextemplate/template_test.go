package indextemplate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/indextemplate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func options(t *testing.T, kind indextemplate.Kind, generationName string) indextemplate.Options {
	t.Helper()
	o := indextemplate.Options{Kind: kind}
	var err error
	if o.For, err = generation.TemplatesNamed(generationName); err != nil {
		t.Fatal(err)
	}
	if o, err = o.WithDefaults(); err != nil {
		t.Fatal(err)
	}
	return o
}

// TestForms holds the outside of the templates to the forms of each generation: those of
// Elasticsearch 6 and 7 to their documentation, which no node here speaks.
func TestForms(t *testing.T) {
	for _, c := range []struct{ generation, path, keys, mapping string }{
		{"opensearch-3", "/_index_template/alertplan-cwl", "index_patterns priority template", "properties"},
		{"opensearch-2.19", "/_index_template/alertplan-cwl", "index_patterns priority template", "properties"},
		{"opensearch-1", "/_index_template/alertplan-cwl", "index_patterns priority template", "properties"},
		{"opendistro-1.13", "/_index_template/alertplan-cwl", "index_patterns priority template", "properties"},
		{"es-7.8", "/_index_template/alertplan-cwl", "index_patterns priority template", "properties"},
		{"es-7.7", "/_template/alertplan-cwl", "index_patterns order settings mappings", "properties"},
		{"es-7", "/_template/alertplan-cwl", "index_patterns order settings mappings", "properties"},
		{"opendistro-1.3", "/_template/alertplan-cwl", "index_patterns order settings mappings", "properties"},
		{"opendistro-1.8", "/_template/alertplan-cwl", "index_patterns order settings mappings", "properties"},
		{"opendistro-1.9", "/_index_template/alertplan-cwl", "index_patterns priority template", "properties"},
		{"es-6.5", "/_template/alertplan-cwl", "index_patterns order settings mappings", "_doc"},
		{"opendistro-0.10", "/_template/alertplan-cwl", "index_patterns order settings mappings", "_doc"},
	} {
		o := options(t, indextemplate.CWL, c.generation)
		body := indextemplate.Body(o)
		if got := o.Path(); got != c.path {
			t.Errorf("%s: it is put to %s, want %s", c.generation, got, c.path)
		}
		if got := strings.Join(body.Keys(), " "); got != c.keys {
			t.Errorf("%s: it says %s, want %s", c.generation, got, c.keys)
		}
		mappings := body.Object("mappings")
		if body.Has("template") {
			mappings = body.Object("template").Object("mappings")
		}
		if got := strings.Join(mappings.Keys(), " "); got != c.mapping {
			t.Errorf("%s: its mappings say %s, want %s", c.generation, got, c.mapping)
		}
	}
}

// TestFitsItsLimit holds the mapping to its own limit, with room for other log groups.
func TestFitsItsLimit(t *testing.T) {
	for _, kind := range indextemplate.Kinds {
		body := indextemplate.Body(options(t, kind, "opensearch-3"))
		if n := countFields(body.Object("template").Object("mappings")); n > indextemplate.FieldLimit/4 {
			t.Errorf("%s: %d fields", kind, n)
		}
		store := index.NewStore(time.Now)
		if err := store.PutTemplate("t", body); err != nil {
			t.Errorf("%s: the engine of the sandbox refuses it: %v", kind, err)
		}
	}
}

// countFields counts as the server's limit does: objects, fields and their .keyword.
func countFields(def *orderedjson.Object) int {
	n := 0
	for _, inside := range []string{"properties", "fields"} {
		for _, m := range def.Object(inside).Members() {
			child, _ := m.Value.(*orderedjson.Object)
			n += 1 + countFields(child)
		}
	}
	return n
}
