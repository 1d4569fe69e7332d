package search

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/javavalue"
)

// valueFormat prints and reads the values of a field in an aggregation. The zero
// form prints them as they are, and then nothing is printed beside numbers.
type valueFormat struct {
	kind    formatKind
	decimal *decimal
	dates   *datetime.Format
	zone    *time.Location // nil: UTC
	jdk     javavalue.JDK  // that prints doubles as texts
}

type formatKind int

const (
	rawFormat formatKind = iota
	decimalFormat
	dateFormat
	booleanFormat
	ipFormat
	unsignedFormat // texts beside numbers, though there is no format
)

func (f valueFormat) raw() bool { return f.kind == rawFormat }

// float prints a double: a JSON value.
func (f valueFormat) float(x float64) any {
	switch f.kind {
	case decimalFormat:
		return f.decimal.print(x)
	case dateFormat:
		return f.dates.Print(javaLong(x), f.zone)
	case booleanFormat:
		return x != 0
	}
	return double(x)
}

// floatText prints a double as a text.
func (f valueFormat) floatText(x float64) string {
	if f.kind == unsignedFormat || f.kind == rawFormat {
		return javavalue.DoubleText(x, f.jdk)
	}
	return javaText(f.float(x))
}

// int prints a whole number: a JSON value.
func (f valueFormat) int(n int64) any {
	switch f.kind {
	case decimalFormat:
		return f.decimal.printInt(n)
	case dateFormat:
		return f.dates.Print(n, f.zone)
	case booleanFormat:
		return n != 0
	}
	return whole(n)
}

// key prints a bucket's key.
func (f valueFormat) key(k bucketKey) any {
	switch k.kind {
	case intValue:
		return f.int(k.i)
	case unsignedValue:
		return number(unsignedText(k))
	case floatValue:
		return f.float(k.f)
	case ipValue:
		return mapping.PrintIP(k.text)
	}
	return k.text
}

// parseFloat reads a number or a date as the format has them.
func (f valueFormat) parseFloat(text string, c datetime.Context) (float64, error) {
	switch f.kind {
	case decimalFormat:
		return f.decimal.parse(text)
	case dateFormat:
		c.Zone = f.zone
		ms, err := f.dates.ParseMath(text, c)
		return float64(ms), err
	case booleanFormat:
		switch text {
		case "true":
			return 1, nil
		case "false":
			return 0, nil
		}
		return 0, fault.Illegal("Cannot parse boolean [%s], expected either [true] or [false]", text)
	}
	return parseJavaDouble(text)
}

// parseJavaDouble is Double.parseDouble; hexadecimal numbers are refused.
func parseJavaDouble(text string) (float64, error) {
	trimmed := strings.TrimSpace(text)
	if strings.ContainsAny(trimmed, "xXpP_") {
		return 0, fault.Unsupported("number [%s]", text)
	}
	bare := strings.TrimRight(trimmed, "dDfF")
	if len(trimmed)-len(bare) > 1 {
		bare = trimmed
	}
	x, err := strconv.ParseFloat(bare, 64)
	lower := strings.ToLower(bare)
	named := strings.Contains(lower, "n") && bare != "NaN" && strings.TrimLeft(bare, "+-") != "Infinity"
	if err != nil && !math.IsInf(x, 0) || named {
		if trimmed == "" {
			return 0, fault.New(400, "number_format_exception", "empty String")
		}
		return 0, fault.New(400, "number_format_exception", "For input string: \"%s\"", text)
	}
	return x, nil
}

// javaLong is a cast from double to long: it saturates.
func javaLong(x float64) int64 {
	switch {
	case math.IsNaN(x):
		return 0
	case x >= math.MaxInt64:
		return math.MaxInt64
	case x <= math.MinInt64:
		return math.MinInt64
	}
	return int64(x)
}

// fieldFormat is how a field's values are printed under an aggregation's format
// and zone ("" for none). Observed on 2.19.4: only numbers and dates take a format.
func fieldFormat(f *mapping.Field, format, zone string) (valueFormat, error) {
	no := func(what string) error {
		return fault.Illegal("Field [%s] of type [%s] does not support custom %s", f.Path, typeName(f), what)
	}
	switch {
	case f.Type == "date" || f.Type == "date_nanos":
		return datesFormat(f.Format, format, zone)
	case isNumber(f) || f.Type == "unsigned_long":
		if zone != "" {
			return valueFormat{}, no("time zones")
		}
		if f.Type == "unsigned_long" && format == "" {
			return valueFormat{kind: unsignedFormat}, nil
		}
		return numbersFormat(format)
	case format != "":
		return valueFormat{}, no("formats")
	case zone != "":
		return valueFormat{}, no("time zones")
	case f.Type == "boolean":
		return valueFormat{kind: booleanFormat}, nil
	case f.Type == "ip":
		return valueFormat{kind: ipFormat}, nil
	}
	return valueFormat{}, nil
}

func isNumber(f *mapping.Field) bool {
	switch f.Type {
	case "long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float", "token_count":
		return true
	}
	return false
}

func numbersFormat(format string) (valueFormat, error) {
	if format == "" {
		return valueFormat{}, nil
	}
	d, err := readDecimal(format)
	return valueFormat{kind: decimalFormat, decimal: d}, err
}

func datesFormat(own *datetime.Format, format, zone string) (valueFormat, error) {
	out := valueFormat{kind: dateFormat, dates: own}
	if own == nil {
		out.dates = datetime.MustDefault()
	}
	var err error
	if format != "" {
		if out.dates, err = datetime.Compile(format); err != nil {
			return out, err
		}
	}
	if zone != "" {
		out.zone, err = datetime.Zone(zone)
	}
	if err == nil && strings.Contains(zone, "/") && out.dates.NamesZones() {
		err = fault.Unsupported("format [%s] with the name of the zone [%s]", format, zone)
	}
	return out, err
}

// parseInt reads a whole number or a date: of decimals the part before the point.
func (f valueFormat) parseInt(text string, c datetime.Context) (int64, error) {
	if f.kind == rawFormat {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n, nil
		}
	}
	x, err := f.parseFloat(text, c)
	return javaLong(math.Floor(x)), err
}
