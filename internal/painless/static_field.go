package painless

import "math"

// staticField is the value of a constant of a class.
func staticField(class typ, name string, offset int) Value {
	switch class + "." + name {
	case "Integer.MAX_VALUE":
		return int32(math.MaxInt32)
	case "Integer.MIN_VALUE":
		return int32(math.MinInt32)
	case "Long.MAX_VALUE":
		return int64(math.MaxInt64)
	case "Long.MIN_VALUE":
		return int64(math.MinInt64)
	case "Double.MAX_VALUE":
		return math.MaxFloat64
	case "Double.MIN_VALUE":
		return math.SmallestNonzeroFloat64
	case "Double.NaN":
		return math.NaN()
	case "Double.POSITIVE_INFINITY":
		return math.Inf(1)
	case "Double.NEGATIVE_INFINITY":
		return math.Inf(-1)
	case "Math.PI":
		return math.Pi
	case "Math.E":
		return math.E
	case "Boolean.TRUE":
		return true
	case "Boolean.FALSE":
		return false
	}
	if parts, ok := locales[name]; ok && class == "Locale" {
		return newLocale(parts[0], parts[1])
	}
	if v, ok := timeConstant(class, name); ok {
		return v
	}
	refuse(offset, "%s.%s", class, name)
	return nil
}
