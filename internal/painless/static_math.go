package painless

import "math"

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
