package conformance

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Template is a template that was made up, with what it makes use of.
type Template struct {
	Source   string
	Features []Feature
	Breaks   bool // made to fail: it is asked alone
}

// painter makes templates up over values.
type painter struct {
	*gen
	root     *orderedjson.Object
	features []Feature
	depth    int
}

var templateTexts = []string{"text", `say "hi" & <b>'x'</b>`, `C:\dir\n`, "line1\nline2\r\ttab", "é 日本 😀", "a\u0001b\u001fc", "a/b </script>", "", " ", "007", "true",
	"https://x.y/?a=b c&d=é+%", "a.b+c@d.e", "{{s}}", "\u2028\u2029", "null", "a,b"}

var templateKeys = []string{"s", "q", "n", "list", "o", "eventName", "userIdentity", "size", "0", "a b", "dotted.key", "UPPER", "Aa", "BB", "t", "awsRegion", "x", "_source", "hits"}

// value makes a value up, of at most depth levels.
func (g *gen) tree(depth int) any {
	n := 9
	if depth > 0 {
		n = 15
	}
	switch g.IntN(n) {
	case 0, 1, 2:
		return pick(g, templateTexts...)
	case 3:
		return json.Number(pick(g, "0", "42", "-7", "123456789012", "12345678901234567890", "2147483648", "-2147483649", "1"))
	case 4, 5:
		return json.Number(pick(g, "1.5", "1.0", "10000000.0", "9999999.0", "0.001", "0.0001", "12345678.9", "0.12345678901234568", "-0.0", "1e+21", "1e+23", "1.7976931348623157e+308", "3.14", "100.0", "2.2250738585072014E-308", "1E-5", "123456.789e3"))
	case 6:
		return g.one(2)
	case 7:
		return nil
	case 8:
		return pick[any](g, []any{}, orderedjson.NewObject(), []any{nil}, []any{"x", "y", "z"}, []any{json.Number("1"), json.Number("2.5")})
	case 9, 10, 11:
		return g.treeObject(depth - 1)
	}
	var out []any
	same := g.one(2)
	for range g.IntN(4) {
		if same {
			out = append(out, g.treeObject(depth-1))
		} else {
			out = append(out, g.tree(depth-1))
		}
	}
	if out == nil {
		out = []any{}
	}
	return out
}

func (g *gen) treeObject(depth int) *orderedjson.Object {
	o := orderedjson.NewObject()
	for range 1 + g.IntN(5) {
		o.Set(pick(g, templateKeys...), g.tree(depth))
	}
	return o
}

// Templates makes up values and templates over them.
func MakeTemplates(seed, n uint64, count int) (*orderedjson.Object, []Template) {
	g := newGen(seed, 1<<50+n)
	root := orderedjson.NewObject()
	for _, k := range templateKeys {
		root.Set(k, g.tree(3))
	}
	var out []Template
	for i := range count {
		p := &painter{gen: newGen(seed, 1<<50+n<<20+uint64(i)+1), root: root}
		t := Template{Source: p.block(root)}
		t.Features = p.features
		out = append(out, t)
	}
	return root, out
}

func (p *painter) note(name string) { p.features = append(p.features, Feature{Templates, name}) }

func (p *painter) block(scope any) string {
	var b strings.Builder
	p.depth++
	defer func() { p.depth-- }()
	for range 1 + p.IntN(4) {
		b.WriteString(p.plain())
		b.WriteString(p.piece(scope))
	}
	b.WriteString(p.plain())
	return b.String()
}

func (p *painter) plain() string {
	return pick(p.gen, "", "", "", " ", "\n", "\n", "  ", "a", "x: ", "\r\n", "\n\n", "\t", "- ", "\"", "<&>", "}", "{", "é", " \n ", "\n  ")
}

func (p *painter) piece(scope any) string {
	if p.depth > 3 {
		return p.variable(scope)
	}
	switch p.IntN(16) {
	case 0, 1, 2, 3:
		return p.section(scope, "#")
	case 4:
		return p.section(scope, "^")
	case 5:
		p.note("comment")
		return "{{!" + pick(p.gen, "", " note ", "\nlines\n") + "}}"
	case 6:
		return p.delimiters(scope)
	case 7:
		path, v := p.path(scope)
		p.note("toJson")
		p.note("toJson of " + typeOf(v))
		return "{{#toJson}}" + path + "{{/toJson}}"
	case 8:
		return p.join(scope)
	case 9:
		p.note("url")
		return "{{#url}}" + p.plain() + p.block(scope) + "{{/url}}"
	}
	return p.variable(scope)
}

func (p *painter) variable(scope any) string {
	path, v := p.path(scope)
	kind := typeOf(v)
	switch p.IntN(6) {
	case 0:
		p.note("{{{x}}}")
		p.note("{{{x}}} of " + kind)
		return "{{{" + path + "}}}"
	case 1:
		p.note("{{&x}}")
		p.note("{{&x}} of " + kind)
		return "{{&" + path + "}}"
	case 2:
		path = " " + path + " "
	}
	p.note("{{x}}")
	p.note("{{x}} of " + kind)
	return "{{" + path + "}}"
}

func (p *painter) section(scope any, sigil string) string {
	path, v := p.path(scope)
	name := map[string]string{"#": "section", "^": "inverted section"}[sigil]
	p.note(name)
	p.note(name + " of " + typeOf(v))
	inner := scope
	switch v := v.(type) {
	case *orderedjson.Object:
		inner = v
	case []any:
		if len(v) > 0 {
			inner = pick(p.gen, v...)
		}
	case nil:
	default:
		inner = v
	}
	return "{{" + sigil + path + "}}" + p.block(inner) + "{{/" + path + "}}"
}

func (p *painter) delimiters(scope any) string {
	p.note("delimiters")
	path, _ := p.path(scope)
	return "{{=<% %>=}}<% " + path + " %>" + p.plain() + "<%={{ }}=%>"
}

func (p *painter) join(scope any) string {
	path, v := p.path(scope)
	list, ok := v.([]any)
	if !ok && !p.one(3) || slices.Contains(list, nil) {
		return p.variable(scope)
	}
	p.note("join")
	p.note("join of " + typeOf(v))
	if p.one(3) {
		p.note("join with a delimiter")
		d := pick(p.gen, "||", " - ", "", "; ", "\n")
		return "{{#join delimiter='" + d + "'}}" + path + "{{/join delimiter='" + d + "'}}"
	}
	return "{{#join}}" + path + "{{/join}}"
}

// path is a way to a value, seen from the scope or from the top.
func (p *painter) path(scope any) (string, any) {
	at := any(p.root)
	if _, ok := scope.(*orderedjson.Object); ok && !p.one(3) {
		at = scope
	} else if p.depth > 1 && p.one(3) {
		p.note("{{.}}")
		return ".", scope
	}
	var parts []string
	for range 1 + p.IntN(3) {
		switch v := at.(type) {
		case *orderedjson.Object:
			key := pick(p.gen, append(v.Keys(), "missing")...)
			if p.one(25) {
				key = "size"
			}
			parts = append(parts, key)
			at, _ = v.Get(key)
		case []any:
			switch {
			case p.one(6):
				parts, at = append(parts, "size"), json.Number(fmt.Sprint(len(v)))
				p.note("size of a list")
			case len(v) > 0:
				i := p.IntN(len(v))
				parts, at = append(parts, fmt.Sprint(i)), v[i]
				p.note("element of a list")
			}
		}
	}
	if len(parts) > 1 {
		p.note("dotted name")
	}
	return strings.Join(parts, "."), at
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case bool:
		return fmt.Sprint(v)
	case string:
		if v == "" {
			return "an empty text"
		}
		return "a text"
	case json.Number:
		if strings.ContainsAny(string(v), ".eE") {
			return "a decimal"
		}
		return "a whole number"
	case []any:
		if len(v) == 0 {
			return "an empty list"
		}
		return "a list"
	case *orderedjson.Object:
		if v.Len() == 0 {
			return "an empty map"
		}
		return "a map"
	}
	return "?"
}
