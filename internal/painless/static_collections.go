package painless

import (
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func (c *invocation) list(i int) *javavalue.List {
	l, ok := c.arguments[i].(*javavalue.List)
	if !ok {
		if c.arguments[i] == nil {
			throwNull(c.offset)
		}
		refuse(c.offset, "Collections.%s of %s", c.name, className(c.arguments[i]))
	}
	return l
}

// changeList stops where a list may not be changed as a method of Collections
// does.
func (c *invocation) changeList(l *javavalue.List) {
	changeable(l, &invocation{frame: c.frame, name: "set", offset: c.offset})
}

// collectionsMade are the collections that Collections makes.
func collectionsMade(c *invocation) (Value, bool) {
	switch c.key() {
	case "emptyList/0":
		return &javavalue.List{ReadOnly: true, Class: "java.util.Collections$EmptyList"}, true
	case "singletonList/1":
		return &javavalue.List{Items: []Value{c.arguments[0]}, ReadOnly: true, Class: "java.util.Collections$SingletonList"}, true
	case "emptyMap/0":
		return &javavalue.Map{ReadOnly: true, Class: "java.util.Collections$EmptyMap"}, true
	case "emptySet/0":
		return &javavalue.Set{Map: javavalue.NewHashMap(), Class: "java.util.Collections$EmptySet"}, true
	case "singleton/1":
		m := javavalue.NewHashMap()
		m.Put(c.arguments[0], true)
		return &javavalue.Set{Map: m, Class: "java.util.Collections$SingletonSet"}, true
	case "singletonMap/2":
		m := javavalue.NewHashMap()
		m.Put(c.arguments[0], c.arguments[1])
		m.ReadOnly, m.Class = true, "java.util.Collections$SingletonMap"
		return m, true
	case "emptyIterator/0":
		return newIterator(nil, nil), true
	case "nCopies/2":
		n := c.int(0)
		if n < 0 {
			throwArgument("List length = "+c.print(int32(n)), c.offset)
		}
		if n > maxArray {
			refuse(c.offset, "a list of more than %d items", maxArray)
		}
		return &javavalue.List{Items: slices.Repeat([]Value{c.arguments[1]}, n), ReadOnly: true, Class: "java.util.Collections$CopiesList"}, true
	case "unmodifiableList/1":
		l := *c.list(0) // a view in Java: what changes the list below is not seen here
		l.Items = slices.Clip(l.Items)
		l.ReadOnly, l.Class = true, "java.util.Collections$UnmodifiableRandomAccessList"
		return &l, true
	case "unmodifiableMap/1":
		m, ok := c.arguments[0].(*javavalue.Map)
		if !ok {
			throwNull(c.offset)
		}
		view := *m
		view.ReadOnly, view.Class = true, "java.util.Collections$UnmodifiableMap"
		return &view, true
	case "unmodifiableSet/1":
		s, ok := c.arguments[0].(*javavalue.Set)
		if !ok {
			throwNull(c.offset)
		}
		return &javavalue.Set{Map: s.Map, Class: "java.util.Collections$UnmodifiableSet"}, true
	}
	return nil, false
}

// collectionsSearch is what of Collections looks into collections.
func collectionsSearch(c *invocation) (Value, bool) {
	switch c.key() {
	case "max/1", "min/1", "max/2", "min/2":
		return c.extremeOf(), true
	case "frequency/2":
		n := int32(0)
		for _, v := range itemsOf(c.arguments[0], c.offset) {
			if javavalue.Equal(v, c.arguments[1]) {
				n++
			}
		}
		return n, true
	case "disjoint/2":
		other := itemsOf(c.arguments[1], c.offset)
		return !slices.ContainsFunc(itemsOf(c.arguments[0], c.offset), func(v Value) bool {
			return slices.ContainsFunc(other, func(w Value) bool { return javavalue.Equal(v, w) })
		}), true
	case "binarySearch/2", "binarySearch/3":
		return c.binarySearch(), true
	case "indexOfSubList/2", "lastIndexOfSubList/2":
		return c.subListAt(), true
	case "reverseOrder/0":
		return newComparator(func(call *invocation, a, b Value) int { return int(compareValues(b, a, call.offset)) }), true
	case "reverseOrder/1":
		by := c.comparator(c.arguments[0])
		return newComparator(func(_ *invocation, a, b Value) int { return by(b, a) }), true
	}
	return nil, false
}

func (c *invocation) extremeOf() Value {
	items := itemsOf(c.arguments[0], c.offset)
	if len(items) == 0 {
		throw("java.util.NoSuchElementException", "", c.offset)
	}
	var by Value
	if len(c.arguments) == 2 {
		by = c.arguments[1]
	}
	compare := c.comparator(by)
	best := items[0]
	for _, v := range items[1:] {
		if order := compare(v, best); c.name == "max" && order > 0 || c.name == "min" && order < 0 {
			best = v
		}
	}
	return best
}

func (c *invocation) binarySearch() Value {
	l := c.list(0)
	var by Value
	if len(c.arguments) == 3 {
		by = c.arguments[2]
	}
	compare := c.comparator(by)
	low, high := 0, len(l.Items)-1
	for low <= high {
		mid := (low + high) / 2
		switch order := compare(l.Items[mid], c.arguments[1]); {
		case order < 0:
			low = mid + 1
		case order > 0:
			high = mid - 1
		default:
			return int32(mid)
		}
	}
	return int32(-(low + 1))
}

func (c *invocation) subListAt() Value {
	l, part := c.list(0).Items, c.list(1).Items
	found := int32(-1)
	for i := 0; i+len(part) <= len(l); i++ {
		if slices.EqualFunc(l[i:i+len(part)], part, javavalue.Equal) {
			found = int32(i)
			if c.name == "indexOfSubList" {
				break
			}
		}
	}
	return found
}

// collectionsChange is what of Collections changes a collection.
func collectionsChange(c *invocation) (Value, bool) {
	switch c.key() {
	case "sort/1", "sort/2":
		l := c.list(0)
		var by Value
		if len(c.arguments) == 2 {
			by = c.arguments[1]
		}
		sorting := &invocation{frame: c.frame, name: "sort", arguments: []Value{by}, offset: c.offset}
		changeable(l, sorting)
		sorting.sort(l.Items, by)
		return nil, true
	case "reverse/1":
		l := c.list(0)
		if len(l.Items) > 1 {
			c.changeList(l)
		}
		slices.Reverse(l.Items)
		return nil, true
	case "swap/3":
		l, i, j := c.list(0), c.int(1), c.int(2)
		boundsOnly(l, i, c.offset)
		boundsOnly(l, j, c.offset)
		c.changeList(l)
		l.Items[i], l.Items[j] = l.Items[j], l.Items[i]
		return nil, true
	case "fill/2":
		l := c.list(0)
		if len(l.Items) > 0 {
			c.changeList(l)
		}
		for i := range l.Items {
			l.Items[i] = c.arguments[1]
		}
		return nil, true
	}
	return collectionsMove(c)
}

// collectionsMove is what of Collections puts items elsewhere.
func collectionsMove(c *invocation) (Value, bool) {
	switch c.key() {
	case "rotate/2":
		l := c.list(0)
		if n := len(l.Items); n > 0 {
			c.changeList(l)
			by := ((c.int(1) % n) + n) % n
			l.Items = slices.Concat(l.Items[n-by:], l.Items[:n-by])
		}
		return nil, true
	case "replaceAll/3":
		l, changed := c.list(0), false
		for i, v := range l.Items {
			if javavalue.Equal(v, c.arguments[1]) {
				c.changeList(l)
				l.Items[i], changed = c.arguments[2], true
			}
		}
		return changed, true
	case "copy/2":
		to, from := c.list(0), c.list(1)
		if len(from.Items) > len(to.Items) {
			throwBounds("Source does not fit in dest", c.offset)
		}
		if len(from.Items) > 0 {
			c.changeList(to)
		}
		copy(to.Items, from.Items)
		return nil, true
	case "addAll/2":
		changed := false
		for _, v := range itemsOf(c.arguments[1], c.offset) {
			if c.call(c.arguments[0], "add", []Value{v}, c.offset) == Value(true) {
				changed = true
			}
		}
		return changed, true
	}
	return nil, false
}

func collectionsStatic(c *invocation) (Value, bool) {
	for _, table := range []func(*invocation) (Value, bool){collectionsMade, collectionsSearch, collectionsChange} {
		if v, ok := table(c); ok {
			return v, true
		}
	}
	return nil, false
}
