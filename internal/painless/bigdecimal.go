package painless

import (
	"cmp"
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

func (d *decimal) method(c *invocation) (Value, bool) {
	if v, ok := d.arithmetic(c); ok {
		if made, isDecimal := v.(*decimal); isDecimal && c.hasContext() {
			return c.round(made, c.mathContext(len(c.arguments)-1)), true
		}
		return v, true
	}
	return d.told(c)
}

func (c *invocation) hasContext() bool {
	if len(c.arguments) == 0 {
		return false
	}
	_, ok := c.arguments[len(c.arguments)-1].(mathContext)
	return ok
}

func (d *decimal) arithmetic(c *invocation) (Value, bool) {
	switch c.key() {
	case "add/1", "add/2", "subtract/1", "subtract/2":
		o := c.decimal(0)
		scale := max(d.scale, o.scale)
		a, b := d.rescaled(scale), o.rescaled(scale)
		if c.name == "subtract" {
			b.Neg(b)
		}
		return &decimal{a.Add(a, b), scale}, c.name != "" && (len(c.arguments) == 1 || d.unscaled.Sign() != 0 && o.unscaled.Sign() != 0)
	case "multiply/1", "multiply/2":
		o := c.decimal(0)
		return &decimal{new(big.Int).Mul(d.unscaled, o.unscaled), d.scale + o.scale}, true
	case "divide/1", "divide/2":
		return c.quotient(d, c.decimal(0)), true
	case "remainder/1", "divideToIntegralValue/1", "divideAndRemainder/1":
		return c.integralParts(d, c.decimal(0)), true
	case "negate/0", "negate/1":
		return &decimal{new(big.Int).Neg(d.unscaled), d.scale}, true
	case "abs/0", "abs/1":
		return &decimal{new(big.Int).Abs(d.unscaled), d.scale}, true
	case "plus/0", "plus/1", "round/1":
		return d, true
	case "pow/1":
		n := c.int(0)
		if n < 0 || n > 999999999 {
			throw("java.lang.ArithmeticException", "Invalid operation", c.offset)
		}
		if n > 1000 {
			refuse(c.offset, "such a power")
		}
		return &decimal{new(big.Int).Exp(d.unscaled, big.NewInt(int64(n)), nil), d.scale * n}, true
	case "setScale/1":
		return c.withScale(d, c.int(0), "UNNECESSARY"), true
	case "setScale/2":
		mode, ok := c.arguments[1].(enum)
		if !ok {
			throwNull(c.offset)
		}
		return c.withScale(d, c.int(0), mode.name), true
	case "movePointLeft/1", "movePointRight/1":
		n := c.int(0)
		if c.name == "movePointRight" {
			n = -n
		}
		if n == 0 {
			return d, true
		}
		moved := &decimal{d.unscaled, d.scale + n}
		if moved.scale < 0 {
			return c.withScale(moved, 0, "UNNECESSARY"), true
		}
		return moved, true
	case "scaleByPowerOfTen/1":
		return &decimal{d.unscaled, d.scale - c.int(0)}, true
	case "stripTrailingZeros/0":
		return d.stripped(), true
	case "ulp/0":
		return &decimal{big.NewInt(1), d.scale}, true
	}
	return nil, false
}

func (d *decimal) stripped() *decimal {
	if d.unscaled.Sign() == 0 {
		return &decimal{new(big.Int), 0}
	}
	v, scale := new(big.Int).Set(d.unscaled), d.scale
	for {
		q, r := new(big.Int).QuoRem(v, big.NewInt(10), new(big.Int))
		if r.Sign() != 0 {
			return &decimal{v, scale}
		}
		v, scale = q, scale-1
	}
}

// quotient is divide: exact, or with a MathContext.
func (c *invocation) quotient(d, o *decimal) *decimal {
	if o.unscaled.Sign() == 0 {
		message := "/ by zero"
		if len(c.arguments) == 1 {
			message = "Division by zero"
			if d.unscaled.Sign() == 0 {
				message = "Division undefined"
			}
		} else {
			refuse(c.offset, "a BigDecimal divided by nought")
		}
		throw("java.lang.ArithmeticException", message, c.offset)
	}
	preferred := d.scale - o.scale
	if len(c.arguments) == 2 && c.mathContext(1).digits > 0 {
		return c.roundedQuotient(d, o, c.mathContext(1))
	}
	if d.unscaled.Sign() == 0 {
		return &decimal{new(big.Int), max(preferred, 0)}
	}
	ratio := new(big.Rat).SetFrac(d.unscaled, o.unscaled)
	if preferred > 0 {
		ratio.Quo(ratio, new(big.Rat).SetInt(pow10(preferred)))
	} else {
		ratio.Mul(ratio, new(big.Rat).SetInt(pow10(-preferred)))
	}
	digits, exact := ratio.FloatPrec()
	if !exact {
		throw("java.lang.ArithmeticException", "Non-terminating decimal expansion; no exact representable decimal result.", c.offset)
	}
	scale := max(digits, preferred)
	v := new(big.Rat).Mul(ratio, new(big.Rat).SetInt(pow10(scale)))
	made := &decimal{new(big.Int).Set(v.Num()), scale}
	if preferred < 0 { // zeros go as far as the preferred scale
		for made.scale > preferred {
			q, r := new(big.Int).QuoRem(made.unscaled, big.NewInt(10), new(big.Int))
			if r.Sign() != 0 {
				break
			}
			made = &decimal{q, made.scale - 1}
		}
	}
	return made
}

func (c *invocation) roundedQuotient(d, o *decimal, m mathContext) *decimal {
	preferred := d.scale - o.scale
	scale := m.digits + o.precision() - d.precision() + preferred + 3
	a, b := new(big.Int).Set(d.unscaled), new(big.Int).Set(o.unscaled)
	if shift := scale - preferred; shift >= 0 {
		a.Mul(a, pow10(shift))
	} else {
		b.Mul(b, pow10(-shift))
	}
	q, r := new(big.Int).QuoRem(a, b, new(big.Int))
	if r.Sign() != 0 { // a digit that is neither nought nor a half keeps the rounding right
		q.Mul(q, big.NewInt(10))
		scale++
		q.Add(q, big.NewInt(int64(a.Sign()*b.Sign())))
	}
	made := c.round(&decimal{q, scale}, m)
	for made.scale > preferred {
		q, r := new(big.Int).QuoRem(made.unscaled, big.NewInt(10), new(big.Int))
		if r.Sign() != 0 {
			break
		}
		made = &decimal{q, made.scale - 1}
	}
	return made
}

// integralParts is the quotient without its fraction, and the rest.
func (c *invocation) integralParts(d, o *decimal) Value {
	if o.unscaled.Sign() == 0 {
		throw("java.lang.ArithmeticException", "Division by zero", c.offset)
	}
	scale := max(d.scale, o.scale)
	q := new(big.Int).Quo(d.rescaled(scale), o.rescaled(scale))
	preferred := d.scale - o.scale
	whole := &decimal{q, 0}
	if preferred > 0 {
		whole = &decimal{whole.rescaled(preferred), preferred}
	}
	for whole.scale > preferred && q.Sign() != 0 {
		smaller, r := new(big.Int).QuoRem(whole.unscaled, big.NewInt(10), new(big.Int))
		if r.Sign() != 0 {
			break
		}
		whole = &decimal{smaller, whole.scale - 1}
	}
	if q.Sign() == 0 && preferred < 0 {
		whole = &decimal{new(big.Int), preferred}
	}
	product := &decimal{new(big.Int).Mul(whole.unscaled, o.unscaled), whole.scale + o.scale}
	restScale := max(d.scale, product.scale)
	rest := &decimal{new(big.Int).Sub(d.rescaled(restScale), product.rescaled(restScale)), restScale}
	switch c.name {
	case "remainder":
		return rest
	case "divideToIntegralValue":
		return whole
	}
	return &array{element: "BigDecimal", items: []Value{whole, rest}}
}

func (d *decimal) told(c *invocation) (Value, bool) {
	switch c.key() {
	case "scale/0":
		return int32(d.scale), true
	case "precision/0":
		return int32(d.precision()), true
	case "signum/0":
		return int32(d.unscaled.Sign()), true
	case "toPlainString/0":
		return d.plain(), true
	case "compareTo/1":
		return int32(cmp.Compare(d.cmp(c.decimal(0)), 0)), true
	case "max/1", "min/1":
		if order := d.cmp(c.decimal(0)); c.name == "max" && order < 0 || c.name == "min" && order > 0 {
			return c.decimal(0), true
		}
		return d, true
	case "intValue/0":
		return int32(d.long()), true
	case "longValue/0":
		return d.long(), true
	case "shortValue/0":
		return int16(d.long()), true
	case "byteValue/0":
		return int8(d.long()), true
	case "doubleValue/0":
		return d.double(), true
	case "toBigInteger/0":
		return d.whole(), true
	case "toBigIntegerExact/0":
		return c.withScale(d, 0, "UNNECESSARY").unscaled, true
	case "intValueExact/0", "longValueExact/0", "shortValueExact/0", "byteValueExact/0":
		exact := c.withScale(d, 0, "UNNECESSARY").unscaled
		size := map[string]int{"intValueExact": 32, "longValueExact": 64, "shortValueExact": 16, "byteValueExact": 8}[c.name]
		if exact.BitLen() >= size && !(exact.Sign() < 0 && exact.BitLen() == size && exact.TrailingZeroBits() == uint(size-1)) {
			throw("java.lang.ArithmeticException", "Overflow", c.offset)
		}
		return toPrimitive(exact.Int64(), map[int]typ{8: "byte", 16: "short", 32: "int", 64: "long"}[size]), true
	}
	return nil, false
}
