package painless

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// construct makes a new object; what has no Go side is refused.
func (f *frame) construct(t typ, arguments []Value, offset int) Value {
	c := &invocation{frame: f, name: t, arguments: arguments, offset: offset}
	if f.m.trace != nil {
		f.m.trace(t, methodKey("new", len(arguments)))
	}
	for _, table := range []func(*invocation) (Value, bool){newContainer, newText, newTime, newNumber, newJoiner} {
		if v, ok := table(c); ok {
			return v
		}
	}
	if assignable("Exception", t) && len(arguments) <= 1 {
		e := &exception{class: lookupClass(t).binaryName, null: true, offset: offset}
		if len(arguments) == 1 && arguments[0] != nil {
			e.message, e.null = c.print(arguments[0]), false
		}
		return e
	}
	refuse(offset, "new %s with %d arguments", canonical(t), len(arguments))
	return nil
}

func newContainer(c *invocation) (Value, bool) {
	switch c.key() {
	case "ArrayList/0":
		return javavalue.NewList(), true
	case "ArrayList/1":
		return javavalue.NewList(itemsOf(c.arguments[0], c.offset)...), true
	case "ArrayDeque/0":
		return &deque{}, true
	case "HashMap/0":
		return javavalue.NewHashMap(), true
	case "LinkedHashMap/0":
		return javavalue.NewLinkedMap(), true
	case "HashMap/1", "LinkedHashMap/1":
		return copyMap(c), true
	case "ArrayDeque/1":
		return &deque{append([]Value(nil), itemsOf(c.arguments[0], c.offset)...)}, true
	case "LinkedList/0":
		return &javavalue.List{Class: linkedListClass}, true
	case "LinkedList/1":
		return &javavalue.List{Items: append([]Value(nil), itemsOf(c.arguments[0], c.offset)...), Class: linkedListClass}, true
	case "TreeMap/1":
		return c.sortedCopy(), true
	case "TreeSet/1":
		s := &javavalue.Set{Map: javavalue.NewSortedMap(c.comparator(nil))}
		if _, isComparator := c.arguments[0].(*comparator); isComparator || c.arguments[0] == nil {
			s.Map.Compare = c.comparator(c.arguments[0])
			return s, true
		}
		if _, isFunction := c.arguments[0].(*closure); isFunction {
			s.Map.Compare = c.comparator(c.arguments[0])
			return s, true
		}
		for _, v := range itemsOf(c.arguments[0], c.offset) {
			s.Map.Put(v, true)
		}
		return s, true
	case "TreeMap/0":
		return javavalue.NewSortedMap(c.naturalOrder), true
	case "HashSet/0":
		return javavalue.NewHashSet(), true
	case "HashSet/1":
		items := itemsOf(c.arguments[0], c.offset)
		s := &javavalue.Set{Map: javavalue.NewHashMapSized(max(int(float32(len(items))/0.75)+1, 16))}
		for _, v := range items {
			s.Map.Put(v, true)
		}
		return s, true
	case "LinkedHashSet/0":
		return &javavalue.Set{Map: javavalue.NewLinkedMap()}, true
	case "LinkedHashSet/1":
		s := &javavalue.Set{Map: javavalue.NewLinkedMap()}
		for _, v := range itemsOf(c.arguments[0], c.offset) {
			s.Map.Put(v, true)
		}
		return s, true
	case "TreeSet/0":
		return &javavalue.Set{Map: javavalue.NewSortedMap(c.naturalOrder)}, true
	}
	return nil, false
}

func copyMap(c *invocation) Value {
	from, ok := c.arguments[0].(*javavalue.Map)
	if !ok {
		throwNull(c.offset)
	}
	to := javavalue.NewHashMapFor(from.Len())
	if c.name == "LinkedHashMap" {
		to = javavalue.NewLinkedMap()
	}
	for _, e := range from.Entries() {
		to.Put(e.Key, e.Value)
	}
	return to
}

const linkedListClass = "java.util.LinkedList"

// sortedCopy is new TreeMap of a comparator or a map.
func (c *invocation) sortedCopy() Value {
	from, ok := c.arguments[0].(*javavalue.Map)
	if !ok {
		return javavalue.NewSortedMap(c.comparator(c.arguments[0]))
	}
	made := javavalue.NewSortedMap(c.comparator(nil))
	if from.Order == javavalue.SortedOrder {
		made.Compare = from.Compare
	}
	for _, e := range from.Entries() {
		made.Put(e.Key, e.Value)
	}
	return made
}

func newText(c *invocation) (Value, bool) {
	switch c.key() {
	case "StringBuilder/0", "StringBuffer/0", "String/0":
		if c.name == "String" {
			return "", true
		}
		return &builder{class: "java.lang." + c.name}, true
	case "Locale/1":
		return newLocale(c.text(0), ""), true
	case "Locale/2":
		return newLocale(c.text(0), c.text(1)), true
	case "StringBuilder/1", "StringBuffer/1":
		return &builder{class: "java.lang." + c.name, units: javavalue.UTF16(c.text(0))}, true
	}
	return nil, false
}

// builder is a StringBuilder.
type builder struct {
	class string
	units []uint16
}

// JavaClass is the binary name.
func (b *builder) JavaClass() string { return b.class }

// JavaString is the text so far.
func (b *builder) JavaString(javavalue.JDK) string { return javavalue.FromUTF16(b.units) }

// JavaHash is by identity.
func (b *builder) JavaHash() int32 {
	refuse(0, "the hash of a StringBuilder")
	return 0
}

// JavaEquals is by identity.
func (b *builder) JavaEquals(other Value) bool { return other == Value(b) }

func (b *builder) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "append/1":
		b.units = append(b.units, javavalue.UTF16(c.print(c.arguments[0]))...)
		return b, true
	case "length/0":
		return int32(len(b.units)), true
	case "reverse/0":
		runes := []rune(javavalue.FromUTF16(b.units))
		var reversed strings.Builder
		for i := len(runes) - 1; i >= 0; i-- {
			reversed.WriteRune(runes[i])
		}
		b.units = javavalue.UTF16(reversed.String())
		return b, true
	case "insert/2":
		i := c.int(0)
		if i < 0 || i > len(b.units) {
			throwText(c.offset, "%s", c.outOfRange(fmt.Sprintf("offset %d, length %d", i, len(b.units)), i, len(b.units), len(b.units)))
		}
		b.units = append(b.units[:i:i], append(javavalue.UTF16(c.print(c.arguments[1])), b.units[i:]...)...)
		return b, true
	}
	if v, ok := b.change(c); ok {
		return v, true
	}
	return b.look(c)
}

// naturalOrder is that of a sorted map's keys, which it compares as they are put there.
func (c *invocation) naturalOrder(a, b Value) int { return int(compareValues(a, b, c.m.at)) }
