package painless

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

const roundingModeClass = "java.math.RoundingMode"

var roundingModes = []string{"UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN", "UNNECESSARY"}

// decimal is a java.math.BigDecimal: unscaled / 10^scale.
type decimal struct {
	unscaled *big.Int
	scale    int
}

// JavaClass is the binary name.
func (*decimal) JavaClass() string { return "java.math.BigDecimal" }

// JavaString is BigDecimal.toString: with an exponent where the scale is below
// nought or the number is small.
func (d *decimal) JavaString(javavalue.JDK) string {
	if d.scale == 0 {
		return d.unscaled.String()
	}
	digits := new(big.Int).Abs(d.unscaled).String()
	exponent := len(digits) - 1 - d.scale
	sign := ""
	if d.unscaled.Sign() < 0 {
		sign = "-"
	}
	if d.scale > 0 && exponent >= -6 {
		return sign + d.pointed(digits)
	}
	text := digits[:1]
	if len(digits) > 1 {
		text += "." + digits[1:]
	}
	if exponent != 0 {
		text += "E"
		if exponent > 0 {
			text += "+"
		}
		text += strconv.Itoa(exponent)
	}
	return sign + text
}

func (d *decimal) pointed(digits string) string {
	for len(digits) <= d.scale {
		digits = "0" + digits
	}
	return digits[:len(digits)-d.scale] + "." + digits[len(digits)-d.scale:]
}

func (d *decimal) plain() string {
	if d.scale <= 0 {
		if d.unscaled.Sign() == 0 {
			return "0"
		}
		return d.unscaled.String() + pow10(-d.scale).String()[1:]
	}
	text := d.pointed(new(big.Int).Abs(d.unscaled).String())
	if d.unscaled.Sign() < 0 {
		return "-" + text
	}
	return text
}

// JavaHash is Java's: 31 times the unscaled value's, and the scale.
func (d *decimal) JavaHash() int32 {
	abs := new(big.Int).Abs(d.unscaled)
	if abs.IsUint64() && abs.BitLen() < 64 {
		v := abs.Int64()
		h := int32(uint32(v>>32)*31 + uint32(v))
		if d.unscaled.Sign() < 0 {
			h = -h
		}
		return 31*h + int32(d.scale)
	}
	refuse(0, "the hash of a long BigDecimal")
	return 0
}

// JavaEquals compares the scale too: 2.0 is not 2.00.
func (d *decimal) JavaEquals(other Value) bool {
	o, ok := other.(*decimal)
	return ok && o.scale == d.scale && o.unscaled.Cmp(d.unscaled) == 0
}

func (d *decimal) double() float64 {
	v, _ := new(big.Rat).SetFrac(d.unscaled, big.NewInt(1)).Float64()
	if d.scale != 0 {
		v, _ = strconv.ParseFloat(d.unscaled.String()+"E"+strconv.Itoa(-d.scale), 64)
	}
	return v
}

func (d *decimal) long() int64 { return toLong(d.whole()) }

func pow10(n int) *big.Int {
	if n > 10_000 {
		refuse(0, "a BigDecimal of such a size")
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

func (d *decimal) whole() *big.Int {
	if d.scale <= 0 {
		return new(big.Int).Mul(d.unscaled, pow10(-d.scale))
	}
	return new(big.Int).Quo(d.unscaled, pow10(d.scale))
}

// rescaled is the same number with more digits behind the point.
func (d *decimal) rescaled(scale int) *big.Int {
	return new(big.Int).Mul(d.unscaled, pow10(scale-d.scale))
}

func (d *decimal) cmp(o *decimal) int {
	scale := max(d.scale, o.scale)
	return d.rescaled(scale).Cmp(o.rescaled(scale))
}

func (d *decimal) compareTo(other Value) int32 { return int32(d.cmp(other.(*decimal))) }

func (d *decimal) precision() int {
	if d.unscaled.Sign() == 0 {
		return 1
	}
	return len(new(big.Int).Abs(d.unscaled).String())
}

// divideRounded is a quotient of whole numbers, rounded; inexact says so where the
// mode allows none.
func divideRounded(a, b *big.Int, mode string) (q *big.Int, inexact bool) {
	q, r := new(big.Int).QuoRem(a, b, new(big.Int))
	if r.Sign() == 0 {
		return q, false
	}
	sign := a.Sign() * b.Sign()
	half := new(big.Int).Abs(new(big.Int).Lsh(r, 1)).Cmp(new(big.Int).Abs(b))
	up := false
	switch mode {
	case "UP":
		up = true
	case "CEILING":
		up = sign > 0
	case "FLOOR":
		up = sign < 0
	case "HALF_UP":
		up = half >= 0
	case "HALF_DOWN":
		up = half > 0
	case "HALF_EVEN":
		up = half > 0 || half == 0 && q.Bit(0) == 1
	case "UNNECESSARY":
		return q, true
	}
	if up {
		q.Add(q, big.NewInt(int64(sign)))
	}
	return q, false
}

func (c *invocation) withScale(d *decimal, scale int, mode string) *decimal {
	if scale >= d.scale {
		return &decimal{d.rescaled(scale), scale}
	}
	q, inexact := divideRounded(d.unscaled, pow10(d.scale-scale), mode)
	if inexact {
		throw("java.lang.ArithmeticException", "Rounding necessary", c.offset)
	}
	return &decimal{q, scale}
}

// mathContext is a java.math.MathContext.
type mathContext struct {
	digits int
	mode   string
}

// JavaClass is the binary name.
func (mathContext) JavaClass() string { return "java.math.MathContext" }

// JavaString is MathContext.toString.
func (m mathContext) JavaString(javavalue.JDK) string {
	return "precision=" + strconv.Itoa(m.digits) + " roundingMode=" + m.mode
}

// JavaHash holds an identity hash.
func (mathContext) JavaHash() int32 {
	refuse(0, "the hash of a MathContext")
	return 0
}

// JavaEquals compares both.
func (m mathContext) JavaEquals(other Value) bool { return other == Value(m) }

func (m mathContext) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "getPrecision/0":
		return int32(m.digits), true
	case "getRoundingMode/0":
		return roundingMode(m.mode), true
	}
	return nil, false
}

func roundingMode(name string) Value {
	for i, mode := range roundingModes {
		if mode == name {
			return enum{roundingModeClass, name, i}
		}
	}
	return nil
}

func (c *invocation) round(d *decimal, m mathContext) *decimal {
	for m.digits > 0 && d.precision() > m.digits {
		d = c.withScale(d, d.scale-(d.precision()-m.digits), m.mode)
	}
	return d
}

func newNumber(c *invocation) (Value, bool) {
	switch c.key() {
	case "BigDecimal/1", "BigDecimal/2":
		d := c.parseDecimalText(c.text(0))
		if len(c.arguments) == 2 {
			d = c.round(d, c.mathContext(1))
		}
		return d, true
	case "BigInteger/1", "BigInteger/2":
		base := 10
		if len(c.arguments) == 2 {
			base = c.int(1)
		}
		text := c.text(0)
		if base < 2 || base > 36 {
			throw("java.lang.NumberFormatException", "Radix out of range", c.offset)
		}
		v, ok := new(big.Int).SetString(strings.TrimPrefix(text, "+"), base)
		if !ok || strings.Contains(text, "_") {
			throw("java.lang.NumberFormatException", "For input string: \""+text+"\"", c.offset)
		}
		return v, true
	case "MathContext/1":
		return mathContext{c.int(0), "HALF_UP"}, true
	case "MathContext/2":
		mode, ok := c.arguments[1].(enum)
		if !ok {
			throwNull(c.offset)
		}
		return mathContext{c.int(0), mode.name}, true
	}
	return nil, false
}

func (c *invocation) mathContext(i int) mathContext {
	m, ok := c.arguments[i].(mathContext)
	if !ok {
		throwNull(c.offset)
	}
	return m
}

func (c *invocation) parseDecimalText(text string) *decimal {
	bad := func() {
		throw("java.lang.NumberFormatException", "", c.offset)
	}
	mantissa, exponent := text, 0
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		e, err := strconv.ParseInt(strings.TrimPrefix(text[i+1:], "+"), 10, 32)
		if err != nil {
			bad()
		}
		mantissa, exponent = text[:i], int(e)
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimPrefix(whole, "+") + fraction
	bare := strings.TrimPrefix(digits, "-")
	if text != "" && isLetter(text[0]) && text[0] != 'e' && text[0] != 'E' {
		throw("java.lang.NumberFormatException", "Character "+text[:1]+" is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark.", c.offset)
	}
	if bare == "" || spanOf(bare, "0123456789") < len(bare) || strings.HasPrefix(whole, "+-") {
		bad()
	}
	unscaled, _ := new(big.Int).SetString(digits, 10)
	if exponent > 1000 || exponent < -1000 || len(digits) > 1000 {
		refuse(c.offset, "a BigDecimal of such a size")
	}
	return &decimal{unscaled, len(fraction) - exponent}
}

func bigDecimalStatic(c *invocation) (Value, bool) {
	if c.key() == "valueOf/1" {
		text := c.print(toDouble(c.arguments[0]))
		if strings.Contains(text, "N") || strings.Contains(text, "I") {
			throw("java.lang.NumberFormatException", "", c.offset)
		}
		return c.parseDecimalText(text), true
	}
	return nil, false
}

func (c *invocation) decimal(i int) *decimal {
	d, ok := c.arguments[i].(*decimal)
	if !ok {
		throwNull(c.offset)
	}
	return d
}
