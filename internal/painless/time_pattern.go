package painless

import (
	"fmt"
	"strings"
)

// newFormatter reads a pattern; letters whose text depends on the server's locale
// or zone names are refused.
func newFormatter(pattern string, offset int) *formatter {
	p := patternReader{pattern: pattern, offset: offset}
	pieces := p.read(false)
	return &formatter{opaque: opaque{formatterClass}, pieces: pieces}
}

type patternReader struct {
	pattern string
	pos     int
	offset  int
}

func (p *patternReader) read(inner bool) []piece {
	var out []piece
	active := -1 // the number that takes the digits of fixed ones behind it
	for p.pos < len(p.pattern) {
		c := p.pattern[p.pos]
		switch {
		case isLetter(c) && c != '_' && c != '$':
			made := p.letters()
			if made.kind == numberPiece || made.kind == shortYearPiece {
				if active >= 0 && made.min == made.max && made.sign == notNegative {
					out[active].next += made.max
					made.fixed = true
				} else {
					active = len(out)
				}
			} else {
				active = -1
			}
			out = append(out, made)
		case c == '[':
			p.pos++
			out = append(out, optionally(p.read(true)...))
			active = -1
		case c == ']':
			if !inner {
				throwArgument("Pattern invalid as it contains ] without previous [", p.offset)
			}
			p.pos++
			return out
		case c == '{' || c == '}' || c == '#':
			throwArgument(fmt.Sprintf("Pattern includes reserved character: '%c'", c), p.offset)
		default:
			out = append(out, lit(p.literal()))
			active = -1
		}
	}
	return out
}

func (p *patternReader) literal() string {
	if p.pattern[p.pos] != '\'' {
		start := p.pos
		p.pos++
		for p.pos < len(p.pattern) && p.pattern[p.pos]&0xC0 == 0x80 { // the rest of a letter
			p.pos++
		}
		return p.pattern[start:p.pos]
	}
	var b strings.Builder
	for p.pos++; ; p.pos++ {
		if p.pos >= len(p.pattern) {
			throwArgument("Pattern ends with an incomplete string literal: "+p.pattern, p.offset)
		}
		if p.pattern[p.pos] == '\'' {
			if p.pos+1 < len(p.pattern) && p.pattern[p.pos+1] == '\'' {
				p.pos++
			} else {
				p.pos++
				break
			}
		}
		b.WriteByte(p.pattern[p.pos])
	}
	if b.Len() == 0 {
		return "'"
	}
	return b.String()
}

var patternNumbers = map[byte]string{
	'M': "MONTH_OF_YEAR", 'L': "MONTH_OF_YEAR", 'd': "DAY_OF_MONTH", 'H': "HOUR_OF_DAY", 'h': "CLOCK_HOUR_OF_AMPM", 'K': "HOUR_OF_AMPM",
	'k': "CLOCK_HOUR_OF_DAY", 'm': "MINUTE_OF_HOUR", 's': "SECOND_OF_MINUTE", 'D': "DAY_OF_YEAR", 'F': "ALIGNED_DAY_OF_WEEK_IN_MONTH",
	'n': "NANO_OF_SECOND", 'N': "NANO_OF_DAY", 'A': "MILLI_OF_DAY", 'Q': "QUARTER_OF_YEAR", 'q': "QUARTER_OF_YEAR",
}

// letters reads one letter, as often as it stands.
func (p *patternReader) letters() piece {
	c := p.pattern[p.pos]
	n := spanOf(p.pattern[p.pos:], string(c))
	p.pos += n
	tooMany := func(limit int) {
		if n > limit {
			throwArgument("Too many pattern letters: "+string(c), p.offset)
		}
	}
	switch c {
	case 'y', 'u':
		field := map[byte]string{'y': "YEAR_OF_ERA", 'u': "YEAR"}[c]
		switch {
		case n == 2:
			return piece{kind: shortYearPiece, field: field, min: 2, max: 2}
		case n < 4:
			return piece{kind: numberPiece, field: field, min: n, max: 19, sign: normalSign}
		}
		return piece{kind: numberPiece, field: field, min: n, max: 19, sign: exceedsPad}
	case 'S':
		tooMany(9)
		return piece{kind: fractionPiece, min: n, max: n}
	case 'n', 'N', 'A':
		tooMany(19)
		return piece{kind: numberPiece, field: patternNumbers[c], min: n, max: 19}
	case 'X', 'x':
		return p.offsetLetters(c, n)
	case 'Z':
		switch {
		case n < 4:
			return piece{kind: offsetPiece, text: "+HHMM", field: "+0000"}
		case n == 5:
			return piece{kind: offsetPiece, text: "+HH:MM:ss"}
		}
	case 'V':
		if n != 2 {
			throwArgument("Pattern letter count must be 2: "+string(c), p.offset)
		}
		return piece{kind: zonePiece}
	}
	if made, ok := p.textLetters(c, n); ok {
		return made
	}
	if strings.IndexByte("ytuMLdHhKkmsSnNADFEaGXxZVQqecwWYOzvBpg", c) < 0 {
		throwArgument("Unknown pattern letter: "+string(c), p.offset)
	}
	refuse(p.offset, "the date pattern %s", strings.Repeat(string(c), n))
	return piece{}
}

// textLetters are those of names, and of the plain numbers; false is neither.
func (p *patternReader) textLetters(c byte, n int) (piece, bool) {
	tooMany := func(limit int) {
		if n > limit {
			throwArgument("Too many pattern letters: "+string(c), p.offset)
		}
	}
	switch c {
	case 'E', 'a', 'G':
		if n == 4 && c == 'E' {
			return piece{kind: textPiece, field: "DAY_OF_WEEK", text: "full"}, true
		}
		if n < 4 && c == 'E' {
			return piece{kind: textPiece, field: "DAY_OF_WEEK", text: "short"}, true
		}
		if n == 1 && c == 'a' {
			return piece{kind: textPiece, field: "AMPM_OF_DAY", text: "short"}, true
		}
	case 'M', 'L':
		if n == 3 && c == 'M' {
			return piece{kind: textPiece, field: "MONTH_OF_YEAR", text: "short"}, true
		}
		if n == 4 && c == 'M' {
			return piece{kind: textPiece, field: "MONTH_OF_YEAR", text: "full"}, true
		}
		if n < 3 {
			return p.plainNumber(c, n), true
		}
	case 'd', 'H', 'h', 'K', 'k', 'm', 's':
		tooMany(2)
		return p.plainNumber(c, n), true
	case 'D':
		tooMany(3)
		if n == 1 || n == 3 {
			max := 3
			return piece{kind: numberPiece, field: "DAY_OF_YEAR", min: n, max: max, sign: map[bool]signStyle{true: normalSign, false: notNegative}[n == 1]}, true
		}
	}
	return piece{}, false
}

// plainNumber is d or dd and its kin.
func (p *patternReader) plainNumber(c byte, n int) piece {
	if n == 1 {
		return piece{kind: numberPiece, field: patternNumbers[c], min: 1, max: 19, sign: normalSign}
	}
	return num(patternNumbers[c], n)
}

func (p *patternReader) offsetLetters(c byte, n int) piece {
	if n > 5 {
		throwArgument("Too many pattern letters: "+string(c), p.offset)
	}
	form := []string{"+HHmm", "+HHMM", "+HH:MM", "+HHMMss", "+HH:MM:ss"}[n-1]
	nought := "Z"
	if c == 'x' {
		nought = []string{"+00", "+0000", "+00:00", "+0000", "+00:00"}[n-1]
	}
	return piece{kind: offsetPiece, text: form, field: nought}
}
