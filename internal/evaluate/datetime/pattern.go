package datetime

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// pattern is a java.time pattern, cut into pieces: runs of one letter and
// literals. Optional sections are refused.
type pattern struct{ pieces []piece }

// ours is whether a pattern is one of this package, which has a letter of its own.
type ours = bool

type piece struct {
	letter  byte // 0: a literal
	count   int
	literal string
	joined  bool // a number that is directly followed by another number
	lax     bool // leading zeros may be left out
}

func compilePattern(text string) (layout, error) { return compileLetters(text, false) }

// invalid is what java.time says of a pattern, as a server tells it.
func invalid(pattern, why string) error {
	return fault.Illegal("Invalid format: [%s]: %s", pattern, why).CausedBy(fault.New(0, "illegal_argument_exception", "%s", why))
}

// compileLetters takes the letters that are ours, too, in a named format.
func compileLetters(text string, named ours) (layout, error) {
	p := pattern{}
	if c := unknownLetter(text); c != 0 && !bool(named) {
		return nil, invalid(text, "Unknown pattern letter: "+string(c))
	}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\'':
			end := strings.IndexByte(text[i+1:], '\'')
			if end < 0 {
				return nil, invalid(text, "Pattern ends with an incomplete string literal: "+text)
			}
			lit := text[i+1 : i+1+end]
			if lit == "" {
				lit = "'"
			}
			p.pieces = append(p.pieces, piece{literal: lit})
			i += end + 2
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			n := 1
			for i+n < len(text) && text[i+n] == c {
				n++
			}
			if !strings.ContainsRune("yuMdHhmsSaEZXxfz", rune(c)) {
				return nil, fault.Unsupported("date format [%s]", text)
			}
			if c == 'M' && n > 5 {
				return nil, invalid(text, "Too many pattern letters: M")
			}
			if c == 'M' && n > 4 || c == 'E' && n > 4 {
				return nil, fault.Unsupported("date format [%s]", text)
			}
			p.pieces = append(p.pieces, piece{letter: c, count: n})
			i += n
		case strings.IndexByte("{}#", c) >= 0:
			return nil, invalid(text, "Pattern includes reserved character: '"+string(c)+"'")
		case c == ']' && !strings.Contains(text[:i], "["):
			return nil, invalid(text, "Pattern invalid as it contains ] without previous [")
		case c == '[' || c == ']':
			return nil, fault.Unsupported("date format [%s]", text)
		default:
			p.pieces = append(p.pieces, piece{literal: string(c)})
			i++
		}
	}
	for i := range p.pieces {
		p.pieces[i].joined = i+1 < len(p.pieces) && p.pieces[i].numeric() && p.pieces[i+1].numeric()
	}
	return p, nil
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
	s := &scanner{text: text}
	for _, x := range p.pieces {
		if !x.read(s, &f) {
			return f, false
		}
	}
	return f, s.end()
}

// read takes one piece from the text. A single letter takes as many digits as
// there are, several take exactly so many, as DateTimeFormatter.ofPattern does.
func (p piece) read(s *scanner, f *fields) bool {
	low, high := p.width()
	switch p.letter {
	case 0:
		if !strings.HasPrefix(s.text[s.at:], p.literal) {
			return false
		}
		s.at += len(p.literal)
		return true
	case 'y', 'u':
		return p.readYear(s, f)
	case 'M':
		if p.count > 2 {
			f.month = s.name(monthNames[p.count-3])
			return f.month > 0
		}
		f.month = s.number(low, high)
		return f.month >= 0
	case 'd':
		f.day = s.number(low, high)
		return f.day >= 0
	case 'H':
		f.hour = s.number(low, high)
		return f.hour >= 0
	case 'h':
		f.hour12 = s.number(low, high)
		return f.hour12 >= 1 && f.hour12 <= 12
	case 'm':
		f.minute = s.number(low, high)
		return f.minute >= 0
	case 's':
		f.second = s.number(low, high)
		return f.second >= 0
	case 'S':
		start := s.at
		f.nano = s.number(p.count, p.count)
		for range 9 - (s.at - start) {
			f.nano *= 10
		}
		return f.nano >= 0
	case 'f': // ours: one to nine digits
		f.nano = s.fraction()
		return f.nano >= 0
	case 'a':
		f.pm = s.name([]string{"AM", "PM"}) - 1
		return f.pm >= 0
	case 'E':
		names := dayNames[0]
		if p.count == 4 {
			names = dayNames[1]
		}
		return s.name(names) > 0
	default:
		f.zone = s.offset()
		return f.zone != nil
	}
}

// width is how many digits a number has, at least and at most.
func (p piece) width() (low, high int) {
	switch {
	case p.count == 1 && !p.joined:
		return 1, 9
	case p.lax:
		return 1, p.count
	}
	return p.count, p.count
}

func (p piece) readYear(s *scanner, f *fields) bool {
	low, high := p.count, p.count
	switch {
	case p.count == 1, p.count > 4:
		low, high = p.count, 9
	case p.count == 2:
		f.year = s.number(2, 2) + 2000
		f.yearGiven = true
		return f.year >= 2000
	case !p.joined && p.letter == 'y':
		high = p.count
	}
	f.year = s.number(low, high)
	f.yearGiven = true
	return f.year >= 0
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

var monthNames = [][]string{
	{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

var dayNames = [][]string{
	{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
	{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
}

func (p pattern) print(t time.Time) string {
	var b strings.Builder
	for _, x := range p.pieces {
		b.WriteString(x.print(t))
	}
	return b.String()
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
			return monthNames[p.count-3][t.Month()-1]
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
	case 'f':
		nano := fmt.Sprintf("%09d", t.Nanosecond())
		return nano[:3] + strings.TrimRight(nano[3:], "0")
	case 'a':
		return []string{"AM", "PM"}[t.Hour()/12]
	case 'E':
		return dayNames[p.count/4][(int(t.Weekday())+6)%7]
	case 'Z', 'x':
		return printOffset(t, map[byte]string{'Z': "+0000", 'x': "+00"}[p.letter], p.letter == 'x' && p.count >= 3)
	default:
		return printOffset(t, "Z", p.letter == 'z' || p.count >= 3)
	}
}
