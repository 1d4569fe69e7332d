package generate

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Reference is a value that stands as an address, without quotes.
type Reference string

// Line is a text that stands in quotes, on one line, whatever it holds.
type Line string

// widest is how many characters an expression may have to stand on one line.
const widest = 72

// Expression writes a value of package orderedjson, or a Reference, as HCL. indent is
// what the line begins with on which it starts: lines that follow are laid out by it.
func Expression(v any, indent string) string {
	if short := onOneLine(v); utf8.RuneCountInString(short) <= widest {
		return short
	}
	inner := indent + "  "
	var b strings.Builder
	switch v := v.(type) {
	case *orderedjson.Object:
		b.WriteString("{\n")
		for _, m := range v.Members() {
			b.WriteString(inner + Key(m.Key) + " = " + Expression(m.Value, inner) + "\n")
		}
		b.WriteString(indent + "}")
	case []any:
		b.WriteString("[\n")
		for _, x := range v {
			b.WriteString(inner + Expression(x, inner) + ",\n")
		}
		b.WriteString(indent + "]")
	default:
		return onOneLine(v)
	}
	return b.String()
}

func onOneLine(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		if v {
			return "true"
		}
		return "false"
	case json.Number:
		return v.String()
	case string:
		return Quoted(v)
	case Reference:
		return string(v)
	case Line:
		return Quoted(string(v))
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			parts[i] = onOneLine(x)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case *orderedjson.Object:
		if v.Len() == 0 {
			return "{}"
		}
		var parts []string
		for _, m := range v.Members() {
			parts = append(parts, Key(m.Key)+" = "+onOneLine(m.Value))
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	default:
		return "null"
	}
}

// Key is an object's key: a word where it can be one.
func Key(key string) string {
	switch key {
	case "for", "null", "true", "false", "if", "in":
		return Quoted(key)
	}
	if hclsyntax.ValidIdentifier(key) {
		return key
	}
	return Quoted(key)
}

// Quoted is a text in quotes, on one line.
func Quoted(text string) string {
	return strings.TrimSpace(string(hclwrite.TokensForValue(cty.StringVal(text)).Bytes()))
}
