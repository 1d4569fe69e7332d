package orderedjson

import (
	"encoding/json"
	"math/big"
)

// Equal compares two values as JSON: the order of keys means nothing, the order
// of lists does, numbers are compared by value (1 equals 1.0).
func Equal(a, b any) bool {
	switch a := a.(type) {
	case *Object:
		b, ok := b.(*Object)
		return ok && equalObjects(a, b)
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !Equal(a[i], b[i]) {
				return false
			}
		}
		return true
	case json.Number:
		b, ok := b.(json.Number)
		return ok && equalNumbers(a, b)
	default:
		return a == b
	}
}

func equalObjects(a, b *Object) bool {
	if a.Len() != b.Len() {
		return false
	}
	for _, m := range a.Members() {
		other, ok := b.Get(m.Key)
		if !ok || !Equal(m.Value, other) {
			return false
		}
	}
	return true
}

// maxExponentText is how many characters an exponent, its e included, may have:
// a number such as 1e999999999 is not written out to be compared.
const maxExponentText = 5

func equalNumbers(a, b json.Number) bool {
	if a == b {
		return true
	}
	if len(a) > 1000 || len(b) > 1000 || hasHugeExponent(a) || hasHugeExponent(b) {
		return false
	}
	x, okX := new(big.Rat).SetString(a.String())
	y, okY := new(big.Rat).SetString(b.String())
	return okX && okY && x.Cmp(y) == 0
}

func hasHugeExponent(n json.Number) bool {
	for i, c := range n {
		if c == 'e' || c == 'E' {
			return len(n)-i > maxExponentText
		}
	}
	return false
}

// CanonicalNumber writes a number so that equal numbers give equal text: 1, 1.0
// and 1e0 are all "1". A number too large to be written out stays as it is.
func CanonicalNumber(n json.Number) string {
	if len(n) > 1000 || hasHugeExponent(n) {
		return n.String()
	}
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return n.String()
	}
	return r.RatString()
}
