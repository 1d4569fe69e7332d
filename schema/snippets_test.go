package schema_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/schema/grammar"
)

// docs/editors/alertplan.code-snippets has every block of the language as editors
// that know the snippets of VS Code insert it.
func TestReferenceOfSnippets(t *testing.T) {
	all := orderedjson.NewObject()
	grammar.Root.Visit(func(path string, b *grammar.Block) {
		if path == "" || strings.HasPrefix(path, "destination.") && b.Kind == "" {
			return // a lifecycle is as a monitor's
		}
		s := &insertion{}
		s.block(b, "")
		text := strings.Join(s.lines, "\n") + "\n"
		checkSnippet(t, path, text)
		one := orderedjson.NewObject()
		one.Set("scope", "hcl")
		one.Set("prefix", strings.ReplaceAll(path, ".", " "))
		one.Set("description", b.Doc)
		body := []any{}
		for _, line := range s.lines {
			body = append(body, line)
		}
		one.Set("body", body)
		all.Set(path, one)
	})
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	generated(t, "editors/alertplan.code-snippets", string(text)+"\n")
}

// insertion is a block with a stop at each label and value.
type insertion struct {
	lines []string
	stops int
}

func (s *insertion) stop(text string) string {
	s.stops++
	return fmt.Sprintf("${%d:%s}", s.stops, strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`).Replace(text))
}

func (s *insertion) block(b *grammar.Block, indent string) {
	head := indent + b.Name
	for i, label := range b.Labels {
		if i == 0 && b.Kind != "" {
			head += fmt.Sprintf(" %q", b.Kind)
		} else {
			head += ` "` + s.stop(label) + `"`
		}
	}
	s.lines = append(s.lines, head+" {")
	first := len(s.lines)
	width := 0
	for _, a := range b.Arguments {
		if usual(a) {
			width = max(width, len(a.Name))
		}
	}
	for _, a := range b.Arguments {
		if usual(a) {
			s.lines = append(s.lines, fmt.Sprintf("%s  %-*s = %s", indent, width, a.Name, s.stop(a.Value())))
		}
	}
	for _, inner := range b.Blocks {
		if inner.Count == grammar.One || inner.Count == grammar.Some || inner.Usual {
			if len(s.lines) > first {
				s.lines = append(s.lines, "")
			}
			s.block(inner, indent+"  ")
		}
	}
	if b.Free {
		s.lines = append(s.lines, fmt.Sprintf("%s  %s = %s", indent, s.stop("name"), s.stop(`"value"`)))
	}
	s.lines = append(s.lines, indent+"}")
}

func usual(a grammar.Argument) bool { return a.Required || a.Usual }

var stop = regexp.MustCompile(`\$\{[0-9]+:((?:[^\\}]|\\.)*)\}`)
var escaped = regexp.MustCompile(`\\(.)`)

// checkSnippet holds what an editor inserts to be laid out as fmt does.
func checkSnippet(t *testing.T, path, text string) {
	t.Helper()
	inserted := stop.ReplaceAllStringFunc(text, func(s string) string {
		return escaped.ReplaceAllString(stop.FindStringSubmatch(s)[1], "$1")
	})
	if _, diags := hclsyntax.ParseConfig([]byte(inserted), path, hcl.InitialPos); diags.HasErrors() {
		t.Errorf("%s: %s\n%s", path, diags, inserted)
	}
	if laidOut := string(hclwrite.Format([]byte(inserted))); laidOut != inserted {
		t.Errorf("%s is not laid out as fmt does:\n%s", path, inserted)
	}
}
