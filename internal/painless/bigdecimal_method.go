package painless

import (
	"cmp"
	"math/big"
)

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
	}
	return d.moved(c)
}

// moved is what changes the scale, or multiplies a number with itself.
func (d *decimal) moved(c *invocation) (Value, bool) {
	switch c.key() {
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
