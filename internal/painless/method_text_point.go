package painless

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// chars reads a char[] argument.
func (c *invocation) chars(i int) []uint16 {
	var units []uint16
	for _, v := range itemsOf(c.arguments[i], c.offset) {
		units = append(units, uint16(toInt(v)))
	}
	return units
}

func throwText(offset int, format string, a ...any) {
	throw("java.lang.StringIndexOutOfBoundsException", fmt.Sprintf(format, a...), offset)
}

// pointAt is the code point that begins at a unit.
func pointAt(units []uint16, i int) rune {
	if i+1 < len(units) {
		if r := utf16.DecodeRune(rune(units[i]), rune(units[i+1])); r != 0xFFFD {
			return r
		}
	}
	return rune(units[i])
}

func pointBefore(units []uint16, i int) rune {
	if i > 1 {
		if r := utf16.DecodeRune(rune(units[i-2]), rune(units[i-1])); r != 0xFFFD {
			return r
		}
	}
	return rune(units[i-1])
}

// pointLength is how many units a code point takes: one that is half of a pair takes one.
func pointLength(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

func pointCount(units []uint16) int {
	n := 0
	for i := 0; i < len(units); n++ {
		i += pointLength(pointAt(units, i))
	}
	return n
}

// textPointMethod is what of java.lang.String looks at chars and code points.
func textPointMethod(s string, c *invocation) (Value, bool) {
	switch c.key() {
	case "toCharArray/0":
		a := &array{element: "char"}
		for _, u := range javavalue.UTF16(s) {
			a.items = append(a.items, javavalue.Char(u))
		}
		return a, true
	case "codePoints/0":
		var items []Value
		for _, r := range s {
			items = append(items, int32(r))
		}
		return &stream{kind: "IntStream", size: -1, each: streamOf("IntStream", items).each}, true
	case "toLowerCase/1", "toUpperCase/1":
		l, ok := c.arguments[0].(*locale)
		if !ok {
			throwNull(c.offset)
		}
		if slices.Contains([]string{"tr", "az", "lt"}, l.language) {
			return nil, false
		}
		if c.name == "toLowerCase" {
			return changeCase(s, strings.ToLower, c), true
		}
		return changeCase(s, strings.ToUpper, c), true
	case "lastIndexOf/2":
		return lastIndexOf(s, c.text(0), c.int(1)), true
	case "regionMatches/4", "regionMatches/5":
		return regionMatches(s, c), true
	case "getChars/4":
		return getChars(javavalue.UTF16(s), c), true
	}
	return unitsMethod(javavalue.UTF16(s), c)
}

// unitsMethod is what texts and StringBuilders tell of code points.
func unitsMethod(units []uint16, c *invocation) (Value, bool) {
	switch c.key() {
	case "codePointAt/1", "codePointBefore/1":
		i := c.int(0)
		if c.name == "codePointBefore" {
			if i < 1 || i > len(units) {
				refuse(c.offset, "codePointBefore out of bounds")
			}
			return int32(pointBefore(units, i)), true
		}
		if i < 0 || i >= len(units) {
			throwText(c.offset, "%s", c.outOf(i, len(units)))
		}
		return int32(pointAt(units, i)), true
	case "codePointCount/2":
		from, to := c.int(0), c.int(1)
		if from < 0 || from > to || to > len(units) {
			throwBounds("", c.offset)
		}
		return int32(pointCount(units[from:to])), true
	case "offsetByCodePoints/2":
		i, n := c.int(0), c.int(1)
		if i < 0 || i > len(units) {
			throwBounds("", c.offset)
		}
		for ; n > 0 && i < len(units); n-- {
			i += pointLength(pointAt(units, i))
		}
		for ; n < 0 && i > 0; n++ {
			i -= utf16.RuneLen(pointBefore(units, i))
		}
		if n != 0 {
			throwBounds("", c.offset)
		}
		return int32(i), true
	}
	return nil, false
}

func lastIndexOf(s, part string, from int) Value {
	units, wanted := javavalue.UTF16(s), javavalue.UTF16(part)
	for i := min(from, len(units)-len(wanted)); i >= 0; i-- {
		if equalUnits(units[i:i+len(wanted)], wanted) {
			return int32(i)
		}
	}
	return int32(-1)
}

func regionMatches(s string, c *invocation) bool {
	fold, first := false, 0
	if len(c.arguments) == 5 {
		fold, first = c.arguments[0] == Value(true), 1
	}
	from, other, at, n := c.int(first), javavalue.UTF16(c.text(first+1)), c.int(first+2), c.int(first+3)
	units := javavalue.UTF16(s)
	if at < 0 || from < 0 || from > len(units)-n || at > len(other)-n {
		return false
	}
	n = max(n, 0)
	a, b := javavalue.FromUTF16(units[from:from+n]), javavalue.FromUTF16(other[at:at+n])
	if fold {
		return changeCase(changeCase(a, strings.ToUpper, c), strings.ToLower, c) == changeCase(changeCase(b, strings.ToUpper, c), strings.ToLower, c)
	}
	return a == b
}

// getChars copies chars into an array.
func getChars(units []uint16, c *invocation) Value {
	from, to, at := c.int(0), c.int(1), c.int(3)
	into, ok := c.arguments[2].(*array)
	if !ok {
		throwNull(c.offset)
	}
	if from < 0 || to > len(units) || from > to || at < 0 || at+to-from > len(into.items) {
		refuse(c.offset, "getChars out of bounds")
	}
	for i, u := range units[from:to] {
		into.items[at+i] = javavalue.Char(u)
	}
	return nil
}
