package mustache

import (
	"math"
	"math/big"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// property reads what Java's reflection finds on a value that is no map and no
// list: a method without parameters of that name, getName, isName, or a public
// field. Names that exist and can't be told the result of are refused.
func property(v javavalue.Value, name string, jdk javavalue.JDK) (javavalue.Value, bool, error) {
	if name == "" {
		return nil, false, nil
	}
	if found, ok := commonProperty(v, name, jdk); ok {
		return found, true, nil
	}
	switch v := v.(type) {
	case string:
		return textProperty(v, name)
	case bool:
		if name == "TRUE" || name == "FALSE" || name == "booleanValue" {
			return name == "TRUE" || name == "booleanValue" && v, true, nil
		}
		return refuse("Boolean", name, "TYPE", "describeConstable")
	case javavalue.Instant:
		return instantProperty(v, name)
	}
	if number, ok := numberProperty(v, name); ok {
		return number, true, nil
	}
	return refuse("a number", name, "TYPE", "SIZE", "BYTES", "describeConstable", "resolveConstantDesc",
		"MAX_VALUE", "MIN_VALUE", "MAX_EXPONENT", "MIN_EXPONENT", "MIN_NORMAL", "POSITIVE_INFINITY", "NEGATIVE_INFINITY",
		"NaN", "isNaN", "naN", "isInfinite", "infinite", "bitLength", "bitCount", "signum", "lowestSetBit",
		"getLowestSetBit", "abs", "negate", "not", "sqrt", "ONE", "TEN", "TWO", "ZERO", "toByteArray",
		"intValueExact", "longValueExact", "shortValueExact", "byteValueExact", "nextProbablePrime")
}

func refuse(class, name string, known ...string) (javavalue.Value, bool, error) {
	for _, k := range known {
		if k == name {
			return nil, false, &UnsupportedError{Construct: name + " of " + class}
		}
	}
	return nil, false, nil
}

func commonProperty(v javavalue.Value, name string, jdk javavalue.JDK) (javavalue.Value, bool) {
	switch name {
	case "toString":
		return javavalue.Print(v, jdk), true
	case "hashCode":
		return javavalue.Hash(v), true
	}
	return nil, false
}

func textProperty(s string, name string) (javavalue.Value, bool, error) {
	switch name {
	case "length":
		return int32(len(javavalue.UTF16(s))), true, nil
	case "isEmpty", "empty":
		return s == "", true, nil
	case "trim":
		return trim(s), true, nil
	case "toUpperCase":
		return strings.ToUpper(s), true, nil
	case "toLowerCase":
		return strings.ToLower(s), true, nil
	case "intern":
		return s, true, nil
	}
	return refuse("String", name, "strip", "stripLeading", "stripTrailing", "isBlank", "blank", "bytes", "getBytes",
		"chars", "codePoints", "lines", "toCharArray", "stripIndent", "translateEscapes", "describeConstable",
		"CASE_INSENSITIVE_ORDER", "coder", "isLatin1", "latin1")
}

func instantProperty(i javavalue.Instant, name string) (javavalue.Value, bool, error) {
	switch name {
	case "epochSecond", "getEpochSecond":
		return i.Time.Unix(), true, nil
	case "toEpochMilli":
		return i.Time.UnixMilli(), true, nil
	case "nano", "getNano":
		return int32(i.Time.Nanosecond()), true, nil
	case "EPOCH":
		return javavalue.InstantOfMillis(0), true, nil
	}
	return refuse("Instant", name, "now", "MIN", "MAX")
}

func numberProperty(v javavalue.Value, name string) (javavalue.Value, bool) {
	d, whole, ok := asNumber(v)
	if !ok {
		return nil, false
	}
	switch name {
	case "doubleValue":
		return d, true
	case "floatValue":
		return float32(d), true
	case "longValue":
		return whole, true
	case "intValue":
		if isWhole(v) {
			return int32(whole), true
		}
		return int32(max(math.MinInt32, min(math.MaxInt32, whole))), true
	}
	return nil, false
}

func isWhole(v javavalue.Value) bool {
	switch v.(type) {
	case float32, float64:
		return false
	}
	return true
}

func asNumber(v javavalue.Value) (d float64, whole int64, ok bool) {
	switch v := v.(type) {
	case int32:
		return float64(v), int64(v), true
	case int64:
		return float64(v), v, true
	case float64:
		return v, truncate(v), true
	case float32:
		return float64(v), truncate(float64(v)), true
	case *big.Int:
		d, _ := new(big.Float).SetInt(v).Float64()
		low := new(big.Int).And(v, new(big.Int).SetUint64(math.MaxUint64))
		return d, int64(low.Uint64()), true
	}
	return 0, 0, false
}

// truncate is Java's cast from double to long.
func truncate(d float64) int64 {
	switch {
	case math.IsNaN(d):
		return 0
	case d >= math.MaxInt64:
		return math.MaxInt64
	case d <= math.MinInt64:
		return math.MinInt64
	default:
		return int64(d)
	}
}
