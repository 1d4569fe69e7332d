package orderedjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// DuplicateKeyError says that an object has a key twice. The server refuses
// such bodies ("Duplicate field 'x'").
type DuplicateKeyError struct {
	Key    string
	Offset int64 // bytes before the end of the second key
}

func (e *DuplicateKeyError) Error() string { return fmt.Sprintf("duplicate key %q", e.Key) }

// Parse reads exactly one JSON value, with nothing but white space around it.
// Errors are *json.SyntaxError, *DuplicateKeyError or io.ErrUnexpectedEOF.
func Parse(data []byte) (any, error) {
	v, end, err := ParsePrefix(data)
	if err != nil {
		return nil, err
	}
	if rest := bytes.TrimLeft(data[end:], " \t\r\n"); len(rest) > 0 {
		return nil, fmt.Errorf("text after the JSON value: %.20q", rest)
	}
	return v, nil
}

// ParseLimited is Parse of a text that anybody may have written: it refuses nesting
// that encoding/json refuses, which would take the stack.
func ParseLimited(data []byte) (any, error) {
	if v, end, ok := parseFast(data); ok && len(bytes.TrimLeft(data[end:], " \t\r\n")) == 0 {
		return v, nil // it goes less deep
	}
	if !json.Valid(data) {
		return nil, errors.New("it is no JSON")
	}
	return Parse(data)
}

// ParsePrefix reads the first JSON value of data and tells where it ends; what
// follows is left alone (the server ignores it after most bodies).
func ParsePrefix(data []byte) (v any, end int64, err error) {
	if v, end, ok := parseFast(data); ok {
		return v, end, nil
	}
	return parseTokens(data)
}

// parseTokens is ParsePrefix by encoding/json's tokens.
func parseTokens(data []byte) (v any, end int64, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err = readValue(d)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return v, d.InputOffset(), err
}

func readValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return readObject(d)
	case json.Delim('['):
		return readArray(d)
	default:
		return t, nil
	}
}

func readObject(d *json.Decoder) (any, error) {
	o := &Object{}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		key := t.(string)
		if seen[key] {
			return nil, &DuplicateKeyError{Key: key, Offset: d.InputOffset()}
		}
		seen[key] = true
		v, err := readValue(d)
		if err != nil {
			return nil, err
		}
		o.members = append(o.members, Member{Key: key, Value: v})
	}
	_, err := d.Token()
	return o, err
}

func readArray(d *json.Decoder) (any, error) {
	list := []any{}
	for d.More() {
		v, err := readValue(d)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	return list, err
}
