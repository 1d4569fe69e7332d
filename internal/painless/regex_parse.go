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
	text       []rune
	pos        int
	expression *expression
	ignoreCase bool
	multiline  bool
	dotAll     bool
	offset     int
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
		p.failBefore() // an unmatched parenthesis
	}
	return e
}

func (p *rxParser) fail() {
	panic(compileError(p.offset+1+p.pos, illegalArgument,
		"invalid regular expression: could not compile regex constant [%s] with flags [%s]", p.expression.pattern, p.expression.flags))
}

// failBefore is fail after what Java tells of was read.
func (p *rxParser) failBefore() {
	p.pos--
	p.fail()
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
	if !p.more() || p.text[p.pos] < '0' || p.text[p.pos] > '9' {
		p.fail()
	}
	end := slices.Index(p.text[p.pos:], '}')
	if end < 0 {
		for p.more() && p.text[p.pos] >= '0' && p.text[p.pos] <= '9' {
			p.pos++
		}
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
				p.failBefore()
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
		p.fail()
	}
	return p.literal(c)
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
		name := string(p.text[p.pos : p.pos+end])
		p.pos += end + 1
		if p.expression.names[name] != 0 {
			p.failBefore()
		}
		p.expression.names[name] = index
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
