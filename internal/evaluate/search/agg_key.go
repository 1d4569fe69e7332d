package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// bucketKey is a key of terms or composite: a text, or a number.
type bucketKey struct {
	kind valueKind
	text string
	i    int64
	f    float64
}

func (k bucketKey) compare(o bucketKey) int {
	switch k.kind {
	case intValue:
		if o.kind == floatValue {
			return cmp.Compare(float64(k.i), o.f)
		}
		return cmp.Compare(k.i, o.i)
	case floatValue:
		if o.kind == intValue {
			return cmp.Compare(k.f, float64(o.i))
		}
		return cmp.Compare(k.f, o.f)
	}
	return strings.Compare(k.text, o.text)
}

// keysOf are the distinct values of a field in a document, as keys.
func keysOf(f *mapping.Field, d *doc) []bucketKey { return slices.Compact(allKeys(f, d)) }

// allKeys are a field's values in a document, as keys; numbers may come twice.
func allKeys(f *mapping.Field, d *doc) []bucketKey {
	if f == nil {
		return nil
	}
	v := d.Values[f.Path]
	if v == nil {
		return nil
	}
	var out []bucketKey
	for _, n := range v.Ints {
		k := bucketKey{kind: intValue, i: n}
		if f.Type == "scaled_float" {
			k = bucketKey{kind: floatValue, f: float64(n) / f.Scaling}
		}
		out = append(out, k)
	}
	for _, n := range v.Floats {
		out = append(out, bucketKey{kind: floatValue, f: n})
	}
	for _, t := range v.Terms {
		k := bucketKey{kind: textValue, text: t}
		if f.Type == "ip" {
			k.kind = ipValue
		}
		out = append(out, k)
	}
	return out
}

// setKey prints a key, and its text where the type has another one.
func setKey(head *orderedjson.Object, f *mapping.Field, k bucketKey) {
	switch k.kind {
	case intValue:
		head.Set("key", whole(k.i))
		if f != nil && f.Type == "date" {
			head.Set("key_as_string", f.Format.Print(k.i, nil))
		}
		if f != nil && f.Type == "boolean" {
			head.Set("key_as_string", javaText(k.i == 1))
		}
	case floatValue:
		head.Set("key", double(k.f))
	case ipValue:
		head.Set("key", mapping.PrintIP(k.text))
	default:
		head.Set("key", k.text)
	}
}

// keyReader reads a document's keys on a shard, "missing" put in.
func (a *aggregation) keyReader(s *shard) (func(d *doc) []bucketKey, error) {
	switch a.body.Text("field") {
	case "_index":
		return func(*doc) []bucketKey { return []bucketKey{{kind: textValue, text: s.Name}} }, nil
	case "_id":
		return func(d *doc) []bucketKey { return []bucketKey{{kind: textValue, text: d.top.ID}} }, nil
	}
	f := a.field(s)
	var absent []bucketKey
	if v, ok := a.body.Get("missing"); ok && v != nil {
		k, err := keyFor(f, v)
		if err != nil {
			return nil, err
		}
		absent = []bucketKey{k}
	}
	return func(d *doc) []bucketKey {
		if keys := keysOf(f, d); len(keys) > 0 {
			return keys
		}
		return absent
	}, nil
}

// keyFor reads a given value as a field's key.
func keyFor(f *mapping.Field, v any) (bucketKey, error) {
	if f == nil {
		if text, ok := v.(string); ok {
			return bucketKey{kind: textValue, text: text}, nil
		}
		return bucketKey{}, fault.Unsupported("aggregation with [missing] on an unmapped field")
	}
	switch f.Type {
	case "keyword":
		return bucketKey{kind: textValue, text: javaText(v)}, nil
	case "long", "integer", "short", "byte":
		n, err := mapping.ParseNumber("long", v, true)
		return bucketKey{kind: intValue, i: n.Int}, err
	case "double", "float", "half_float", "scaled_float":
		n, err := toFloat(v)
		return bucketKey{kind: floatValue, f: n}, err
	}
	return bucketKey{}, fault.Unsupported("aggregation with [missing] on a %s", f.Type)
}
