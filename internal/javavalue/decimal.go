package javavalue

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// DoubleText is Double.toString of a JDK.
func DoubleText(d float64, jdk JDK) string {
	if text, special := specialText(d); special {
		return text
	}
	var digits string
	var exponent int
	if jdk == JDK17 {
		digits, exponent = oldDigits(doubleParts(math.Abs(d)))
	} else {
		digits, exponent = shortestDigits(math.Abs(d), 64)
	}
	return signOf(d) + layOut(digits, exponent)
}

// PlainDigits are the digits that Java's DecimalFormat starts from, without an
// exponent: on every JDK those that Double.toString had before JDK 19. d is finite
// and not negative.
func PlainDigits(d float64) string {
	if d == 0 {
		return "0"
	}
	digits, exponent := oldDigits(doubleParts(d))
	switch {
	case exponent <= 0:
		return "0." + strings.Repeat("0", -exponent) + digits
	case exponent >= len(digits):
		return digits + strings.Repeat("0", exponent-len(digits))
	}
	return digits[:exponent] + "." + digits[exponent:]
}

// FloatText is Float.toString of a JDK.
func FloatText(f float32, jdk JDK) string {
	d := float64(f)
	if text, special := specialText(d); special {
		return text
	}
	var digits string
	var exponent int
	if jdk == JDK17 {
		digits, exponent = oldDigits(floatParts(float32(math.Abs(d))))
	} else {
		digits, exponent = shortestDigits(math.Abs(d), 32)
	}
	return signOf(d) + layOut(digits, exponent)
}

func specialText(d float64) (text string, special bool) {
	switch {
	case math.IsNaN(d):
		return "NaN", true
	case math.IsInf(d, 1):
		return "Infinity", true
	case math.IsInf(d, -1):
		return "-Infinity", true
	case d == 0 && math.Signbit(d):
		return "-0.0", true
	case d == 0:
		return "0.0", true
	}
	return "", false
}

func signOf(d float64) string {
	if math.Signbit(d) {
		return "-"
	}
	return ""
}

// layOut writes digits as Java does: 0.digits times 10 to the exponent, in
// plain form from 1E-3 up to below 1E7, else in "computerized scientific" form.
func layOut(digits string, exponent int) string {
	var b strings.Builder
	switch {
	case exponent > 0 && exponent < 8:
		whole := min(len(digits), exponent)
		b.WriteString(digits[:whole])
		b.WriteString(strings.Repeat("0", exponent-whole))
		b.WriteByte('.')
		b.WriteString(orZero(digits[whole:]))
	case exponent <= 0 && exponent > -3:
		b.WriteString("0.")
		b.WriteString(strings.Repeat("0", -exponent))
		b.WriteString(digits)
	default:
		b.WriteString(digits[:1])
		b.WriteByte('.')
		b.WriteString(orZero(digits[1:]))
		b.WriteByte('E')
		b.WriteString(strconv.Itoa(exponent - 1))
	}
	return b.String()
}

func orZero(digits string) string {
	if digits == "" {
		return "0"
	}
	return digits
}

// shortestDigits is JDK 19's: of the decimals that read back, the shortest,
// but none shorter than two digits, and of those the closest.
func shortestDigits(d float64, size int) (string, int) {
	text := strconv.FormatFloat(d, 'e', -1, size)
	mantissa, exponent, _ := strings.Cut(text, "e")
	if len(mantissa) == 1 {
		text = strconv.FormatFloat(d, 'e', 1, size)
		mantissa, exponent, _ = strings.Cut(text, "e")
	}
	e, _ := strconv.Atoi(exponent)
	digits := strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0")
	return digits, e + 1
}

// parts is a positive binary number as the JDK takes it apart: fraction, with
// its first bit at bit 52, times 2 to the exponent.
type parts struct {
	fraction    uint64
	exponent    int
	significant int // bits that count
}

const fractionBits = 52

func doubleParts(d float64) parts {
	raw := math.Float64bits(d)
	p := parts{fraction: raw & (1<<fractionBits - 1), exponent: int(raw >> fractionBits & 0x7ff), significant: fractionBits + 1}
	if p.exponent == 0 {
		zeros := bits.LeadingZeros64(p.fraction)
		shift := zeros - (63 - fractionBits)
		p.fraction <<= shift
		p.exponent = 1 - shift
		p.significant = 64 - zeros
	} else {
		p.fraction |= 1 << fractionBits
	}
	p.exponent -= 1023
	return p
}

func floatParts(f float32) parts {
	raw := math.Float32bits(f)
	fraction := raw & (1<<23 - 1)
	p := parts{exponent: int(raw >> 23 & 0xff), significant: 24}
	if p.exponent == 0 {
		zeros := bits.LeadingZeros32(fraction)
		shift := zeros - (31 - 23)
		fraction <<= shift
		p.exponent = 1 - shift
		p.significant = 32 - zeros
	} else {
		fraction |= 1 << 23
	}
	p.fraction = uint64(fraction) << (fractionBits - 23)
	p.exponent -= 127
	return p
}
