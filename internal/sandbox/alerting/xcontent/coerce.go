package xcontent

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
)

// Bool is the current value as a boolean: true, false, or a string of one of
// these words; "" is false. All else throws.
func (r *Reader) Bool() bool {
	switch it := r.at(); it.kind {
	case Boolean:
		return it.text == "true"
	case String:
		switch it.text {
		case "true":
			return true
		case "false", "":
			return false
		}
		Throw(fault.Require("Failed to parse value [%s] as only [true] or [false] are allowed.", it.text))
	}
	Throw(r.located(fault.JSONParse, fmt.Sprintf("Current token (%s) not of boolean type", r.at().jacksonName())))
	return false
}

// Int is the current value as a 32-bit integer. Fractions are cut, numbers in
// strings are taken (monitors/coerced_values).
func (r *Reader) Int() int {
	it := r.at()
	if it.kind == String {
		f := parseDouble(it.text)
		if f < math.MinInt32 || f > math.MaxInt32 {
			Throw(fault.Require("Value [%s] is out of range for an integer", it.text))
		}
		if math.IsNaN(f) {
			return 0
		}
		return int(f)
	}
	n := r.whole()
	if !n.IsInt64() || n.Int64() < math.MinInt32 || n.Int64() > math.MaxInt32 {
		Throw(r.located(fault.InputCoercion,
			fmt.Sprintf("Numeric value (%s) out of range of int (-2147483648 - 2147483647)", it.text)))
	}
	return int(n.Int64())
}

// Long is the current value as a 64-bit integer, with the same coercions.
func (r *Reader) Long() int64 {
	it := r.at()
	if it.kind == String {
		return parseLong(it.text)
	}
	n := r.whole()
	if !n.IsInt64() {
		Throw(r.located(fault.InputCoercion, fmt.Sprintf(
			"Numeric value (%s) out of range of long (-9223372036854775808 - 9223372036854775807)", it.text)))
	}
	return n.Int64()
}

// whole is the whole part of the current number.
func (r *Reader) whole() *big.Int {
	it := r.at()
	if it.kind != Number {
		Throw(r.located(fault.JSONParse, fmt.Sprintf(
			"Current token (%s) not numeric, can not use numeric value accessors", it.jacksonName())))
	}
	if isInteger(it.text) {
		n, _ := new(big.Int).SetString(it.text, 10)
		return n
	}
	f, _ := strconv.ParseFloat(it.text, 64)
	if math.IsInf(f, 0) {
		return new(big.Int).Lsh(big.NewInt(1), 100)
	}
	n, _ := big.NewFloat(f).Int(nil)
	return n
}

// parseDouble is Java's Double.parseDouble: blanks around the number and a
// type's letter behind it are allowed.
func parseDouble(text string) float64 {
	trimmed := strings.Trim(text, " \t\r\n\f\v")
	if trimmed == "" {
		Throw(fault.New(fault.NumberFormat, "empty String"))
	}
	number := trimmed
	if last := number[len(number)-1]; strings.IndexByte("dDfF", last) >= 0 && !strings.HasPrefix(number, "0x") {
		number = number[:len(number)-1]
	}
	f, err := strconv.ParseFloat(number, 64)
	known := !strings.ContainsAny(number, "_iIpP") && number != "nan"
	if known && (err == nil || strings.Contains(err.Error(), "range")) || strings.TrimLeft(number, "+-") == "Infinity" {
		return f
	}
	Throw(fault.New(fault.NumberFormat, "For input string: %q", text))
	return 0
}

// parseLong is the server's Numbers.toLong with coercion.
func parseLong(text string) int64 {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	f, _, err := big.ParseFloat(text, 10, 256, big.ToZero)
	if err != nil || strings.ContainsAny(text, "_iIpPxX") {
		Throw(fault.Require("For input string: %q", text))
	}
	if f.IsInf() || f.MantExp(nil) > 64 {
		Throw(fault.Require("Value [%s] is out of range for a long", text))
	}
	n, _ := f.Int(nil)
	if !n.IsInt64() {
		Throw(fault.Require("Value [%s] is out of range for a long", text))
	}
	return n.Int64()
}
