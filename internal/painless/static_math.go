package painless

import "math"

// strictMathStatic is StrictMath: it computes its curves in another way than Math
// does, whose last digits are not known here.
func strictMathStatic(c *invocation) (Value, bool) {
	switch c.name {
	case "log", "log10", "exp", "sin", "cos", "tan", "pow":
		return nil, false
	}
	return mathStatic(c)
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
		if v, ok := plainMath(c); ok {
			return v, true
		}
		return c.curve(toDouble(c.arguments[0]))
	}
	switch c.key() {
	case "max/2":
		return javaMax(toDouble(c.arguments[0]), toDouble(c.arguments[1])), true
	case "min/2":
		return -javaMax(-toDouble(c.arguments[0]), -toDouble(c.arguments[1])), true
	case "pow/2":
		return c.power(toDouble(c.arguments[0]), toDouble(c.arguments[1])), true
	case "random/0":
		refuse(c.offset, "Math.random")
	}
	if len(c.arguments) == 2 {
		return plainMath(c)
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
