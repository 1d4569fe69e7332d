package querydsl

import (
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
