package painless

import (
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// mapChangeMethod is what of a map takes another map, or a function that changes
// it.
func mapChangeMethod(m *javavalue.Map, c *invocation) (Value, bool) {
	switch c.key() {
	case "putAll/1", "remove/2", "replace/2", "replace/3", "compute/2", "computeIfPresent/2", "replaceAll/1":
		if m.ReadOnly {
			throw("java.lang.UnsupportedOperationException", "", c.offset)
		}
	}
	switch c.key() {
	case "putAll/1":
		from, ok := c.arguments[0].(*javavalue.Map)
		if !ok {
			throwNull(c.offset)
		}
		m.PutAll(from)
		return nil, true
	case "remove/2":
		v, had := m.Get(c.arguments[0])
		if had && javavalue.Equal(v, c.arguments[1]) {
			m.Remove(c.arguments[0])
			return true, true
		}
		return false, true
	case "replace/2":
		old, had := m.Get(c.arguments[0])
		if had {
			m.Put(c.arguments[0], c.arguments[1])
		}
		return old, true
	case "replace/3":
		old, had := m.Get(c.arguments[0])
		same := had && javavalue.Equal(old, c.arguments[1])
		if same {
			m.Put(c.arguments[0], c.arguments[2])
		}
		return same, true
	case "compute/2", "computeIfPresent/2":
		return c.compute(m), true
	case "replaceAll/1":
		for _, e := range m.Entries() {
			e.Value = c.apply(c.arguments[0], e.Key, e.Value)
		}
		return nil, true
	case "clone/0":
		clone := &javavalue.Map{Order: m.Order, Compare: m.Compare}
		if m.Order == javavalue.HashOrder {
			clone = javavalue.NewHashMapFor(m.Len())
		}
		for _, e := range m.Entries() {
			clone.Put(e.Key, e.Value)
		}
		return clone, true
	}
	return nil, false
}

func (c *invocation) compute(m *javavalue.Map) Value {
	old, had := m.Get(c.arguments[0])
	if c.name == "computeIfPresent" && old == nil {
		return nil
	}
	v := c.apply(c.arguments[1], c.arguments[0], old)
	if v != nil {
		m.Put(c.arguments[0], v)
	} else if had {
		m.Remove(c.arguments[0])
	}
	return v
}

// mapSearchMethod is what Painless adds to maps.
func mapSearchMethod(m *javavalue.Map, c *invocation) (Value, bool) {
	switch c.key() {
	case "getByPath/1", "getByPath/2":
		return c.byPath(m), true
	case "each/1":
		for _, e := range m.Entries() {
			c.apply(c.arguments[0], e.Key, e.Value)
		}
		return m, true
	case "findResult/1", "findResult/2":
		for _, e := range m.Entries() {
			if v := c.apply(c.arguments[len(c.arguments)-1], e.Key, e.Value); v != nil {
				return v, true
			}
		}
		if len(c.arguments) == 2 {
			return c.arguments[0], true
		}
		return nil, true
	case "findResults/1":
		made := javavalue.NewList()
		for _, e := range m.Entries() {
			if v := c.apply(c.arguments[0], e.Key, e.Value); v != nil {
				made.Items = append(made.Items, v)
			}
		}
		return made, true
	case "collect/2":
		for _, e := range m.Entries() {
			c.call(c.arguments[0], "add", []Value{c.apply(c.arguments[1], e.Key, e.Value)}, c.offset)
		}
		return c.arguments[0], true
	case "groupBy/1":
		groups := javavalue.NewLinkedMap()
		for _, e := range m.Entries() {
			key := c.apply(c.arguments[0], e.Key, e.Value)
			group, ok := groups.Get(key)
			if !ok {
				group = javavalue.NewHashMap()
				if m.Order == javavalue.SortedOrder {
					group = javavalue.NewSortedMap(m.Compare)
				}
				groups.Put(key, group)
			}
			group.(*javavalue.Map).Put(e.Key, e.Value)
		}
		return groups, true
	}
	if m.Order == javavalue.SortedOrder {
		return sortedMapMethod(m, c)
	}
	return nil, false
}

// sortedView is the class of a part of a sorted map: Java's changes with the map,
// ours is a copy that must not be changed.
const sortedView = "java.util.TreeMap$NavigableSubMap"

// sortedMapMethod is NavigableMap.
func sortedMapMethod(m *javavalue.Map, c *invocation) (Value, bool) {
	entries := m.Entries()
	orNull := func(i int) (Value, bool) {
		if i < 0 || i >= len(entries) {
			return nil, true
		}
		if c.name == "lowerKey" || c.name == "floorKey" || c.name == "higherKey" || c.name == "ceilingKey" {
			return entries[i].Key, true
		}
		return &entry{entries[i]}, true
	}
	switch c.key() {
	case "firstKey/0", "lastKey/0":
		if len(entries) == 0 {
			throw("java.util.NoSuchElementException", "", c.offset)
		}
		if c.name == "lastKey" {
			return entries[len(entries)-1].Key, true
		}
		return entries[0].Key, true
	case "firstEntry/0":
		return orNull(0)
	case "lastEntry/0":
		return orNull(len(entries) - 1)
	case "pollFirstEntry/0", "pollLastEntry/0":
		if len(entries) == 0 || m.Class != "" {
			return nil, m.Class == ""
		}
		e := entries[0]
		if c.name == "pollLastEntry" {
			e = entries[len(entries)-1]
		}
		m.Remove(e.Key)
		return &entry{e}, true
	case "lowerKey/1", "lowerEntry/1":
		return orNull(below(m, entries, c.arguments[0], false) - 1)
	case "floorKey/1", "floorEntry/1":
		return orNull(below(m, entries, c.arguments[0], true) - 1)
	case "ceilingKey/1", "ceilingEntry/1":
		return orNull(below(m, entries, c.arguments[0], false))
	case "higherKey/1", "higherEntry/1":
		return orNull(below(m, entries, c.arguments[0], true))
	case "comparator/0":
		return nil, true
	case "navigableKeySet/0":
		return &javavalue.Set{Map: m, Class: "java.util.TreeMap$KeySet"}, true
	}
	return c.subMap(m, entries)
}

// below counts the keys below a key, or not above it.
func below(m *javavalue.Map, entries []*javavalue.Entry, key Value, orEqual bool) int {
	n := 0
	for _, e := range entries {
		if order := m.Compare(e.Key, key); order < 0 || orEqual && order == 0 {
			n++
		}
	}
	return n
}

func (c *invocation) subMap(m *javavalue.Map, entries []*javavalue.Entry) (Value, bool) {
	from, to := 0, len(entries)
	flag := func(i int, orElse bool) bool {
		if i < len(c.arguments) {
			return c.arguments[i] == Value(true)
		}
		return orElse
	}
	switch c.key() {
	case "headMap/1", "headMap/2":
		to = below(m, entries, c.arguments[0], flag(1, false))
	case "tailMap/1", "tailMap/2":
		from = below(m, entries, c.arguments[0], !flag(1, true))
	case "subMap/2":
		if m.Compare(c.arguments[0], c.arguments[1]) > 0 {
			throwArgument("fromKey > toKey", c.offset)
		}
		from, to = below(m, entries, c.arguments[0], false), below(m, entries, c.arguments[1], false)
	case "subMap/4":
		if m.Compare(c.arguments[0], c.arguments[2]) > 0 {
			throwArgument("fromKey > toKey", c.offset)
		}
		from, to = below(m, entries, c.arguments[0], !flag(1, true)), below(m, entries, c.arguments[2], flag(3, false))
	case "descendingMap/0":
		made := javavalue.NewSortedMap(func(a, b Value) int { return m.Compare(b, a) })
		made.Class = sortedView
		for _, e := range entries {
			made.Put(e.Key, e.Value)
		}
		return made, true
	case "descendingKeySet/0":
		made := javavalue.NewSortedMap(func(a, b Value) int { return m.Compare(b, a) })
		for _, e := range entries {
			made.Put(e.Key, true)
		}
		return &javavalue.Set{Map: made, Class: sortedView}, true
	default:
		return nil, false
	}
	made := javavalue.NewSortedMap(m.Compare)
	made.Class = sortedView
	for _, e := range entries[from:max(from, to)] {
		made.Put(e.Key, e.Value)
	}
	return made, true
}

// sortedSetMethod is NavigableSet.
func sortedSetMethod(s *javavalue.Set, c *invocation) (Value, bool) {
	if s.Map.Order != javavalue.SortedOrder {
		return nil, false
	}
	m := s.Map
	asKey := map[string]string{"first/0": "firstKey", "last/0": "lastKey", "lower/1": "lowerKey", "floor/1": "floorKey", "ceiling/1": "ceilingKey", "higher/1": "higherKey"}
	if name := asKey[c.key()]; name != "" {
		inner := &invocation{frame: c.frame, name: name, arguments: c.arguments, offset: c.offset}
		return sortedMapMethod(m, inner)
	}
	asMap := map[string]string{"headSet/1": "headMap", "headSet/2": "headMap", "tailSet/1": "tailMap", "tailSet/2": "tailMap", "subSet/2": "subMap", "subSet/4": "subMap", "descendingSet/0": "descendingMap"}
	if name := asMap[c.key()]; name != "" {
		inner := &invocation{frame: c.frame, name: name, arguments: c.arguments, offset: c.offset}
		v, ok := inner.subMap(m, m.Entries())
		if !ok {
			return nil, false
		}
		part := v.(*javavalue.Map)
		part.Class = ""
		return &javavalue.Set{Map: part, Class: sortedView}, true
	}
	switch c.key() {
	case "pollFirst/0", "pollLast/0":
		keys := m.Keys()
		if len(keys) == 0 || s.Class != "" {
			return nil, s.Class == ""
		}
		key := keys[0]
		if c.name == "pollLast" {
			key = keys[len(keys)-1]
		}
		m.Remove(key)
		return key, true
	case "descendingIterator/0":
		keys := m.Keys()
		slices.Reverse(keys)
		return newIterator(s, keys), true
	case "comparator/0":
		return nil, true
	}
	return nil, false
}
