package painless

import (
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// static calls a static method; what has no Go side is refused.
func (f *frame) static(m *method, arguments []Value, offset int) Value {
	c := &invocation{frame: f, name: m.name, arguments: arguments, offset: offset}
	tables := map[typ]func(*invocation) (Value, bool){
		"Math": mathStatic, "StrictMath": mathStatic, "String": textStatic, "Objects": objectsStatic, "Integer": integerStatic,
		"Long": longStatic, "Double": doubleStatic, "Float": floatStatic, "Boolean": booleanStatic, "Character": characterStatic,
		"Collections": collectionsStatic, "Arrays": arraysStatic, "Optional": optionalStatic, "System": systemStatic,
		"Collectors": collectorsStatic, "Comparator": comparatorStatic, "Map.Entry": nil, "IntStream": intStreamStatic,
		"Stream": streamStatic,
	}
	table := tables[m.class]
	if table == nil {
		table = func(c *invocation) (Value, bool) { return timeStatic(m.class, c) }
	}
	if v, ok := table(c); ok {
		return v
	}
	refuse(offset, "static method %s of %s", c.key(), canonical(m.class))
	return nil
}

func textStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "valueOf/1":
		return c.print(c.arguments[0]), true
	case "join/2":
		texts := []string{}
		for _, v := range itemsOf(c.arguments[1], c.offset) {
			if text, ok := v.(string); ok || v == nil {
				texts = append(texts, text)
			} else {
				throwJVMCast(className(v), "java.lang.CharSequence", c.offset)
			}
			if v == nil {
				texts[len(texts)-1] = "null"
			}
		}
		return strings.Join(texts, c.text(0)), true
	case "format/2":
		return c.format(c.text(0), itemsOf(c.arguments[1], c.offset)), true
	}
	return nil, false
}

func objectsStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "isNull/1":
		return c.arguments[0] == nil, true
	case "nonNull/1":
		return c.arguments[0] != nil, true
	case "equals/2":
		return equalObjects(c.arguments[0], c.arguments[1], c.offset), true
	case "toString/1":
		return c.print(c.arguments[0]), true
	case "toString/2":
		if c.arguments[0] == nil {
			return c.arguments[1], true
		}
		return c.print(c.arguments[0]), true
	case "requireNonNull/1":
		if c.arguments[0] == nil {
			throwNull(c.offset)
		}
		return c.arguments[0], true
	case "hashCode/1":
		return javavalue.Hash(c.arguments[0]), true
	}
	return nil, false
}

const arraysListClass = "java.util.Arrays$ArrayList"

func arraysStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "asList/1":
		return &javavalue.List{Items: slices.Clone(itemsOf(c.arguments[0], c.offset)), Class: arraysListClass}, true
	case "toString/1":
		return c.print(javavalue.NewList(itemsOf(c.arguments[0], c.offset)...)), true
	}
	return nil, false
}

func collectionsStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "emptyList/0":
		return &javavalue.List{ReadOnly: true, Class: "java.util.Collections$EmptyList"}, true
	case "singletonList/1":
		return &javavalue.List{Items: []Value{c.arguments[0]}, ReadOnly: true, Class: "java.util.Collections$SingletonList"}, true
	case "max/1", "min/1":
		items := itemsOf(c.arguments[0], c.offset)
		if len(items) == 0 {
			throw("java.util.NoSuchElementException", "", c.offset)
		}
		best := items[0]
		for _, v := range items[1:] {
			order := compareValues(v, best, c.offset)
			if c.name == "max" && order > 0 || c.name == "min" && order < 0 {
				best = v
			}
		}
		return best, true
	case "sort/1":
		if l, ok := c.arguments[0].(*javavalue.List); ok {
			sorting := &invocation{frame: c.frame, name: "sort", arguments: []Value{nil}, offset: c.offset}
			changeable(l, sorting)
			sorting.sort(l.Items, nil)
			return nil, true
		}
	}
	return nil, false
}

func systemStatic(c *invocation) (Value, bool) {
	if c.key() == "currentTimeMillis/0" {
		return c.now(), true
	}
	return nil, false
}

func (c *invocation) now() int64 {
	if c.m.bindings.Now == nil {
		refuse(c.offset, "the clock")
	}
	return c.m.bindings.Now()
}
