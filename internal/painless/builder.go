package painless

import (
	"fmt"
	"math"
	"slices"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// change is what of a StringBuilder changes it by position; the messages are
// those of JDK 17.
func (b *builder) change(c *invocation) (Value, bool) {
	n := len(b.units)
	switch c.key() {
	case "deleteCharAt/1":
		i := c.int(0)
		if i < 0 || i >= n {
			throwText(c.offset, "%s", c.outOf(i, n))
		}
		b.units = slices.Delete(b.units, i, i+1)
		return b, true
	case "setCharAt/2":
		i := c.int(0)
		if i < 0 || i >= n {
			throwText(c.offset, "%s", c.outOf(i, n))
		}
		b.units[i] = uint16(toInt(c.arguments[1]))
		return nil, true
	case "delete/2", "replace/3":
		from, to := c.int(0), min(c.int(1), n)
		if from < 0 || from > to {
			throwText(c.offset, "%s", c.outOfRange(fmt.Sprintf("start %d, end %d, length %d", from, to, n), from, to, n))
		}
		var with []uint16
		if c.name == "replace" {
			with = javavalue.UTF16(c.text(2))
		}
		b.units = slices.Concat(b.units[:from], with, b.units[to:])
		return b, true
	case "appendCodePoint/1":
		r := rune(toInt(c.arguments[0]))
		if r < 0 || r > 0x10FFFF {
			return nil, false
		}
		b.units = append(b.units, javavalue.UTF16(string(r))...)
		return b, true
	case "append/3":
		units := javavalue.UTF16(c.print(c.arguments[0]))
		from, to := c.int(1), c.int(2)
		if from < 0 || from > to || to > len(units) {
			throwBounds("start "+c.print(int32(from))+", end "+c.print(int32(to))+", length "+c.print(int32(len(units))), c.offset)
		}
		b.units = append(b.units, units[from:to]...)
		return b, true
	case "setLength/1":
		length := c.int(0)
		if length < 0 || length > math.MaxInt16 {
			throwText(c.offset, "String index out of range: %d", length)
		}
		for len(b.units) < length {
			b.units = append(b.units, 0)
		}
		b.units = b.units[:length]
		return nil, true
	}
	return nil, false
}

// look is what of a StringBuilder only looks at it.
func (b *builder) look(c *invocation) (Value, bool) {
	n := len(b.units)
	switch c.key() {
	case "charAt/1":
		i := c.int(0)
		if i < 0 || i >= n {
			throwText(c.offset, "%s", c.outOf(i, n))
		}
		return javavalue.Char(b.units[i]), true
	case "substring/1", "substring/2", "subSequence/2":
		from, to := c.int(0), n
		if len(c.arguments) == 2 {
			to = c.int(1)
		}
		if from < 0 || to > n || from > to {
			throwText(c.offset, "%s", c.outOfRange(fmt.Sprintf("start %d, end %d, length %d", from, to, n), from, to, n))
		}
		return javavalue.FromUTF16(b.units[from:to]), true
	case "indexOf/1", "indexOf/2", "lastIndexOf/1", "lastIndexOf/2":
		text := javavalue.FromUTF16(b.units)
		if v, ok := textSearchMethod(text, c); ok {
			return v, true
		}
		return textPointMethod(text, c)
	case "getChars/4":
		return getChars(b.units, c), true
	case "codePoints/0", "chars/0", "replaceAll/2", "replaceFirst/2":
		text := javavalue.FromUTF16(b.units)
		return first(text, c, textMethod, textSearchMethod, textPointMethod)
	}
	return unitsMethod(b.units, c)
}
