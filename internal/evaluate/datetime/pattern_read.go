package datetime

import (
	"strings"
	"time"
)

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
