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
	// rxAtomic is what is never matched anew in another way: (?>x), x++.
	rxAtomic struct{ item rx }
	// rxBehind looks at what stands before: at least min characters, at most max.
	rxBehind struct {
		item     rx
		not      bool
		min, max int
	}
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
		if item = rx(r); p.accept("+") {
			item = &rxAtomic{r}
		} else {
			r.lazy = p.accept("?")
		}
		switch {
		case p.more() && strings.ContainsRune("*?+", p.text[p.pos]):
			p.fail()
		case p.at("{"):
			p.unsupported("a repetition of a repetition")
		}
	}
	return item
}

// bounds reads what follows a brace: {2}, {2,}, {2,5}. Java tells of what it can't read.
func (p *rxParser) bounds() (low, high int) {
	low = p.digits()
	if low < 0 {
		p.fail()
	}
	if high = low; p.accept(",") {
		high = p.digits()
	}
	if !p.accept("}") {
		p.fail()
	}
	if high >= 0 && high < low {
		p.failBefore()
	}
	if low > 1000 || high > 1000 {
		p.unsupported("a repetition of more than 1000")
	}
	return low, high
}

// digits reads a number; -1 is none.
func (p *rxParser) digits() int {
	from := p.pos
	for p.more() && p.text[p.pos] >= '0' && p.text[p.pos] <= '9' {
		p.pos++
	}
	if p.pos == from {
		return -1
	}
	v, err := strconv.Atoi(string(p.text[from:p.pos]))
	if err != nil {
		p.unsupported("a repetition of more than 1000")
	}
	return v
}

func (p *rxParser) atom() rx {
	c := p.text[p.pos]
	p.pos++
	switch c {
	case '(':
		return p.group()
	case '[':
		return &rxChar{p.class()}
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
	var behind *rxBehind
	ignoreCase, multiline, dotAll := p.ignoreCase, p.multiline, p.dotAll
	restore := func() { p.ignoreCase, p.multiline, p.dotAll = ignoreCase, multiline, dotAll }
	atomic := false
	switch {
	case p.accept("?:"):
	case p.accept("?="):
		look = &rxLook{}
	case p.accept("?!"):
		look = &rxLook{not: true}
	case p.accept("?<="):
		behind = &rxBehind{}
	case p.accept("?<!"):
		behind = &rxBehind{not: true}
	case p.accept("?>"):
		atomic = true
	case p.accept("?<"):
		name := p.name()
		p.expression.groups++
		index = p.expression.groups
		if p.expression.names[name] != 0 {
			p.failBefore()
		}
		p.expression.names[name] = index
	case p.accept("?"):
		p.flags()
		if p.accept(")") {
			return &rxSeq{} // until the end of the group around
		}
		switch {
		case p.accept(":"):
		case p.more() && strings.ContainsRune("duxU", p.text[p.pos]):
			p.unsupported("a group with flags")
		default:
			p.fail()
		}
	default:
		p.expression.groups++
		index = p.expression.groups
	}
	item := p.choice()
	if !p.accept(")") {
		p.fail()
	}
	restore()
	switch {
	case look != nil:
		look.item = item
		return look
	case behind != nil:
		behind.item = item
		behind.min, behind.max = widthOf(item)
		if behind.max < 0 && !simple(item) {
			p.unsupported("a lookbehind without an obvious end")
		}
		return behind
	case atomic:
		return &rxAtomic{item}
	}
	return &rxGroup{item, index}
}

// simple tells what Java looks back for as far as it goes: repeated characters.
func simple(n rx) bool {
	s, ok := n.(*rxSeq)
	return ok && !slices.ContainsFunc(s.items, func(item rx) bool {
		if r, ok := item.(*rxRepeat); ok {
			item = r.item
		}
		_, ok := item.(*rxChar)
		return !ok
	})
}

// name reads the name of a group, up to its end.
func (p *rxParser) name() string {
	from := p.pos
	for p.more() && p.text[p.pos] < 128 && p.text[p.pos] != '_' && isLetterOrDigit(byte(p.text[p.pos])) {
		if p.pos == from && !isLetter(byte(p.text[p.pos])) {
			p.fail()
		}
		p.pos++
	}
	name := string(p.text[from:p.pos])
	if name == "" || !p.accept(">") {
		p.fail()
	}
	return name
}

// flags reads the flags of a group: those after a minus are taken away.
func (p *rxParser) flags() {
	for on := true; p.more(); p.pos++ {
		switch p.text[p.pos] {
		case '-':
			on = false
		case 'i':
			p.ignoreCase = on
		case 'm':
			p.multiline = on
		case 's':
			p.dotAll = on
		default:
			return
		}
	}
}

// widthOf is how many characters a node matches at least and at most; -1 is no end.
func widthOf(n rx) (low, high int) {
	switch n := n.(type) {
	case *rxChar:
		return 1, 1
	case *rxSeq:
		for _, item := range n.items {
			l, h := widthOf(item)
			low, high = low+l, addWidths(high, h)
		}
		return low, high
	case *rxChoice:
		low = -1
		for _, item := range n.items {
			l, h := widthOf(item)
			if low < 0 || l < low {
				low = l
			}
			if high >= 0 && (h < 0 || h > high) {
				high = h
			}
		}
		return low, high
	case *rxGroup:
		return widthOf(n.item)
	case *rxAtomic:
		return widthOf(n.item)
	case *rxRepeat:
		l, h := widthOf(n.item)
		if n.max < 0 || h < 0 {
			return l * n.min, -1
		}
		return l * n.min, h * n.max
	case *rxBack:
		return 0, -1
	}
	return 0, 0
}

func addWidths(a, b int) int {
	if a < 0 || b < 0 {
		return -1
	}
	return a + b
}
