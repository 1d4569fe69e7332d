package painless

import (
	"slices"
	"strconv"
	"strings"
)

// rx is a node of a regular expression in Java's syntax.
type rx interface{}

type (
	rxChar   struct{ is func(r rune) bool }
	rxSeq    struct{ items []rx }
	rxChoice struct{ items []rx }
	rxGroup  struct {
		item  rx
		index int // 0 where it does not capture
	}
	rxRepeat struct {
		item     rx
		min, max int // max -1 is without end
		lazy     bool
	}
	rxLook struct {
		item rx
		not  bool
	}
	rxStart     struct{ multiline bool }
	rxEnd       struct{ multiline bool }
	rxTextStart struct{}
	rxTextEnd   struct{ beforeBreak bool }
	rxBoundary  struct{ not bool }
	rxBack      struct{ index int }
)

// expression is a compiled regular expression.
type expression struct {
	pattern, flags string
	root           rx
	groups         int
	names          map[string]int
}

type rxParser struct {
	text        []rune
	pos         int
	expression  *expression
	ignoreCase  bool
	multiline   bool
	dotAll      bool
	offset      int
	openedGroup int
}

// compileRegex reads a pattern. What Java refuses is a compile error; what it
// takes and this engine does not is refused by name.
func compileRegex(pattern, flags string, offset int) *expression {
	e := &expression{pattern: pattern, flags: flags, names: map[string]int{}}
	p := &rxParser{text: []rune(pattern), expression: e, offset: offset}
	for _, f := range flags {
		switch f {
		case 'i':
			p.ignoreCase = true
		case 'm':
			p.multiline = true
		case 's':
			p.dotAll = true
		default:
			refuse(offset, "regular expression flag %c", f)
		}
	}
	e.root = p.choice()
	if p.pos < len(p.text) {
		p.fail() // an unmatched parenthesis
	}
	return e
}

func (p *rxParser) fail() {
	panic(compileError(p.offset+1+p.pos, illegalArgument,
		"invalid regular expression: could not compile regex constant [%s] with flags [%s]", p.expression.pattern, p.expression.flags))
}

func (p *rxParser) unsupported(what string) {
	refuse(p.offset, "%s in regular expression %s", what, p.expression.pattern)
}

func (p *rxParser) more() bool { return p.pos < len(p.text) }

func (p *rxParser) at(s string) bool {
	return strings.HasPrefix(string(p.text[p.pos:min(len(p.text), p.pos+len(s))]), s)
}

func (p *rxParser) accept(s string) bool {
	if p.at(s) {
		p.pos += len([]rune(s))
		return true
	}
	return false
}

func (p *rxParser) choice() rx {
	items := []rx{p.sequence()}
	for p.accept("|") {
		items = append(items, p.sequence())
	}
	if len(items) == 1 {
		return items[0]
	}
	return &rxChoice{items}
}

func (p *rxParser) sequence() rx {
	s := &rxSeq{}
	for p.more() && !p.at("|") && !p.at(")") {
		item := p.atom()
		s.items = append(s.items, p.repeated(item))
	}
	return s
}

func (p *rxParser) repeated(item rx) rx {
	for p.more() {
		r := &rxRepeat{item: item, max: -1}
		switch p.text[p.pos] {
		case '*':
			p.pos++
		case '+':
			r.min = 1
			p.pos++
		case '?':
			r.max = 1
			p.pos++
		case '{':
			p.pos++
			r.min, r.max = p.bounds()
		default:
			return item
		}
		if p.accept("+") {
			p.unsupported("a possessive quantifier")
		}
		r.lazy = p.accept("?")
		item = r
		if p.more() && strings.ContainsRune("*?{", p.text[p.pos]) {
			p.fail()
		}
	}
	return item
}

func (p *rxParser) bounds() (low, high int) {
	end := slices.Index(p.text[p.pos:], '}')
	if end < 0 {
		p.fail()
	}
	text := string(p.text[p.pos : p.pos+end])
	p.pos += end + 1
	first, second, ranged := strings.Cut(text, ",")
	low, err := strconv.Atoi(first)
	if err != nil || low < 0 {
		p.fail()
	}
	high = low
	if ranged {
		high = -1
		if second != "" {
			if high, err = strconv.Atoi(second); err != nil || high < low {
				p.fail()
			}
		}
	}
	if low > 1000 || high > 1000 {
		p.unsupported("a repetition of more than 1000")
	}
	return low, high
}

func (p *rxParser) atom() rx {
	c := p.text[p.pos]
	p.pos++
	switch c {
	case '(':
		return p.group()
	case '[':
		return &rxChar{p.folded(p.class())}
	case '.':
		if p.dotAll {
			return &rxChar{func(rune) bool { return true }}
		}
		return &rxChar{func(r rune) bool { return !isLineBreak(r) }}
	case '^':
		return &rxStart{p.multiline}
	case '$':
		return &rxEnd{p.multiline}
	case '\\':
		return p.escape()
	case '*', '+', '?':
		p.pos--
		p.fail()
	case '{':
		p.unsupported("a bare {")
	}
	return p.literal(c)
}

func isLineBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

func (p *rxParser) literal(c rune) rx {
	return &rxChar{p.folded(func(r rune) bool { return r == c })}
}

// folded takes letters of either case, where the flag says so: ASCII only, as in
// Java.
func (p *rxParser) folded(is func(rune) bool) func(rune) bool {
	if !p.ignoreCase {
		return is
	}
	return func(r rune) bool {
		switch {
		case r >= 'a' && r <= 'z':
			return is(r) || is(r-32)
		case r >= 'A' && r <= 'Z':
			return is(r) || is(r+32)
		}
		return is(r)
	}
}

func (p *rxParser) group() rx {
	index := 0
	var look *rxLook
	switch {
	case p.accept("?:"):
	case p.accept("?="):
		look = &rxLook{}
	case p.accept("?!"):
		look = &rxLook{not: true}
	case p.at("?<=") || p.at("?<!"):
		p.unsupported("a lookbehind")
	case p.accept("?<"):
		end := slices.Index(p.text[p.pos:], '>')
		if end <= 0 {
			p.fail()
		}
		p.expression.groups++
		index = p.expression.groups
		p.expression.names[string(p.text[p.pos:p.pos+end])] = index
		p.pos += end + 1
	case p.at("?"):
		p.unsupported("a group with flags")
	default:
		p.expression.groups++
		index = p.expression.groups
	}
	item := p.choice()
	if !p.accept(")") {
		p.fail()
	}
	if look != nil {
		look.item = item
		return look
	}
	return &rxGroup{item, index}
}

// classes are the escapes for sets of characters; in Java they are ASCII.
var rxClasses = map[rune]func(rune) bool{
	'd': func(r rune) bool { return r >= '0' && r <= '9' },
	'w': func(r rune) bool { return r < 128 && isLetterOrDigit(byte(r)) },
	's': func(r rune) bool { return r == ' ' || r >= 9 && r <= 13 },
}

var rxControls = map[rune]rune{'t': '\t', 'n': '\n', 'r': '\r', 'f': '\f', 'a': 7, 'e': 27}

func (p *rxParser) escape() rx {
	if !p.more() {
		p.fail()
	}
	c := p.text[p.pos]
	p.pos++
	switch c {
	case 'b':
		return &rxBoundary{}
	case 'B':
		return &rxBoundary{not: true}
	case 'A':
		return &rxTextStart{}
	case 'z':
		return &rxTextEnd{}
	case 'Z':
		return &rxTextEnd{beforeBreak: true}
	}
	if c >= '1' && c <= '9' {
		if int(c-'0') > p.expression.groups || p.ignoreCase {
			p.unsupported("a back reference")
		}
		return &rxBack{int(c - '0')}
	}
	return &rxChar{p.folded(p.escapedSet(c))}
}

// escapedSet is what an escape stands for within a class and outside.
func (p *rxParser) escapedSet(c rune) func(rune) bool {
	if is := rxClasses[c]; is != nil {
		return is
	}
	if is := rxClasses[c+32]; is != nil && c < 'a' {
		return func(r rune) bool { return !is(r) }
	}
	if control, ok := rxControls[c]; ok {
		return func(r rune) bool { return r == control }
	}
	if c < 128 && isLetterOrDigit(byte(c)) && c != '_' {
		p.unsupported("\\" + string(c))
	}
	return func(r rune) bool { return r == c }
}

// class reads what follows a bracket; classes within it are joined.
func (p *rxParser) class() func(rune) bool {
	not := p.accept("^")
	var parts []func(rune) bool
	for first := true; ; first = false {
		if !p.more() {
			p.fail()
		}
		c := p.text[p.pos]
		p.pos++
		switch {
		case c == ']' && !first:
			return joined(parts, not)
		case c == '[':
			parts = append(parts, p.class())
		case c == '&' && p.at("&"):
			p.unsupported("an intersection")
		case c == '\\':
			if !p.more() {
				p.fail()
			}
			e := p.text[p.pos]
			p.pos++
			if p.at("-") && !p.at("-]") {
				p.unsupported("a range from an escape")
			}
			parts = append(parts, p.escapedSet(e))
		default:
			parts = append(parts, p.span(c))
		}
	}
}

func joined(parts []func(rune) bool, not bool) func(rune) bool {
	return func(r rune) bool {
		for _, is := range parts {
			if is(r) {
				return !not
			}
		}
		return not
	}
}

// span is a character or a range of them.
func (p *rxParser) span(low rune) func(rune) bool {
	if !p.at("-") || p.at("-]") || p.at("-[") {
		return func(r rune) bool { return r == low }
	}
	p.pos++
	if !p.more() {
		p.fail()
	}
	high := p.text[p.pos]
	p.pos++
	if high == '\\' {
		p.unsupported("a range to an escape")
	}
	if high < low {
		p.fail()
	}
	return func(r rune) bool { return r >= low && r <= high }
}
