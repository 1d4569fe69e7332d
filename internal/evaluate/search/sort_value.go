package search

import (
	"cmp"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
)

// value is what a document is sorted by under one key: a number or a text.
type value struct {
	kind    valueKind
	i       int64
	f       float64
	text    string
	missing bool // a text that isn't there
	first   bool // a missing text comes first in the order asked for
}

type valueKind int

// compare orders two values upwards.
func (v value) compare(w value) int {
	switch v.kind {
	case intValue, unsignedValue:
		return cmp.Compare(v.i, w.i)
	case floatValue, singleValue:
		return cmp.Compare(sortable(v.f), sortable(w.f))
	}
	return strings.Compare(v.text, w.text)
}

// print is a sort value in the answer.
func (v value) print() any {
	switch {
	case v.missing:
		return nil
	case v.kind == intValue:
		return whole(v.i)
	case v.kind == unsignedValue:
		return number(strconv.FormatUint(mapping.Unbiased(v.i), 10))
	case v.kind == floatValue:
		return double(v.f)
	case v.kind == singleValue:
		return single(float32(v.f))
	case v.kind == ipValue:
		return mapping.PrintIP(v.text)
	}
	return v.text
}

// of computes the document's value under the key.
func (o *sorter) of(d *doc, score float32) (value, error) {
	if o.script != nil {
		return o.scripted(d)
	}
	switch o.key.field {
	case "_score":
		return value{kind: singleValue, f: float64(score)}, nil
	case "_doc":
		return value{kind: intValue, i: int64(d.ord)}, nil
	case "_id":
		return value{kind: textValue, text: d.top.ID}, nil
	case "_index":
		return value{kind: textValue, text: o.index}, nil
	case "_seq_no":
		return value{kind: intValue, i: d.top.SeqNo}, nil
	}
	if o.field == nil || d.Values[o.field.Path] == nil {
		return o.absent()
	}
	v := d.Values[o.field.Path]
	switch o.kind {
	case textValue, ipValue:
		if len(v.Terms) == 0 {
			return o.absent()
		}
		t, err := pick(o.key, v.Terms)
		return value{kind: o.kind, text: t}, err
	case intValue, unsignedValue:
		n, err := pick(o.key, v.Ints)
		return value{kind: o.kind, i: n}, err
	}
	if o.field.Type == "scaled_float" {
		n, err := pick(o.key, v.Ints)
		return value{kind: floatValue, f: float64(n) / o.field.Scaling}, err
	}
	n, err := pick(o.key, v.Floats)
	return value{kind: o.kind, f: n}, err
}

// pick takes one of several values: the least going up, the greatest going down,
// unless mode says otherwise.
func pick[T any](k sortKey, sorted []T) (T, error) {
	mode := k.mode
	if mode == "" {
		mode = map[bool]string{false: "min", true: "max"}[k.desc]
	}
	switch mode {
	case "min":
		return sorted[0], nil
	case "max":
		return sorted[len(sorted)-1], nil
	}
	if len(sorted) == 1 {
		return sorted[0], nil
	}
	return sorted[0], fault.Unsupported("sort with mode [%s]", k.mode)
}

// absent is the value of a document that lacks the field.
func (o *sorter) absent() (value, error) {
	first := o.key.missing == "_first"
	last := o.key.missing == nil || o.key.missing == "_last"
	if !first && !last {
		return o.parse(o.key.missing)
	}
	top := first == o.key.desc // counts as the greatest
	switch o.kind {
	case textValue, ipValue:
		return value{kind: o.kind, missing: true, first: first}, nil
	case intValue, unsignedValue:
		if top {
			return value{kind: o.kind, i: o.high}, nil
		}
		return value{kind: o.kind, i: o.low}, nil
	}
	sign := -1
	if top {
		sign = 1
	}
	return value{kind: o.kind, f: math.Inf(sign)}, nil
}

// parse reads a given value: of missing or search_after.
func (o *sorter) parse(v any) (value, error) {
	bad := fault.Illegal("Failed to parse search_after value for field [%s].", o.key.field)
	switch o.kind {
	case textValue:
		if v == nil {
			return value{kind: textValue, missing: true, first: o.key.missing == "_first"}, nil
		}
		return value{kind: textValue, text: javaText(v)}, nil
	case ipValue:
		if v == nil {
			return value{kind: ipValue, missing: true, first: o.key.missing == "_first"}, nil
		}
		ip, ok := mapping.ParseIP(javaText(v))
		if !ok {
			return value{}, notIP(javaText(v))
		}
		return value{kind: ipValue, text: ip}, nil
	case intValue:
		return o.parseInt(v, bad)
	case unsignedValue:
		n, err := mapping.Unsigned(v, true)
		if err != nil {
			return value{}, bad
		}
		return value{kind: unsignedValue, i: mapping.Biased(n)}, nil
	}
	if text := javaText(v); strings.HasSuffix(text, "Infinity") {
		sign := 1
		if text[0] == '-' {
			sign = -1
		}
		return value{kind: o.kind, f: math.Inf(sign)}, nil
	}
	n, err := toFloat(v)
	if err != nil {
		return value{}, bad
	}
	if o.kind == singleValue {
		n = float64(float32(n))
	}
	return value{kind: o.kind, f: n}, nil
}

func (o *sorter) parseInt(v any, bad error) (value, error) {
	if o.field != nil && o.field.Type == "date_nanos" {
		return value{}, fault.Unsupported("search_after or missing on the date_nanos [%s]", o.field.Path)
	}
	if o.field != nil && o.field.Type == "date" {
		if n, ok := v.(json.Number); ok {
			if i, err := n.Int64(); err == nil {
				return value{i: i}, nil
			}
		}
		i, err := o.field.Format.ParseMath(javaText(v), datetime.Context{})
		if err != nil {
			return value{}, bad
		}
		return value{i: i}, nil
	}
	if b, ok := v.(bool); ok && b {
		return value{i: 1}, nil
	} else if ok {
		return value{}, nil
	}
	n, err := mapping.ParseNumber("long", v, true)
	if err != nil {
		return value{}, bad
	}
	return value{i: n.Int}, nil
}
