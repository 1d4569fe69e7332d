package painless

import "cmp"

// comparator is a java.util.Comparator that is no lambda.
type comparator struct {
	opaque
	compare func(c *invocation, a, b Value) int
}

func newComparator(compare func(c *invocation, a, b Value) int) *comparator {
	return &comparator{opaque{"java.util.Comparator"}, compare}
}

// comparator makes of a comparator object or lambda a function; null is the
// natural order.
func (c *invocation) comparator(v Value) func(a, b Value) int {
	switch by := v.(type) {
	case nil:
		return func(a, b Value) int { return int(compareValues(a, b, c.offset)) }
	case *comparator:
		return func(a, b Value) int { return by.compare(c, a, b) }
	}
	return func(a, b Value) int { return int(c.apply(v, a, b).(int32)) }
}

func comparatorStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "naturalOrder/0":
		return newComparator(func(call *invocation, a, b Value) int { return int(compareValues(a, b, call.offset)) }), true
	case "reverseOrder/0":
		return newComparator(func(call *invocation, a, b Value) int { return int(compareValues(b, a, call.offset)) }), true
	case "comparing/1", "comparingInt/1", "comparingLong/1", "comparingDouble/1":
		key := c.arguments[0]
		return newComparator(func(call *invocation, a, b Value) int {
			x := call.apply(key, a)
			return int(compareValues(x, call.apply(key, b), call.offset))
		}), true
	}
	return nil, false
}

func (by *comparator) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "reversed/0":
		return newComparator(func(call *invocation, a, b Value) int { return by.compare(call, b, a) }), true
	case "compare/2":
		return int32(by.compare(c, c.arguments[0], c.arguments[1])), true
	case "thenComparing/1":
		next := c.comparator(c.arguments[0])
		return newComparator(func(call *invocation, a, b Value) int { return cmp.Or(by.compare(call, a, b), next(a, b)) }), true
	}
	return nil, false
}
