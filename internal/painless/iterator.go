package painless

// iterator is a java.util.Iterator over what there was when it was made.
type iterator struct {
	opaque
	over Value
	rest []Value
	size int
}

func newIterator(over Value, items []Value) *iterator {
	return &iterator{opaque{"java.util.Iterator"}, over, items, sizeOf(over)}
}

func (it *iterator) method(c *invocation) (Value, bool) {
	if sizeOf(it.over) != it.size {
		refuse(c.offset, "an iterator over what was changed since")
	}
	switch c.key() {
	case "hasNext/0":
		return len(it.rest) > 0, true
	case "next/0":
		if len(it.rest) == 0 {
			throw("java.util.NoSuchElementException", "", c.offset)
		}
		next := it.rest[0]
		it.rest = it.rest[1:]
		return next, true
	}
	return nil, false
}
