package yamltext_test

import (
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
)

// TestPlaces: each node stands where it stands, in several documents and behind
// characters of several bytes.
func TestPlaces(t *testing.T) {
	source := convert.Source{Name: "x", Text: []byte("a: été\n---\n\n---\nb:\n  - 'c d' # no\n  - é: \"x\"\n")}
	text := yamltext.Of(source)
	docs, problem := text.Documents()
	if problem != nil || len(docs) != 2 {
		t.Fatalf("%d documents, %v", len(docs), problem)
	}
	list := yamltext.Member(docs[1], "b")
	for _, c := range []struct {
		node *yaml.Node
		want string
	}{
		{yamltext.Member(docs[0], "a"), "été"},
		{list.Content[0], "'c d'"},
		{list.Content[1].Content[0], "é"},
		{yamltext.Member(list.Content[1], "é"), `"x"`},
	} {
		at := text.At(c.node)
		if got := string(source.Text[at.Start.Byte:at.End.Byte]); got != c.want {
			t.Errorf("%s: %q, want %q", at, got, c.want)
		}
	}
}

// TestProblem: what is no YAML is told with its line; the documents before it are there.
func TestProblem(t *testing.T) {
	docs, problem := yamltext.Of(convert.Source{Text: []byte("a: 1\n---\nb: [\n")}).Documents()
	if len(docs) != 1 || problem == nil || problem.At < 9 {
		t.Errorf("%d documents, %+v", len(docs), problem)
	}
}

// FuzzDocuments: whatever the text, nothing panics, and places lie within it.
func FuzzDocuments(f *testing.F) {
	for _, seed := range []string{"a: b", "a: [1, {b: 'c'}]\n---\n- |\n  x\n", "&a [*a]", "? [x]\n: y", "a: \"\\u00e9\nb\"", "%YAML 1.1\n---\n\t"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		text := yamltext.Of(convert.Source{Text: []byte(source)})
		docs, problem := text.Documents()
		if problem != nil && (problem.At < 0 || problem.At > len(source)) {
			t.Errorf("%q: %+v", source, problem)
		}
		var walk func(*yaml.Node)
		walk = func(n *yaml.Node) {
			if at := text.At(n); at.Start.Byte > at.End.Byte || at.End.Byte > len(source) {
				t.Errorf("%q: %s", source, at)
			}
			for _, inner := range n.Content {
				walk(inner)
			}
		}
		for _, doc := range docs {
			walk(doc)
		}
	})
}
