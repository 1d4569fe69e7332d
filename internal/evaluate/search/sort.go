package search

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// sortKey is one key of sort.
type sortKey struct {
	field    string // or _score, _doc, _id
	desc     bool
	missing  any // nil or "_last", "_first", or a value
	mode     string
	unmapped string
}

func readSorts(v any) ([]sortKey, error) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []sortKey
	for _, x := range list {
		k, err := readSort(x)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	if len(out) == 1 && out[0].field == "_score" && out[0].desc {
		return nil, nil // the default: no sort values are printed
	}
	return out, nil
}

func readSort(v any) (sortKey, error) {
	if text, ok := v.(string); ok {
		return sortKey{field: text, desc: text == "_score"}, nil
	}
	o, _ := v.(*orderedjson.Object)
	if o.Len() != 1 {
		return sortKey{}, fault.Unsupported("sort that is not one field")
	}
	k := sortKey{field: o.Keys()[0]}
	k.desc = k.field == "_score"
	if text := o.Text(k.field); text != "" {
		k.desc = text == "desc"
		return k, nil
	}
	for _, m := range o.Object(k.field).Members() {
		switch m.Key {
		case "order":
			k.desc = javaText(m.Value) == "desc"
		case "missing":
			k.missing = m.Value
		case "mode":
			k.mode = strings.ToLower(javaText(m.Value))
		case "unmapped_type":
			k.unmapped = javaText(m.Value)
		default:
			return k, fault.Unsupported("sort with [%s]", m.Key)
		}
	}
	return k, nil
}

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

const (
	intValue valueKind = iota
	floatValue
	singleValue // a float, printed in single precision
	textValue
	ipValue
)

// compare orders two values upwards.
func (v value) compare(w value) int {
	switch v.kind {
	case intValue:
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
	case v.kind == floatValue:
		return double(v.f)
	case v.kind == singleValue:
		return single(float32(v.f))
	case v.kind == ipValue:
		return mapping.PrintIP(v.text)
	}
	return v.text
}

// sorter computes one key's values on one shard.
type sorter struct {
	key   sortKey
	field *mapping.Field // nil: _score, _doc, _id or unmapped
	kind  valueKind
	low   int64 // what missing whole numbers count as at either end
	high  int64
}

func (s *shard) sorter(k sortKey) (*sorter, error) {
	out := &sorter{key: k, low: math.MinInt64, high: math.MaxInt64}
	switch k.field {
	case "_score":
		out.kind = singleValue
		return out, nil
	case "_doc":
		out.low, out.high = math.MinInt32, math.MaxInt32
		return out, nil
	case "_id":
		out.kind = textValue
		if !s.known("_id") {
			return nil, s.queryError("No mapping found for [_id] in order to sort on", nil)
		}
		return out, nil
	}
	out.field = s.field(k.field)
	fieldType := k.unmapped
	if out.field != nil {
		fieldType = out.field.Type
		if out.field.Nested != "" {
			return nil, fault.Unsupported("sort on the nested field [%s]", k.field)
		}
		if err := aggregatable(out.field); err != nil {
			return nil, err
		}
	} else if fieldType == "" {
		if s.known(k.field) || s.Mapping.Object(k.field) != nil && s.Mapping.Object(k.field).Nested {
			return nil, fault.Unsupported("sort on [%s]", k.field)
		}
		return nil, s.queryError("No mapping found for ["+k.field+"] in order to sort on", nil)
	}
	return out, out.setKind(fieldType)
}

func (o *sorter) setKind(fieldType string) error {
	switch fieldType {
	case "keyword", "text":
		o.kind = textValue
	case "ip":
		o.kind = ipValue
	case "double", "scaled_float":
		o.kind = floatValue
	case "float", "half_float":
		o.kind = singleValue
	case "integer", "short", "byte", "boolean":
		o.low, o.high = math.MinInt32, math.MaxInt32
	case "long", "date":
	default:
		return fault.Unsupported("sort with unmapped_type [%s]", fieldType)
	}
	return nil
}

// aggregatable refuses fields without doc values, in the server's words.
func aggregatable(f *mapping.Field) error {
	if f.Type == "text" {
		return fault.Illegal("Text fields are not optimised for operations that require per-document field data like aggregations "+
			"and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set "+
			"fielddata=true on [%s] in order to load field data by uninverting the inverted index. Note that this can use significant memory.", f.Path)
	}
	if !f.DocValues {
		return fault.Illegal("Can't load fielddata on [%s] because fielddata is unsupported on fields of type [%s]. Use doc values instead.", f.Path, f.Type)
	}
	return nil
}

// of computes the document's value under the key.
func (o *sorter) of(d *doc, score float32) (value, error) {
	switch o.key.field {
	case "_score":
		return value{kind: singleValue, f: float64(score)}, nil
	case "_doc":
		return value{kind: intValue, i: int64(d.ord)}, nil
	case "_id":
		return value{kind: textValue, text: d.top.ID}, nil
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
	case intValue:
		n, err := pick(o.key, v.Ints)
		return value{kind: intValue, i: n}, err
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
	case intValue:
		if top {
			return value{i: o.high}, nil
		}
		return value{i: o.low}, nil
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

// before tells the order of two tuples of values under the keys: negative when a
// comes first.
func before(keys []sortKey, a, b []value) int {
	for i, k := range keys {
		if a[i].missing || b[i].missing {
			if a[i].missing == b[i].missing {
				continue
			}
			if a[i].missing && a[i].first || b[i].missing && !b[i].first {
				return -1
			}
			return 1
		}
		c := a[i].compare(b[i])
		if k.desc {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// byShard breaks ties as the server does: by index, then by document.
func byShard(a, b hit) int {
	return cmp.Or(strings.Compare(a.shard.Name, b.shard.Name), cmp.Compare(a.doc.ord, b.doc.ord))
}

// hit is a matching document.
type hit struct {
	shard *shard
	doc   *doc
	score float32
	sort  []value
}

func sortHits(keys []sortKey, hits []hit) {
	slices.SortStableFunc(hits, func(a, b hit) int {
		if len(keys) > 0 {
			return cmp.Or(before(keys, a.sort, b.sort), byShard(a, b))
		}
		return cmp.Or(cmp.Compare(b.score, a.score), byShard(a, b))
	})
}
