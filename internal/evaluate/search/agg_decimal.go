package search

import (
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
)

// decimal is a pattern of Java's DecimalFormat, in the root locale: "#,##0.00".
type decimal struct {
	prefix, suffix string
	whole          int // the least digits before the point
	least, most    int // digits behind it
	group          int // digits between commas, 0 for none
	percent        bool
}

// readDecimal reads a pattern. Exponents, patterns of their own for negative
// numbers, quotes and per mille are refused.
func readDecimal(pattern string) (*decimal, error) {
	if strings.ContainsAny(pattern, ";'‰¤") {
		return nil, fault.Unsupported("number format [%s]", pattern)
	}
	start := strings.IndexAny(pattern, "#0,.")
	if start < 0 { // then all of it stands before the digits
		return &decimal{prefix: pattern, percent: strings.Contains(pattern, "%")}, nil
	}
	end := strings.LastIndexAny(pattern, "#0,.") + 1
	d := &decimal{prefix: pattern[:start], suffix: pattern[end:]}
	d.percent = strings.Contains(d.prefix+d.suffix, "%")
	if strings.Contains(d.suffix, "E") {
		return nil, fault.Unsupported("number format [%s]", pattern)
	}
	return d, d.count(pattern[start:end], pattern)
}

// count counts the digits of a pattern as Java does: without a zero, the one
// before the point counts as one.
func (d *decimal) count(body, pattern string) error {
	left, zeros, right, point, comma := 0, 0, 0, -1, -1
	for _, c := range body {
		switch {
		case c == '#' && zeros > 0:
			right++
		case c == '#':
			left++
		case c == '0' && right > 0, c == '.' && point >= 0, c == ',' && point >= 0:
			return fault.Unsupported("number format [%s]", pattern)
		case c == '0':
			zeros++
		case c == '.':
			point = left + zeros + right
		case c == ',':
			comma = left + zeros + right
		default:
			return fault.Unsupported("number format [%s]", pattern)
		}
	}
	if zeros == 0 && left > 0 && point >= 0 {
		n := max(point, 1)
		right, left, zeros = left-n, n-1, 1
	}
	total := left + zeros + right
	at := point
	if point < 0 {
		at = total
	} else {
		d.most, d.least = total-point, left+zeros-point
	}
	d.whole = at - left
	if comma >= 0 {
		d.group = at - comma
		if d.group <= 0 {
			return fault.Unsupported("number format [%s]", pattern)
		}
	}
	if d.whole < 0 || d.least < 0 {
		return fault.Unsupported("number format [%s]", pattern)
	}
	return nil
}

// print prints a number: the digits that Java takes it to have, or rounded half even from its exact
// value.
func (d *decimal) print(x float64) string {
	if math.IsNaN(x) {
		return "NaN"
	}
	if d.percent {
		x *= 100
	}
	sign := ""
	if math.Signbit(x) {
		sign = "-"
	}
	if math.IsInf(x, 0) {
		return sign + d.prefix + "∞" + d.suffix
	}
	text := javavalue.PlainDigits(math.Abs(x))
	if _, behind, _ := strings.Cut(text, "."); len(behind) > d.most {
		text = strconv.FormatFloat(math.Abs(x), 'f', d.most, 64)
	}
	return sign + d.prefix + d.digits(text) + d.suffix
}

// printInt prints a whole number, exactly.
func (d *decimal) printInt(n int64) string {
	if d.percent {
		return d.print(float64(n))
	}
	text, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		text, sign = text[1:], "-"
	}
	if d.most > 0 {
		text += "." + strings.Repeat("0", d.most)
	}
	return sign + d.prefix + d.digits(text) + d.suffix
}

// digits puts digits into the pattern's form.
func (d *decimal) digits(text string) string {
	front, behind, _ := strings.Cut(text, ".")
	for len(behind) > d.least && behind[len(behind)-1] == '0' {
		behind = behind[:len(behind)-1]
	}
	behind += strings.Repeat("0", max(0, d.least-len(behind)))
	front = strings.TrimLeft(front, "0")
	if front == "" && d.whole == 0 && behind == "" {
		front = "0"
	}
	if len(front) < d.whole {
		front = strings.Repeat("0", d.whole-len(front)) + front
	}
	if d.group > 0 {
		for i := len(front) - d.group; i > 0; i -= d.group {
			front = front[:i] + "," + front[i:]
		}
	}
	if behind != "" {
		return front + "." + behind
	}
	return front
}

// parse reads a number as DecimalFormat does: only plain ones.
func (d *decimal) parse(text string) (float64, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || d.prefix+d.suffix != "" || strings.ContainsAny(text, "+_xXeEpPnN ,") {
		return 0, fault.Unsupported("number [%s] under a format", text)
	}
	return x, nil
}
