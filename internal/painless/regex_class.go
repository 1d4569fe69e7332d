package painless

import (
	"slices"
	"strings"
)

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
	switch {
	case c >= '1' && c <= '9':
		return p.backReference(int(c - '0'))
	case c == 'k':
		return p.backReference(p.groupName())
	case c == 'Q':
		return p.quoted()
	}
	return &rxChar{p.folded(p.escapedSet(c))}
}

// backReference is \1: of a group that there is not, nothing.
func (p *rxParser) backReference(group int) rx {
	switch {
	case p.ignoreCase, group > p.expression.groups && strings.ContainsRune(string(p.text), '('):
		p.unsupported("a back reference")
	case group > p.expression.groups:
		return &rxChar{func(rune) bool { return false }}
	}
	return &rxBack{group}
}

// groupName reads the <name> of \k.
func (p *rxParser) groupName() int {
	if !p.accept("<") {
		p.unsupported(`\k`)
	}
	name := p.name()
	if p.expression.names[name] == 0 {
		p.failBefore()
	}
	return p.expression.names[name]
}

// quoted is what stands after \Q, as it is.
func (p *rxParser) quoted() rx {
	s := &rxSeq{}
	for p.more() && !p.accept(`\E`) {
		s.items = append(s.items, p.literal(p.text[p.pos]))
		p.pos++
	}
	if n := len(s.items); n > 0 { // of the last character alone
		s.items[n-1] = p.repeated(s.items[n-1])
	}
	return s
}

// escapedSet is what an escape stands for within a class and outside.
func (p *rxParser) escapedSet(c rune) func(rune) bool {
	if is := rxClasses[c]; is != nil {
		return is
	}
	if is := rxClasses[c+32]; is != nil && c < 'a' {
		return func(r rune) bool { return !is(r) }
	}
	if is := rxSpaces[c]; is != nil {
		return is
	}
	if is := rxSpaces[c+32]; is != nil && c < 'a' {
		return func(r rune) bool { return !is(r) }
	}
	if c == 'p' || c == 'P' {
		return p.property(c == 'P')
	}
	if point, ok := p.escapedPoint(c); ok {
		return func(r rune) bool { return r == point }
	}
	if strings.ContainsRune("CEFIJKLMOTUYgijlmoqy", c) {
		p.failBefore()
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
			p.failBefore()
		}
		c := p.text[p.pos]
		p.pos++
		switch {
		case c == ']' && !first:
			if not {
				return none(parts)
			}
			return anyOf(parts)
		case c == '[':
			parts = append(parts, p.class())
		case c == '&' && p.at("&"):
			if not || len(parts) == 0 {
				p.unsupported("an intersection")
			}
			p.pos++
			both, rest := anyOf(parts), p.rest()
			return func(r rune) bool { return both(r) && rest(r) }
		case c == '\\':
			if !p.more() {
				p.fail()
			}
			parts = append(parts, p.escapedSpan())
		default:
			parts = append(parts, p.span(c))
		}
	}
}

// rest reads a class from within: what follows &&, where that is another class.
func (p *rxParser) rest() func(rune) bool {
	if !p.accept("[") {
		p.unsupported("an intersection with more than a class")
	}
	is := p.class()
	if !p.accept("]") {
		p.unsupported("an intersection with more than a class")
	}
	return is
}

// escapedSpan is an escape within a class, or a range that begins with one that stands for
// a single character; behind any other a dash is itself.
func (p *rxParser) escapedSpan() func(rune) bool {
	e := p.text[p.pos]
	p.pos++
	single := e >= 128 || !isLetterOrDigit(byte(e)) || e == '_'
	if single && p.at("-") && !p.at("-]") {
		return p.span(e)
	}
	low, ok := p.escapedPoint(e)
	switch {
	case !ok:
		return p.folded(p.escapedSet(e))
	case p.at("-[") || p.at("-") && p.pos+1 == len(p.text):
		p.unsupported("a range from an escape")
	}
	return p.span(low)
}

func anyOf(parts []func(rune) bool) func(rune) bool {
	return func(r rune) bool {
		return slices.ContainsFunc(parts, func(is func(rune) bool) bool { return is(r) })
	}
}

func none(parts []func(rune) bool) func(rune) bool {
	some := anyOf(parts)
	return func(r rune) bool { return !some(r) }
}

// span is a character or a range of them.
func (p *rxParser) span(low rune) func(rune) bool {
	if !p.at("-") || p.at("-]") || p.at("-[") {
		return p.folded(func(r rune) bool { return r == low })
	}
	p.pos++
	return p.upTo(low)
}

// upTo reads the end of a range.
func (p *rxParser) upTo(low rune) func(rune) bool {
	if !p.more() {
		p.fail()
	}
	high := p.text[p.pos]
	p.pos++
	if high == '\\' {
		high = p.endEscape()
	}
	if high < low {
		p.failBefore()
	}
	return p.folded(func(r rune) bool { return r >= low && r <= high })
}
