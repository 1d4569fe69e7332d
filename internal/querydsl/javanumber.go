package querydsl

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// JavaDouble prints a double as Java does: 1.0, 0.01, 1.0E10.
func JavaDouble(f float64) string { return javaFloating(f, 64) }

// JavaFloat prints a float (32 bits) as Java does.
func JavaFloat(f float32) string { return javaFloating(float64(f), 32) }

func javaFloating(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == 0:
		if math.Signbit(f) {
			return "-0.0"
		}
		return "0.0"
	}
	if abs := math.Abs(f); abs >= 1e-3 && abs < 1e7 {
		text := strconv.FormatFloat(f, 'f', -1, bits)
		if !strings.Contains(text, ".") {
			text += ".0"
		}
		return text
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'e', -1, bits), "e")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	exponent = strings.TrimPrefix(exponent, "+")
	negative := strings.HasPrefix(exponent, "-")
	exponent = strings.TrimLeft(strings.TrimPrefix(exponent, "-"), "0")
	if negative {
		exponent = "-" + exponent
	}
	return mantissa + "E" + exponent
}

// floatValue is how the server writes a floating number into JSON: what JSON
// can't say as a number stands as a string.
func floatValue(f float64, bits int) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return javaFloating(f, bits)
	}
	return json.Number(javaFloating(f, bits))
}
