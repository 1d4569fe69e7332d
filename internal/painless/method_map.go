package painless

import (
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// mapMethod is java.util.Map.
func mapMethod(m *javavalue.Map, c *invocation) (Value, bool) {
	switch c.key() {
	case "put/2", "remove/1", "putAll/1", "clear/0", "putIfAbsent/2", "computeIfAbsent/2", "merge/3", "compute/2", "computeIfPresent/2":
		if m.ReadOnly {
			throw("java.lang.UnsupportedOperationException", "", c.offset)
		}
	}
	switch c.key() {
	case "get/1":
		v, _ := m.Get(c.arguments[0])
		return v, true
	case "getOrDefault/2":
		if v, ok := m.Get(c.arguments[0]); ok {
			return v, true
		}
		return c.arguments[1], true
	case "containsKey/1":
		_, ok := m.Get(c.arguments[0])
		return ok, true
	case "containsValue/1":
		return slices.ContainsFunc(m.Values(), func(v Value) bool { return javavalue.Equal(v, c.arguments[0]) }), true
	case "size/0":
		return int32(m.Len()), true
	case "isEmpty/0":
		return m.Len() == 0, true
	case "put/2":
		m.Check(c.arguments[0])
		return m.Put(c.arguments[0], c.arguments[1]), true
	case "putIfAbsent/2":
		if v, _ := m.Get(c.arguments[0]); v != nil {
			return v, true
		}
		m.Put(c.arguments[0], c.arguments[1])
		return nil, true
	case "remove/1":
		return m.Remove(c.arguments[0]), true
	case "clear/0":
		m.Clear()
		return nil, true
	case "keySet/0":
		return &javavalue.Set{Map: m, Class: keySetClass}, true
	case "values/0":
		return &mapValues{m}, true
	case "entrySet/0":
		return &entrySet{m}, true
	}
	return nil, false
}

// mapFunctionMethod is what of a map takes functions.
func mapFunctionMethod(m *javavalue.Map, c *invocation) (Value, bool) {
	switch c.key() {
	case "computeIfAbsent/2":
		if v, _ := m.Get(c.arguments[0]); v != nil {
			return v, true
		}
		v := c.apply(c.arguments[1], c.arguments[0])
		if v != nil {
			m.Put(c.arguments[0], v)
		}
		return v, true
	case "merge/3":
		v, _ := m.Get(c.arguments[0])
		if c.arguments[1] == nil {
			throwNull(c.offset)
		}
		if v == nil {
			v = c.arguments[1]
		} else {
			v = c.apply(c.arguments[2], v, c.arguments[1])
		}
		if v == nil {
			m.Remove(c.arguments[0])
		} else {
			m.Put(c.arguments[0], v)
		}
		return v, true
	case "forEach/1":
		for _, e := range m.Entries() {
			c.apply(c.arguments[0], e.Key, e.Value)
		}
		return nil, true
	case "every/1":
		return !slices.ContainsFunc(m.Entries(), func(e *javavalue.Entry) bool { return !c.test(c.arguments[0], e.Key, e.Value) }), true
	case "count/1":
		n := int32(0)
		for _, e := range m.Entries() {
			if c.test(c.arguments[0], e.Key, e.Value) {
				n++
			}
		}
		return n, true
	case "find/1":
		for _, e := range m.Entries() {
			if c.test(c.arguments[0], e.Key, e.Value) {
				return &entry{e}, true
			}
		}
		return nil, true
	case "findAll/1":
		return c.findEntries(m), true
	case "collect/1":
		made := javavalue.NewList()
		for _, e := range m.Entries() {
			made.Items = append(made.Items, c.apply(c.arguments[0], e.Key, e.Value))
		}
		return made, true
	}
	return nil, false
}

func (c *invocation) findEntries(m *javavalue.Map) Value {
	found := javavalue.NewHashMap()
	if m.Order == javavalue.SortedOrder {
		found = javavalue.NewSortedMap(m.Compare)
	}
	for _, e := range m.Entries() {
		if c.test(c.arguments[0], e.Key, e.Value) {
			found.Put(e.Key, e.Value)
		}
	}
	return found
}

// entry is a Map.Entry.
type entry struct{ *javavalue.Entry }

// JavaClass is that of HashMap's entries.
func (e *entry) JavaClass() string { return "java.util.HashMap$Node" }
func (e *entry) painlessType() typ { return "Map.Entry" }

// JavaString is key=value.
func (e *entry) JavaString(jdk javavalue.JDK) string {
	return javavalue.Print(e.Key, jdk) + "=" + javavalue.Print(e.Value, jdk)
}

// JavaHash is Map.Entry.hashCode.
func (e *entry) JavaHash() int32 { return javavalue.Hash(e.Key) ^ javavalue.Hash(e.Value) }

// JavaEquals is Map.Entry.equals.
func (e *entry) JavaEquals(other Value) bool {
	o, ok := other.(*entry)
	return ok && javavalue.Equal(e.Key, o.Key) && javavalue.Equal(e.Value, o.Value)
}

func (e *entry) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "getKey/0":
		return e.Key, true
	case "getValue/0":
		return e.Value, true
	case "setValue/1":
		old := e.Value
		e.Value = c.arguments[0]
		return old, true
	}
	return nil, false
}

func entryStatic(c *invocation) (Value, bool) {
	part := func(v Value) Value {
		e, ok := v.(*entry)
		if !ok && v != nil {
			throwJVMCast(className(v), "java.util.Map$Entry", c.offset)
		} else if !ok {
			throwNull(c.offset)
		}
		if c.name == "comparingByKey" {
			return e.Key
		}
		return e.Value
	}
	var by Value
	if len(c.arguments) == 1 {
		c.givenComparator(c.arguments[0])
		by = c.arguments[0]
	}
	switch c.key() {
	case "comparingByKey/0", "comparingByValue/0", "comparingByKey/1", "comparingByValue/1":
		return newComparator(func(call *invocation, a, b Value) int { return call.comparator(by)(part(a), part(b)) }), true
	}
	return nil, false
}

// mapValues is the view that Map.values() gives.
type mapValues struct{ m *javavalue.Map }

// JavaClass is that of HashMap's view.
func (v *mapValues) JavaClass() string { return "java.util.HashMap$Values" }
func (v *mapValues) painlessType() typ { return "Collection" }
func (v *mapValues) items() []Value    { return v.m.Values() }

// JavaString is that of a collection.
func (v *mapValues) JavaString(jdk javavalue.JDK) string {
	return javavalue.Print(javavalue.NewList(v.items()...), jdk)
}

// JavaHash is by identity.
func (v *mapValues) JavaHash() int32 { return 1 }

// JavaEquals is by identity.
func (v *mapValues) JavaEquals(other Value) bool { return other == Value(v) }

func (v *mapValues) method(c *invocation) (Value, bool) {
	if result, ok := changeView(v.m, v.items(), c); ok {
		return result, true
	}
	return collectionOf(v.items(), v, c)
}

// entrySet is the view that Map.entrySet() gives.
type entrySet struct{ m *javavalue.Map }

// JavaClass is that of HashMap's view.
func (s *entrySet) JavaClass() string { return "java.util.HashMap$EntrySet" }
func (s *entrySet) painlessType() typ { return "Set" }

func (s *entrySet) items() []Value {
	items := make([]Value, 0, s.m.Len())
	for _, e := range s.m.Entries() {
		items = append(items, &entry{e})
	}
	return items
}

// JavaString is that of a collection.
func (s *entrySet) JavaString(jdk javavalue.JDK) string {
	return javavalue.Print(javavalue.NewList(s.items()...), jdk)
}

// JavaHash is the sum over the entries.
func (s *entrySet) JavaHash() int32 {
	h := int32(0)
	for _, e := range s.items() {
		h += javavalue.Hash(e)
	}
	return h
}

// JavaEquals is by identity.
func (s *entrySet) JavaEquals(other Value) bool { return other == Value(s) }

func (s *entrySet) method(c *invocation) (Value, bool) {
	if result, ok := changeView(s.m, s.items(), c); ok {
		return result, true
	}
	return collectionOf(s.items(), s, c)
}
