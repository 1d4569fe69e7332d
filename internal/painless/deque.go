package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// deque is a java.util.ArrayDeque.
type deque struct{ values []Value }

// JavaClass is the binary name.
func (d *deque) JavaClass() string { return "java.util.ArrayDeque" }

// JavaString is that of a collection.
func (d *deque) JavaString(jdk javavalue.JDK) string {
	return javavalue.Print(javavalue.NewList(d.values...), jdk)
}

// JavaHash is by identity.
func (d *deque) JavaHash() int32 {
	refuse(0, "the hash of an ArrayDeque")
	return 0
}

// JavaEquals is by identity.
func (d *deque) JavaEquals(other Value) bool { return other == Value(d) }

func (d *deque) items() []Value { return d.values }

func (d *deque) method(c *invocation) (Value, bool) {
	if len(c.arguments) == 1 && c.arguments[0] == nil && c.name != "contains" && c.name != "remove" {
		throwNull(c.offset)
	}
	switch c.key() {
	case "add/1", "offer/1", "offerLast/1":
		d.values = append(d.values, c.arguments[0])
		return true, true
	case "addLast/1":
		d.values = append(d.values, c.arguments[0])
		return nil, true
	case "push/1", "addFirst/1":
		d.values = append([]Value{c.arguments[0]}, d.values...)
		return nil, true
	case "clear/0":
		d.values = nil
		return nil, true
	}
	if v, ok := d.end(c); ok {
		return v, true
	}
	return collectionOf(d.values, d, c)
}

// end is what looks at or takes one of the ends.
func (d *deque) end(c *invocation) (Value, bool) {
	first, takes, throws := true, true, false
	switch c.key() {
	case "peek/0", "peekFirst/0":
		takes = false
	case "element/0", "getFirst/0":
		takes, throws = false, true
	case "poll/0", "pollFirst/0":
	case "pop/0", "remove/0", "removeFirst/0":
		throws = true
	case "peekLast/0":
		first, takes = false, false
	case "getLast/0":
		first, takes, throws = false, false, true
	case "pollLast/0":
		first = false
	case "removeLast/0":
		first, throws = false, true
	default:
		return nil, false
	}
	if len(d.values) == 0 {
		if throws {
			throw("java.util.NoSuchElementException", "", c.offset)
		}
		return nil, true
	}
	at := 0
	if !first {
		at = len(d.values) - 1
	}
	v := d.values[at]
	switch {
	case takes && first:
		d.values = d.values[1:]
	case takes:
		d.values = d.values[:at]
	}
	return v, true
}
