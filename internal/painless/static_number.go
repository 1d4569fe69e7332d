package painless

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func (c *invocation) parseWhole(text string, radix, size int) int64 {
	digits := javavalue.ASCIIDigits(text)
	if len(digits) > 1 && digits[0] == '+' {
		digits = digits[1:]
		if digits[0] == '-' || digits[0] == '+' {
			digits = "x"
		}
	}
	v, err := strconv.ParseInt(digits, radix, size)
	if err != nil || strings.Contains(text, "_") {
		message := "For input string: \"" + text + "\""
		if radix != 10 {
			message += fmt.Sprintf(" under radix %d", radix)
		}
		throw("java.lang.NumberFormatException", message, c.offset)
	}
	return v
}

// parseNull is what a null instead of digits comes to.
func (c *invocation) parseNull() {
	if c.arguments[0] == nil {
		throw("java.lang.NumberFormatException", "Cannot parse null string", c.offset)
	}
}

func integerStatic(c *invocation) (Value, bool) {
	if v, ok := c.wholeText("int", 32); ok {
		return v, true
	}
	if v, ok := integerBits(c); ok {
		return v, true
	}
	switch c.key() {
	case "parseInt/1", "parseInt/2":
		c.parseNull()
	case "valueOf/1", "signum/1":
		if c.name == "valueOf" {
			return toInt(c.arguments[0]), true
		}
		return int32(signum(toDouble(c.arguments[0]))), true
	case "compare/2":
		return compareValues(c.arguments[0], c.arguments[1], c.offset), true
	case "max/2":
		return max(toInt(c.arguments[0]), toInt(c.arguments[1])), true
	case "min/2":
		return min(toInt(c.arguments[0]), toInt(c.arguments[1])), true
	case "sum/2":
		return toInt(c.arguments[0]) + toInt(c.arguments[1]), true
	case "toString/1":
		return c.print(c.arguments[0]), true
	case "toString/2":
		return strconv.FormatInt(toLong(c.arguments[0]), radix(c.int(1))), true
	case "toHexString/1":
		return strconv.FormatUint(uint64(uint32(toInt(c.arguments[0]))), 16), true
	case "toBinaryString/1":
		return strconv.FormatUint(uint64(uint32(toInt(c.arguments[0]))), 2), true
	}
	return nil, false
}

func longStatic(c *invocation) (Value, bool) {
	if v, ok := c.wholeText("long", 64); ok {
		return v, true
	}
	if v, ok := longBits(c); ok {
		return v, true
	}
	switch c.key() {
	case "parseLong/1", "parseLong/2":
		c.parseNull()
	case "valueOf/1":
		return toLong(c.arguments[0]), true
	case "compare/2":
		return compareValues(c.arguments[0], c.arguments[1], c.offset), true
	case "max/2":
		return max(toLong(c.arguments[0]), toLong(c.arguments[1])), true
	case "min/2":
		return min(toLong(c.arguments[0]), toLong(c.arguments[1])), true
	case "sum/2":
		return toLong(c.arguments[0]) + toLong(c.arguments[1]), true
	case "toString/1":
		return c.print(c.arguments[0]), true
	case "toString/2":
		return strconv.FormatInt(toLong(c.arguments[0]), radix(c.int(1))), true
	case "toHexString/1":
		return strconv.FormatUint(uint64(toLong(c.arguments[0])), 16), true
	}
	return nil, false
}

func (c *invocation) parseDecimal(text string, size int) float64 {
	trimmed := strings.TrimFunc(text, func(r rune) bool { return r <= ' ' })
	plain := strings.TrimRight(trimmed, "dDfF")
	if len(trimmed)-len(plain) > 1 || plain == "" || strings.ContainsAny(plain, "_xXpPnNiI") {
		switch trimmed {
		case "NaN", "+NaN", "-NaN":
			return math.NaN()
		case "Infinity", "+Infinity":
			return math.Inf(1)
		case "-Infinity":
			return math.Inf(-1)
		case "":
			throw("java.lang.NumberFormatException", "empty String", c.offset)
		}
		if strings.ContainsAny(plain, "xXpP") {
			refuse(c.offset, "a hexadecimal number in a text")
		}
		plain = "x"
	}
	v, err := strconv.ParseFloat(plain, size)
	if err != nil && !math.IsInf(v, 0) {
		throw("java.lang.NumberFormatException", "For input string: \""+trimmed+"\"", c.offset)
	}
	return v
}

func doubleStatic(c *invocation) (Value, bool) {
	if v, ok := decimalBits(c); ok {
		return v, true
	}
	switch c.key() {
	case "parseDouble/1":
		return c.parseDecimal(c.text(0), 64), true
	case "valueOf/1":
		return toDouble(c.arguments[0]), true
	case "compare/2":
		return compareDoubles(toDouble(c.arguments[0]), toDouble(c.arguments[1])), true
	case "isNaN/1":
		return math.IsNaN(toDouble(c.arguments[0])), true
	case "isInfinite/1":
		return math.IsInf(toDouble(c.arguments[0]), 0), true
	case "isFinite/1":
		d := toDouble(c.arguments[0])
		return !math.IsInf(d, 0) && !math.IsNaN(d), true
	case "max/2":
		return javaMax(toDouble(c.arguments[0]), toDouble(c.arguments[1])), true
	case "min/2":
		return -javaMax(-toDouble(c.arguments[0]), -toDouble(c.arguments[1])), true
	case "sum/2":
		return toDouble(c.arguments[0]) + toDouble(c.arguments[1]), true
	case "toString/1":
		return c.print(c.arguments[0]), true
	}
	return nil, false
}

func floatStatic(c *invocation) (Value, bool) {
	if v, ok := decimalBits(c); ok {
		return v, true
	}
	switch c.key() {
	case "compare/2":
		return compareDoubles(toDouble(c.arguments[0]), toDouble(c.arguments[1])), true
	case "isNaN/1":
		return math.IsNaN(toDouble(c.arguments[0])), true
	case "isInfinite/1":
		return math.IsInf(toDouble(c.arguments[0]), 0), true
	case "isFinite/1":
		d := toDouble(c.arguments[0])
		return !math.IsInf(d, 0) && !math.IsNaN(d), true
	case "max/2":
		return float32(javaMax(toDouble(c.arguments[0]), toDouble(c.arguments[1]))), true
	case "min/2":
		return float32(-javaMax(-toDouble(c.arguments[0]), -toDouble(c.arguments[1]))), true
	case "sum/2":
		return toFloat(c.arguments[0]) + toFloat(c.arguments[1]), true
	case "parseFloat/1":
		return float32(c.parseDecimal(c.text(0), 32)), true
	case "valueOf/1":
		return toFloat(c.arguments[0]), true
	case "toString/1":
		return c.print(c.arguments[0]), true
	}
	return nil, false
}

func booleanStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "parseBoolean/1":
		s, ok := c.arguments[0].(string)
		return ok && strings.EqualFold(s, "true"), true
	case "valueOf/1":
		return c.arguments[0], true
	case "toString/1":
		return c.print(c.arguments[0]), true
	case "hashCode/1":
		return javavalue.Hash(c.arguments[0]), true
	case "compare/2":
		return compareValues(c.arguments[0], c.arguments[1], c.offset), true
	case "logicalAnd/2":
		return c.arguments[0] == Value(true) && c.arguments[1] == Value(true), true
	case "logicalOr/2":
		return c.arguments[0] == Value(true) || c.arguments[1] == Value(true), true
	case "logicalXor/2":
		return c.arguments[0] != c.arguments[1], true
	}
	return nil, false
}

func characterStatic(c *invocation) (Value, bool) {
	if v, ok := pointStatic(c); ok {
		return v, true
	}
	if len(c.arguments) != 1 {
		return nil, false
	}
	unit := toInt(c.arguments[0])
	if unit > 127 || unit < 0 {
		return nil, false
	}
	digit := unit >= '0' && unit <= '9'
	lower, upper := unit >= 'a' && unit <= 'z', unit >= 'A' && unit <= 'Z'
	switch c.name {
	case "isDigit":
		return digit, true
	case "isLetter", "isAlphabetic":
		return lower || upper, true
	case "isLetterOrDigit":
		return digit || lower || upper, true
	case "isUpperCase":
		return upper, true
	case "isLowerCase":
		return lower, true
	case "isWhitespace":
		return unit == ' ' || unit >= 9 && unit <= 13 || unit >= 28 && unit <= 31, true
	}
	return characterCase(c, unit, [2]bool{lower, upper})
}

func characterCase(c *invocation, unit int32, is [2]bool) (Value, bool) {
	if _, ok := c.arguments[0].(javavalue.Char); !ok {
		return nil, false
	}
	switch c.name {
	case "toUpperCase":
		if is[0] {
			unit -= 32
		}
		return javavalue.Char(unit), true
	case "toLowerCase":
		if is[1] {
			unit += 32
		}
		return javavalue.Char(unit), true
	case "valueOf":
		return c.arguments[0], true
	case "toString":
		return c.print(c.arguments[0]), true
	}
	return nil, false
}
