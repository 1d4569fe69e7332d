package painless

import (
	"cmp"
	"math"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// numberMethod is what boxes have: intValue and its kin, compareTo.
func numberMethod(v Value, c *invocation) (Value, bool) {
	switch c.key() {
	case "intValue/0":
		return toInt(v), true
	case "longValue/0":
		return toLong(v), true
	case "floatValue/0":
		return toFloat(v), true
	case "doubleValue/0":
		return toDouble(v), true
	case "shortValue/0":
		return int16(toInt(v)), true
	case "byteValue/0":
		return int8(toInt(v)), true
	case "booleanValue/0", "charValue/0":
		return v, true
	case "isNaN/0":
		return math.IsNaN(toDouble(v)), true
	case "isInfinite/0":
		return math.IsInf(toDouble(v), 0), true
	case "compareTo/1":
		if c.arguments[0] == nil {
			throwNull(c.offset)
		}
		return compareValues(v, c.arguments[0], c.offset), true
	}
	return nil, false
}

// characterMethod has nothing that numbers have not.
func characterMethod(Value, *invocation) (Value, bool) { return nil, false }

// compareValues is Comparable.compareTo.
func compareValues(a, b Value, offset int) int32 {
	if a != nil && !assignable("Comparable", typeOf(a)) {
		throwJVMCast(className(a), "java.lang.Comparable", offset)
	}
	if a == nil || b == nil {
		throwNull(offset)
	}
	_, aZoned := zonedOf(a)
	_, bZoned := zonedOf(b)
	if className(a) != className(b) && !(aZoned && bZoned) {
		throwJVMCast(className(b), className(a), offset) // by a's method, which takes its own kind
	}
	switch x := a.(type) {
	case string:
		return compareText(x, b.(string)).(int32)
	case bool:
		return int32(boolRank(x) - boolRank(b.(bool)))
	case int8, int16, javavalue.Char:
		return int32(toLong(a) - toLong(b))
	case int32, int64:
		return int32(cmp.Compare(toLong(a), toLong(b)))
	case float32, float64:
		return compareDoubles(toDouble(a), toDouble(b))
	case ordered:
		return x.compareTo(b)
	}
	if m, ok := momentOf(a); ok {
		o, _ := momentOf(b)
		return m.order(o)
	}
	if assignable("Comparable", typeOf(a)) {
		refuse(offset, "compareTo of %s", className(a))
	}
	throwJVMCast(className(a), "java.lang.Comparable", offset)
	return 0
}

// ordered is an object of this package with an order.
type ordered interface{ compareTo(other Value) int32 }

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareDoubles is Double.compare: -0.0 is below 0.0, NaN above all.
func compareDoubles(a, b float64) int32 {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return int32(cmp.Compare(orderedBits(a), orderedBits(b)))
}

func orderedBits(d float64) int64 {
	if math.IsNaN(d) {
		return 0x7ff8000000000000
	}
	return int64(math.Float64bits(d))
}
