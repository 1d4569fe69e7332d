package search_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDifferences plays what nodes and we once answered differently, a file a subject, on
// each generation. Lines of a file: "index NAME BODY", "doc NAME SOURCE", "search NAMES
// BODY", "exactly NAMES BODY" where scores count to the last digit, "mapping NAME BODY" for
// a mapping that may be refused, "then" what is put over it, and "not GENERATION" where one knows nothing of it.
func TestDifferences(t *testing.T) {
	files, err := filepath.Glob("testdata/differences/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%v: %d files", err, len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			onGenerations(t, func(p *pair) { p.script(string(text)) })
		})
	}
}

// script plays the lines of a file. Documents wait until their index is searched.
func (p *pair) script(text string) {
	p.t.Helper()
	docs := map[string][]string{}
	for line := range strings.Lines(text) {
		what, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		name, body, _ := strings.Cut(rest, " ")
		switch what {
		case "", "#":
		case "not":
			if name == p.dialect.Name() {
				return
			}
		case "index":
			p.create(name, body)
		case "mapping":
			p.declare(name, strings.Split(body, " then ")...)
		case "doc":
			docs[name] = append(docs[name], body)
		case "search", "exactly":
			for _, index := range strings.Split(name, ",") {
				if len(docs[index]) > 0 {
					p.add(index, docs[index]...)
					delete(docs, index)
				}
			}
			if what == "exactly" {
				p.same(name, body)
			} else {
				p.compare(name, body)
			}
		default:
			p.t.Fatalf("a line that begins with %q", what)
		}
	}
	if len(docs) > 0 {
		names := slices.Collect(maps.Keys(docs))
		p.t.Fatalf("documents that are not searched: %v", names)
	}
}
