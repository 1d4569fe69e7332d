package search

import (
	"cmp"
	"strings"

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
	case unsignedValue:
		return cmp.Compare(k.i, o.i)
	case floatValue:
		if o.kind == intValue {
			return cmp.Compare(k.f, float64(o.i))
		}
		return cmp.Compare(k.f, o.f)
	}
	return strings.Compare(k.text, o.text)
}

// allKeys are a field's values in a document, as keys; numbers may come twice.
func allKeys(f *mapping.Field, d *doc) []bucketKey {
	if f == nil {
		return nil
	}
	v := d.Values.Get(f.Path)
	if v == nil {
		return nil
	}
	out := make([]bucketKey, 0, len(v.Ints)+len(v.Floats)+len(v.Terms))
	if f.Type == "scaled_float" {
		for _, x := range numbers(f, d) {
			out = append(out, bucketKey{kind: floatValue, f: x})
		}
		return out
	}
	kind := intValue
	if f.Type == "unsigned_long" {
		kind = unsignedValue
	}
	for _, n := range v.Ints {
		if f.Type == "date_nanos" {
			n = millis(n)
		}
		out = append(out, bucketKey{kind: kind, i: n})
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

// setKey prints a key, and its text where the format has another one.
func setKey(head *orderedjson.Object, format valueFormat, k bucketKey) {
	switch k.kind {
	case unsignedValue:
		setUnsigned(head, format, k)
	case intValue, floatValue:
		head.Set("key", valueFormat{}.key(k))
		if !format.raw() {
			head.Set("key_as_string", textFor(format.key(k), format.jdk))
		}
	default:
		head.Set("key", format.key(k))
	}
}
