package painless

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// textMethod is java.lang.String, as far as it does not search.
func textMethod(s string, c *invocation) (Value, bool) {
	switch c.key() {
	case "length/0":
		return int32(len(javavalue.UTF16(s))), true
	case "isEmpty/0":
		return s == "", true
	case "toString/0", "intern/0":
		return s, true
	case "trim/0":
		return strings.TrimFunc(s, func(r rune) bool { return r <= ' ' }), true
	case "toLowerCase/0":
		return changeCase(s, strings.ToLower, c), true
	case "toUpperCase/0":
		return changeCase(s, strings.ToUpper, c), true
	case "concat/1":
		return s + c.text(0), true
	case "charAt/1":
		units := javavalue.UTF16(s)
		i := c.int(0)
		if i < 0 || i >= len(units) {
			throwText(c.offset, "%s", c.outOfText(s, i, len(units)))
		}
		return javavalue.Char(units[i]), true
	case "substring/1":
		return c.substring(s, c.int(0), len(javavalue.UTF16(s))), true
	case "substring/2", "subSequence/2":
		return c.substring(s, c.int(0), c.int(1)), true
	case "encodeBase64/0":
		return base64.StdEncoding.EncodeToString([]byte(s)), true
	case "decodeBase64/0":
		return decodeBase64(s, c.offset), true
	case "chars/0":
		return streamOfUnits(s), true
	}
	return nil, false
}

// changeCase leaves the letters beyond ASCII alone where Java and Go may differ.
func changeCase(s string, change func(string) string, c *invocation) string {
	for _, r := range s {
		if r >= 0x250 && !plainCase(r) || slices.Contains(oddCases, r) {
			refuse(c.offset, "%s of %q", c.name, r)
		}
	}
	if c.name == "toUpperCase" {
		s = strings.ReplaceAll(s, "ß", "SS")
	}
	return change(s)
}

// oddCases are letters whose other case is not one letter, or one that goes back.
var oddCases = []rune{'İ', 'ı', 'ŉ', 'ǰ', 'ſ'}

// plainCase tells letters beyond the Latin ones that have no case, or one other letter:
// Cyrillic, punctuation, symbols, Chinese, Japanese, Korean.
func plainCase(r rune) bool {
	for _, span := range [][2]rune{{0x400, 0x45F}, {0x2000, 0x20CF}, {0x2190, 0x23FF}, {0x2500, 0x27BF}, {0x3000, 0x30FF}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0x1F300, 0x1FAFF}} {
		if r >= span[0] && r <= span[1] {
			return true
		}
	}
	return false
}

func decodeBase64(s string, offset int) string {
	data := (&codec{encoding: base64.StdEncoding}).decode(s, offset)
	if !utf8.Valid(data) {
		refuse(offset, "base64 of what is no UTF-8")
	}
	return string(data)
}

// substring counts in UTF-16 units.
func (c *invocation) substring(s string, from, to int) string {
	units := javavalue.UTF16(s)
	if from < 0 || to > len(units) || from > to {
		was := fmt.Sprintf("begin %d, end %d, length %d", from, to, len(units))
		throwText(c.offset, "%s", c.outOfRange(was, from, to, len(units)))
	}
	return javavalue.FromUTF16(units[from:to])
}

// outOfText is how Java tells of an index that is none: until JDK 21 in other words of
// texts of Latin 1 alone, which it keeps in bytes.
func (c *invocation) outOfText(s string, index, length int) string {
	wide := strings.ContainsFunc(s, func(r rune) bool { return r > 0xff })
	if c.m.jdk == javavalue.JDK17 && !wide {
		return fmt.Sprintf("String index out of range: %d", index)
	}
	return c.outOf(index, length)
}

// outOf is how Java tells of an index of a text that is kept in two bytes a character.
func (c *invocation) outOf(index, length int) string {
	if c.m.jdk == javavalue.JDK17 {
		return fmt.Sprintf("index %d, length %d", index, length)
	}
	return fmt.Sprintf("Index %d out of bounds for length %d", index, length)
}

// outOfRange is how Java tells of a range that is none; what is as it did until JDK 21.
func (c *invocation) outOfRange(what string, from, to, length int) string {
	if c.m.jdk == javavalue.JDK21 {
		return fmt.Sprintf("Range [%d, %d) out of bounds for length %d", from, to, length)
	}
	return what
}

// textSearchMethod is what of java.lang.String looks for texts.
func textSearchMethod(s string, c *invocation) (Value, bool) {
	switch c.key() {
	case "contains/1":
		return strings.Contains(s, c.text(0)), true
	case "startsWith/1":
		return strings.HasPrefix(s, c.text(0)), true
	case "startsWith/2":
		units := javavalue.UTF16(s)
		i := c.int(1)
		return i >= 0 && i <= len(units) && strings.HasPrefix(javavalue.FromUTF16(units[i:]), c.text(0)), true
	case "endsWith/1":
		return strings.HasSuffix(s, c.text(0)), true
	case "indexOf/1":
		return indexOf(s, c.text(0), 0), true
	case "indexOf/2":
		return indexOf(s, c.text(0), c.int(1)), true
	case "lastIndexOf/1":
		at := strings.LastIndex(s, c.text(0))
		if at < 0 {
			return int32(-1), true
		}
		return int32(len(javavalue.UTF16(s[:at]))), true
	case "replace/2":
		return strings.ReplaceAll(s, c.text(0), c.text(1)), true
	case "compareTo/1":
		return compareText(s, c.text(0)), true
	case "compareToIgnoreCase/1":
		return compareText(changeCase(changeCase(s, strings.ToUpper, c), strings.ToLower, c),
			changeCase(changeCase(c.text(0), strings.ToUpper, c), strings.ToLower, c)), true
	case "equalsIgnoreCase/1":
		other, ok := c.arguments[0].(string)
		return ok && changeCase(s, strings.ToLower, c) == changeCase(other, strings.ToLower, c), true
	case "contentEquals/1":
		return s == c.text(0), true
	case "replaceAll/2", "replaceFirst/2":
		return replaceWith(s, c), true
	case "splitOnToken/1":
		return splitOnToken(s, c.text(0), -1), true
	case "splitOnToken/2":
		return splitOnToken(s, c.text(0), c.int(1)), true
	}
	return nil, false
}

func indexOf(s, part string, from int) Value {
	units, wanted := javavalue.UTF16(s), javavalue.UTF16(part)
	for i := max(0, from); i+len(wanted) <= len(units); i++ {
		if equalUnits(units[i:i+len(wanted)], wanted) {
			return int32(i)
		}
	}
	if len(wanted) == 0 {
		return int32(len(units))
	}
	return int32(-1)
}

func equalUnits(a, b []uint16) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func compareText(a, b string) Value {
	x, y := javavalue.UTF16(a), javavalue.UTF16(b)
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return int32(x[i]) - int32(y[i])
		}
	}
	return int32(len(x) - len(y))
}

// splitOnToken is Painless's own split: no regular expression, empty parts stay.
// A limit above 0 bounds the number of parts.
func splitOnToken(s, separator string, limit int) Value {
	result := &array{element: "String"}
	if separator == "" {
		result.items = []Value{s}
		return result
	}
	if limit <= 0 {
		limit = -1
	}
	for _, part := range strings.SplitN(s, separator, limit) {
		result.items = append(result.items, part)
	}
	return result
}
