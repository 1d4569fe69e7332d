package painless

import (
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// joiner is a java.util.StringJoiner.
type joiner struct {
	separator, before, after string
	empty                    *string
	parts                    []string
}

// JavaClass is the binary name.
func (*joiner) JavaClass() string { return "java.util.StringJoiner" }

// JavaString is the text so far.
func (j *joiner) JavaString(javavalue.JDK) string {
	if len(j.parts) == 0 && j.empty != nil {
		return *j.empty
	}
	return j.before + strings.Join(j.parts, j.separator) + j.after
}

// JavaHash is by identity.
func (*joiner) JavaHash() int32 {
	refuse(0, "the hash of a StringJoiner")
	return 0
}

// JavaEquals is by identity.
func (j *joiner) JavaEquals(other Value) bool { return other == Value(j) }

func newJoiner(c *invocation) (Value, bool) {
	switch c.key() {
	case "StringJoiner/1":
		return &joiner{separator: c.print(c.arguments[0])}, true
	case "StringJoiner/3":
		return &joiner{separator: c.print(c.arguments[0]), before: c.print(c.arguments[1]), after: c.print(c.arguments[2])}, true
	}
	return nil, false
}

func (j *joiner) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "add/1":
		j.parts = append(j.parts, c.print(c.arguments[0]))
		return j, true
	case "length/0":
		return int32(len(javavalue.UTF16(j.JavaString(c.m.jdk)))), true
	case "setEmptyValue/1":
		text := c.print(c.arguments[0])
		j.empty = &text
		return j, true
	case "merge/1":
		other, ok := c.arguments[0].(*joiner)
		if !ok {
			throwNull(c.offset)
		}
		if len(other.parts) > 0 {
			j.parts = append(j.parts, strings.Join(other.parts, other.separator))
		}
		return j, true
	}
	return nil, false
}
