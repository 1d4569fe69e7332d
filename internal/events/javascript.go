package events

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// messageObject is a log message as AWS's function, written in JavaScript, puts it
// at the root: what follows the first brace if all of it is JSON, else nothing.
func messageObject(message string) *orderedjson.Object {
	if o := embedded(message); o != nil {
		return o
	}
	return orderedjson.NewObject()
}

// embedded is the object that a text ends with, nil where it doesn't.
func embedded(text string) *orderedjson.Object {
	i := strings.IndexByte(text, '{')
	if i < 0 {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(text[i:]))
	d.UseNumber()
	v, err := scriptValue(d)
	if err != nil || strings.Trim(text[i:][d.InputOffset():], " \t\r\n") != "" {
		return nil
	}
	o, _ := v.(*orderedjson.Object)
	return o
}

// extractedObject is what the function writes of fields that a filter pattern has
// extracted, texts all of them: numbers as numbers, of one that ends with an
// object that object too, under "$" and its name; empty ones not at all.
func extractedObject(fields *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range fields.Members() {
		text, _ := m.Value.(string)
		if text == "" {
			continue
		}
		if decimal.MatchString(text) {
			if n := scriptNumber(json.Number(strings.TrimSpace(text))); n != nil {
				out.Set(m.Key, n)
				continue
			}
		}
		if o := embedded(text); o != nil {
			out.Set("$"+m.Key, o)
		}
		out.Set(m.Key, text)
	}
	return out
}

// decimal is what both parseFloat and isFinite take for a number.
var decimal = pattern.New(`^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$`)

// scriptValue reads a value as JSON.parse does: of two equal keys the later value
// holds, keys that are small whole numbers come first, numbers are doubles.
func scriptValue(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case json.Number:
		return scriptNumber(t), nil
	case json.Delim:
		if t == '{' {
			return scriptObject(d)
		}
		list := []any{}
		for d.More() {
			v, err := scriptValue(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}

func scriptObject(d *json.Decoder) (any, error) {
	o := orderedjson.NewObject()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		v, err := scriptValue(d)
		if err != nil {
			return nil, err
		}
		o.Set(key.(string), v)
	}
	_, err := d.Token()
	members := slices.Clone(o.Members())
	slices.SortStableFunc(members, func(a, b orderedjson.Member) int {
		x, isX := arrayIndex(a.Key)
		y, isY := arrayIndex(b.Key)
		switch {
		case isX && isY:
			return int(x) - int(y)
		case isX:
			return -1
		case isY:
			return 1
		}
		return 0
	})
	return orderedjson.NewObject(members...), err
}

// arrayIndex tells whether a key is a canonical number below 2^32-1.
func arrayIndex(key string) (uint32, bool) {
	n, err := strconv.ParseUint(key, 10, 32)
	return uint32(n), err == nil && n < 1<<32-1 && strconv.FormatUint(n, 10) == key
}

// scriptNumber prints a number as JSON.stringify does: 1.0 is 1, 1e400 is null.
func scriptNumber(n json.Number) any {
	f, err := n.Float64()
	if err != nil {
		return nil // infinite
	}
	if f == 0 {
		return json.Number("0")
	}
	text, err := json.Marshal(f) // prints as ECMAScript does
	if err != nil {
		return nil
	}
	return json.Number(text)
}
