package painless

import (
	"encoding/base64"
	"fmt"
	"strings"

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
			throw("java.lang.StringIndexOutOfBoundsException", fmt.Sprintf("index %d, length %d", i, len(units)), c.offset)
		}
		return javavalue.Char(units[i]), true
	case "substring/1":
		return substring(s, c.int(0), len(javavalue.UTF16(s)), c.offset), true
	case "substring/2", "subSequence/2":
		return substring(s, c.int(0), c.int(1), c.offset), true
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
		if r >= 0x250 || r == 'ß' || r == 'İ' || r == 'ı' {
			refuse(c.offset, "%s of %q", c.name, r)
		}
	}
	return change(s)
}

func decodeBase64(s string, offset int) string {
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		data, err = base64.RawStdEncoding.DecodeString(s)
	}
	if err != nil {
		throwArgument("Illegal base64 character", offset)
	}
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

// substring counts in UTF-16 units.
func substring(s string, from, to, offset int) string {
	units := javavalue.UTF16(s)
	if from < 0 || to > len(units) || from > to {
		throw("java.lang.StringIndexOutOfBoundsException", fmt.Sprintf("begin %d, end %d, length %d", from, to, len(units)), offset)
	}
	return javavalue.FromUTF16(units[from:to])
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
