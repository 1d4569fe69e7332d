package painless

import "slices"

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
		p.failBefore()
	}
	return func(r rune) bool { return r >= low && r <= high }
}
