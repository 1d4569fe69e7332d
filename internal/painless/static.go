package painless

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// static calls a static method; what has no Go side is refused.
func (f *frame) static(m *method, arguments []Value, offset int) Value {
	f.m.traced(m)
	c := &invocation{frame: f, name: m.name, arguments: arguments, offset: offset}
	tables := map[typ]func(*invocation) (Value, bool){
		"Math": mathStatic, "StrictMath": strictMathStatic, "String": textStatic, "Objects": objectsStatic, "Integer": integerStatic,
		"Long": longStatic, "Double": doubleStatic, "Float": floatStatic, "Boolean": booleanStatic, "Character": characterStatic, "MathContext": nil,
		"Collections": collectionsStatic, "Arrays": arraysStatic, "Optional": optionalStatic, "System": systemStatic,
		"Collectors": collectorsStatic, "Comparator": comparatorStatic, "Map.Entry": entryStatic,
		"Byte": smallStatic("byte"), "Short": smallStatic("short"), "Base64": base64Static,
		"UUID": uuidStatic, "BigDecimal": bigDecimalStatic, "BigInteger": bigIntegerStatic, "Pattern": patternStatic, "Matcher": patternStatic,
		"Function": functionStatic, "UnaryOperator": functionStatic, "Locale": localeStatic,
		"BinaryOperator": functionStatic,
	}
	switch m.class {
	case "Stream", "IntStream", "LongStream", "DoubleStream":
		if v, ok := streamMake(m.class, c); ok {
			return v
		}
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
	case "format/3":
		if l, ok := c.arguments[0].(*locale); !ok || !l.english() && l.tag != "" {
			return nil, false
		}
		return c.format(c.text(1), itemsOf(c.arguments[2], c.offset)), true
	case "copyValueOf/1", "copyValueOf/3":
		units := c.chars(0)
		if len(c.arguments) == 3 {
			from, n := c.int(1), c.int(2)
			if from < 0 || n < 0 || from > len(units)-n {
				throw("java.lang.StringIndexOutOfBoundsException", fmt.Sprintf("offset %d, count %d, length %d", from, n, len(units)), c.offset)
			}
			units = units[from : from+n]
		}
		return javavalue.FromUTF16(units), true
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
		return hashOf(c.arguments[0], c.offset), true
	case "requireNonNull/2":
		if c.arguments[0] == nil {
			throw("java.lang.NullPointerException", c.print(c.arguments[1]), c.offset)
		}
		return c.arguments[0], true
	case "compare/3":
		if c.arguments[0] == nil && c.arguments[1] == nil {
			return int32(0), true
		}
		return int32(c.comparator(c.arguments[2])(c.arguments[0], c.arguments[1])), true
	case "deepEquals/2":
		return deepEqual(c.arguments[0], c.arguments[1]), true
	case "hash/1":
		h := int32(1)
		for _, v := range itemsOf(c.arguments[0], c.offset) {
			h = 31*h + hashOf(v, c.offset)
		}
		return h, true
	}
	return nil, false
}

const arraysListClass = "java.util.Arrays$ArrayList"

func arraysStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "asList/1":
		return &javavalue.List{Items: slices.Clone(itemsOf(c.arguments[0], c.offset)), Class: arraysListClass}, true
	case "deepToString/1":
		return c.deepText(c.arguments[0]), true
	case "deepEquals/2":
		return deepEqual(c.arguments[0], c.arguments[1]), true
	case "deepHashCode/1":
		return c.deepHash(c.arguments[0]), true
	}
	return nil, false
}

func (c *invocation) deepText(v Value) string {
	a, ok := v.(*array)
	if !ok {
		return c.print(v)
	}
	texts := make([]string, len(a.items))
	for i, item := range a.items {
		texts[i] = c.deepText(item)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func deepEqual(a, b Value) bool {
	x, xArray := a.(*array)
	y, yArray := b.(*array)
	if xArray && yArray {
		return isPrimitive(x.element) == isPrimitive(y.element) && slices.EqualFunc(x.items, y.items, deepEqual)
	}
	return javavalue.Equal(a, b)
}

func (c *invocation) deepHash(v Value) int32 {
	a, ok := v.(*array)
	if !ok {
		return hashOf(v, c.offset)
	}
	h := int32(1)
	for _, item := range a.items {
		h = 31*h + c.deepHash(item)
	}
	return h
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
