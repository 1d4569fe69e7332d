package view

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bodyWidth is how wide a line of a search body may be: a clause of a query
// usually fits one, so that a diff shows clauses, not brackets.
const bodyWidth = 100

// compactJSON writes JSON with as much on a line as fits: an object or list is
// broken up only where it is too long.
func compactJSON(v any) string {
	var b strings.Builder
	writeCompact(&b, v, 0, 0)
	return b.String()
}

// writeCompact writes v at an indentation; used is what the line holds besides.
func writeCompact(b *strings.Builder, v any, indent, used int) {
	if line := spaced(v); indent+used+len(line) <= bodyWidth {
		b.WriteString(line)
		return
	}
	switch v := v.(type) {
	case *orderedjson.Object:
		if v.Len() == 1 { // a wrapper such as {"bool": …} takes no line of its own
			only := v.Members()[0]
			key := "{" + spaced(only.Key) + ": "
			b.WriteString(key)
			writeCompact(b, only.Value, indent, used+len(key)+1)
			b.WriteByte('}')
			return
		}
		b.WriteString("{\n")
		for i, m := range v.Members() {
			key := spaced(m.Key) + ": "
			b.WriteString(strings.Repeat(" ", indent+2) + key)
			writeCompact(b, m.Value, indent+2, len(key)+1)
			endItem(b, i, v.Len())
		}
		b.WriteString(strings.Repeat(" ", indent) + "}")
	case []any:
		b.WriteString("[\n")
		for i, x := range v {
			b.WriteString(strings.Repeat(" ", indent+2))
			writeCompact(b, x, indent+2, 1)
			endItem(b, i, len(v))
		}
		b.WriteString(strings.Repeat(" ", indent) + "]")
	default:
		b.WriteString(spaced(v))
	}
}

func endItem(b *strings.Builder, i, n int) {
	if i < n-1 {
		b.WriteByte(',')
	}
	b.WriteByte('\n')
}

// spaced writes a value on one line, with a blank after colons and commas.
func spaced(v any) string {
	var b strings.Builder
	switch v := v.(type) {
	case *orderedjson.Object:
		b.WriteByte('{')
		for i, m := range v.Members() {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(spaced(m.Key) + ": " + spaced(m.Value))
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(spaced(x))
		}
		b.WriteByte(']')
	default:
		text, err := orderedjson.Marshal(v)
		if err != nil {
			return "?"
		}
		b.Write(text)
	}
	return b.String()
}
