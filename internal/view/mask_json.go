package view

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// On is a mask of the same secrets before another writer.
func (m *Mask) On(out io.Writer) *Mask {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &Mask{out: out, known: m.known, byStart: m.byStart, starts: m.starts, longest: m.longest}
}

// knows tells whether there are any secrets.
func (m *Mask) knows() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.known) > 0
}

// writeWhole writes what is masked already, part by part, as it is: a secret may be a
// word that JSON or XML is made of.
func (m *Mask) writeWhole(text []byte) error {
	if err := m.Flush(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.write(string(text))
}

// maskedJSON is a value as JSON has it, without secrets: in its texts, in keys and numbers
// that are none of ours. What the structs name stays, so that it can be read by programs.
func (m *Mask) maskedJSON(v any) (any, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	parsed, err := orderedjson.Parse(text.Bytes())
	if err != nil {
		return nil, err
	}
	own := ownKeys{names: map[string]bool{}, numbers: map[string]bool{}, seen: map[reflect.Type]bool{}}
	own.addAll(reflect.TypeOf(v))
	return m.maskedBeside(parsed, own), nil
}

// ownKeys are the names of the fields of structs, and those of fields that hold numbers.
type ownKeys struct {
	names, numbers map[string]bool
	seen           map[reflect.Type]bool
}

func (k ownKeys) addAll(t reflect.Type) {
	for t != nil && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct || k.seen[t] {
		return
	}
	k.seen[t] = true
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" {
			k.names[name] = true
		}
		kind := f.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		if kind.Kind() >= reflect.Int && kind.Kind() <= reflect.Float64 {
			k.numbers[name] = true
		}
		k.addAll(f.Type)
	}
}

// maskedBeside masks a JSON value, but for the names and numbers that are our own.
func (m *Mask) maskedBeside(v any, own ownKeys) any {
	switch v := v.(type) {
	case *orderedjson.Object:
		o := orderedjson.NewObject()
		for _, member := range v.Members() {
			key, value := member.Key, member.Value
			if !own.names[key] {
				key = m.Masked(key)
			}
			if _, number := value.(json.Number); !number || !own.numbers[key] {
				value = m.maskedBeside(value, own)
			}
			o.Set(key, value)
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			list[i] = m.maskedBeside(x, own)
		}
		return list
	case string:
		return m.Masked(v)
	case json.Number:
		if m.Masked(v.String()) != v.String() {
			return destinations.Masked
		}
	}
	return v
}
