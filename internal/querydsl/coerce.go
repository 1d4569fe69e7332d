package querydsl

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// The server's readers of scalars. Each takes a number as text and text as a
// number, as far as the server does.

func text(v any) (string, *Error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	default:
		return "", refuse(KindIllegalState, "Can't get text on a %s", tokenName(v))
	}
}

func boolean(v any) (bool, *Error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case string:
		switch v {
		case "true":
			return true, nil
		case "false", "":
			return false, nil
		}
		return false, illegal("Failed to parse value [%s] as only [true] or [false] are allowed.", v)
	default:
		return false, refuse(KindJSONParse, "Current token (%s) not of boolean type", jacksonToken(v))
	}
}

func integer(v any) (int64, *Error) { return wholeNumber(v, math.MinInt32, math.MaxInt32) }

func long(v any) (int64, *Error) {
	if s, ok := v.(string); ok {
		return longText(s)
	}
	return wholeNumber(v, math.MinInt64, math.MaxInt64)
}

func wholeNumber(v any, low, high int64) (int64, *Error) {
	kind, article := "int", "an integer"
	if high == math.MaxInt64 {
		kind = "long"
	}
	switch v := v.(type) {
	case string:
		f, err := double(v)
		if err != nil {
			return 0, err
		}
		if f < float64(low) || f > float64(high) {
			return 0, illegal("Value [%s] is out of range for %s", v, article)
		}
		if math.IsNaN(f) {
			return 0, nil
		}
		return int64(f), nil
	case json.Number:
		whole, ok := truncated(v)
		if f, err := v.Float64(); err != nil || high == math.MaxInt32 && (f < float64(low) || f > float64(high)) {
			ok = false // 2147483647.5 is too much, though what is left of it would not be
		}
		if !ok || whole.Cmp(big.NewInt(low)) < 0 || whole.Cmp(big.NewInt(high)) > 0 {
			return 0, refuse(KindInputCoercion, "Numeric value (%s) out of range of %s (%d - %d)", v, kind, low, high)
		}
		return whole.Int64(), nil
	default:
		return 0, notNumeric(v)
	}
}

// truncated cuts the fraction off; false for what has more digits than any
// number that the server would take.
func truncated(n json.Number) (*big.Int, bool) {
	if whole, ok := new(big.Int).SetString(n.String(), 10); ok {
		return whole, true
	}
	f, err := n.Float64()
	if err != nil || math.Abs(f) > 1e30 {
		return nil, false
	}
	whole, _ := big.NewFloat(f).Int(nil)
	return whole, true
}

func longText(s string) (int64, *Error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, nil
	}
	if !isJavaDecimal(s) {
		return 0, illegal("For input string: %q", s)
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(f) >= math.MaxInt64 {
		return 0, illegal("Value [%s] is out of range for a long", s)
	}
	return int64(f), nil
}

func isJavaDecimal(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return (err == nil || isRange(err)) && !strings.ContainsAny(s, "xXnNiI_pP")
}

func isRange(err error) bool {
	number, ok := err.(*strconv.NumError)
	return ok && number.Err == strconv.ErrRange
}

func double(v any) (float64, *Error) { return floating(v, 64) }

func float(v any) (float64, *Error) { return floating(v, 32) }

func floating(v any, bits int) (float64, *Error) {
	switch v := v.(type) {
	case string:
		return javaParseFloat(v, bits)
	case json.Number:
		f, _ := strconv.ParseFloat(v.String(), bits) // out of range is infinite, as there
		return f, nil
	default:
		return 0, notNumeric(v)
	}
}

// javaParseFloat is Float.parseFloat: blanks around are nothing, a trailing f
// or d is a type.
func javaParseFloat(s string, bits int) (float64, *Error) {
	trimmed := strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if trimmed == "" {
		return 0, refuse(KindNumberFormat, "empty String")
	}
	switch trimmed {
	case "NaN", "+NaN", "-NaN":
		return math.NaN(), nil
	case "Infinity", "+Infinity":
		return math.Inf(1), nil
	case "-Infinity":
		return math.Inf(-1), nil
	}
	digits := trimmed
	if n := len(digits); n > 1 && strings.ContainsRune("fFdD", rune(digits[n-1])) {
		digits = digits[:n-1]
	}
	if !isJavaDecimal(digits) {
		return 0, refuse(KindNumberFormat, "For input string: %q", s)
	}
	f, _ := strconv.ParseFloat(digits, bits)
	return f, nil
}

func notNumeric(v any) *Error {
	return refuse(KindJSONParse, "Current token (%s) not numeric, can not use numeric value accessors", jacksonToken(v))
}

func jacksonToken(v any) string {
	switch v := v.(type) {
	case json.Number:
		if isWhole(v) {
			return "VALUE_NUMBER_INT"
		}
		return "VALUE_NUMBER_FLOAT"
	case bool:
		return "VALUE_" + strings.ToUpper(strconv.FormatBool(v))
	default:
		return tokenName(v)
	}
}

// number is how the server writes back a number that it keeps as it came: whole
// ones digit by digit, all others as a double.
func number(n json.Number) any {
	if isWhole(n) {
		if n == "-0" {
			return json.Number("0")
		}
		return n
	}
	f, _ := n.Float64()
	return floatValue(f, 64)
}
