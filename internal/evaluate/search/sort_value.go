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
	"github.com/alertplan/alertplan/internal/javavalue"
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
	if v.kind != w.kind { // of indices that map the field in two ways
		return cmp.Compare(sortable(v.decimal()), sortable(w.decimal()))
	}
	switch v.kind {
	case intValue, unsignedValue:
		return cmp.Compare(v.i, w.i)
	case floatValue, singleValue:
		return cmp.Compare(sortable(v.f), sortable(w.f))
	}
	return strings.Compare(v.text, w.text)
}

func (v value) decimal() float64 {
	if v.kind == intValue {
		return float64(v.i)
	}
	return v.f
}

// print is a sort value in the answer, on a JDK.
func (v value) print(jdk javavalue.JDK) any {
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
		return singleOf(float32(v.f), jdk)
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
		return value{kind: intValue, i: int64(d.number())}, nil
	case "_id":
		return value{kind: textValue, text: d.top.ID}, nil
	case "_index":
		return value{kind: textValue, text: o.index}, nil
	case "_seq_no":
		return value{kind: intValue, i: d.top.SeqNo}, nil
	case "_type":
		return value{kind: textValue, text: "_doc"}, nil // where there is none, it isn't sorted by
	}
	if o.field == nil {
		return o.absent()
	}
	if o.below != nil {
		if o.mode() == "median" && o.shown && o.below.some && (d.ord > 0 || len(d.Nested) > 0) { // the first document of all is not looked at
			return value{}, fault.Illegal("Unsupported sort mode: MEDIAN")
		}
		return o.fold(o.below.values(o, d))
	}
	v := d.Values.Get(o.field.Path)
	if v == nil {
		return o.absent()
	}
	return o.fold(v)
}

// fold makes one value of a field's.
func (o *sorter) fold(v *mapping.Values) (value, error) {
	if len(v.Terms)+len(v.Ints)+len(v.Floats) == 0 {
		return o.absent()
	}
	mode := o.mode()
	switch {
	case o.kind == textValue || o.kind == ipValue:
		return value{kind: o.kind, text: pick(mode, v.Terms)}, nil
	case o.kind == unsignedValue:
		return value{kind: o.kind, i: foldUnsigned(mode, v.Ints)}, nil
	case o.kind == intValue:
		return value{kind: o.kind, i: foldWhole(mode, v.Ints)}, nil
	case o.field.Type == "scaled_float":
		list := make([]float64, len(v.Ints))
		for i, n := range v.Ints {
			list[i] = float64(n) * (1 / o.field.Scaling)
		}
		return value{kind: floatValue, f: foldDecimal(mode, list)}, nil
	}
	n := foldDecimal(mode, v.Floats)
	if o.kind == singleValue {
		n = float64(float32(n))
	}
	return value{kind: o.kind, f: n}, nil
}

// absent is the value of a document that lacks the field.
func (o *sorter) absent() (value, error) {
	first := o.key.missing == "_first"
	last := o.key.missing == nil || o.key.missing == "_last"
	if !first && !last {
		return o.stated(o.key.missing)
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

// parse reads a value of search_after.
func (o *sorter) parse(v any) (value, error) {
	name := o.key.field
	if o.field != nil {
		name = o.field.Path
	}
	bad := fault.Illegal("Failed to parse search_after value for field [%s].", name)
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
			return value{}, fault.Illegal("'%s' is not an IP string literal.", javaText(v))
		}
		return value{kind: ipValue, text: ip}, nil
	case intValue:
		return o.parseInt(v, bad)
	case unsignedValue:
		n, err := mapping.Unsigned(v, false)
		if refused, ok := err.(*fault.Error); ok {
			return value{}, fault.Illegal("%s", refused.Reason)
		}
		return value{kind: unsignedValue, i: mapping.Biased(n)}, err
	}
	if v == nil {
		return value{}, noValue(map[valueKind]string{floatValue: "Double.doubleValue", singleValue: "Float.floatValue"}[o.kind])
	}
	n, ok := decimalOf(v)
	if text, written := v.(string); !ok && written && !strings.ContainsAny(text, "xXpP_") {
		x, err := parseJavaDouble(text)
		n, ok = x, err == nil
	}
	if !ok {
		bad.Cause = notDecimal(v)
		return value{}, bad
	}
	if o.kind == singleValue {
		n = float64(float32(n))
	}
	return value{kind: o.kind, f: n}, nil
}

func noValue(method string) error {
	return fault.New(500, "null_pointer_exception", "Cannot invoke \"java.lang.%s()\" because \"value\" is null", method)
}

// notDecimal is what Java says of a text that is no number.
func notDecimal(v any) *fault.Error {
	text := javaText(v)
	if strings.TrimSpace(text) == "" {
		return fault.New(0, "number_format_exception", "empty String")
	}
	return fault.New(0, "number_format_exception", "For input string: \"%s\"", text)
}

func decimalOf(v any) (float64, bool) {
	switch text := javaText(v); text {
	case "Infinity", "-Infinity":
		return math.Inf(map[bool]int{true: -1, false: 1}[text[0] == '-']), true
	}
	n, err := toFloat(v)
	return n, err == nil
}

// truthText is a truth value or a text, as text.
func truthText(v any) (text string, ok bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

func (o *sorter) parseInt(v any, bad *fault.Error) (value, error) {
	if v == nil {
		name := "Long.longValue"
		if o.low == math.MinInt32 {
			name = "Integer.intValue"
		}
		return value{}, noValue(name)
	}
	if o.field != nil && (o.field.Type == "date" || o.field.Type == "date_nanos") {
		return o.parseDate(v)
	}
	if text, truth := truthText(v); truth && o.field != nil && o.field.Type == "boolean" && o.truths {
		if text != "true" && text != "false" {
			return value{}, fault.Illegal("Cannot parse boolean [%s], expected either [true] or [false]", text)
		}
		return value{i: map[bool]int64{true: 1}[text == "true"]}, nil
	}
	n, err := mapping.ParseNumber("long", v, true)
	decimal, isNumber := decimalOf(v)
	written, text := v.(string)
	if text && !isNumber && !strings.ContainsAny(written, "xXpP_") {
		x, err := parseJavaDouble(written)
		decimal, isNumber = x, err == nil
	}
	switch _, truth := v.(bool); {
	case truth || text && err != nil && (!isNumber || o.low == math.MinInt32):
		bad.Cause = notDecimal(v)
		return value{}, bad
	case err != nil && !isNumber:
		return value{}, bad
	case err != nil: // beyond what a long can hold, it is its end
		if n.Int = math.MaxInt64; decimal < 0 {
			n.Int = math.MinInt64
		}
	}
	if short := o.low == math.MinInt32 && o.field != nil; short && text {
		i, err := strconv.ParseInt(javaText(v), 10, 32)
		if err != nil {
			bad.Cause = notDecimal(v)
			return value{}, bad
		}
		n.Int = i
	} else if short && strings.ContainsAny(javaText(v), ".eE") {
		n.Int = min(max(n.Int, math.MinInt32), math.MaxInt32) // a decimal, of which Java takes the end
	} else if short {
		n.Int = int64(int32(n.Int)) // cut as Java cuts, also where that is another number
	}
	return value{i: n.Int}, nil
}

// parseDate reads a date of search_after: a number as it is kept, a text by the field's
// format.
func (o *sorter) parseDate(v any) (value, error) {
	if n, ok := v.(json.Number); ok {
		if i, err := n.Int64(); err == nil {
			return value{i: i}, nil
		}
	}
	text := javaText(v)
	if o.field.Type == "date" && strings.HasPrefix(text, "now") {
		return value{}, fault.New(400, "parse_exception", "could not read the current timestamp")
	}
	i, err := o.field.Format.ParseMath(text, datetime.Context{})
	if err != nil || o.field.Type == "date" {
		return value{i: i}, err
	}
	if strings.Contains(text, "||") || strings.HasPrefix(text, "now") {
		return value{}, fault.Unsupported("search_after by date math on the date_nanos [%s]", o.field.Path)
	}
	read, err := o.field.Read(text)
	if err != nil || read == nil || len(read.Ints) != 1 {
		return value{}, fault.Unsupported("search_after [%s] on the date_nanos [%s]", text, o.field.Path)
	}
	return value{i: read.Ints[0]}, nil
}

// stated reads a value of missing. Observed on 2.19.4: numbers are cut, texts are
// read as numbers, dates and truth values are not.
func (o *sorter) stated(v any) (value, error) {
	bad := fault.New(400, "number_format_exception", "For input string: \"%s\"", javaText(v))
	switch o.kind {
	case textValue:
		return value{kind: textValue, text: javaText(v)}, nil
	case ipValue, unsignedValue:
		return value{}, fault.Unsupported("sort with [missing] on [%s]", o.key.field)
	case intValue:
		if _, isNumber := v.(json.Number); isNumber {
			n, err := mapping.ParseNumber("long", v, true)
			if err != nil {
				return value{}, bad
			}
			return value{i: n.Int}, nil
		}
		n, err := strconv.ParseInt(javaText(v), 10, 64)
		if err != nil {
			return value{}, bad
		}
		return value{i: n}, nil
	}
	n, ok := decimalOf(v)
	if !ok {
		return value{}, bad
	}
	if o.kind == singleValue {
		n = float64(float32(n))
	}
	return value{kind: o.kind, f: n}, nil
}
