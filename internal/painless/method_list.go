package painless

import (
	"fmt"
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func boundsMessage(l *javavalue.List, i int) string {
	switch l.Class {
	case "java.util.Collections$SingletonList":
		return fmt.Sprintf("Index: %d, Size: 1", i)
	case linkedListClass:
		return fmt.Sprintf("Index: %d, Size: %d", i, len(l.Items))
	case "kotlin.collections.EmptyList":
		return fmt.Sprintf("Empty list doesn't contain element at index %d.", i)
	}
	return fmt.Sprintf("Index %d out of bounds for length %d", i, len(l.Items))
}

func checkIndex(l *javavalue.List, i int, offset int) {
	if i < 0 || i >= len(l.Items) {
		thrown := exception{class: "java.lang.IndexOutOfBoundsException", message: boundsMessage(l, i), offset: offset}
		if l.Class != "" {
			panic(&thrown)
		}
		throwFrom(arrayListCalls, thrown)
	}
}

// boundsOnly is checkIndex for methods whose stack is not known.
func boundsOnly(l *javavalue.List, i int, offset int) {
	if i < 0 || i >= len(l.Items) {
		throwBounds(boundsMessage(l, i), offset)
	}
}

// arrayListCalls are what stands above the script where an ArrayList is too
// short, in the JDK 17 of OpenSearch 2.19.4.
var arrayListCalls = []string{
	"java.base/jdk.internal.util.Preconditions.outOfBounds(Preconditions.java:64)",
	"java.base/jdk.internal.util.Preconditions.outOfBoundsCheckIndex(Preconditions.java:70)",
	"java.base/jdk.internal.util.Preconditions.checkIndex(Preconditions.java:266)",
	"java.base/java.util.Objects.checkIndex(Objects.java:361)",
	"java.base/java.util.ArrayList.get(ArrayList.java:427)",
}

// listMethod is what java.util.List tells.
func listMethod(l *javavalue.List, c *invocation) (Value, bool) {
	switch c.key() {
	case "get/1":
		i := c.int(0)
		checkIndex(l, i, c.offset)
		return l.Items[i], true
	case "size/0", "getLength/0":
		return int32(len(l.Items)), true
	case "indexOf/1":
		return int32(slices.IndexFunc(l.Items, func(v Value) bool { return javavalue.Equal(v, c.arguments[0]) })), true
	case "lastIndexOf/1":
		for i := len(l.Items) - 1; i >= 0; i-- {
			if javavalue.Equal(l.Items[i], c.arguments[0]) {
				return int32(i), true
			}
		}
		return int32(-1), true
	case "subList/2":
		return subList(l, c), true
	}
	return nil, false
}

// subList is a view in Java; here it is a copy that must not be changed.
func subList(l *javavalue.List, c *invocation) Value {
	from, to := c.int(0), c.int(1)
	switch {
	case from < 0:
		throwBounds(fmt.Sprintf("fromIndex = %d", from), c.offset)
	case to > len(l.Items):
		throwBounds(fmt.Sprintf("toIndex = %d", to), c.offset)
	case from > to:
		throwArgument(fmt.Sprintf("fromIndex(%d) > toIndex(%d)", from, to), c.offset)
	}
	return &javavalue.List{Items: slices.Clone(l.Items[from:to]), Class: subListClass}
}

const subListClass = "java.util.ArrayList$SubList"

// changeable stops what may not be changed.
func changeable(l *javavalue.List, c *invocation) {
	switch {
	case l.Class == linkedListClass:
	case l.Class == subListClass:
		refuse(c.offset, "a change through a subList")
	case l.ReadOnly:
		throw("java.lang.UnsupportedOperationException", "", c.offset)
	case l.Class == arraysListClass && c.name != "set" && c.name != "sort":
		throw("java.lang.UnsupportedOperationException", "", c.offset)
	}
}

// listChangeMethod is what changes a list.
func listChangeMethod(l *javavalue.List, c *invocation) (Value, bool) {
	switch c.key() {
	case "add/1", "add/2", "set/2", "remove/1", "addAll/1", "addAll/2", "clear/0", "sort/1", "removeIf/1", "replaceAll/1", "removeAll/1", "retainAll/1":
		changeable(l, c)
	}
	switch c.key() {
	case "add/1":
		l.Items = append(l.Items, c.arguments[0])
		return true, true
	case "add/2":
		i := c.int(0)
		if i < 0 || i > len(l.Items) {
			throwBounds(fmt.Sprintf("Index: %d, Size: %d", i, len(l.Items)), c.offset)
		}
		l.Items = slices.Insert(l.Items, i, c.arguments[1])
		return nil, true
	case "set/2":
		i := c.int(0)
		boundsOnly(l, i, c.offset)
		old := l.Items[i]
		l.Items[i] = c.arguments[1]
		return old, true
	case "remove/1":
		i := c.int(0)
		boundsOnly(l, i, c.offset)
		old := l.Items[i]
		l.Items = slices.Delete(l.Items, i, i+1)
		return old, true
	case "addAll/1":
		more := itemsOf(c.arguments[0], c.offset)
		l.Items = append(l.Items, more...)
		return len(more) > 0, true
	case "clear/0":
		l.Items = nil
		return nil, true
	case "sort/1":
		c.sort(l.Items, c.arguments[0])
		return nil, true
	case "removeIf/1":
		before := len(l.Items)
		l.Items = slices.DeleteFunc(l.Items, func(v Value) bool { return c.test(c.arguments[0], v) })
		return len(l.Items) < before, true
	case "replaceAll/1":
		for i := range l.Items {
			l.Items[i] = c.apply(c.arguments[0], l.Items[i])
		}
		return nil, true
	}
	return nil, false
}

// sort is stable, by a comparator or, with null, by natural order.
func (c *invocation) sort(items []Value, comparator Value) {
	compare := c.comparator(comparator)
	if len(items) > 1 {
		slices.SortStableFunc(items, compare)
	}
}

func setMethod(s *javavalue.Set, c *invocation) (Value, bool) {
	if s.Class == keySetClass {
		if result, ok := changeView(s.Map, s.Items(), c); ok {
			return result, true
		}
	}
	switch c.key() {
	case "size/0":
		return int32(s.Map.Len()), true
	case "add/1":
		if s.Class != "" {
			throw("java.lang.UnsupportedOperationException", "", c.offset)
		}
		s.Map.Check(c.arguments[0])
		_, had := s.Map.Get(c.arguments[0])
		s.Map.Put(c.arguments[0], true)
		return !had, true
	case "remove/1":
		if s.Class != "" {
			refuse(c.offset, "a change through a view of a map")
		}
		_, had := s.Map.Get(c.arguments[0])
		s.Map.Remove(c.arguments[0])
		return had, true
	case "contains/1":
		_, had := s.Map.Get(c.arguments[0])
		return had, true
	case "clear/0", "removeIf/1", "removeAll/1", "retainAll/1":
		return changeSet(s, c)
	case "clone/0":
		clone := &javavalue.Set{Map: &javavalue.Map{Order: s.Map.Order, Compare: s.Map.Compare}}
		for _, v := range s.Items() {
			clone.Map.Put(v, true)
		}
		return clone, s.Class == "" && s.Map.Order != javavalue.HashOrder
	case "addAll/1":
		if s.Class != "" {
			throw("java.lang.UnsupportedOperationException", "", c.offset)
		}
		before := s.Map.Len()
		for _, v := range itemsOf(c.arguments[0], c.offset) {
			s.Map.Put(v, true)
		}
		return s.Map.Len() > before, true
	}
	return nil, false
}

// listMoreMethod is what of a list takes another collection, or walks over it.
func listMoreMethod(l *javavalue.List, c *invocation) (Value, bool) {
	switch c.key() {
	case "removeAll/1", "retainAll/1":
		other := itemsOf(c.arguments[0], c.offset)
		before := len(l.Items)
		l.Items = slices.DeleteFunc(l.Items, func(v Value) bool {
			return slices.ContainsFunc(other, func(w Value) bool { return javavalue.Equal(v, w) }) == (c.name == "removeAll")
		})
		return len(l.Items) < before, true
	case "addAll/2":
		i, more := c.int(0), itemsOf(c.arguments[1], c.offset)
		if i < 0 || i > len(l.Items) {
			throwBounds(fmt.Sprintf("Index: %d, Size: %d", i, len(l.Items)), c.offset)
		}
		l.Items = slices.Insert(l.Items, i, slices.Clone(more)...)
		return len(more) > 0, true
	case "getByPath/1", "getByPath/2":
		return c.byPath(l), true
	case "clone/0":
		return javavalue.NewList(slices.Clone(l.Items)...), l.Class == ""
	case "trimToSize/0":
		return nil, true
	case "listIterator/0", "listIterator/1":
		at := 0
		if len(c.arguments) == 1 {
			at = c.int(0)
		}
		if at < 0 || at > len(l.Items) {
			throwBounds(fmt.Sprintf("Index: %d", at), c.offset)
		}
		return &listIterator{opaque{"java.util.ListIterator"}, l, at, len(l.Items), -1}, true
	}
	return nil, false
}

// listIterator is a java.util.ListIterator.
type listIterator struct {
	opaque
	list     *javavalue.List
	at, size int
	last     int // what next or previous gave; -1 none
}

func (it *listIterator) method(c *invocation) (Value, bool) {
	if len(it.list.Items) != it.size {
		refuse(c.offset, "an iterator over what was changed since")
	}
	switch c.key() {
	case "hasNext/0":
		return it.at < len(it.list.Items), true
	case "hasPrevious/0":
		return it.at > 0, true
	case "nextIndex/0":
		return int32(it.at), true
	case "previousIndex/0":
		return int32(it.at - 1), true
	case "next/0", "previous/0":
		i := it.at
		if c.name == "previous" {
			i--
		}
		if i < 0 || i >= len(it.list.Items) {
			throw("java.util.NoSuchElementException", "", c.offset)
		}
		it.last, it.at = i, i+1
		if c.name == "previous" {
			it.at = i
		}
		return it.list.Items[i], true
	case "set/1":
		if it.last < 0 {
			throw("java.lang.IllegalStateException", "", c.offset)
		}
		changeable(it.list, c)
		it.list.Items[it.last] = c.arguments[0]
		return nil, true
	}
	return it.change(c)
}

func (it *listIterator) change(c *invocation) (Value, bool) {
	switch c.key() {
	case "add/1":
		changeable(it.list, c)
		it.list.Items = slices.Insert(it.list.Items, it.at, c.arguments[0])
		it.at, it.last = it.at+1, -1
	case "remove/0":
		if it.last < 0 {
			throw("java.lang.IllegalStateException", "", c.offset)
		}
		changeable(it.list, c)
		it.list.Items = slices.Delete(it.list.Items, it.last, it.last+1)
		it.at, it.last = it.last, -1
	default:
		return nil, false
	}
	it.size = len(it.list.Items)
	return nil, true
}

// changeSet takes some members of a set away.
func changeSet(s *javavalue.Set, c *invocation) (Value, bool) {
	if s.Class != "" {
		return nil, false
	}
	before := s.Map.Len()
	if c.name == "clear" {
		s.Map.Clear()
		return nil, true
	}
	var other []Value
	if c.name != "removeIf" {
		other = itemsOf(c.arguments[0], c.offset)
	}
	for _, v := range s.Items() {
		gone := false
		if c.name == "removeIf" {
			gone = c.test(c.arguments[0], v)
		} else {
			gone = slices.ContainsFunc(other, func(w Value) bool { return javavalue.Equal(v, w) }) == (c.name == "removeAll")
		}
		if gone {
			s.Map.Remove(v)
		}
	}
	return s.Map.Len() < before, true
}
