package testcase

import (
	"fmt"
	"strconv"
	"strings"
)

// Count is a comparison with a whole number: "3", "> 0", "<= 10".
type Count struct {
	Operator string // "==", "!=", ">", ">=", "<", "<="
	Value    int64
}

// ParseCount reads a comparison; a bare number means equality.
func ParseCount(text string) (Count, error) {
	trimmed := strings.TrimSpace(text)
	c := Count{Operator: "=="}
	for _, operator := range []string{"==", "!=", ">=", "<=", ">", "<"} {
		if rest, ok := strings.CutPrefix(trimmed, operator); ok {
			c.Operator, trimmed = operator, strings.TrimSpace(rest)
			break
		}
	}
	n, err := strconv.ParseInt(trimmed, 10, 64)
	if err != nil {
		return Count{}, fmt.Errorf("%q is no whole number and no comparison with one, such as 3 or \"> 0\"", text)
	}
	c.Value = n
	return c, nil
}

// Holds tells whether n is as expected.
func (c Count) Holds(n int64) bool {
	switch c.Operator {
	case "!=":
		return n != c.Value
	case ">":
		return n > c.Value
	case ">=":
		return n >= c.Value
	case "<":
		return n < c.Value
	case "<=":
		return n <= c.Value
	}
	return n == c.Value
}

// String writes equality as the bare number.
func (c Count) String() string {
	if c.Operator == "==" {
		return strconv.FormatInt(c.Value, 10)
	}
	return c.Operator + " " + strconv.FormatInt(c.Value, 10)
}
