package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// functional makes an object of a functional interface of a Go function.
func functional(target typ, offset int, run func(f *frame, arguments []Value) Value) Value {
	return &closure{target: target, offset: offset, direct: run}
}

// method calls a functional object by its own method, or makes another of it.
func (c *closure) method(call *invocation) (Value, bool) {
	m := functionOf(c.target)
	if m == nil {
		return nil, false
	}
	if call.name == m.name && len(call.arguments) == len(m.parameters) {
		return call.apply(c, call.arguments...), true
	}
	inner := func(f *frame) *invocation { return &invocation{frame: f, name: call.name, offset: call.offset} }
	with := func(i int) Value {
		if call.arguments[i] == nil {
			throwNull(call.offset)
		}
		return call.arguments[i]
	}
	switch call.key() {
	case "andThen/1":
		next := with(0)
		return functional(c.target, call.offset, func(f *frame, a []Value) Value {
			v := inner(f).apply(c, a...)
			if m.result == "void" {
				return inner(f).apply(next, a...)
			}
			return inner(f).apply(next, v)
		}), true
	case "compose/1":
		before := with(0)
		return functional(c.target, call.offset, func(f *frame, a []Value) Value { return inner(f).apply(c, inner(f).apply(before, a...)) }), true
	case "negate/0":
		return functional(c.target, call.offset, func(f *frame, a []Value) Value { return !inner(f).test(c, a...) }), true
	case "and/1", "or/1":
		other, and := with(0), call.name == "and"
		return functional(c.target, call.offset, func(f *frame, a []Value) Value {
			if inner(f).test(c, a...) != and {
				return !and
			}
			return inner(f).test(other, a...)
		}), true
	}
	if c.target == "Comparator" {
		return newComparator(func(by *invocation, a, b Value) int { return int(toInt(by.apply(c, a, b))) }).method(call)
	}
	return nil, false
}

func functionStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "identity/0":
		return functional("UnaryOperator", c.offset, func(_ *frame, a []Value) Value { return a[0] }), true
	case "minBy/1", "maxBy/1":
		by, least := c.arguments[0], c.name == "minBy"
		c.givenComparator(by)
		return functional("BinaryOperator", c.offset, func(f *frame, a []Value) Value {
			order := (&invocation{frame: f, offset: c.offset}).comparator(by)(a[0], a[1])
			if least && order <= 0 || !least && order >= 0 {
				return a[0]
			}
			return a[1]
		}), true
	case "isEqual/1":
		return functional("Predicate", c.offset, func(_ *frame, a []Value) Value { return javavalue.Equal(c.arguments[0], a[0]) }), true
	}
	return nil, false
}
