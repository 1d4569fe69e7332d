package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// jsonWriter writes values as the server's generator does. It differs from
// orderedjson.Marshal in two things: the pretty form, and lone surrogates, which
// the jackson package lets in and which go out as escapes.
type jsonWriter struct {
	bytes.Buffer
	pretty bool
	depth  int
}

func marshalCompact(v any) ([]byte, error) {
	w := &jsonWriter{}
	err := w.value(v)
	return w.Bytes(), err
}

// marshalPretty writes `"key" : value`, two blanks a level, a line break at the
// end.
func marshalPretty(v any) ([]byte, error) {
	w := &jsonWriter{pretty: true}
	err := w.value(v)
	w.WriteByte('\n')
	return w.Bytes(), err
}

func (w *jsonWriter) value(v any) error {
	switch v := v.(type) {
	case *orderedjson.Object:
		return w.object(v)
	case []any:
		return w.array(v)
	case string:
		w.text(v)
	case json.Number:
		w.WriteString(v.String())
	case nil:
		w.WriteString("null")
	default:
		text, err := scalar(v)
		if err != nil {
			return err
		}
		w.WriteString(text)
	}
	return nil
}

// scalar writes Go's numbers and booleans.
func scalar(v any) (string, error) {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case int32:
		return strconv.FormatInt(int64(v), 10), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		text, err := orderedjson.Marshal(v)
		return string(text), err
	}
	return "", fmt.Errorf("%T is no JSON value", v)
}

func (w *jsonWriter) object(o *orderedjson.Object) error {
	if o.Len() == 0 && w.pretty {
		w.WriteString("{ }")
		return nil
	}
	w.WriteByte('{')
	w.depth++
	for i, m := range o.Members() {
		if i > 0 {
			w.WriteByte(',')
		}
		w.breakLine()
		w.text(m.Key)
		if w.pretty {
			w.WriteString(" : ")
		} else {
			w.WriteByte(':')
		}
		if err := w.value(m.Value); err != nil {
			return err
		}
	}
	w.depth--
	w.breakLine()
	w.WriteByte('}')
	return nil
}

func (w *jsonWriter) array(list []any) error {
	if len(list) == 0 && w.pretty {
		w.WriteString("[ ]")
		return nil
	}
	w.WriteByte('[')
	w.depth++
	for i, v := range list {
		if i > 0 {
			w.WriteByte(',')
		}
		w.breakLine()
		if err := w.value(v); err != nil {
			return err
		}
	}
	w.depth--
	w.breakLine()
	w.WriteByte(']')
	return nil
}

func (w *jsonWriter) breakLine() {
	if !w.pretty {
		return
	}
	w.WriteByte('\n')
	for range w.depth {
		w.WriteString("  ")
	}
}

func (w *jsonWriter) text(s string) { w.WriteString(quote(s)) }

var shortEscapes = map[rune]string{'"': `\"`, '\\': `\\`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`}

// quote writes a string literal with the escapes that JSON demands and no more.
func quote(s string) string {
	var b bytes.Buffer
	b.WriteByte('"')
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case shortEscapes[r] != "":
			b.WriteString(shortEscapes[r])
		case r < ' ':
			fmt.Fprintf(&b, `\u%04X`, r)
		case r == utf8.RuneError && size == 1:
			if unit, ok := surrogate(s[i:]); ok {
				fmt.Fprintf(&b, `\u%04X`, unit)
				size = 3
			} else {
				b.WriteString(`\uFFFD`)
			}
		default:
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	b.WriteByte('"')
	return b.String()
}

// surrogate reads the three bytes of a lone UTF-16 surrogate.
func surrogate(s string) (rune, bool) {
	if len(s) < 3 || s[0] != 0xED || s[1] < 0xA0 || s[1]&0xC0 != 0x80 || s[2]&0xC0 != 0x80 {
		return 0, false
	}
	return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), true
}
