package schema_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/schema/grammar"
)

// generatedPart is a part of the reference that is made of the table of the
// language: of which block, and what stands there.
var generatedPart = regexp.MustCompile(`(?s)(<!-- generated: ([a-z_.]*) -->\n).*?(<!-- end -->\n)`)

// The tables of docs/language.md are those of the language, all of them.
func TestReferenceOfBlocks(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(docs, "language.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string]*grammar.Block{}
	grammar.Root.Visit(func(path string, b *grammar.Block) { blocks[path] = b })
	told := map[string]bool{"": true}
	want := generatedPart.ReplaceAllStringFunc(string(text), func(part string) string {
		found := generatedPart.FindStringSubmatch(part)
		var table string
		switch path := found[2]; {
		case path == "types":
			table = typesTable()
		case path == "file":
			table = blockTable(grammar.Root)
		case path == "destination":
			table = destinationTables(told)
		case blocks[path] != nil:
			for other, b := range blocks { // one that stands in several has one table
				told[other] = told[other] || b == blocks[path]
			}
			table = blockTable(blocks[path])
		default:
			t.Errorf("docs/language.md has a table of %q, which the language does not know", path)
		}
		return found[1] + table + found[3]
	})
	for path, b := range blocks {
		if !told[path] && !b.Free && !(strings.HasPrefix(path, "destination.") && b.Name == "lifecycle") {
			t.Errorf("docs/language.md has no table of %s: put \"<!-- generated: %s -->\" and \"<!-- end -->\" where it shall stand, and run make generate", path, path)
		}
	}
	generated(t, "language.md", want)
}

const tableHead = "\n| | type | default | |\n|---|---|---|---|\n"

// blockTable is what a block can hold, arguments before blocks.
func blockTable(b *grammar.Block) string {
	return tableHead + argumentRows(b.Arguments) + blockRows(b.Blocks) + "\n"
}

func argumentRows(arguments []grammar.Argument) string {
	var rows strings.Builder
	for _, a := range arguments {
		kind, standard, doc := string(a.Type), a.Default, a.Doc
		if a.Secret {
			kind += ", secret"
		}
		if a.Required {
			standard = "*required*"
		} else if isWritten(a) {
			standard = "`" + standard + "`"
		}
		if len(a.Values) > 0 {
			doc += " One of `" + strings.Join(a.Values, "`, `") + "`."
		}
		fmt.Fprintf(&rows, "| `%s` | %s | %s | %s |\n", a.Name, cell(kind), pipes.Replace(standard), pipes.Replace(doc))
	}
	return rows.String()
}

var pipes = strings.NewReplacer("|", "\\|")

// isWritten tells a default that can be written from one in words.
func isWritten(a grammar.Argument) bool {
	return a.Default != "" && !strings.ContainsAny(a.Default, " `") && a.Default != "none" && a.Default != "any"
}

func blockRows(blocks []*grammar.Block) string {
	var rows strings.Builder
	for i, b := range blocks {
		doc, _, _ := strings.Cut(b.Doc, ". ")
		if b.Kind != "" {
			doc = "Where messages go, by kind"
		}
		if i == 0 || blocks[i-1].Name != b.Name {
			fmt.Fprintf(&rows, "| `%s` | block, %s | | %s. |\n", b.Name, b.Count, pipes.Replace(strings.TrimSuffix(doc, ".")))
		}
	}
	return rows.String()
}

// destinationTables are what all kinds of destination have, and what each has
// beside.
func destinationTables(told map[string]bool) string {
	var common []grammar.Argument
	for _, a := range grammar.Destinations[0].Arguments {
		if !slices.ContainsFunc(grammar.Destinations, func(b *grammar.Block) bool { _, has := b.Argument(a.Name); return !has }) {
			common = append(common, a)
		}
	}
	text := "\nOf every kind:\n" + tableHead + argumentRows(common) + blockRows([]*grammar.Block{grammar.Lifecycle})
	for _, b := range grammar.Destinations {
		told[b.Title()] = true
		own := slices.DeleteFunc(slices.Clone(b.Arguments), func(a grammar.Argument) bool {
			return slices.ContainsFunc(common, func(c grammar.Argument) bool { return c.Name == a.Name })
		})
		text += fmt.Sprintf("\n`%s`: %s\n", b.Kind, b.Doc) + tableHead + argumentRows(own)
	}
	return text + "\n"
}

func typesTable() string {
	text := "\n| type | | such as |\n|---|---|---|\n"
	for _, d := range grammar.Types {
		text += fmt.Sprintf("| %s | %s | `%s` |\n", cell(string(d.Type)), pipes.Replace(d.Doc), d.Example)
	}
	return text + "\n"
}
