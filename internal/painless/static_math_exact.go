package painless

import (
	"math"
	"math/big"
)

// mathPrecision is how many bits the curves are computed with: far more than a
// double has.
const mathPrecision = 160

func bigFloat(v float64) *big.Float { return new(big.Float).SetPrec(mathPrecision).SetFloat64(v) }

func bigNew() *big.Float { return new(big.Float).SetPrec(mathPrecision) }

// sure rounds to a double. The JDK's own functions are right to 0.55 of the last
// digit's unit or so: where the true value lies too near the middle of two
// doubles, either could be what Java gives, and it is refused.
func (c *invocation) sure(v *big.Float) float64 {
	d, _ := v.Float64()
	if d == 0 || math.IsInf(d, 0) || math.Abs(d) < 1e-300 {
		refuse(c.offset, "Math.%s with a result at the end of what a double holds", c.name)
	}
	ulp := math.Nextafter(math.Abs(d), math.Inf(1)) - math.Abs(d)
	off, _ := bigNew().Sub(v, bigFloat(d)).Float64()
	if math.Abs(math.Abs(off)/ulp-0.5) < 0.07 || math.Abs(off)/ulp > 0.5 {
		refuse(c.offset, "Math.%s with a result between two doubles", c.name)
	}
	return d
}

// bigLog is the natural logarithm of a number above 0.
func bigLog(x *big.Float) *big.Float {
	mantissa := bigNew()
	exponent := x.MantExp(mantissa) // in [0.5, 1)
	return bigNew().Add(logSeries(mantissa), bigNew().Mul(bigNew().SetInt64(int64(exponent)), logTwo()))
}

func logTwo() *big.Float { return bigNew().Neg(logSeries(bigFloat(0.5))) }

// logSeries is 2·atanh((x-1)/(x+1)), for x near 1.
func logSeries(x *big.Float) *big.Float {
	one := bigFloat(1)
	z := bigNew().Quo(bigNew().Sub(x, one), bigNew().Add(x, one))
	square := bigNew().Mul(z, z)
	sum, power := bigNew().Set(z), bigNew().Set(z)
	for k := int64(3); k < 400; k += 2 {
		power.Mul(power, square)
		term := bigNew().Quo(power, bigNew().SetInt64(k))
		if term.Sign() == 0 || term.MantExp(nil) < sum.MantExp(nil)-mathPrecision {
			break
		}
		sum.Add(sum, term)
	}
	return sum.Mul(sum, bigFloat(2))
}

// bigExp is e to a power.
func bigExp(x *big.Float) *big.Float {
	n, _ := bigNew().Quo(x, logTwo()).Int64()
	rest := bigNew().Sub(x, bigNew().Mul(bigNew().SetInt64(n), logTwo()))
	sum, term := bigFloat(1), bigFloat(1)
	for k := int64(1); k < 200; k++ {
		term.Quo(term.Mul(term, rest), bigNew().SetInt64(k))
		if term.Sign() == 0 || term.MantExp(nil) < -mathPrecision {
			break
		}
		sum.Add(sum, term)
	}
	return sum.SetMantExp(sum, int(n))
}

// bigPi is pi by Machin's formula.
func bigPi() *big.Float {
	arctan := func(n int64) *big.Float {
		z := bigNew().Quo(bigFloat(1), bigNew().SetInt64(n))
		square := bigNew().Mul(z, z)
		sum, power := bigNew().Set(z), bigNew().Set(z)
		for k := int64(3); k < 300; k += 2 {
			power.Neg(power.Mul(power, square))
			sum.Add(sum, bigNew().Quo(power, bigNew().SetInt64(k)))
		}
		return sum
	}
	sixteen := bigNew().Mul(bigFloat(16), arctan(5))
	return sixteen.Sub(sixteen, bigNew().Mul(bigFloat(4), arctan(239)))
}

// bigSine are the sine and cosine of a number.
func bigSine(x float64) (sine, cosine *big.Float) {
	turn := bigNew().Mul(bigPi(), bigFloat(2))
	n, _ := bigNew().Quo(bigFloat(x), turn).Int64()
	rest := bigNew().Sub(bigFloat(x), bigNew().Mul(bigNew().SetInt64(n), turn))
	sine, cosine = bigNew(), bigNew()
	term := bigFloat(1)
	for k := int64(0); k < 200; k++ {
		if k > 0 {
			term.Quo(term.Mul(term, rest), bigNew().SetInt64(k))
		}
		part := bigNew().Set(term)
		if k%4 >= 2 {
			part.Neg(part)
		}
		if k%2 == 0 {
			cosine.Add(cosine, part)
		} else {
			sine.Add(sine, part)
		}
	}
	return sine, cosine
}

// curve is a function of Math whose digits the JDK computes by tables of its own.
func (c *invocation) curve(d float64) (Value, bool) {
	switch c.name {
	case "log", "log10":
		switch {
		case math.IsNaN(d) || d < 0:
			return math.NaN(), true
		case d == 0:
			return math.Inf(-1), true
		case math.IsInf(d, 1):
			return d, true
		}
		v := bigLog(bigFloat(d))
		if c.name == "log10" {
			v.Quo(v, bigLog(bigFloat(10)))
		}
		return c.sure(v), true
	case "exp":
		switch {
		case math.IsNaN(d) || math.IsInf(d, 1):
			return d, true
		case math.IsInf(d, -1):
			return 0.0, true
		case d > 710:
			return math.Inf(1), true
		case math.Abs(d) > 700:
			return nil, false
		}
		return c.sure(bigExp(bigFloat(d))), true
	case "sin", "cos", "tan":
		if math.IsNaN(d) || math.IsInf(d, 0) {
			return math.NaN(), true
		}
		if d == 0 && c.name != "cos" {
			return d, true
		}
		if math.Abs(d) > 1e9 {
			return nil, false
		}
		sine, cosine := bigSine(d)
		switch c.name {
		case "sin":
			return c.sure(sine), true
		case "cos":
			return c.sure(cosine), true
		}
		return c.sure(sine.Quo(sine, cosine)), true
	}
	return nil, false
}

// power is Math.pow.
func (c *invocation) power(x, y float64) float64 {
	switch {
	case y == 0, y == 1, math.IsNaN(x), math.IsNaN(y), math.IsInf(x, 0), math.IsInf(y, 0) && math.Abs(x) != 1, x == 0:
		return math.Pow(x, y)
	case math.IsInf(y, 0):
		return math.NaN() // of 1, Java says; Go 1
	case x < 0 && y != math.Trunc(y):
		return math.NaN()
	}
	sign := 1.0
	if x < 0 && math.Mod(y, 2) != 0 {
		sign = -1
	}
	if x == 1 || x == -1 {
		return sign
	}
	v := bigExp(bigNew().Mul(bigFloat(y), bigLog(bigFloat(math.Abs(x)))))
	if e := v.MantExp(nil); e > 1030 {
		return sign * math.Inf(1)
	} else if e < -1100 {
		return sign * 0
	}
	if y == math.Trunc(y) && math.Abs(y) < 64 {
		if exact := math.Pow(math.Abs(x), y); math.Abs(exact) <= 1<<53 && exact == math.Trunc(exact) && x == math.Trunc(x) && y > 0 {
			return sign * exact
		}
	}
	return sign * c.sure(v)
}

// plainMath is what of Math is exact by definition.
func plainMath(c *invocation) (Value, bool) {
	d := toDouble(c.arguments[0])
	switch c.key() {
	case "toRadians/1":
		return float64(d * 0.017453292519943295), true
	case "toDegrees/1":
		return float64(d * 57.29577951308232), true
	case "ulp/1":
		if math.IsNaN(d) || math.IsInf(d, 0) {
			return math.Abs(d), true
		}
		if math.Abs(d) == math.MaxFloat64 {
			return math.Pow(2, 971), true
		}
		return math.Nextafter(math.Abs(d), math.Inf(1)) - math.Abs(d), true
	case "nextUp/1":
		return math.Nextafter(d, math.Inf(1)), true
	case "nextDown/1":
		return math.Nextafter(d, math.Inf(-1)), true
	case "nextAfter/2":
		other := toDouble(c.arguments[1])
		if d == other {
			return other, true
		}
		return math.Nextafter(d, other), true
	case "copySign/2":
		sign := toDouble(c.arguments[1])
		if math.IsNaN(sign) {
			return nil, false
		}
		return math.Copysign(d, sign), true
	case "scalb/2":
		n := c.int(1)
		if n > 2000 || n < -2000 {
			return nil, false
		}
		return math.Ldexp(d, n), true
	case "IEEEremainder/2":
		return math.Remainder(d, toDouble(c.arguments[1])), true
	}
	return nil, false
}
