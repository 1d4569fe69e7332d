package grammar_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/schema/grammar"
)

// Whatever the language has is described, once, in sentences, with a value that
// can be written.
func TestAllIsDescribed(t *testing.T) {
	grammar.Root.Visit(func(path string, b *grammar.Block) {
		if path != "" && (b.Count == "" || b.Name == "") {
			t.Errorf("%s: how often it may stand is not said", path)
		}
		sentences(t, path, b.Doc)
		var names []string
		for _, a := range b.Arguments {
			at := path + "." + a.Name
			if slices.Contains(names, a.Name) {
				t.Errorf("%s stands twice", at)
			}
			names = append(names, a.Name)
			sentences(t, at, a.Doc)
			if a.Type == "" {
				t.Errorf("%s has no type", at)
			}
			if a.Required && a.Default != "" {
				t.Errorf("%s is required, and has a default", at)
			}
			if _, diags := hclsyntax.ParseExpression([]byte(a.Value()), at, hcl.InitialPos); diags.HasErrors() {
				t.Errorf("%s: %q can't be written: %s", at, a.Value(), diags)
			}
		}
		if b.Free == (len(b.Arguments)+len(b.Blocks) > 0) {
			t.Errorf("%s: what it holds is not said, or is said of a block of free names", path)
		}
	})
}

func sentences(t *testing.T, at, doc string) {
	t.Helper()
	if doc == "" || !strings.HasSuffix(doc, ".") || strings.Contains(doc, "\n") {
		t.Errorf("%s: its description is no line of sentences: %q", at, doc)
	}
}
