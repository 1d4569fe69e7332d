package mapping

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// readRarer reads values of the types that are met less often, and numbers.
func (f *Field) readRarer(doc *Document, v any) error {
	switch {
	case f.Type == "unsigned_long":
		if _, isText := v.(string); isText && !f.Coerce {
			return fault.New(0, "illegal_argument_exception", "BigInteger value passed as String")
		}
		if v == "" {
			return nil
		}
		n, err := Unsigned(v, f.Coerce)
		if err != nil {
			return err
		}
		values := f.values(doc)
		values.Ints = append(values.Ints, Biased(n))
		return nil
	case f.Type == "token_count":
		return f.readCount(doc, v)
	case f.Type == "constant_keyword":
		if text, err := scalarText(v); err != nil || text != f.Constant {
			return fault.New(0, "illegal_argument_exception", "constant keyword field [%s] must have a value of [%s]", f.Path, f.Constant)
		}
		return nil
	case f.Type == "binary":
		return f.readBinary(doc, v)
	case f.Type == "geo_point":
		return f.readPoint(doc, v)
	case f.Type == "flat_object":
		return f.readFlat(doc, v)
	case f.IsRange():
		return f.readSpan(doc, v)
	}
	return f.readNumber(doc, v)
}

// readCount counts the words of a text.
func (f *Field) readCount(doc *Document, v any) error {
	text, err := scalarText(v)
	if err != nil {
		return err
	}
	tokens := f.Analyze(text)
	n := len(tokens)
	if enabled, ok := f.Params.Get("enable_position_increments"); !ok || truth(enabled, true) {
		if n = 0; len(tokens) > 0 {
			n = tokens[len(tokens)-1].Position + 1
		}
	}
	values := f.values(doc)
	values.Ints = append(values.Ints, int64(n))
	return nil
}

func (f *Field) readBinary(doc *Document, v any) error {
	text, ok := v.(string)
	if !ok {
		return fault.Unsupported("binary field [%s] that is no text", f.Path)
	}
	if _, err := base64.StdEncoding.DecodeString(text); err != nil {
		if !f.DocValues && !truth(first(f.Params, "store"), false) {
			return nil // it is not even looked at
		}
		return fault.Unsupported("binary field [%s] that is no base64", f.Path)
	}
	if f.DocValues || f.Params.Has("store") {
		values := f.values(doc)
		values.Terms = append(values.Terms, text)
	}
	return nil
}

// Unsigned reads an unsigned_long; with coerce decimals are cut off. Errors have
// no status.
func Unsigned(v any, coerce bool) (uint64, error) {
	text := javaText(v)
	switch v.(type) {
	case json.Number, string:
	default:
		_, err := ParseNumber("long", v, coerce)
		return 0, err
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok || strings.ContainsAny(text, "/_ xXpPbBoO") || hugeExponent(text) {
		return 0, fault.New(0, "number_format_exception", "For input string: \"%s\"", text)
	}
	whole := new(big.Int).Quo(r.Num(), r.Denom())
	if !coerce && !r.IsInt() {
		return 0, fault.New(0, "illegal_argument_exception", "Value [%s] has a decimal part", text)
	}
	if !whole.IsUint64() || r.Sign() < 0 {
		return 0, fault.New(0, "illegal_argument_exception", "Value [%s] is out of range for an unsigned long", text)
	}
	return whole.Uint64(), nil
}

// Biased keeps an unsigned number's order among signed ones; Unbiased is its
// reverse.
func Biased(n uint64) int64 { return int64(n ^ 1<<63) }

// Unbiased is the number that Biased kept.
func Unbiased(n int64) uint64 { return uint64(n) ^ 1<<63 }

// Nanos are a date_nanos' nanoseconds since the epoch. Errors: dates outside of
// 1970 to 2262, without a status.
func Nanos(t time.Time) (int64, error) {
	text := javavalue.Instant{Time: t}.JavaString(javavalue.JDK21)
	if t.Before(time.Unix(0, 0)) {
		return 0, fault.New(0, "illegal_argument_exception", "date[%s] is before the epoch in 1970 and cannot be stored in nanosecond resolution", text)
	}
	if t.After(time.Unix(0, math.MaxInt64)) {
		return 0, fault.New(0, "illegal_argument_exception", "date[%s] is after 2262-04-11T23:47:16.854775807 and cannot be stored in nanosecond resolution", text)
	}
	return t.UnixNano(), nil
}

// readFlat keeps an object's leaves as terms, by path and all together.
func (f *Field) readFlat(doc *Document, v any) error {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		token := "VALUE_STRING"
		switch v.(type) {
		case json.Number:
			token = "VALUE_NUMBER"
		case bool:
			token = "VALUE_BOOLEAN"
		}
		return fault.New(0, "parsing_exception", "[%s] unexpected token [%s] in flat_object field value", f.Path, token)
	}
	var walk func(path string, v any) error
	walk = func(path string, v any) error {
		switch v := v.(type) {
		case nil:
			return nil
		case *orderedjson.Object:
			for _, m := range v.Members() {
				if err := walk(path+"."+m.Key, m.Value); err != nil {
					return err
				}
			}
			return nil
		case []any:
			for _, x := range v {
				if err := walk(path, x); err != nil {
					return err
				}
			}
			return nil
		}
		return f.addFlat(doc, path, v)
	}
	return walk(f.Path, o)
}

func (f *Field) addFlat(doc *Document, path string, v any) error {
	text := javaText(v)
	if len(text) > maxTermBytes {
		return fault.Unsupported("flat_object [%s] with a value longer than a term", f.Path)
	}
	root := f.values(doc)
	root.Terms = append(root.Terms, text)
	root.rarely().keys = append(root.Keys(), strings.Split(strings.TrimPrefix(path, f.Path+"."), ".")...)
	leaf := doc.Values.Get(path)
	if leaf == nil {
		leaf = &Values{}
		doc.Values.Set(path, leaf)
	}
	leaf.Terms = append(leaf.Terms, text)
	return nil
}

// flatField is a path below a flat_object, which takes every path.
func (m *Mapping) flatField(path string) *Field {
	for i := len(path); i > 0; {
		if i = strings.LastIndexByte(path[:i], '.'); i <= 0 {
			return nil
		}
		if f := m.fields[path[:i]]; f != nil && f.Type == "flat_object" {
			below := *f
			below.Path, below.Root = path, f.Path
			return &below
		}
	}
	return nil
}
