package orderedjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Marshal writes a value compactly, keys in order, without escaping <, > and &.
// Besides the value's own types it takes Go integers and floats.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := write(&b, v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// MarshalIndent writes a value over several lines, two blanks a level.
func MarshalIndent(v any) ([]byte, error) {
	compact, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func write(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case *Object:
		return writeObject(b, v)
	case []any:
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := write(b, x); err != nil {
				return err
			}
		}
		b.WriteByte(']')
		return nil
	case json.Number:
		b.WriteString(v.String())
		return nil
	case string:
		return writeText(b, v)
	case nil:
		b.WriteString("null")
		return nil
	case bool:
		b.WriteString(strconv.FormatBool(v))
		return nil
	case int, int32, int64, float64:
		return writeScalar(b, v)
	default:
		return fmt.Errorf("orderedjson: %T is no JSON value", v)
	}
}

func writeObject(b *bytes.Buffer, o *Object) error {
	b.WriteByte('{')
	for i, m := range o.Members() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeText(b, m.Key); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := write(b, m.Value); err != nil {
			return err
		}
	}
	b.WriteByte('}')
	return nil
}

// writeText writes a string. Most hold nothing that is escaped.
func writeText(b *bytes.Buffer, text string) error {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return writeScalar(b, text)
		}
	}
	b.WriteByte('"')
	b.WriteString(text)
	b.WriteByte('"')
	return nil
}

func writeScalar(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // Encode ends with a line break
	return nil
}
