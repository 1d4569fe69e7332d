package querydsl

import (
	"math"
	"strconv"
	"strings"
)

// timeUnits are the suffixes of a time value; "M" and "d" are the same in any
// case but for a bare m.
var timeUnits = []string{"nanos", "micros", "ms", "s", "m", "h", "d"}

// timeValue reads "30s" as the server does and prints it again.
func timeValue(written, setting string) (string, *Error) {
	normal := strings.ToLower(strings.TrimSpace(written))
	for _, unit := range timeUnits {
		digits, ok := strings.CutSuffix(normal, unit)
		if !ok || (unit == "s" && strings.HasSuffix(digits, "m")) {
			continue
		}
		if unit == "m" && strings.HasSuffix(written, "M") {
			break
		}
		digits = strings.TrimSpace(digits)
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			if _, isFraction := strconv.ParseFloat(digits, 64); isFraction == nil {
				return "", illegal("failed to parse [%s], fractional time values are not supported", written)
			}
			return "", illegal("failed to parse [%s]", written)
		}
		if n < -1 {
			return "", illegal("failed to parse setting [%s] with value [%s] as a time value: negative durations are not supported", setting, written)
		}
		return strconv.FormatInt(n, 10) + unit, nil
	}
	switch {
	case strings.TrimLeft(normal, "0") == "" && normal != "":
		return "0ms", nil
	case normal == "-1":
		return "-1", nil
	}
	return "", illegal("failed to parse setting [%s] with value [%s] as a time value: unit is missing or unrecognized", setting, written)
}

// unitNanos are the units from the largest on, in nanoseconds, as a time value is
// told in words.
var unitNanos = []struct {
	name  string
	nanos int64
}{{"d", 24 * 3600e9}, {"h", 3600e9}, {"m", 60e9}, {"s", 1e9}, {"ms", 1e6}, {"micros", 1e3}, {"nanos", 1}}

// timeInWords reads a time and tells it with one digit behind the point, in the
// largest unit of which it has one: "90s" is "1.5m". What is cut off is lost.
func timeInWords(written, setting string) (string, *Error) {
	exact, err := timeValue(written, setting)
	if err != nil || exact == "-1" {
		return exact, err
	}
	digits := strings.TrimRightFunc(exact, func(r rune) bool { return r > '9' })
	n, _ := strconv.ParseInt(digits, 10, 64)
	if n == 0 {
		return "0s", nil
	}
	nanos := int64(0)
	for _, u := range unitNanos {
		if u.name == exact[len(digits):] {
			nanos = n * u.nanos
			if n > math.MaxInt64/u.nanos {
				nanos = math.MaxInt64
			}
		}
	}
	for _, u := range unitNanos {
		if nanos < u.nanos {
			continue
		}
		whole, tenths := nanos/u.nanos, nanos%u.nanos*10/u.nanos
		if tenths == 0 {
			return strconv.FormatInt(whole, 10) + u.name, nil
		}
		return strconv.FormatInt(whole, 10) + "." + strconv.FormatInt(tenths, 10) + u.name, nil
	}
	return exact, nil
}
