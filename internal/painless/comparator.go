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

// givenComparator is comparator where null is none.
func (c *invocation) givenComparator(v Value) func(a, b Value) int {
	if v == nil {
		throwNull(c.offset)
	}
	return c.comparator(v)
}

func comparatorStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "naturalOrder/0":
		return newComparator(func(call *invocation, a, b Value) int { return int(compareValues(a, b, call.offset)) }), true
	case "reverseOrder/0":
		return newComparator(func(call *invocation, a, b Value) int { return int(compareValues(b, a, call.offset)) }), true
	case "comparing/2":
		key, by := c.arguments[0], c.givenComparator(c.arguments[1])
		return newComparator(func(call *invocation, a, b Value) int {
			x := call.apply(key, a)
			return by(x, call.apply(key, b))
		}), true
	case "nullsFirst/1", "nullsLast/1":
		nullRank, by := -1, c.arguments[0]
		if c.name == "nullsLast" {
			nullRank = 1
		}
		return newComparator(func(call *invocation, a, b Value) int {
			switch {
			case a == nil && b == nil:
				return 0
			case a == nil:
				return nullRank
			case b == nil:
				return -nullRank
			case by == nil:
				return 0
			}
			return call.comparator(by)(a, b)
		}), true
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
	case "thenComparing/2":
		key, next := c.arguments[0], c.givenComparator(c.arguments[1])
		return newComparator(func(call *invocation, a, b Value) int {
			if order := by.compare(call, a, b); order != 0 {
				return order
			}
			return next(call.apply(key, a), call.apply(key, b))
		}), true
	case "thenComparingInt/1", "thenComparingLong/1", "thenComparingDouble/1":
		key := c.arguments[0]
		return newComparator(func(call *invocation, a, b Value) int {
			if order := by.compare(call, a, b); order != 0 {
				return order
			}
			return int(compareValues(call.apply(key, a), call.apply(key, b), call.offset))
		}), true
	case "thenComparing/1":
		next := c.givenComparator(c.arguments[0])
		return newComparator(func(call *invocation, a, b Value) int { return cmp.Or(by.compare(call, a, b), next(a, b)) }), true
	}
	return nil, false
}
