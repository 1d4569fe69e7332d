package metricfilter

import (
	"fmt"
	"strconv"
	"strings"
)

// What regular expressions may hold, as the page has it: letters, digits, :_#=@/;,- and
// the operators ^ $ ? [ ] { } | \ * + . with \d \D \s \S \w \W \xhh. No parentheses.
const symbols = ":_#=@/;,-"

// classes are those that an expression names by a letter, as they stand in a set.
var classes = map[byte]string{'d': "0-9", 's': " \t\n\r\f\v", 'w': "A-Za-z0-9_"}

// branch is an alternative of an expression, in Lucene's syntax, which holds expressions
// against a whole text.
type branch struct {
	lucene     strings.Builder
	plain      strings.Builder // its text, while it is nothing else
	literal    bool
	start, end bool // anchored there
}

// matching is the clause for an expression, which is looked for anywhere in a text.
func (c *converter) matching(field string, v Value) (any, *Problem) {
	branches, problem := parseRegex(v)
	if problem != nil {
		return nil, problem
	}
	exact := c.fields.Exact(field)
	if exact != field {
		c.long(exact, v.At)
	}
	if k := c.kind(field); k == numbers || k == flags {
		return nil, cannot(v.At, "An expression is held against something else than a text", "%s is mapped as %s.", field, c.fields.Type(field))
	}
	var should []any
	var rest []string
	for _, b := range branches {
		if b.literal {
			w := wild{text: b.plain.String(), before: !b.start, after: !b.end}
			if w.text == "" && (w.before || w.after) {
				return exists(field), nil
			}
			should = append(should, w.like(exact))
			continue
		}
		rest = append(rest, b.whole())
	}
	if len(rest) > 0 {
		should = append(should, regexpClause(exact, strings.Join(rest, "|")))
	}
	return either(should), nil
}

// whole is the branch for a whole text.
func (b *branch) whole() string {
	text := b.lucene.String()
	if !b.start {
		text = ".*" + text
	}
	if !b.end {
		text += ".*"
	}
	return text
}

// regexReader reads an expression.
type regexReader struct {
	v    Value
	text string
	at   int
	b    *branch
}

func (r *regexReader) fail(format string, args ...any) *Problem {
	return &Problem{At: r.v.At + 1 + r.at, Summary: "A regular expression can't be converted", Detail: fmt.Sprintf(format, args...)}
}

func parseRegex(v Value) ([]*branch, *Problem) {
	r := &regexReader{v: v, text: v.Text}
	if v.Text == "" {
		return nil, r.fail("It is empty.")
	}
	var branches []*branch
	for {
		problem := r.branch()
		if problem != nil {
			return nil, problem
		}
		branches = append(branches, r.b)
		if r.at >= len(r.text) {
			return branches, nil
		}
		r.at++ // the |
	}
}

func (r *regexReader) branch() *Problem {
	r.b = &branch{literal: true}
	if r.at < len(r.text) && r.text[r.at] == '^' {
		r.b.start = true
		r.at++
	}
	for r.at < len(r.text) && r.text[r.at] != '|' {
		if r.text[r.at] == '$' && (r.at+1 == len(r.text) || r.text[r.at+1] == '|') {
			r.b.end = true
			r.at++
			continue
		}
		plain, lucene, problem := r.atom()
		if problem != nil {
			return problem
		}
		times, problem := r.quantifier()
		if problem != nil {
			return problem
		}
		if r.b.literal = r.b.literal && plain != "" && times == ""; r.b.literal {
			r.b.plain.WriteString(plain)
		}
		r.b.lucene.WriteString(lucene + times)
	}
	return nil
}

// atom reads one character or set: as a plain text where it is one, and for Lucene.
func (r *regexReader) atom() (plain, lucene string, _ *Problem) {
	c := r.text[r.at]
	switch {
	case isAlphanumeric(c) || strings.IndexByte(symbols, c) >= 0 || c == ' ':
		r.at++
		return string(c), escaped(c), nil
	case c == '.':
		r.at++
		return "", ".", nil
	case c == '\\':
		return r.escape()
	case c == '[':
		set, problem := r.set()
		return "", set, problem
	case c == '^' || c == '$':
		return "", "", r.fail("%c stands in the middle, where it never holds.", c)
	case strings.IndexByte("*+?{", c) >= 0:
		return "", "", r.fail("There is nothing that %c could repeat.", c)
	case c == '(' || c == ')':
		return "", "", r.fail("CloudWatch takes no parentheses in regular expressions.")
	default:
		return "", "", r.fail("CloudWatch doesn't take %q in a regular expression; \\%c may stand for it.", string(c), c)
	}
}

// escape reads what follows a backslash.
func (r *regexReader) escape() (plain, lucene string, _ *Problem) {
	if r.at+1 >= len(r.text) {
		return "", "", r.fail("Nothing follows the backslash.")
	}
	c := r.text[r.at+1]
	lower := c | 0x20
	class, isClass := classes[lower]
	switch {
	case isClass && isAlphanumeric(c):
		r.at += 2
		if c != lower {
			class = "^" + class
		}
		return "", "[" + class + "]", nil
	case c == 'x':
		if r.at+4 > len(r.text) {
			return "", "", r.fail("After \\x come two hexadecimal digits.")
		}
		n, err := strconv.ParseUint(r.text[r.at+2:r.at+4], 16, 7)
		if err != nil {
			return "", "", r.fail("After \\x come two hexadecimal digits of an ASCII character.")
		}
		r.at += 4
		return string(rune(n)), escaped(byte(n)), nil
	case isAlphanumeric(c):
		return "", "", r.fail("What \\%c means isn't documented.", c)
	default:
		if c >= 0x80 {
			return "", "", r.fail("CloudWatch takes no other than ASCII characters in regular expressions.")
		}
		r.at += 2
		return string(c), escaped(c), nil
	}
}

// quantifier reads ?, *, + and {m,n}.
func (r *regexReader) quantifier() (string, *Problem) {
	if r.at >= len(r.text) || strings.IndexByte("*+?{", r.text[r.at]) < 0 {
		return "", nil
	}
	start := r.at
	r.at++
	if r.text[start] == '{' {
		end := strings.IndexByte(r.text[r.at:], '}')
		if end < 0 {
			return "", r.fail("{ is never closed.")
		}
		if !isRepeat(r.text[r.at : r.at+end]) {
			return "", r.fail("In braces stand one or two numbers: {2}, {2,} or {2,5}, up to 1000.")
		}
		r.at += end + 1
	}
	if r.at < len(r.text) && strings.IndexByte("*+?{", r.text[r.at]) >= 0 {
		return "", r.fail("Something is repeated twice here; what that means isn't documented.")
	}
	return r.text[start:r.at], nil
}

func isRepeat(text string) bool {
	low, high, two := strings.Cut(text, ",")
	m, err := strconv.ParseUint(low, 10, 31)
	if err != nil || m > 1000 {
		return false
	}
	if !two || high == "" {
		return true
	}
	n, err := strconv.ParseUint(high, 10, 31)
	return err == nil && m <= n && n <= 1000
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// escaped is a character that is no operator of Lucene's.
func escaped(c byte) string {
	if isAlphanumeric(c) || c == '_' || c == ':' || c == '=' || c == '/' || c == ';' || c == ',' || c == ' ' {
		return string(c)
	}
	return `\` + string(c)
}
