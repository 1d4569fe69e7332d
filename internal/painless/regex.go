package painless

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// regexPattern is a java.util.regex.Pattern.
type regexPattern struct {
	opaque
	expression *expression
}

// JavaString is the pattern itself.
func (p *regexPattern) JavaString(javavalue.JDK) string { return p.expression.pattern }

func (a *analyzer) regex(n *regexNode, w want) *ex {
	a.refuseWrite(n, w, "regex constant ["+n.pattern+"] with flags ["+n.flags+"]")
	a.requireRead(n, w, "regex constant ["+n.pattern+"] with flags ["+n.flags+"] not used")
	p := &regexPattern{opaque{"java.util.regex.Pattern"}, compileRegex(n.pattern, n.flags, n.at())}
	return &ex{typ: "Pattern", run: func(*frame) Value { return p }}
}

// match is =~ (found anywhere) and ==~ (the whole text).
func (a *analyzer) match(n *binaryNode, left, right *ex) *ex {
	left = a.convert(n.left, left, "String", castMode{})
	right = a.convert(n.right, right, "Pattern", castMode{})
	offset, whole := a.marked, n.op == "==~"
	return &ex{typ: "boolean", run: func(f *frame) Value {
		// the server evaluates the pattern first
		p, ok := right.run(f).(*regexPattern)
		text, isText := left.run(f).(string)
		if !ok || !isText {
			throwNull(offset)
		}
		m := newMatching(p.expression, []rune(text), offset)
		if whole {
			return m.matches(p.expression)
		}
		return m.find(p.expression, 0)
	}}
}

func (p *regexPattern) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "matcher/1":
		return newMatcher(p.expression, c.text(0), c.offset), true
	case "pattern/0":
		return p.expression.pattern, true
	case "asPredicate/0":
		return functional("Predicate", c.offset, func(_ *frame, a []Value) Value {
			text, ok := a[0].(string)
			if !ok {
				c.notA(a[0], "java.lang.CharSequence")
			}
			return newMatching(p.expression, []rune(text), c.offset).find(p.expression, 0)
		}), true
	case "splitAsStream/1":
		parts := p.split(c.text(0), 0, c.offset).(*array)
		return &stream{kind: "Stream", size: -1, each: streamOf("Stream", parts.items).each}, true
	case "split/1":
		return p.split(c.text(0), 0, c.offset), true
	case "split/2":
		return p.split(c.text(0), c.int(1), c.offset), true
	}
	return nil, false
}

// split is Pattern.split: without a limit, empty parts at the end go.
func (p *regexPattern) split(text string, limit, offset int) Value {
	m := newMatching(p.expression, []rune(text), offset)
	var parts []Value
	from, at := 0, 0
	for at <= len(m.text) && (limit <= 0 || len(parts) < limit-1) && m.find(p.expression, at) {
		start, end := m.groups[0], m.groups[1]
		at = end
		if end == start {
			at = end + 1
		}
		if start == 0 && end == 0 {
			continue // no empty part before an empty match at the start
		}
		if start == len(m.text) && end == start {
			break
		}
		parts = append(parts, string(m.text[from:start]))
		from = end
	}
	if from == 0 && len(parts) == 0 {
		return &array{element: "String", items: []Value{text}}
	}
	parts = append(parts, string(m.text[from:]))
	if limit == 0 {
		for len(parts) > 0 && parts[len(parts)-1] == Value("") {
			parts = parts[:len(parts)-1]
		}
	}
	return &array{element: "String", items: parts}
}

// matcher is a java.util.regex.Matcher.
type matcher struct {
	opaque
	expression *expression
	matching   *matching
	matched    bool
	nextFind   int
}

func newMatcher(e *expression, text string, offset int) *matcher {
	runes := []rune(text)
	return &matcher{opaque: opaque{"java.util.regex.Matcher"}, expression: e, matching: newMatching(e, runes, offset)}
}

func (m *matcher) find() bool {
	m.matched = m.nextFind <= len(m.matching.text) && m.matching.find(m.expression, m.nextFind)
	if m.matched {
		m.nextFind = m.matching.groups[1]
		if m.matching.groups[0] == m.matching.groups[1] {
			m.nextFind++
		}
	}
	return m.matched
}

func (m *matcher) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "find/0":
		return m.find(), true
	case "matches/0", "lookingAt/0":
		if c.name == "matches" {
			m.matched = m.matching.matches(m.expression)
		} else {
			m.matched = m.matching.lookingAt(m.expression)
		}
		if m.matched {
			m.nextFind = m.matching.groups[1]
		}
		return m.matched, true
	case "group/0":
		return m.group(0, c), true
	case "group/1":
		return m.group(c.int(0), c), true
	case "namedGroup/1":
		m.check(c)
		index, ok := m.expression.names[c.text(0)]
		if !ok {
			throwArgument("No group with name <"+c.text(0)+">", c.offset)
		}
		return m.group(index, c), true
	case "groupCount/0":
		return int32(m.expression.groups), true
	case "start/0", "end/0":
		m.check(c)
		if c.name == "end" {
			return m.units(m.matching.groups[1]), true
		}
		return m.units(m.matching.groups[0]), true
	}
	return m.place(c)
}

// place is what tells of places in the text, or begins anew.
func (m *matcher) place(c *invocation) (Value, bool) {
	switch c.key() {
	case "start/1", "end/1":
		m.check(c)
		i := c.int(0)
		if i < 0 || i > m.expression.groups {
			throwBounds("No group "+strconv.Itoa(i), c.offset)
		}
		at := m.matching.groups[2*i+boolRank(c.name == "end")]
		if at < 0 {
			return int32(-1), true
		}
		return m.units(at), true
	case "find/1":
		units := javavalue.UTF16(string(m.matching.text))
		i := c.int(0)
		if i < 0 || i > len(units) {
			throwBounds("Illegal start index", c.offset)
		}
		m.nextFind, m.matched = len([]rune(javavalue.FromUTF16(units[:i]))), false
		return m.find(), true
	case "hasAnchoringBounds/0":
		return true, true
	case "hasTransparentBounds/0":
		return false, true
	case "regionStart/0":
		return int32(0), true
	case "regionEnd/0":
		return m.units(len(m.matching.text)), true
	case "reset/1":
		m.matching, m.nextFind, m.matched = newMatching(m.expression, []rune(c.text(0)), c.offset), 0, false
		return m, true
	case "reset/0":
		m.nextFind, m.matched = 0, false
		return m, true
	case "replaceAll/1", "replaceFirst/1":
		return m.replace(c, func() string { return m.expand(c.text(0), c) }), true
	}
	return nil, false
}

func (m *matcher) units(at int) Value {
	return int32(len(javavalue.UTF16(string(m.matching.text[:at]))))
}

func (m *matcher) check(c *invocation) {
	if !m.matched {
		throw("java.lang.IllegalStateException", "No match found", c.offset)
	}
}

func (m *matcher) group(index int, c *invocation) Value {
	m.check(c)
	if index < 0 || index > m.expression.groups {
		throwBounds("No group "+strconv.Itoa(index), c.offset)
	}
	start, end := m.matching.groups[2*index], m.matching.groups[2*index+1]
	if start < 0 {
		return nil
	}
	return string(m.matching.text[start:end])
}

// replace puts what with gives in place of each match (replaceFirst: the first).
func (m *matcher) replace(c *invocation, with func() string) string {
	m.nextFind, m.matched = 0, false
	var b strings.Builder
	from := 0
	for m.find() {
		b.WriteString(string(m.matching.text[from:m.matching.groups[0]]))
		from = m.matching.groups[1]
		b.WriteString(with())
		if c.name == "replaceFirst" {
			break
		}
	}
	b.WriteString(string(m.matching.text[from:]))
	return b.String()
}

// expand fills $1 and ${name} in a replacement, and takes what stands behind a
// backslash as it is.
func (m *matcher) expand(text string, c *invocation) string {
	var b strings.Builder
	put := func(index int) {
		if group := m.group(index, c); group != nil {
			b.WriteString(group.(string))
		}
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			if i++; i >= len(text) {
				throwArgument("character to be escaped is missing", c.offset)
			}
			b.WriteByte(text[i])
		case '$':
			i += m.reference(text[i+1:], c, put)
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// reference reads what stands behind a $ and tells how long it is.
func (m *matcher) reference(rest string, c *invocation, put func(int)) int {
	if rest == "" {
		throwArgument("Illegal group reference: group index is missing", c.offset)
	}
	if rest[0] == '{' {
		name, _, closed := strings.Cut(rest[1:], "}")
		index, known := m.expression.names[name]
		if !closed || !known || name == "" {
			if closed && name != "" && isLetter(name[0]) {
				throwArgument("No group with name {"+name+"}", c.offset)
			}
			refuse(c.offset, "the replacement $%s", rest)
		}
		put(index)
		return len(name) + 2
	}
	if !isDigit(rest[0]) {
		throwArgument("Illegal group reference", c.offset)
	}
	index, n := int(rest[0]-'0'), 1
	if index > m.expression.groups {
		throwBounds("No group "+strconv.Itoa(index), c.offset)
	}
	for n < len(rest) && isDigit(rest[n]) && index*10+int(rest[n]-'0') <= m.expression.groups {
		index = index*10 + int(rest[n]-'0')
		n++
	}
	put(index)
	return n
}

// patternStatic is Pattern.quote, Matcher.quoteReplacement.
func patternStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "quote/1":
		text := c.text(0)
		return `\Q` + strings.ReplaceAll(text, `\E`, `\E\\E\Q`) + `\E`, true
	case "quoteReplacement/1":
		return strings.NewReplacer(`\`, `\\`, "$", `\$`).Replace(c.text(0)), true
	case "matches/2":
		return nil, false
	}
	return nil, false
}

// replaceWith is Painless's own replaceAll(pattern, function).
func replaceWith(s string, c *invocation) Value {
	p, ok := c.arguments[0].(*regexPattern)
	if !ok {
		throwNull(c.offset)
	}
	m := newMatcher(p.expression, s, c.offset)
	return m.replace(c, func() string {
		v := c.apply(c.arguments[1], m)
		if v == nil {
			throwNull(c.offset)
		}
		return checkCast(v, "String", c.offset).(string)
	})
}
