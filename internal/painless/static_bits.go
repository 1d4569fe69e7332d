package painless

import (
	"math"
	"math/bits"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// integerBits are the bit methods of Integer.
func integerBits(c *invocation) (Value, bool) {
	if _, isText := c.arguments[0].(string); isText {
		return nil, false
	}
	v := uint32(toInt(c.arguments[0]))
	switch c.key() {
	case "bitCount/1":
		return int32(bits.OnesCount32(v)), true
	case "highestOneBit/1":
		if v == 0 {
			return int32(0), true
		}
		return int32(uint32(1) << (bits.Len32(v) - 1)), true
	case "lowestOneBit/1":
		return int32(v & -v), true
	case "numberOfLeadingZeros/1":
		return int32(bits.LeadingZeros32(v)), true
	case "numberOfTrailingZeros/1":
		return int32(bits.TrailingZeros32(v)), true
	case "reverse/1":
		return int32(bits.Reverse32(v)), true
	case "reverseBytes/1":
		return int32(bits.ReverseBytes32(v)), true
	case "toOctalString/1":
		return strconv.FormatUint(uint64(v), 8), true
	case "toUnsignedLong/1":
		return int64(v), true
	case "toUnsignedString/1":
		return strconv.FormatUint(uint64(v), 10), true
	case "hashCode/1":
		return int32(v), true
	case "rotateLeft/2":
		return int32(bits.RotateLeft32(v, c.int(1))), true
	case "rotateRight/2":
		return int32(bits.RotateLeft32(v, -c.int(1))), true
	case "toUnsignedString/2":
		return strconv.FormatUint(uint64(v), radix(c.int(1))), true
	}
	return unsignedPair(c, [2]uint64{uint64(v), uint64(uint32(toInt(lastOf(c))))}, func(v uint64) Value { return int32(v) })
}

func lastOf(c *invocation) Value { return c.arguments[len(c.arguments)-1] }

// radix is what Java takes a base for that is none.
func radix(n int) int {
	if n < 2 || n > 36 {
		return 10
	}
	return n
}

// unsignedPair are the methods of two unsigned numbers.
func unsignedPair(c *invocation, of [2]uint64, as func(uint64) Value) (Value, bool) {
	switch c.key() {
	case "compareUnsigned/2":
		switch {
		case of[0] < of[1]:
			return int32(-1), true
		case of[0] > of[1]:
			return int32(1), true
		}
		return int32(0), true
	case "divideUnsigned/2", "remainderUnsigned/2":
		if of[1] == 0 {
			throw("java.lang.ArithmeticException", "/ by zero", c.offset)
		}
		if c.name == "divideUnsigned" {
			return as(of[0] / of[1]), true
		}
		return as(of[0] % of[1]), true
	}
	return nil, false
}

// longBits are the bit methods of Long.
func longBits(c *invocation) (Value, bool) {
	if _, isText := c.arguments[0].(string); isText {
		return nil, false
	}
	v := uint64(toLong(c.arguments[0]))
	switch c.key() {
	case "bitCount/1":
		return int32(bits.OnesCount64(v)), true
	case "highestOneBit/1":
		if v == 0 {
			return int64(0), true
		}
		return int64(uint64(1) << (bits.Len64(v) - 1)), true
	case "lowestOneBit/1":
		return int64(v & -v), true
	case "numberOfLeadingZeros/1":
		return int32(bits.LeadingZeros64(v)), true
	case "numberOfTrailingZeros/1":
		return int32(bits.TrailingZeros64(v)), true
	case "reverse/1":
		return int64(bits.Reverse64(v)), true
	case "reverseBytes/1":
		return int64(bits.ReverseBytes64(v)), true
	case "signum/1":
		return int32(signum(float64(int64(v)))), true
	case "toOctalString/1":
		return strconv.FormatUint(v, 8), true
	case "toBinaryString/1":
		return strconv.FormatUint(v, 2), true
	case "toUnsignedString/1":
		return strconv.FormatUint(v, 10), true
	case "hashCode/1":
		return javavalue.Hash(int64(v)), true
	case "rotateLeft/2":
		return int64(bits.RotateLeft64(v, c.int(1))), true
	case "rotateRight/2":
		return int64(bits.RotateLeft64(v, -c.int(1))), true
	case "toUnsignedString/2":
		return strconv.FormatUint(v, radix(c.int(1))), true
	}
	return unsignedPair(c, [2]uint64{v, uint64(toLong(lastOf(c)))}, func(v uint64) Value { return int64(v) })
}

// wholeText is what Integer, Long, Short and Byte make of texts: parse, valueOf
// with a base, decode.
func (c *invocation) wholeText(t typ, size int) (Value, bool) {
	text, ok := c.arguments[0].(string)
	if !ok {
		return nil, false
	}
	base := 10
	switch {
	case strings.HasPrefix(c.name, "parseUnsigned"):
		if len(c.arguments) == 2 {
			base = c.int(1)
		}
		v, err := strconv.ParseUint(strings.TrimPrefix(text, "+"), base, size)
		if err != nil || strings.Contains(text, "_") || text == "+" {
			refuse(c.offset, "%s of %q", c.name, text)
		}
		return toPrimitive(int64(v), t), true
	case c.name == "decode":
		return c.decode(text, t, size), true
	case strings.HasPrefix(c.name, "parse") || c.name == "valueOf":
		if len(c.arguments) == 2 {
			base = c.int(1)
		}
		if base < 2 {
			throw("java.lang.NumberFormatException", "radix "+strconv.Itoa(base)+" less than Character.MIN_RADIX", c.offset)
		}
		if base > 36 {
			throw("java.lang.NumberFormatException", "radix "+strconv.Itoa(base)+" greater than Character.MAX_RADIX", c.offset)
		}
		v := c.parseWhole(text, base, max(size, 32))
		if size < 32 && (v < -1<<(size-1) || v >= 1<<(size-1)) {
			throw("java.lang.NumberFormatException", "Value out of range. Value:\""+text+"\" Radix:"+strconv.Itoa(base), c.offset)
		}
		return toPrimitive(v, t), true
	}
	return nil, false
}

// decode reads 0x, # and 0 before the digits.
func (c *invocation) decode(text string, t typ, size int) Value {
	sign, digits := "", text
	if text == "" {
		throw("java.lang.NumberFormatException", "Zero length string", c.offset)
	}
	if digits[0] == '-' || digits[0] == '+' {
		sign, digits = strings.TrimPrefix(digits[:1], "+"), digits[1:]
	}
	base := 10
	for _, prefix := range []string{"0x", "0X", "#"} {
		if rest, ok := strings.CutPrefix(digits, prefix); ok && base == 10 {
			digits, base = rest, 16
		}
	}
	if base == 10 && len(digits) > 1 && digits[0] == '0' {
		digits, base = digits[1:], 8
	}
	if strings.HasPrefix(digits, "-") || strings.HasPrefix(digits, "+") {
		throw("java.lang.NumberFormatException", "Sign character in wrong position", c.offset)
	}
	v := c.parseWhole(sign+digits, base, max(size, 32))
	if size < 32 && (v < -1<<(size-1) || v >= 1<<(size-1)) {
		throw("java.lang.NumberFormatException", "Value "+strconv.FormatInt(v, 10)+" out of range from input "+text, c.offset)
	}
	return toPrimitive(v, t)
}

// smallStatic is Byte and Short.
func smallStatic(t typ) func(c *invocation) (Value, bool) {
	size := map[typ]int{"byte": 8, "short": 16}[t]
	return func(c *invocation) (Value, bool) {
		if v, ok := c.wholeText(t, size); ok {
			return v, true
		}
		switch c.key() {
		case "valueOf/1":
			return c.arguments[0], true
		case "compare/2":
			return int32(toLong(c.arguments[0]) - toLong(c.arguments[1])), true
		case "toString/1":
			return c.print(c.arguments[0]), true
		case "hashCode/1":
			return toInt(c.arguments[0]), true
		case "toUnsignedInt/1":
			return int32(toLong(c.arguments[0]) & (1<<size - 1)), true
		case "toUnsignedLong/1":
			return toLong(c.arguments[0]) & (1<<size - 1), true
		case "reverseBytes/1":
			return int16(bits.ReverseBytes16(uint16(toInt(c.arguments[0])))), true
		}
		return nil, false
	}
}

// decimalBits are Double's and Float's looks at their own bits.
func decimalBits(c *invocation) (Value, bool) {
	switch c.key() {
	case "doubleToLongBits/1", "doubleToRawLongBits/1":
		d := toDouble(c.arguments[0])
		if math.IsNaN(d) {
			return int64(0x7ff8000000000000), true
		}
		return int64(math.Float64bits(d)), true
	case "longBitsToDouble/1":
		return math.Float64frombits(uint64(toLong(c.arguments[0]))), true
	case "floatToIntBits/1", "floatToRawIntBits/1":
		f := toFloat(c.arguments[0])
		if f != f {
			return int32(0x7fc00000), true
		}
		return int32(math.Float32bits(f)), true
	case "intBitsToFloat/1":
		return math.Float32frombits(uint32(toInt(c.arguments[0]))), true
	case "hashCode/1":
		return javavalue.Hash(c.arguments[0]), true
	}
	return nil, false
}

// pointStatic is Character over code points. What depends on Java's version of
// Unicode is told of ASCII only.
func pointStatic(c *invocation) (Value, bool) {
	units := func() []uint16 {
		if _, isArray := c.arguments[0].(*array); isArray {
			return c.chars(0)
		}
		return javavalue.UTF16(c.text(0))
	}
	switch c.key() {
	case "codePointAt/2", "codePointBefore/2", "codePointCount/3", "offsetByCodePoints/3":
		inner := &invocation{frame: c.frame, name: c.name, arguments: c.arguments[1:], offset: c.offset}
		return unitsMethod(units(), inner)
	case "digit/2":
		return digitOf(rune(toInt(c.arguments[0])), c.int(1))
	case "forDigit/2":
		d, base := c.int(0), c.int(1)
		if base < 2 || base > 36 || d < 0 || d >= base {
			return javavalue.Char(0), true
		}
		return javavalue.Char("0123456789abcdefghijklmnopqrstuvwxyz"[d]), true
	case "compare/2":
		return toInt(c.arguments[0]) - toInt(c.arguments[1]), true
	case "isSurrogatePair/2":
		a, b := toInt(c.arguments[0]), toInt(c.arguments[1])
		return a >= 0xD800 && a < 0xDC00 && b >= 0xDC00 && b < 0xE000, true
	case "toCodePoint/2":
		return (toInt(c.arguments[0])-0xD800)<<10 + toInt(c.arguments[1]) - 0xDC00 + 0x10000, true
	}
	if len(c.arguments) != 1 {
		return nil, false
	}
	return plainPoint(c, toInt(c.arguments[0]))
}

func digitOf(r rune, base int) (Value, bool) {
	if r > 127 {
		return nil, false
	}
	d := strings.IndexRune("0123456789abcdefghijklmnopqrstuvwxyz", r|0x20*boolRune(r >= 'A' && r <= 'Z'))
	if d < 0 || d >= base || base < 2 || base > 36 {
		return int32(-1), true
	}
	return int32(d), true
}

func boolRune(b bool) rune { return rune(boolRank(b)) }

// plainPoint is what is told of one code point by its number alone.
func plainPoint(c *invocation, p int32) (Value, bool) {
	switch c.name {
	case "charCount":
		return int32(1 + boolRank(p >= 0x10000)), true
	case "isBmpCodePoint":
		return p >= 0 && p < 0x10000, true
	case "isSupplementaryCodePoint":
		return p >= 0x10000 && p <= 0x10FFFF, true
	case "isValidCodePoint":
		return p >= 0 && p <= 0x10FFFF, true
	case "isHighSurrogate":
		return p >= 0xD800 && p < 0xDC00, true
	case "isLowSurrogate":
		return p >= 0xDC00 && p < 0xE000, true
	case "isSurrogate":
		return p >= 0xD800 && p < 0xE000, true
	case "isISOControl":
		return p >= 0 && p <= 0x1F || p >= 0x7F && p <= 0x9F, true
	case "reverseBytes":
		return javavalue.Char(bits.ReverseBytes16(uint16(p))), true
	case "hashCode":
		return p, true
	case "toChars":
		if p < 0 || p > 0x10FFFF {
			return nil, false
		}
		a := &array{element: "char"}
		for _, u := range javavalue.UTF16(string(rune(p))) {
			a.items = append(a.items, javavalue.Char(u))
		}
		return a, true
	}
	if p < 0 || p > 127 {
		return nil, false
	}
	return asciiPoint(c, p)
}

func asciiPoint(c *invocation, p int32) (Value, bool) {
	lower, upper, digit := p >= 'a' && p <= 'z', p >= 'A' && p <= 'Z', p >= '0' && p <= '9'
	ignorable := p <= 8 || p >= 14 && p <= 27 || p == 127
	switch c.name {
	case "isDefined":
		return true, true
	case "isSpaceChar":
		return p == ' ', true
	case "isTitleCase", "isIdeographic":
		return false, true
	case "isJavaIdentifierStart":
		return lower || upper || p == '$' || p == '_', true
	case "isJavaIdentifierPart":
		return lower || upper || digit || p == '$' || p == '_' || ignorable, true
	case "isUnicodeIdentifierStart":
		return lower || upper, true
	case "isUnicodeIdentifierPart":
		return lower || upper || digit || p == '_' || ignorable, true
	case "isIdentifierIgnorable":
		return ignorable, true
	case "isMirrored":
		return strings.IndexByte("()<>[]{}", byte(p)) >= 0, true
	case "getNumericValue":
		switch {
		case digit:
			return p - '0', true
		case lower:
			return p - 'a' + 10, true
		case upper:
			return p - 'A' + 10, true
		}
		return int32(-1), true
	case "toTitleCase":
		if _, isChar := c.arguments[0].(javavalue.Char); isChar && lower {
			return javavalue.Char(p - 32), true
		} else if isChar {
			return javavalue.Char(p), true
		}
	}
	return nil, false
}
