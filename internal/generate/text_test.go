package generate_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"golang.org/x/text/unicode/norm"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// FuzzText: a text is written as an expression that says it, wherever it stands.
func FuzzText(f *testing.F) {
	for _, text := range []string{"", "a", "a\nb\n", "a\nb", "  a\n b\n", "${x}", "%{if}\n$${y}\n", "EOT\nEOT\n", "\\ \" \t", "é ✓\n\n\n", "a\r\nb\r\n", "\n", " ", "{{#x}}\n{{/x}}\n", "a \nb \n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, indent := range []string{"", "    "} {
			written, ok := generate.Text(text, indent)
			if !ok {
				if norm.NFC.String(text) == strings.ToValidUTF8(text, "\ufffd") && !strings.ContainsFunc(text, func(r rune) bool {
					return r < ' ' && r != '\n' && r != '\t' || r == '\ufffd' || r == '\u00ad' || r > 0xffff
				}) && norm.NFC.IsNormalString(text) {
					t.Fatalf("%q can't be written", text)
				}
				continue
			}
			file := "a {\n" + indent + "x = " + written + "\n}\n"
			parsed, diags := hclsyntax.ParseConfig([]byte(file), "", hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatalf("%q is written as %s: %s", text, file, diags)
			}
			attribute := parsed.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes["x"]
			source := string(attribute.Expr.Range().SliceBytes([]byte(file)))
			if said, ok := generate.Literal(source); !ok || said != text {
				t.Fatalf("%q is written as %s, which says %q", text, file, said)
			}
		}
	})
}

// FuzzExpression: a value is written as an expression that is it.
func FuzzExpression(f *testing.F) {
	for _, text := range []string{`1`, `"a"`, `[1, -2.5, 1e3]`, `{"a b": null, "for": true, "if": [[]], "x": {}}`, `{"a": "` + strings.Repeat("long ", 30) + `", "b": ["${x}", "%{y}"]}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		value, err := orderedjson.ParseLimited([]byte(text))
		if err != nil || orderedjson.DeeperThan(value, 50) {
			return
		}
		written := generate.Expression(value, "  ")
		expr, diags := hclsyntax.ParseExpression([]byte(written), "", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%s is written as %s: %s", text, written, diags)
		}
		if _, diags := expr.Value(nil); diags.HasErrors() {
			t.Fatalf("%s is written as %s: %s", text, written, diags)
		}
	})
}

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"one line":            `"one line"`,
		"one line\n":          `"one line\n"`,
		"two\nlines\n":        "<<-EOT\n    two\n    lines\n  EOT",
		"no\nend":             "chomp(<<-EOT\n    no\n    end\n  EOT\n  )",
		"EOT\nof it\n":        "<<-EOT_\n    EOT\n    of it\n  EOT_",
		"${a}\n%{b}\n":        "<<-EOT\n    $${a}\n    %%{b}\n  EOT",
		"  leading\n  both\n": "<<EOT\n  leading\n  both\nEOT",
	} {
		if got, ok := generate.Text(text, "  "); !ok || got != want {
			t.Errorf("%q is written as\n%s\nwant\n%s", text, got, want)
		}
	}
}
