package datetime

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

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
