package datetime

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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

func (p pattern) parse(text string) (fields, bool) {
	f := noFields()
	f.style, f.utc = p.style, p.utc
	s := &scanner{text: text}
	return f, readAll(p.pieces, s, &f) && s.end()
}

func readAll(pieces []piece, s *scanner, f *fields) bool {
	for _, x := range pieces {
		if !x.read(s, f) {
			return false
		}
	}
	return true
}

// read takes one piece from the text.
func (p piece) read(s *scanner, f *fields) bool {
	switch p.letter {
	case 0:
		if !strings.HasPrefix(s.text[s.at:], p.literal) {
			return false
		}
		s.at += len(p.literal)
		return true
	case '[':
		at, before := s.at, *f
		if !readAll(p.inner, s, f) {
			s.at, *f = at, before
		}
		return true
	case 'a':
		f.pm = s.name([]string{"AM", "PM"}) - 1
		return f.pm >= 0
	case 'E':
		f.dayOfWeek = s.name(shortDays)
		return f.dayOfWeek > 0
	case 'Z', 'X', 'x', 'I', 'C', 'N', 'z':
		f.zone = p.readZone(s)
		return f.zone != nil
	}
	return p.readNumber(s, f)
}

func (p piece) readNumber(s *scanner, f *fields) bool {
	switch p.letter {
	case 'y', 'u', 'Y':
		return p.readYear(s, f)
	case 'M', 'O':
		if p.count > 2 {
			f.month = s.name(shortMonths)
			return f.month > 0
		}
		f.month = s.number(p.low, p.high)
		return f.month >= 0
	case 'd', 'D':
		f.day = s.number(p.low, p.high)
		return f.day >= 0
	case 'H':
		f.hour = s.number(p.low, p.high)
		return f.hour >= 0
	case 'h':
		f.hour12 = s.number(p.low, p.high)
		return f.hour12 >= 1 && f.hour12 <= 12
	case 'm':
		f.minute = s.number(p.low, p.high)
		return f.minute >= 0
	case 's':
		f.second = s.number(p.low, p.high)
		return f.second >= 0
	}
	switch p.letter {
	case 'S':
		f.nano = s.fraction(p.count, p.count)
	case 'v':
		f.nano = s.fraction(1, 3)
	default:
		f.nano = s.fraction(1, 9)
	}
	return f.nano >= 0
}

// readYear reads a year of an era (y), from 1 on, or one that may be zero and below.
func (p piece) readYear(s *scanner, f *fields) bool {
	f.yearGiven = true
	if p.count == 2 && p.letter != 'Y' {
		f.year = s.number(2, 2) + 2000
		return f.year >= 2000
	}
	sign := byte(0)
	if p.sign != 0 && s.skip('-') {
		sign = '-'
	} else if p.sign == '+' && s.skip('+') {
		sign = '+'
	}
	from := s.at
	f.year = s.number(p.low, p.most(s))
	switch n := s.at - from; {
	case f.year < 0, sign == '-' && f.year == 0, p.sign == '+' && sign == 0 && n > p.low, sign == '+' && n <= p.low:
		return false
	case sign == '-':
		f.year = -f.year
	}
	return p.letter != 'y' || f.year > 0
}

// most is how many digits a year has at most: not those of the numbers that follow.
func (p piece) most(s *scanner) int {
	if p.after == 0 {
		return p.high
	}
	rest := s.text[s.at:]
	return min(p.high, len(rest)-len(strings.TrimLeft(rest, "0123456789"))-p.after)
}

// readZone reads an offset, or where a zone may stand, its name.
func (p piece) readZone(s *scanner) *time.Location {
	zero := p.letter == 'X' || p.letter == 'C' || p.letter == 'N' || p.letter == 'Z' && p.count == 5
	if zero && s.skip('Z') {
		return time.UTC
	}
	switch p.letter {
	case 'z', 'I':
		return s.zoneOrOffset()
	case 'C':
		return s.offset(offset{colon: true, minutes: true})
	case 'N':
		return s.offset(offset{})
	case 'Z':
		return s.offset(offset{colon: p.count == 5, minutes: true, seconds: p.count == 5})
	}
	return s.offset(offset{colon: p.count == 3 || p.count == 5, minutes: p.count > 1, seconds: p.count > 3})
}

// name reads one of the names and returns its place from 1, or 0.
func (s *scanner) name(names []string) int {
	for i, n := range names {
		if strings.HasPrefix(s.text[s.at:], n) {
			s.at += len(n)
			return i + 1
		}
	}
	return 0
}

// Of no language, long names are short ones.
var (
	shortMonths = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	shortDays   = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
)

func (p pattern) print(t time.Time) string {
	var b strings.Builder
	for _, x := range p.pieces {
		b.WriteString(x.print(t))
	}
	return b.String()
}

// printOffset prints an offset as its letter has it.
func (p piece) printOffset(t time.Time) string {
	switch {
	case p.letter == 'R' && strings.Contains(t.Location().String(), "/"):
		return t.Location().String()
	case p.letter == 'z', p.letter == 'C', p.letter == 'R':
		return printOffset(t, "Z", true)
	case p.letter == 'Z' && p.count < 4:
		return printOffset(t, "+0000", false)
	}
	colon := p.count == 3 || p.count == 5
	zero := "Z"
	if p.letter == 'x' {
		zero = []string{"+00", "+0000", "+00:00", "+0000", "+00:00"}[p.count-1]
	}
	text := printOffset(t, zero, colon)
	if p.count == 1 && text != zero {
		text = strings.TrimSuffix(text, "00")
	}
	return text
}

// printYear prints a year of its era, or with the letter u one that may be below zero.
func (p piece) printYear(year int) string {
	sign := ""
	switch {
	case year <= 0 && p.letter == 'y':
		year = 1 - year
	case year < 0:
		sign, year = "-", -year
	}
	digits := strconv.Itoa(year)
	switch {
	case p.count == 2:
		return fmt.Sprintf("%02d", year%100)
	case p.count >= 4 && len(digits) > p.count && sign == "": // SignStyle.EXCEEDS_PAD
		return "+" + digits
	}
	return sign + fmt.Sprintf("%0*d", p.count, year)
}

func (p piece) print(t time.Time) string {
	pad := func(n int) string { return fmt.Sprintf("%0*d", p.count, n) }
	switch p.letter {
	case 0:
		return p.literal
	case 'y', 'u':
		return p.printYear(t.Year())
	case 'M':
		if p.count > 2 {
			return shortMonths[t.Month()-1]
		}
		return pad(int(t.Month()))
	case 'd':
		return pad(t.Day())
	case 'H':
		return pad(t.Hour())
	case 'h':
		return pad((t.Hour()+11)%12 + 1)
	case 'm':
		return pad(t.Minute())
	case 's':
		return pad(t.Second())
	case 'S':
		return fmt.Sprintf("%09d", t.Nanosecond())[:p.count]
	case 'f', 'v':
		nano := fmt.Sprintf("%09d", t.Nanosecond())
		return nano[:3] + strings.TrimRight(nano[3:], "0")
	case 'a':
		return []string{"AM", "PM"}[t.Hour()/12]
	case 'E':
		return shortDays[(int(t.Weekday())+6)%7]
	case '[':
		return pattern{pieces: p.inner}.print(t)
	default:
		return p.printOffset(t)
	}
}
