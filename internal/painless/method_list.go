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
	case "add/1", "add/2", "set/2", "remove/1", "addAll/1", "clear/0", "sort/1", "removeIf/1", "replaceAll/1", "removeAll/1", "retainAll/1":
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
	switch c.key() {
	case "size/0":
		return int32(s.Map.Len()), true
	case "add/1":
		if s.Class != "" {
			throw("java.lang.UnsupportedOperationException", "", c.offset)
		}
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
