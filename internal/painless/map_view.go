package painless

import (
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// keySetClass is the class of the view that Map.keySet() gives.
const keySetClass = "java.util.HashMap$KeySet"

// changeView takes entries out of a map by one of its views: items are what the view
// shows of its entries, in their order.
func changeView(m *javavalue.Map, items []Value, c *invocation) (Value, bool) {
	switch c.key() {
	case "clear/0", "remove/1", "removeIf/1", "removeAll/1", "retainAll/1":
	case "add/1", "addAll/1":
		throw("java.lang.UnsupportedOperationException", "", c.offset)
	default:
		return nil, false
	}
	if m.ReadOnly {
		throw("java.lang.UnsupportedOperationException", "", c.offset)
	}
	if c.name == "clear" {
		m.Clear()
		return nil, true
	}
	entries, gone := m.Entries(), []Value{}
	leaves := c.leaves()
	for i, item := range items {
		if !leaves(item) {
			continue
		}
		gone = append(gone, entries[i].Key)
		if c.name == "remove" {
			break
		}
	}
	for _, key := range gone {
		m.Remove(key)
	}
	return len(gone) > 0, true
}

// leaves tells which items a method takes away.
func (c *invocation) leaves() func(Value) bool {
	switch c.name {
	case "removeIf":
		return func(v Value) bool { return c.test(c.arguments[0], v) }
	case "remove":
		return func(v Value) bool { return javavalue.Equal(v, c.arguments[0]) }
	}
	other := itemsOf(c.arguments[0], c.offset)
	return func(v Value) bool {
		in := slices.ContainsFunc(other, func(w Value) bool { return javavalue.Equal(v, w) })
		return in == (c.name == "removeAll")
	}
}
