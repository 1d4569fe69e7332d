package painless

import "math/big"

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
