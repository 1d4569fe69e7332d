package painless

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// collectionMethod is what lists and sets have in common, Painless's own
// additions (any, every, findAll, join…) included.
func collectionMethod[T *javavalue.List | *javavalue.Set](receiver T, c *invocation) (Value, bool) {
	return collectionOf(itemsOf(Value(receiver), c.offset), receiver, c)
}

func collectionOf(items []Value, receiver Value, c *invocation) (Value, bool) {
	switch c.key() {
	case "isEmpty/0":
		return len(items) == 0, true
	case "size/0":
		return int32(len(items)), true
	case "contains/1":
		return slices.ContainsFunc(items, func(v Value) bool { return javavalue.Equal(v, c.arguments[0]) }), true
	case "containsAll/1":
		for _, wanted := range itemsOf(c.arguments[0], c.offset) {
			if !slices.ContainsFunc(items, func(v Value) bool { return javavalue.Equal(v, wanted) }) {
				return false, true
			}
		}
		return true, true
	case "iterator/0":
		return newIterator(receiver, items), true
	case "stream/0":
		return streamOf("Stream", items), true
	case "toArray/0":
		return &array{element: "def", items: slices.Clone(items)}, true
	case "asList/0":
		if l, ok := receiver.(*javavalue.List); ok {
			return l, true
		}
		return javavalue.NewList(items...), true
	case "asCollection/0":
		return receiver, true
	}
	return collectionWalk(items, receiver, c)
}

// collectionWalk is what walks over a collection, or copies it.
func collectionWalk(items []Value, receiver Value, c *invocation) (Value, bool) {
	switch c.key() {
	case "forEach/1":
		for _, v := range items {
			c.apply(c.arguments[0], v)
		}
		return nil, true
	case "each/1":
		for _, v := range items {
			c.apply(c.arguments[0], v)
		}
		return receiver, true
	case "eachWithIndex/1":
		for i, v := range items {
			c.apply(c.arguments[0], v, int32(i))
		}
		return receiver, true
	case "join/1":
		return c.join(items), true
	case "toArray/1":
		given, ok := c.arguments[0].(*array)
		if !ok {
			throwNull(c.offset)
		}
		if len(given.items) < len(items) {
			return &array{element: given.element, items: slices.Clone(items)}, true
		}
		copy(given.items, items)
		if len(given.items) > len(items) {
			given.items[len(items)] = nil
		}
		return given, true
	}
	return collectionFunction(items, c)
}

func (c *invocation) join(items []Value) string {
	texts := make([]string, len(items))
	for i, v := range items {
		texts[i] = c.print(v)
	}
	return strings.Join(texts, c.text(0))
}

// collectionFunction is what takes a function of an item.
func collectionFunction(items []Value, c *invocation) (Value, bool) {
	switch c.key() {
	case "any/1":
		return slices.ContainsFunc(items, func(v Value) bool { return c.test(c.arguments[0], v) }), true
	case "every/1":
		return !slices.ContainsFunc(items, func(v Value) bool { return !c.test(c.arguments[0], v) }), true
	case "count/1":
		n := int32(0)
		for _, v := range items {
			if c.test(c.arguments[0], v) {
				n++
			}
		}
		return n, true
	case "find/1":
		for _, v := range items {
			if c.test(c.arguments[0], v) {
				return v, true
			}
		}
		return nil, true
	case "findAll/1":
		found := javavalue.NewList()
		for _, v := range items {
			if c.test(c.arguments[0], v) {
				found.Items = append(found.Items, v)
			}
		}
		return found, true
	case "findResult/1", "findResult/2":
		return c.findResult(items), true
	case "collect/1":
		made := javavalue.NewList()
		for _, v := range items {
			made.Items = append(made.Items, c.apply(c.arguments[0], v))
		}
		return made, true
	case "findResults/1":
		made := javavalue.NewList()
		for _, v := range items {
			if r := c.apply(c.arguments[0], v); r != nil {
				made.Items = append(made.Items, r)
			}
		}
		return made, true
	case "collect/2":
		for _, v := range items {
			c.call(c.arguments[0], "add", []Value{c.apply(c.arguments[1], v)}, c.offset)
		}
		return c.arguments[0], true
	case "split/1":
		return c.split(items), true
	case "sum/0", "sum/1":
		return c.sumOf(items), true
	case "groupBy/1":
		return c.groupBy(items), true
	}
	return nil, false
}

func (c *invocation) findResult(items []Value) Value {
	var otherwise Value
	if len(c.arguments) == 2 {
		otherwise = c.arguments[0]
	}
	for _, v := range items {
		if r := c.apply(c.arguments[len(c.arguments)-1], v); r != nil {
			return r
		}
	}
	return otherwise
}

func (c *invocation) split(items []Value) Value {
	yes, no := javavalue.NewList(), javavalue.NewList()
	for _, v := range items {
		if c.test(c.arguments[0], v) {
			yes.Items = append(yes.Items, v)
		} else {
			no.Items = append(no.Items, v)
		}
	}
	return javavalue.NewList(yes, no)
}

func (c *invocation) sumOf(items []Value) Value {
	sum := 0.0
	for _, v := range items {
		if len(c.arguments) == 1 {
			v = c.apply(c.arguments[0], v)
		}
		if v == nil {
			throwNull(c.offset)
		}
		if numberType(v, c.offset) == "" {
			throwJVMCast(className(v), "java.lang.Number", c.offset)
		}
		sum += toDouble(v)
	}
	return sum
}

func (c *invocation) groupBy(items []Value) Value {
	groups := javavalue.NewLinkedMap()
	for _, v := range items {
		key := c.apply(c.arguments[0], v)
		group, ok := groups.Get(key)
		if !ok {
			group = javavalue.NewList()
			groups.Put(key, group)
		}
		list := group.(*javavalue.List)
		list.Items = append(list.Items, v)
	}
	return groups
}
