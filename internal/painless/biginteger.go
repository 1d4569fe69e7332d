package painless

import (
	"math/big"
	"math/bits"
)

func bigIntegerStatic(c *invocation) (Value, bool) {
	if c.key() == "valueOf/1" {
		return big.NewInt(toLong(c.arguments[0])), true
	}
	return nil, false
}

func (c *invocation) big(i int) *big.Int {
	v, ok := c.arguments[i].(*big.Int)
	if !ok {
		throwNull(c.offset)
	}
	return v
}

// bigMethod is java.math.BigInteger.
func bigMethod(b *big.Int, c *invocation) (Value, bool) {
	for _, table := range []func(*big.Int, *invocation) (Value, bool){bigArithmetic, bigBits, bigTold} {
		if v, ok := table(b, c); ok {
			return v, true
		}
	}
	return nil, false
}

func bigArithmetic(b *big.Int, c *invocation) (Value, bool) {
	r := new(big.Int)
	by := func() *big.Int {
		d := c.big(0)
		if d.Sign() == 0 {
			throw("java.lang.ArithmeticException", "BigInteger divide by zero", c.offset)
		}
		return d
	}
	switch c.key() {
	case "add/1":
		return r.Add(b, c.big(0)), true
	case "subtract/1":
		return r.Sub(b, c.big(0)), true
	case "multiply/1":
		return r.Mul(b, c.big(0)), true
	case "divide/1":
		return r.Quo(b, by()), true
	case "remainder/1":
		return r.Rem(b, by()), true
	case "divideAndRemainder/1":
		q, rest := r.QuoRem(b, by(), new(big.Int))
		return &array{element: "BigInteger", items: []Value{q, rest}}, true
	case "mod/1", "modPow/2", "modInverse/1":
		m := c.big(len(c.arguments) - 1)
		if m.Sign() <= 0 {
			throw("java.lang.ArithmeticException", map[bool]string{true: "BigInteger: modulus not positive", false: "BigInteger: modulus not positive"}[true], c.offset)
		}
		switch c.name {
		case "mod":
			return r.Mod(b, m), true
		case "modInverse":
			if r.ModInverse(b, m) == nil {
				throw("java.lang.ArithmeticException", "BigInteger not invertible.", c.offset)
			}
			return r, true
		}
		if c.big(0).Sign() < 0 {
			return nil, false
		}
		return r.Exp(b, c.big(0), m), true
	case "pow/1":
		n := c.int(0)
		if n < 0 {
			throw("java.lang.ArithmeticException", "Negative exponent", c.offset)
		}
		if n*b.BitLen() > maxBits {
			refuse(c.offset, "such a power")
		}
		return r.Exp(b, big.NewInt(int64(n)), nil), true
	case "gcd/1":
		return r.GCD(nil, nil, new(big.Int).Abs(b), new(big.Int).Abs(c.big(0))), true
	case "negate/0":
		return r.Neg(b), true
	case "abs/0":
		return r.Abs(b), true
	}
	return nil, false
}

// maxBits keeps a script from taking the machine.
const maxBits = 1 << 16

func bigBits(b *big.Int, c *invocation) (Value, bool) {
	r := new(big.Int)
	bit := func() int {
		n := c.int(0)
		if n < 0 {
			throw("java.lang.ArithmeticException", "Negative bit address", c.offset)
		}
		if n > maxBits && c.name != "testBit" {
			refuse(c.offset, "a BigInteger of such a size")
		}
		return n
	}
	switch c.key() {
	case "and/1":
		return r.And(b, c.big(0)), true
	case "or/1":
		return r.Or(b, c.big(0)), true
	case "xor/1":
		return r.Xor(b, c.big(0)), true
	case "andNot/1":
		return r.AndNot(b, c.big(0)), true
	case "not/0":
		return r.Not(b), true
	case "testBit/1":
		return b.Bit(bit()) == 1, true
	case "setBit/1":
		return r.SetBit(b, bit(), 1), true
	case "clearBit/1":
		return r.SetBit(b, bit(), 0), true
	case "flipBit/1":
		n := bit()
		return r.SetBit(b, n, 1-b.Bit(n)), true
	case "shiftLeft/1", "shiftRight/1":
		n := c.int(0)
		if c.name == "shiftRight" {
			n = -n
		}
		if n > maxBits {
			refuse(c.offset, "such a shift")
		}
		if n >= 0 {
			return r.Lsh(b, uint(n)), true
		}
		return r.Rsh(b, uint(-n)), true
	}
	return bigBitsTold(b, c)
}

// bigBitsTold tells of the bits.
func bigBitsTold(b *big.Int, c *invocation) (Value, bool) {
	switch c.key() {
	case "bitLength/0":
		if b.Sign() < 0 {
			return int32(new(big.Int).Not(b).BitLen()), true
		}
		return int32(b.BitLen()), true
	case "bitCount/0":
		v, n := b, 0
		if b.Sign() < 0 {
			v = new(big.Int).Not(b)
		}
		for _, word := range v.Bits() {
			n += bits.OnesCount(uint(word))
		}
		return int32(n), true
	case "getLowestSetBit/0":
		if b.Sign() == 0 {
			return int32(-1), true
		}
		return int32(b.TrailingZeroBits()), true
	}
	return nil, false
}

func bigTold(b *big.Int, c *invocation) (Value, bool) {
	switch c.key() {
	case "signum/0":
		return int32(b.Sign()), true
	case "compareTo/1":
		return int32(b.Cmp(c.big(0))), true
	case "max/1", "min/1":
		if order := b.Cmp(c.big(0)); c.name == "max" && order < 0 || c.name == "min" && order > 0 {
			return c.big(0), true
		}
		return b, true
	case "toString/1":
		return b.Text(radix(c.int(0))), true
	case "intValue/0":
		return toInt(b), true
	case "longValue/0":
		return toLong(b), true
	case "shortValue/0":
		return int16(toLong(b)), true
	case "byteValue/0":
		return int8(toLong(b)), true
	case "doubleValue/0":
		return toDouble(b), true
	case "intValueExact/0", "longValueExact/0", "shortValueExact/0", "byteValueExact/0":
		size := map[string]int{"intValueExact": 32, "longValueExact": 64, "shortValueExact": 16, "byteValueExact": 8}[c.name]
		v := b
		if b.Sign() < 0 {
			v = new(big.Int).Not(b)
		}
		if v.BitLen() >= size {
			name := map[int]string{32: "int", 64: "long", 16: "short", 8: "byte"}[size]
			throw("java.lang.ArithmeticException", "BigInteger out of "+name+" range", c.offset)
		}
		return toPrimitive(b.Int64(), map[int]typ{8: "byte", 16: "short", 32: "int", 64: "long"}[size]), true
	case "toByteArray/0":
		data := b.Bytes()
		if b.Sign() < 0 {
			data = new(big.Int).Not(b).Bytes()
			for i := range data {
				data[i] = ^data[i]
			}
			if len(data) == 0 || data[0] < 0x80 {
				data = append([]byte{0xFF}, data...)
			}
		} else if len(data) == 0 || data[0] >= 0x80 {
			data = append([]byte{0}, data...)
		}
		return byteArray(data), true
	}
	return nil, false
}
