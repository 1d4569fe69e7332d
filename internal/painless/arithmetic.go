package painless

import "math"

// primitiveBinary computes with two values of one primitive type; the distance
// of a shift is an int.
func primitiveBinary(op string, l, r Value, offset int) Value {
	switch l := l.(type) {
	case int32:
		return wholeBinary(op, l, r, offset)
	case int64:
		return wholeBinary(op, l, r, offset)
	case float64:
		return decimalBinary(op, l, r.(float64))
	case float32:
		return decimalBinary(op, l, r.(float32))
	case bool:
		return booleanBinary(op, l, r.(bool))
	}
	panic("painless: no such operands")
}

func booleanBinary(op string, l, r bool) bool {
	switch op {
	case "&":
		return l && r
	case "|":
		return l || r
	}
	return l != r
}

func wholeBinary[T int32 | int64](op string, l T, right Value, offset int) Value {
	switch op {
	case "<<", ">>", ">>>":
		return shift(op, l, uint(toInt(right)))
	}
	r := right.(T)
	switch op {
	case "+":
		return l + r
	case "-":
		return l - r
	case "*":
		return l * r
	case "/", "%":
		if r == 0 {
			throw("java.lang.ArithmeticException", "/ by zero", offset)
		}
		if op == "/" {
			return l / r
		}
		return l % r
	case "&":
		return l & r
	case "|":
		return l | r
	default:
		return l ^ r
	}
}

// shift takes the distance modulo the width, as Java does.
func shift[T int32 | int64](op string, l T, distance uint) Value {
	if wide, ok := any(l).(int64); ok {
		distance &= 63
		if op == ">>>" {
			return int64(uint64(wide) >> distance)
		}
	} else {
		distance &= 31
		if op == ">>>" {
			return int32(uint32(l) >> distance)
		}
	}
	if op == "<<" {
		return l << distance
	}
	return l >> distance
}

func decimalBinary[T float32 | float64](op string, l, r T) Value {
	switch op {
	case "+":
		return l + r
	case "-":
		return l - r
	case "*":
		return l * r
	case "/":
		return l / r
	default:
		return T(math.Mod(float64(l), float64(r)))
	}
}

func primitiveUnary(op string, v Value) Value {
	switch v := v.(type) {
	case int32:
		return wholeUnary(op, v)
	case int64:
		return wholeUnary(op, v)
	case float32:
		if op == "-" {
			return -v
		}
	case float64:
		if op == "-" {
			return -v
		}
	}
	return v
}

func wholeUnary[T int32 | int64](op string, v T) Value {
	switch op {
	case "-":
		return -v
	case "~":
		return ^v
	}
	return v
}

// comparison compares two values of one type. Of references, == asks equals and
// === whether they are one object.
func comparison(t typ, at opSite) func(l, r Value) bool {
	op, offset := at.op, at.offset
	switch op {
	case "==", "!=":
		equal := op == "=="
		if t == "def" {
			return func(l, r Value) bool { at.binary(l, r); return defEqual(l, r, offset) == equal }
		}
		if isPrimitive(t) {
			return func(l, r Value) bool { return primitiveOrder(l, r).equal == equal }
		}
		return func(l, r Value) bool { return equalObjects(l, r, offset) == equal }
	case "===", "!==":
		same := op == "==="
		if isPrimitive(t) {
			return func(l, r Value) bool { return primitiveOrder(l, r).equal == same }
		}
		return func(l, r Value) bool { return identical(l, r, offset) == same }
	}
	if t == "def" {
		return func(l, r Value) bool { at.binary(l, r); return primitiveOrder(defNumbers(op, l, r, offset)).is(op) }
	}
	return func(l, r Value) bool { return primitiveOrder(l, r).is(op) }
}

// order is how two numbers stand; NaN stands nowhere.
type order struct{ less, equal, greater bool }

func (o order) is(op string) bool {
	switch op {
	case "<":
		return o.less
	case "<=":
		return o.less || o.equal
	case ">":
		return o.greater
	default:
		return o.greater || o.equal
	}
}

func primitiveOrder(l, r Value) order {
	switch l := l.(type) {
	case bool:
		return order{equal: l == r.(bool)}
	case float64:
		r := r.(float64)
		return order{l < r, l == r, l > r}
	case float32:
		r := r.(float32)
		return order{l < r, l == r, l > r}
	}
	a, b := toLong(l), toLong(r)
	return order{a < b, a == b, a > b}
}
