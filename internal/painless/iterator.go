package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// iterator is a java.util.Iterator over what there was when it was made.
type iterator struct {
	opaque
	over Value
	rest []Value
	all  []Value
	size int
	last bool // next gave something that can be removed
}

// remove takes away what next gave last.
func (it *iterator) remove(c *invocation) (Value, bool) {
	if !it.last {
		throw("java.lang.IllegalStateException", "", c.offset)
	}
	it.last = false
	switch over := it.over.(type) {
	case *javavalue.List:
		if over.ReadOnly || over.Class != "" {
			return nil, false
		}
		at := len(over.Items) - len(it.rest) - 1
		over.Items = append(over.Items[:at:at], over.Items[at+1:]...)
	case *javavalue.Set:
		if over.Class != "" && over.Class != "java.util.HashMap$KeySet" || over.Map.ReadOnly {
			return nil, false
		}
		over.Map.Remove(it.all[len(it.all)-len(it.rest)-1])
	case *entrySet:
		if over.m.ReadOnly {
			return nil, false
		}
		over.m.Remove(it.all[len(it.all)-len(it.rest)-1].(*entry).Key)
	default:
		return nil, false
	}
	it.size--
	return nil, true
}

func newIterator(over Value, items []Value) *iterator {
	return &iterator{opaque: opaque{"java.util.Iterator"}, over: over, rest: items, all: items, size: sizeOf(over)}
}

func (it *iterator) method(c *invocation) (Value, bool) {
	if sizeOf(it.over) != it.size {
		refuse(c.offset, "an iterator over what was changed since")
	}
	switch c.key() {
	case "hasNext/0":
		return len(it.rest) > 0, true
	case "next/0":
		if l, ok := it.over.(*javavalue.List); ok && len(it.rest) == 0 && fieldTypes[l.Class] != "" {
			return docValue(l, len(l.Items), c), true // the list itself is asked
		}
		if len(it.rest) == 0 {
			throw("java.util.NoSuchElementException", "", c.offset)
		}
		next := it.rest[0]
		it.rest = it.rest[1:]
		it.last = true
		return next, true
	case "forEachRemaining/1":
		for len(it.rest) > 0 {
			next := it.rest[0]
			it.rest = it.rest[1:]
			c.apply(c.arguments[0], next)
		}
		return nil, true
	case "remove/0":
		return it.remove(c)
	}
	return nil, false
}
