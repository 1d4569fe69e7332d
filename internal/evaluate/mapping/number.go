package mapping

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
)

// roundHalfUp is Math.round.
func roundHalfUp(x float64) int64 { return javavalue.Round(x) }

// Number is a value of a numeric field: Int for the whole types, Float for the
// others, rounded to the type's precision.
type Number struct {
	Int   int64
	Float float64
}

// limits of the whole types.
var limits = map[string][2]int64{"long": {math.MinInt64, math.MaxInt64}, "integer": {math.MinInt32, math.MaxInt32},
	"short": {math.MinInt16, math.MaxInt16}, "byte": {math.MinInt8, math.MaxInt8}}

// javaName is what messages call a whole type.
var javaName = map[string]string{"long": "long (-9223372036854775808 - 9223372036854775807)",
	"integer": "int (-2147483648 - 2147483647)", "short": "Java short", "byte": "Java byte"}

// ParseNumber reads a JSON number or a text as a numeric field type does. With
// coerce the whole types cut decimals off. Errors have no status.
func ParseNumber(fieldType string, v any, coerce bool) (Number, error) {
	switch v := v.(type) {
	case string:
		if limit, whole := limits[fieldType]; whole {
			n, err := wholeOfText(fieldType, v, limit, coerce)
			return Number{Int: n}, err
		}
		d, err := javaDouble(v)
		if err != nil {
			return Number{}, fault.New(0, "number_format_exception", "For input string: \"%s\"", strings.TrimSpace(v))
		}
		return decimal(fieldType, d)
	case json.Number:
		if limit, whole := limits[fieldType]; whole {
			n, err := wholeOfNumber(fieldType, v.String(), limit, coerce)
			return Number{Int: n}, err
		}
		d, _ := strconv.ParseFloat(v.String(), 64)
		return decimal(fieldType, d)
	case bool:
		token := "VALUE_FALSE"
		if v {
			token = "VALUE_TRUE"
		}
		return Number{}, fault.New(0, "json_parse_exception", "Current token (%s) not numeric, can not use numeric value accessors", token)
	default:
		return Number{}, fault.New(0, "json_parse_exception", "Current token (START_OBJECT) not numeric, can not use numeric value accessors")
	}
}

func wholeOfText(fieldType, text string, limit [2]int64, coerce bool) (int64, error) {
	text = javavalue.ASCIIDigits(text)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= limit[0] && n <= limit[1] {
		return n, nil
	}
	if fieldType == "long" {
		r, ok := new(big.Rat).SetString(text)
		if !ok || strings.ContainsAny(text, "/_ xXpPbBoO") || hugeExponent(text) {
			return 0, fault.New(0, "illegal_argument_exception", "For input string: \"%s\"", text)
		}
		whole := new(big.Int).Quo(r.Num(), r.Denom())
		if !coerce && !r.IsInt() {
			return 0, fault.New(0, "illegal_argument_exception", "Value [%s] has a decimal part", text)
		}
		if !whole.IsInt64() {
			return 0, fault.New(0, "illegal_argument_exception", "Value [%s] is out of range for a long", text)
		}
		return whole.Int64(), nil
	}
	d, err := javaDouble(text)
	if err != nil {
		return 0, fault.New(0, "number_format_exception", "For input string: \"%s\"", strings.TrimSpace(text))
	}
	if !(d >= float64(limit[0]) && d <= float64(limit[1])) && !math.IsNaN(d) {
		article := map[string]string{"integer": "an integer", "short": "a short", "byte": "a byte"}[fieldType]
		return 0, fault.New(0, "illegal_argument_exception", "Value [%s] is out of range for %s", text, article)
	}
	if !coerce && d != math.Trunc(d) {
		return 0, fault.New(0, "illegal_argument_exception", "Value [%s] has a decimal part", text)
	}
	if math.IsNaN(d) {
		return 0, nil
	}
	return int64(d), nil
}

// hugeExponent guards big.Rat, which would build the whole number.
func hugeExponent(text string) bool {
	i := strings.IndexAny(text, "eE")
	if i < 0 {
		return false
	}
	n, err := strconv.Atoi(text[i+1:])
	return err != nil || n > 5000 || n < -5000
}

func wholeOfNumber(fieldType, text string, limit [2]int64, coerce bool) (int64, error) {
	out := fault.New(0, "input_coercion_exception", "Numeric value (%s) out of range of %s", text, javaName[fieldType])
	if isInteger(text) {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < limit[0] || n > limit[1] {
			if fieldType == "byte" && err == nil && n >= -32768 && n <= 32767 {
				return 0, fault.New(0, "illegal_argument_exception", "Value [%s] is out of range for a byte", text)
			}
			return 0, out
		}
		return n, nil
	}
	d, _ := strconv.ParseFloat(text, 64)
	if !coerce && d != math.Trunc(d) {
		return 0, fault.New(0, "illegal_argument_exception", "%s cannot be converted to %s without data loss", text,
			map[string]string{"long": "Long", "integer": "Integer", "short": "Short", "byte": "Byte"}[fieldType])
	}
	if d >= float64(limit[0]) && d < float64(limit[1])+1 {
		return int64(d), nil
	}
	return 0, out
}

func decimal(fieldType string, d float64) (Number, error) {
	name := fieldType
	switch fieldType {
	case "float":
		d = float64(float32(d))
	case "half_float":
		was := float32(d)
		d = float64(ToHalf(was))
		if math.IsInf(d, 0) && !math.IsInf(float64(was), 0) {
			return Number{}, fault.New(0, "illegal_argument_exception", "[half_float] supports only finite values, but got [%s]", javavalue.FloatText(was, javavalue.JDK21))
		}
	}
	if math.IsInf(d, 0) || math.IsNaN(d) {
		return Number{}, fault.New(0, "illegal_argument_exception", "[%s] supports only finite values, but got [%s]", name, JavaDouble(d))
	}
	return Number{Float: d}, nil
}

// javaDouble is Double.parseDouble.
func javaDouble(s string) (float64, error) {
	t := strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	if t == "" {
		return 0, strconv.ErrSyntax
	}
	switch strings.TrimLeft(t, "+-") {
	case "NaN":
		return math.NaN(), nil
	case "Infinity":
		if t[0] == '-' {
			return math.Inf(-1), nil
		}
		return math.Inf(1), nil
	}
	hex := strings.ContainsAny(t, "xX")
	if strings.ContainsAny(t, "_iInN") || hex != strings.ContainsAny(t, "pP") {
		return 0, strconv.ErrSyntax
	}
	t = strings.TrimRight(t[:len(t)-1], "") + strings.TrimRight(t[len(t)-1:], "dDfF")
	d, err := strconv.ParseFloat(t, 64)
	if err != nil && !math.IsInf(d, 0) {
		return 0, strconv.ErrSyntax
	}
	return d, nil
}

// ToHalf rounds to half precision (to nearest, ties to even).
func ToHalf(x float32) float32 {
	d := float64(x)
	if d == 0 || math.IsNaN(d) || math.IsInf(d, 0) {
		return x
	}
	_, exp := math.Frexp(d)
	step := math.Ldexp(1, max(exp-11, -24))
	h := math.RoundToEven(d/step) * step
	if math.Abs(h) > 65504 {
		return float32(math.Inf(int(math.Copysign(1, d))))
	}
	return float32(h)
}

// JavaDouble prints a double as Double.toString does, in the shortest form.
func JavaDouble(d float64) string { return javavalue.DoubleText(d, javavalue.JDK21) }
