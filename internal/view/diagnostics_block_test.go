package view

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcled"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// At every place of a file blockAt says what hcled does.
func TestBlockAt(t *testing.T) {
	text := "workspace = \"x\"\n# a comment\nvariable \"a\" {}\nmonitor \"m\\\"1\" {\n  trigger \"t\" {\n    severity = 1\n  }\n}\n\nlocals {\n  x = 1\n}\ndestination \"slack\" \"a\" { name = \"b\" }\n"
	file, diags := hclsyntax.ParseConfig([]byte(text), "x.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for offset := range len(text) + 2 {
		if got, want := blockAt(file, offset), hcled.ContextString(file, offset); got != want {
			t.Errorf("at %d: %q, want %q", offset, got, want)
		}
	}
}
