package painless

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// rxSpaces are the escapes for white space along and across a line.
var rxSpaces = map[rune]func(rune) bool{
	'h': func(r rune) bool {
		return r == ' ' || r == '\t' || r == 0xA0 || r == 0x1680 || r == 0x180e || r >= 0x2000 && r <= 0x200a || r == 0x202f || r == 0x205f || r == 0x3000
	},
	'v': func(r rune) bool { return r >= '\n' && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029 },
}

func isPunct(r rune) bool {
	return r > ' ' && r < 127 && !isLetterOrDigit(byte(r)) || r == '_'
}

// rxPosix are the classes of POSIX, of ASCII alone in Java.
var rxPosix = map[string]func(rune) bool{
	"Lower":  func(r rune) bool { return r >= 'a' && r <= 'z' },
	"Upper":  func(r rune) bool { return r >= 'A' && r <= 'Z' },
	"ASCII":  func(r rune) bool { return r < 128 },
	"Alpha":  func(r rune) bool { return r < 128 && r != '_' && isLetter(byte(r)) },
	"Digit":  func(r rune) bool { return r >= '0' && r <= '9' },
	"Alnum":  func(r rune) bool { return r < 128 && r != '_' && isLetterOrDigit(byte(r)) },
	"Punct":  isPunct,
	"Graph":  func(r rune) bool { return r > ' ' && r < 127 },
	"Print":  func(r rune) bool { return r >= ' ' && r < 127 },
	"Blank":  func(r rune) bool { return r == ' ' || r == '\t' },
	"Cntrl":  func(r rune) bool { return r < 32 || r == 127 },
	"XDigit": func(r rune) bool { return strings.ContainsRune("0123456789abcdefABCDEF", r) },
	"Space":  func(r rune) bool { return rxClasses['s'](r) },
}

// rxCategories are the categories of Unicode that are told here, of the letters whose
// category no version has changed.
var rxCategories = []string{"L", "Lu", "Ll", "N", "Nd", "P", "S", "Z", "M"}

const settledLetters = 0x250

// property reads the {name} of \p.
func (p *rxParser) property(not bool) func(rune) bool {
	name := ""
	switch end := slices.Index(p.text[p.pos:], '}'); {
	case p.at("{") && end > 0:
		name = string(p.text[p.pos+1 : p.pos+end])
		p.pos += end + 1
	case p.more():
		name = string(p.text[p.pos])
		p.pos++
	}
	is := rxPosix[name]
	switch category := strings.TrimPrefix(name, "Is"); {
	case is != nil && p.ignoreCase && (name == "Lower" || name == "Upper"):
		p.unsupported("\\p{" + name + "} without case")
	case is == nil && slices.Contains(rxCategories, category) && !p.ignoreCase:
		offset := p.offset
		is = func(r rune) bool {
			if r >= settledLetters {
				refuse(offset, "the category of %q", r)
			}
			return unicode.Is(unicode.Categories[category], r)
		}
	case is == nil:
		p.unsupported("\\p{" + name + "}")
	}
	if not {
		return func(r rune) bool { return !is(r) }
	}
	return is
}

// codePoint reads the digits of \x41 and \u0041.
func (p *rxParser) codePoint(digits int) rune {
	from := p.pos
	for range digits {
		if !p.more() || !rxPosix["XDigit"](p.text[p.pos]) {
			p.fail()
		}
		p.pos++
	}
	v, _ := strconv.ParseUint(string(p.text[from:p.pos]), 16, 32)
	if v >= 0xD800 && v < 0xE000 {
		p.unsupported("half a code point")
	}
	return rune(v)
}

// escapedPoint is the one character that an escape stands for, be it by name or by number.
func (p *rxParser) escapedPoint(e rune) (rune, bool) {
	switch e {
	case 'x':
		return p.codePoint(2), true
	case 'u':
		return p.codePoint(4), true
	}
	control, ok := rxControls[e]
	return control, ok
}

// endEscape is the character of an escape that ends a range.
func (p *rxParser) endEscape() rune {
	if !p.more() {
		p.fail()
	}
	e := p.text[p.pos]
	p.pos++
	if point, ok := p.escapedPoint(e); ok {
		return point
	}
	if e < 128 && isLetterOrDigit(byte(e)) && e != '_' {
		p.unsupported("a range to an escape")
	}
	return e
}
