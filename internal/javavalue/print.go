package javavalue

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Print is String.valueOf: what Java makes of a value in a text.
func Print(v Value, jdk JDK) string {
	var b strings.Builder
	printValue(&b, v, jdk)
	return b.String()
}

func printValue(b *strings.Builder, v Value, jdk JDK) {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case string:
		b.WriteString(v)
	case int8, int16, int32, int64:
		fmt.Fprint(b, v)
	case Char:
		b.WriteString(FromUTF16([]uint16{uint16(v)}))
	case float32:
		b.WriteString(FloatText(v, jdk))
	case float64:
		b.WriteString(DoubleText(v, jdk))
	case *big.Int:
		b.WriteString(v.String())
	case *List:
		printItems(b, v, v.Items, jdk)
	case *Set:
		printItems(b, v, v.Items(), jdk)
	case *Map:
		printMap(b, v, jdk)
	case Object:
		b.WriteString(v.JavaString(jdk))
	default:
		fmt.Fprintf(b, "%v", v)
	}
}

func printItems(b *strings.Builder, whole Value, items []Value, jdk JDK) {
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		if item == whole {
			b.WriteString("(this Collection)")
			continue
		}
		printValue(b, item, jdk)
	}
	b.WriteByte(']')
}

func printMap(b *strings.Builder, m *Map, jdk JDK) {
	b.WriteByte('{')
	for i, e := range m.Entries() {
		if i > 0 {
			b.WriteString(", ")
		}
		for j, part := range []Value{e.Key, e.Value} {
			if j > 0 {
				b.WriteByte('=')
			}
			if part == Value(m) {
				b.WriteString("(this Map)")
				continue
			}
			printValue(b, part, jdk)
		}
	}
	b.WriteByte('}')
}
