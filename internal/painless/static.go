package painless

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// static calls a static method; what has no Go side is refused.
func (f *frame) static(m *method, arguments []Value, offset int) Value {
	c := &invocation{frame: f, name: m.name, arguments: arguments, offset: offset}
	tables := map[typ]func(*invocation) (Value, bool){
		"Math": mathStatic, "StrictMath": mathStatic, "String": textStatic, "Objects": objectsStatic, "Integer": integerStatic,
		"Long": longStatic, "Double": doubleStatic, "Float": floatStatic, "Boolean": booleanStatic, "Character": characterStatic,
		"Collections": collectionsStatic, "Arrays": arraysStatic, "Optional": optionalStatic, "System": systemStatic,
		"Collectors": collectorsStatic, "Comparator": comparatorStatic, "Map.Entry": nil, "IntStream": intStreamStatic,
		"Stream": streamStatic,
	}
	table := tables[m.class]
	if table == nil {
		table = func(c *invocation) (Value, bool) { return timeStatic(m.class, c) }
	}
	if v, ok := table(c); ok {
		return v
	}
	refuse(offset, "static method %s of %s", c.key(), canonical(m.class))
	return nil
}

func mathStatic(c *invocation) (Value, bool) {
	if len(c.arguments) == 1 {
		one := map[string]func(float64) float64{
			"abs": math.Abs, "sqrt": math.Sqrt, "ceil": math.Ceil, "floor": math.Floor, "rint": math.RoundToEven,
			"signum": signum,
		}
		if f := one[c.name]; f != nil {
			return f(toDouble(c.arguments[0])), true
		}
		if c.name == "round" {
			d := toDouble(c.arguments[0])
			return truncate(math.Floor(d) + float64(boolRank(d-math.Floor(d) >= 0.5))), true
		}
		return mathCurve(c)
	}
	switch c.key() {
	case "max/2":
		return javaMax(toDouble(c.arguments[0]), toDouble(c.arguments[1])), true
	case "min/2":
		return -javaMax(-toDouble(c.arguments[0]), -toDouble(c.arguments[1])), true
	case "pow/2":
		return exactPower(toDouble(c.arguments[0]), toDouble(c.arguments[1]), c.offset), true
	case "random/0":
		refuse(c.offset, "Math.random")
	}
	return nil, false
}

func signum(d float64) float64 {
	switch {
	case d > 0:
		return 1
	case d < 0:
		return -1
	}
	return d
}

func javaMax(a, b float64) float64 { return math.Max(a, b) }

// exactPower computes what can be told for sure: whole powers whose result is
// exact, which all libraries agree on.
func exactPower(x, y float64, offset int) float64 {
	if y == math.Trunc(y) && math.Abs(y) <= 64 && x == math.Trunc(x) {
		v := math.Pow(x, y)
		if math.Abs(v) <= 1<<53 && v == math.Trunc(v) {
			return v
		}
	}
	if y == 0 || y == 1 {
		return math.Pow(x, y)
	}
	refuse(offset, "Math.pow with an inexact result")
	return 0
}

// mathCurve are functions whose last digit differs between libraries: only
// their exact values are given.
func mathCurve(c *invocation) (Value, bool) {
	d := toDouble(c.arguments[0])
	switch c.name {
	case "log10":
		if v := math.Round(math.Log10(d)); d > 0 && v >= 0 && v <= 22 && math.Pow10(int(v)) == d {
			return v, true
		}
	case "log":
		if d == 1 {
			return 0.0, true
		}
	case "exp":
		if d == 0 {
			return 1.0, true
		}
		if d == 1 {
			return math.E, true
		}
	}
	if math.IsNaN(d) && (c.name == "log" || c.name == "log10" || c.name == "exp") {
		return math.NaN(), true
	}
	return nil, false
}

func textStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "valueOf/1":
		return c.print(c.arguments[0]), true
	case "join/2":
		texts := []string{}
		for _, v := range itemsOf(c.arguments[1], c.offset) {
			if text, ok := v.(string); ok || v == nil {
				texts = append(texts, text)
			} else {
				throwCast("class "+className(v)+" cannot be cast to class java.lang.CharSequence", c.offset)
			}
			if v == nil {
				texts[len(texts)-1] = "null"
			}
		}
		return strings.Join(texts, c.text(0)), true
	case "format/2":
		return c.format(c.text(0), itemsOf(c.arguments[1], c.offset)), true
	}
	return nil, false
}

func objectsStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "isNull/1":
		return c.arguments[0] == nil, true
	case "nonNull/1":
		return c.arguments[0] != nil, true
	case "equals/2":
		return equalObjects(c.arguments[0], c.arguments[1], c.offset), true
	case "toString/1":
		return c.print(c.arguments[0]), true
	case "toString/2":
		if c.arguments[0] == nil {
			return c.arguments[1], true
		}
		return c.print(c.arguments[0]), true
	case "requireNonNull/1":
		if c.arguments[0] == nil {
			throwNull(c.offset)
		}
		return c.arguments[0], true
	case "hashCode/1":
		return javavalue.Hash(c.arguments[0]), true
	}
	return nil, false
}

func (c *invocation) parseWhole(text string, radix, size int) int64 {
	digits := text
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

func integerStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "parseInt/1":
		return int32(c.parseWhole(c.text(0), 10, 32)), true
	case "parseInt/2":
		return int32(c.parseWhole(c.text(0), c.int(1), 32)), true
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
		return strconv.FormatInt(toLong(c.arguments[0]), c.int(1)), true
	case "toHexString/1":
		return strconv.FormatUint(uint64(uint32(toInt(c.arguments[0]))), 16), true
	case "toBinaryString/1":
		return strconv.FormatUint(uint64(uint32(toInt(c.arguments[0]))), 2), true
	}
	return nil, false
}

func longStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "parseLong/1":
		return c.parseWhole(c.text(0), 10, 64), true
	case "parseLong/2":
		return c.parseWhole(c.text(0), c.int(1), 64), true
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
		return strconv.FormatInt(toLong(c.arguments[0]), c.int(1)), true
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
	switch c.key() {
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
	case "compare/2":
		return compareValues(c.arguments[0], c.arguments[1], c.offset), true
	}
	return nil, false
}

func characterStatic(c *invocation) (Value, bool) {
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
	case "getNumericValue":
		if digit {
			return unit - '0', true
		}
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

const arraysListClass = "java.util.Arrays$ArrayList"

func arraysStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "asList/1":
		return &javavalue.List{Items: slices.Clone(itemsOf(c.arguments[0], c.offset)), Class: arraysListClass}, true
	case "toString/1":
		return c.print(javavalue.NewList(itemsOf(c.arguments[0], c.offset)...)), true
	}
	return nil, false
}

func collectionsStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "emptyList/0":
		return &javavalue.List{ReadOnly: true, Class: "java.util.Collections$EmptyList"}, true
	case "singletonList/1":
		return &javavalue.List{Items: []Value{c.arguments[0]}, ReadOnly: true, Class: "java.util.Collections$SingletonList"}, true
	case "max/1", "min/1":
		items := itemsOf(c.arguments[0], c.offset)
		if len(items) == 0 {
			throw("java.util.NoSuchElementException", "", c.offset)
		}
		best := items[0]
		for _, v := range items[1:] {
			order := compareValues(v, best, c.offset)
			if c.name == "max" && order > 0 || c.name == "min" && order < 0 {
				best = v
			}
		}
		return best, true
	case "sort/1":
		if l, ok := c.arguments[0].(*javavalue.List); ok {
			sorting := &invocation{frame: c.frame, name: "sort", arguments: []Value{nil}, offset: c.offset}
			changeable(l, sorting)
			sorting.sort(l.Items, nil)
			return nil, true
		}
	}
	return nil, false
}

func systemStatic(c *invocation) (Value, bool) {
	if c.key() == "currentTimeMillis/0" {
		return c.now(), true
	}
	return nil, false
}

func (c *invocation) now() int64 {
	if c.m.bindings.Now == nil {
		refuse(c.offset, "the clock")
	}
	return c.m.bindings.Now()
}
