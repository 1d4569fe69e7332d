package accept

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/alertplan/alertplan/internal/generate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// merged is an expression made to say new, as the whole file.
func merged(t testing.TB, expression string, old, new any) (string, *merger) {
	t.Helper()
	file := "b {\n  x = " + expression + "\n}\n"
	s := newSource("main.hcl", []byte(file))
	parsed, diags := hclsyntax.ParseConfig(s.bytes, s.name, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %s", file, diags)
	}
	m := &merger{source: s}
	m.merge(parsed.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes["x"].Expr, old, new)
	after, ok := s.apply(m.edits)
	if !ok {
		return "", m
	}
	return string(after), m
}

// saidBy is the value of the only argument of a file.
func saidBy(t testing.TB, file string) any {
	t.Helper()
	parsed, diags := hclsyntax.ParseConfig([]byte(file), "main.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %s", file, diags)
	}
	v, diags := parsed.Body.(*hclsyntax.Body).Blocks[0].Body.Attributes["x"].Expr.Value(nil)
	if diags.HasErrors() {
		t.Fatalf("%s: %s", file, diags)
	}
	text, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(text))
}

// FuzzMerge: whatever a literal says, it is made to say another value.
func FuzzMerge(f *testing.F) {
	f.Add(`{"a": 1, "b": [1, 2, 3]}`, `{"a": 2, "b": [1, 3, 4]}`)
	f.Add(`[1, 2, 3]`, `[]`)
	f.Add(`[]`, `[1]`)
	f.Add(`{"a": {}}`, `{"a": {"b": 1}, "c": "x\ny\n"}`)
	f.Add(`{"a": 1}`, `{"b": 1}`)
	f.Add(`["a", "b", "c"]`, `["b", "c", "d"]`)
	f.Add(`"a"`, `{"b": [null, true]}`)
	f.Fuzz(func(t *testing.T, before, after string) {
		old, err := orderedjson.ParseLimited([]byte(before))
		if err != nil || orderedjson.DeeperThan(old, 20) || len(before)+len(after) > 2000 {
			return
		}
		new, err := orderedjson.ParseLimited([]byte(after))
		if err != nil || orderedjson.DeeperThan(new, 20) || strings.Contains(before+after, "e") && strings.ContainsAny(before+after, "0123456789") {
			return // numbers with exponents are said otherwise
		}
		for _, form := range []string{generate.Expression(old, "  "), broken(old, "  ")} {
			if strings.ContainsRune(form, '\ufffd') || !orderedjson.Equal(saidBy(t, "b {\n  x = "+form+"\n}\n"), old) {
				return
			}
			file, m := merged(t, form, old, new)
			if len(m.left) > 0 {
				return
			}
			if file == "" {
				t.Fatalf("%s to %s: edits are in each other's way", form, after)
			}
			if got := saidBy(t, file); !orderedjson.Equal(got, kindOf(old, new)) && !orderedjson.Equal(got, new) {
				text, _ := orderedjson.Marshal(got)
				t.Fatalf("%s to %s says %s:\n%s", form, after, text, file)
			}
		}
	})
}

// broken writes a value with each element on a line of its own.
func broken(v any, indent string) string {
	var b strings.Builder
	switch v := v.(type) {
	case *orderedjson.Object:
		b.WriteString("{\n")
		for _, m := range v.Members() {
			b.WriteString(indent + "  " + generate.Key(m.Key) + " = " + broken(m.Value, indent+"  ") + "\n")
		}
		b.WriteString(indent + "}")
	case []any:
		b.WriteString("[\n")
		for i, x := range v {
			comma := ","
			if i == len(v)-1 {
				comma = ""
			}
			b.WriteString(indent + "  " + broken(x, indent+"  ") + comma + "\n")
		}
		b.WriteString(indent + "]")
	default:
		return generate.Expression(v, indent)
	}
	return b.String()
}

// TestMergeKeeps: comments, forms and the rest of a line stay.
func TestMergeKeeps(t *testing.T) {
	for name, c := range map[string]struct{ expression, old, new, want string }{
		"an element more":     {"[\n    \"a\", # first\n    \"b\"  # last\n  ]", `["a","b"]`, `["a","b","c"]`, "[\n    \"a\", # first\n    \"b\",  # last\n    \"c\",\n  ]"},
		"an element first":    {"[\n    \"a\", # first\n  ]", `["a"]`, `["z","a"]`, "[\n    \"z\",\n    \"a\", # first\n  ]"},
		"an element less":     {"[\n    \"a\", # first\n    \"b\",\n    \"c\",\n  ]", `["a","b","c"]`, `["a","c"]`, "[\n    \"a\", # first\n    \"c\",\n  ]"},
		"the last one less":   {`["a", "b"]`, `["a","b"]`, `["a"]`, `["a"]`},
		"a member":            {"{ a = 1, b = 2 }", `{"a":1,"b":2}`, `{"a":1,"b":3,"c":4}`, "{ a = 1, b = 3, c = 4 }"},
		"a member of lines":   {"{\n    a = 1 # one\n    b = 2\n  }", `{"a":1,"b":2}`, `{"a":7,"b":2,"c":"d"}`, "{\n    a = 7 # one\n    b = 2\n    c = \"d\"\n  }"},
		"a text in quotes":    {`"a\nb"`, `"a\nb"`, `"a\nc"`, `"a\nc"`},
		"a heredoc":           {"<<-TEXT\n    a\n  TEXT", `"a\n"`, `"b\nc\n"`, "<<-TEXT\n    b\n    c\n  TEXT"},
		"a number":            {"(5)", `5`, `7`, "(7)"},
		"a number as text":    {`"5"`, `"5"`, `7`, `"7"`},
		"JSON in a heredoc":   {"jsondecode(<<-EOT\n    {\"a\": 1, \"b\": [ 2 ]}\n  EOT\n  )", `{"a":1,"b":[2]}`, `{"a":1,"b":[3]}`, "jsondecode(<<-EOT\n    {\"a\": 1, \"b\": [ 3 ]}\n  EOT\n  )"},
		"JSON of an object":   {`jsonencode({ a = 1, b = "x" })`, `"{\"a\":1,\"b\":\"x\"}"`, `"{\"a\":1,\"b\":\"y\"}"`, `jsonencode({ a = 1, b = "y" })`},
		"an end that is off":  {"chomp(<<-EOT\n    a\n    b\n  EOT\n  )", `"a\nb"`, `"a\nc"`, "chomp(<<-EOT\n    a\n    c\n  EOT\n  )"},
		"what is no literal":  {`[var.a, "b"]`, `["x","b"]`, `["x","c"]`, `[var.a, "c"]`},
		"a part of a literal": {`{ a = var.x, b = { c = [1, 2] } }`, `{"a":5,"b":{"c":[1,2]}}`, `{"a":5,"b":{"c":[1,3]}}`, `{ a = var.x, b = { c = [1, 3] } }`},
	} {
		got, m := merged(t, c.expression, parse(t, c.old), parse(t, c.new))
		if want := "b {\n  x = " + c.want + "\n}\n"; got != want || len(m.left) > 0 {
			t.Errorf("%s: got\n%swant\n%sleft %d", name, got, want, len(m.left))
		}
	}
}
