package datetime

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// pattern is a java.time pattern, cut into pieces: runs of one letter, literals, and what
// may be left out.
type pattern struct {
	pieces []piece
	style  resolving
	utc    bool // whatever zone is asked for, but where it is filled from above
}

// ours is whether a pattern is one of this package, which has letters of its own: f and v
// for up to nine and three digits of a fraction, I for a zone or an offset, C and N for an
// offset with a colon and without one, R for a zone as it is called, Y, O and D for a year, a
// month and a day of any length.
type ours = bool

type piece struct {
	letter    byte // 0: a literal; '[': inner may be left out
	count     int
	low, high int  // of a number: how many digits it has
	sign      byte // of a number: '-' where it may be below zero, '+' where more than low digits need a sign
	literal   string
	inner     []piece
	joined    bool // a number that is directly followed by another number
	after     int  // of a year that is joined: the digits of the numbers that follow
}

func compilePattern(text string) (layout, error) {
	p, err := compileLetters(text, false)
	if err == nil && strings.IndexByte(letters(p.pieces), 'u') < 0 {
		p.style = later
	}
	return p, err
}

// letters are all letters of pieces.
func letters(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteByte(p.letter)
		b.WriteString(letters(p.inner))
	}
	return b.String()
}

// invalid is what java.time says of a pattern, as a server tells it.
func invalid(pattern, why string) error {
	return fault.Illegal("Invalid format: [%s]: %s", pattern, why).CausedBy(fault.New(0, "illegal_argument_exception", "%s", why))
}

// compileLetters takes the letters that are ours, too, in a named format.
func compileLetters(text string, named ours) (pattern, error) {
	p := pattern{}
	if c := unknownLetter(text); c != 0 && !bool(named) {
		return p, invalid(text, "Unknown pattern letter: "+string(c))
	}
	open := [][]piece{nil} // the pieces of each section that is being read
	add := func(x piece) { open[len(open)-1] = append(open[len(open)-1], x) }
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\'':
			end := strings.IndexByte(text[i+1:], '\'')
			if end < 0 {
				return p, invalid(text, "Pattern ends with an incomplete string literal: "+text)
			}
			lit := text[i+1 : i+1+end]
			if lit == "" {
				lit = "'"
			}
			add(piece{literal: lit})
			i += end + 2
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			n := len(text[i:]) - len(strings.TrimLeft(text[i:], string(c)))
			if err := checkLetters(text, c, n, named); err != nil {
				return p, err
			}
			add(newPiece(c, n))
			i += n
		case strings.IndexByte("{}#", c) >= 0:
			return p, invalid(text, "Pattern includes reserved character: '"+string(c)+"'")
		case c == '[':
			open = append(open, nil)
			i++
		case c == ']' && len(open) == 1:
			return p, invalid(text, "Pattern invalid as it contains ] without previous [")
		case c == ']':
			inner := open[len(open)-1]
			open = open[:len(open)-1]
			add(piece{letter: '[', inner: inner})
			i++
		default:
			add(piece{literal: string(c)})
			i++
		}
	}
	for len(open) > 1 { // what isn't closed ends at the end
		inner := open[len(open)-1]
		open = open[:len(open)-1]
		add(piece{letter: '[', inner: inner})
	}
	p.pieces = open[0]
	return p, join(text, p.pieces)
}

// checkLetters refuses what java.time has no meaning for, or has one that isn't known here.
func checkLetters(text string, c byte, n int, named ours) error {
	known := "yuMdHhmsSaEZXxz"
	if named {
		known += "fvICNRYOD"
	}
	switch {
	case strings.IndexByte(known, c) < 0:
		return fault.Unsupported("date format [%s]", text)
	case c == 'M' && n > 5, strings.IndexByte("dHhms", c) >= 0 && n > 2, c == 'a' && n > 1, c == 'S' && n > 9, strings.IndexByte("ZXxE", c) >= 0 && n > 5, c == 'z' && n > 4:
		return invalid(text, "Too many pattern letters: "+string(c))
	case c == 'M' && n > 4, c == 'E' && n > 4, c == 'Z' && n == 4:
		return fault.Unsupported("date format [%s]", text)
	}
	return nil
}

// newPiece says of a number how many digits it has: a single letter as many as there are,
// several exactly so many, but for years.
func newPiece(c byte, n int) piece {
	p := piece{letter: c, count: n, low: n, high: n}
	switch {
	case c == 'y' || c == 'u':
		switch {
		case n == 1, n == 3:
			p.high, p.sign = 9, '-'
		case n > 3:
			p.high, p.sign = 9, '+'
		}
	case strings.IndexByte("YOD", c) >= 0:
		p.high, p.sign = 10, '-' // more than there are
	case n == 1:
		p.high = 9
	}
	return p
}

// join finds numbers that directly follow one another: the first ones have a fixed length.
func join(text string, pieces []piece) error {
	for i := range pieces {
		p := &pieces[i]
		if p.letter == '[' {
			if err := join(text, p.inner); err != nil {
				return err
			}
			if i > 0 && pieces[i-1].numeric() && len(p.inner) > 0 && p.inner[0].numeric() {
				return fault.Unsupported("date format [%s]", text)
			}
		}
		p.joined = i+1 < len(pieces) && p.numeric() && pieces[i+1].numeric()
		switch {
		case p.joined && p.sign == '+':
			p.after = following(pieces[i+1:])
		case p.joined:
			p.high, p.sign = p.low, 0
		}
	}
	return nil
}

// following is how many digits numbers have that follow one another.
func following(pieces []piece) int {
	n := 0
	for _, p := range pieces {
		if !p.numeric() {
			break
		}
		n += p.count
	}
	return n
}

// unknownLetter is the first letter that java.time has no meaning for; 0 for none.
func unknownLetter(text string) byte {
	quoted := false
	for i := range len(text) {
		switch {
		case text[i] == '\'':
			quoted = !quoted
		case !quoted && strings.IndexByte("bCfiIjJloPrRtTU", text[i]) >= 0:
			return text[i]
		}
	}
	return 0
}

func (p piece) numeric() bool {
	return strings.IndexByte("yudHhmsS", p.letter) >= 0 && p.letter != 0 || p.letter == 'M' && p.count <= 2
}
