package provider

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/alertplan/alertplan/internal/generate"
)

// FuzzSpell: whatever stands around a stand-in, the variable has its place in the text.
func FuzzSpell(f *testing.F) {
	w := newWords(nil)
	first, second := w.standIn("first"), w.standIn("second")
	for _, seed := range [][2]string{{"a", "b"}, {"", ""}, {"$", "%"}, {"$$", "{"}, {"line\n", "\n\nmore\n"}, {"\"", "\\"}, {"${x}", "%{if}"}, {"  ", "\nEOT\n"}, {"# ", "//"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		text := before + first + after + second + before
		written, ok := generate.Value(text, "")
		if !ok {
			return
		}
		spelt := w.Spell([]byte("x = " + written + "\n"))
		file, diags := hclsyntax.ParseConfig(spelt, "x.hcl", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatalf("%q becomes %s: %v", text, spelt, diags)
		}
		vars := cty.ObjectVal(map[string]cty.Value{"first": cty.StringVal(first), "second": cty.StringVal(second)})
		attributes, _ := file.Body.JustAttributes()
		v, diags := attributes["x"].Expr.Value(&hcl.EvalContext{Variables: map[string]cty.Value{"var": vars}, Functions: map[string]function.Function{"chomp": stdlib.ChompFunc}})
		if diags.HasErrors() || v.AsString() != text {
			t.Errorf("%q becomes %s: %v", text, spelt, diags)
		}
	})
}
