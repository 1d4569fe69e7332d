package search

import (
	"math"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// How aggregations see the types of numbers and dates that are met less often, as
// asked of 2.19.4: a token_count is an integer, a date_nanos counts in
// milliseconds, and an unsigned_long has keys of its own.

// countable refuses fields whose values can't be aggregated.
func countable(f *mapping.Field) error {
	switch f.Type {
	case "unsigned_long", "date_nanos", "token_count":
		if f.DocValues {
			return nil
		}
	}
	return aggregatable(f)
}

// millis are the milliseconds of a date_nanos' value.
func millis(nanos int64) int64 { return nanos / 1_000_000 }

// exactly is the greatest number up to which doubles tell whole numbers apart.
const exactly = 1 << 53

// unsignedKey makes a key of "missing" for an unsigned_long.
func unsignedKey(x float64) (*bucketKey, error) {
	switch {
	case x != math.Trunc(x):
		return &bucketKey{kind: floatValue, f: x}, nil
	case x < 0 || x > exactly:
		return nil, fault.Unsupported("[missing] of an unsigned_long that is not from 0 to 2^53")
	}
	return &bucketKey{kind: unsignedValue, i: mapping.Biased(uint64(x))}, nil
}

// unsignedText prints a key of an unsigned_long.
func unsignedText(k bucketKey) string { return strconv.FormatUint(mapping.Unbiased(k.i), 10) }

// setUnsigned prints a key of an unsigned_long: a format leaves it as it is.
func setUnsigned(head *orderedjson.Object, format valueFormat, k bucketKey) {
	head.Set("key", number(unsignedText(k)))
	if format.kind == decimalFormat {
		head.Set("key_as_string", unsignedText(k))
	}
}

// checkUnsigned refuses what the server makes of an unsigned_long's bits, taken for
// a signed number: it sorts a document's values so.
func (a *aggregation) checkUnsigned(f *mapping.Field, s *shard) error {
	if f.Type != "unsigned_long" {
		return nil
	}
	for _, top := range s.docs {
		if slices.Contains([]string{"terms", "multi_terms", "cardinality", "value_count", "missing"}, a.kind) {
			break // in no order
		}
		for _, d := range withNested(top) {
			if v := d.Values.Get(f.Path); v != nil && len(v.Ints) > 1 && v.Ints[0] < 0 && v.Ints[len(v.Ints)-1] >= 0 {
				return fault.Unsupported("aggregation on the unsigned_long [%s] of documents with values below and above 2^63", f.Path)
			}
		}
	}
	if slices.Contains([]string{"date_histogram", "date_range", "rare_terms", "auto_date_histogram", "variable_width_histogram"}, a.kind) {
		return fault.Unsupported("aggregation [%s] on the unsigned_long [%s]", a.kind, f.Path)
	}
	for _, key := range []string{"include", "exclude"} {
		x, _ := a.body.Get(key)
		if _, pattern := x.(string); x != nil && !pattern {
			return fault.Unsupported("aggregation [%s] with [%s] on the unsigned_long [%s]", a.kind, key, f.Path)
		}
	}
	return nil
}

// typeName is a field's type as aggregations call it.
func typeName(f *mapping.Field) string {
	if f.Type == "token_count" {
		return "integer"
	}
	return f.Type
}
