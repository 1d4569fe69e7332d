package search

import (
	"math"
	"math/big"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
)

func floatRange(f *mapping.Field, b bounds) (query, error) {
	low, high := math.Inf(-1), math.Inf(1)
	var err error
	if b.from != nil {
		if low, err = bound(f, b.from); err != nil {
			return nil, err
		}
	}
	if b.to != nil {
		if high, err = bound(f, b.to); err != nil {
			return nil, err
		}
	}
	path, first, last := f.Path, sortable(low), sortable(high)
	return predicate(func(d *doc) bool {
		v := d.Values.Get(path)
		return v != nil && slices.ContainsFunc(v.Floats, func(n float64) bool {
			x := sortable(n)
			return (x > first || x == first && b.lower) && (x < last || x == last && b.upper)
		})
	}), nil
}

// sortable orders doubles as Lucene does: -0.0 is less than 0.0.
func sortable(d float64) int64 {
	bits := int64(math.Float64bits(d))
	return bits ^ (bits>>63)&math.MaxInt64
}

// bound reads a range's end in the field's precision.
func bound(f *mapping.Field, v any) (float64, error) {
	n, err := mapping.ParseNumber(f.Type, javaText(v), true)
	if err == nil && f.Type == "half_float" { // held to what it can keep, but not rounded to that
		n, err = mapping.ParseNumber("float", javaText(v), true)
	}
	return n.Float, causeIf(err)
}

func causeIf(err error) error {
	if err == nil {
		return nil
	}
	return causeOfNumber(err)
}

// scaledRange compares the whole numbers that a scaled_float keeps: with the ends of a
// range as they are, or with what a field keeps of them.
func (s *shard) scaledRange(f *mapping.Field, b bounds) (query, error) {
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	scaled := func(v any) (float64, error) {
		n, err := mapping.ParseNumber("double", javaText(v), true)
		return n.Float * f.Scaling, causeIf(err)
	}
	if b.from != nil {
		n, err := scaled(b.from)
		if err != nil {
			return nil, err
		}
		switch {
		case s.dialect.RoundsEnds:
			if low = javavalue.Round(n); !b.lower {
				low++
			}
		case !b.lower:
			low = javavalue.Round(math.Ceil(math.Nextafter(n, math.Inf(1))))
		default:
			low = javavalue.Round(math.Ceil(n))
		}
	}
	if b.to != nil {
		n, err := scaled(b.to)
		if err != nil {
			return nil, err
		}
		switch {
		case s.dialect.RoundsEnds:
			if high = javavalue.Round(n); !b.upper {
				high--
			}
		case !b.upper:
			high = javavalue.Round(math.Floor(math.Nextafter(n, math.Inf(-1))))
		default:
			high = javavalue.Round(math.Floor(n))
		}
	}
	return intsBetween(f.Path, low, high), nil
}

// wholeRange compares whole numbers with ends that may have decimals.
func wholeRange(f *mapping.Field, b bounds) (query, error) {
	low, high := int64(math.MinInt64), int64(math.MaxInt64)
	if b.from != nil {
		n, decimals, err := wholeBound(f, b.from)
		if err != nil {
			return nil, err
		}
		low = n
		if decimals == 0 && !b.lower || decimals > 0 {
			if low == math.MaxInt64 {
				return none{}, nil
			}
			low++
		}
	}
	if b.to != nil {
		n, decimals, err := wholeBound(f, b.to)
		if err != nil {
			return nil, err
		}
		high = n
		if decimals == 0 && !b.upper || decimals < 0 {
			if high == math.MinInt64 {
				return none{}, nil
			}
			high--
		}
	}
	return intsBetween(f.Path, low, high), nil
}

// askedAs is the type that a field's whole numbers are asked for as: small ones are
// integers then, and none is out of their range.
func askedAs(f *mapping.Field) string {
	switch f.Type {
	case "byte", "short", "token_count":
		return "integer"
	}
	return f.Type
}

// wholeBound cuts an end's decimals off; decimals is their sign, 0 for none.
func wholeBound(f *mapping.Field, v any) (n int64, decimals int, err error) {
	text := javaText(v)
	if hasDecimals(v) {
		r, _ := new(big.Rat).SetString(text)
		decimals = r.Sign()
	}
	parsed, err := mapping.ParseNumber(askedAs(f), text, true)
	return parsed.Int, decimals, causeIf(err)
}
