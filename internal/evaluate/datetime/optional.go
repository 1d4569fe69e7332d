package datetime

import (
	"fmt"
	"strings"
	"time"
)

// optionalTime is strict_date_optional_time and date_optional_time: a year, and
// from left to right as much more of the date and time as there is. Observed on
// 2.19.4: a time zone needs an hour, a T may stand at the end (not of nanos), hours go
// to 23, a fraction takes a point or a comma and nine digits.
type optionalTime struct {
	strict bool
	digits int
}

func (o optionalTime) parse(text string) (fields, bool) {
	f := noFields()
	s := scanner{text: text}
	if !o.year(&s, &f) {
		return f, false
	}
	if s.skip('-') {
		if f.month = s.number(o.low(), 2); f.month < 0 {
			return f, false
		}
		if s.skip('-') {
			if f.day = s.number(o.low(), 2); f.day < 0 {
				return f, false
			}
		}
	}
	if s.skip('T') && (!s.end() || o.digits == 9) && !o.clock(&s, &f) {
		return f, false
	}
	return f, s.end()
}

func (o optionalTime) low() int {
	if o.strict {
		return 2
	}
	return 1
}

// year reads up to five digits; a strict one four, more behind a sign.
func (o optionalTime) year(s *scanner, f *fields) bool {
	negative := s.skip('-')
	low, high := 1, 5
	switch {
	case o.strict && negative:
		low, high = 4, 10
	case o.strict && s.skip('+'):
		low, high = 5, 10
	case o.strict:
		low, high = 4, 4
	}
	f.year = s.number(low, high)
	if f.year < 0 || negative && f.year == 0 {
		return false
	}
	if negative {
		f.year = -f.year
	}
	f.yearGiven = true
	return true
}

// clock reads the time behind the T: with nanos all of it, else as much as there is. A zone
// stands behind an hour where that is strict, behind a minute else.
func (o optionalTime) clock(s *scanner, f *fields) bool {
	if f.hour = s.number(o.low(), 2); f.hour < 0 {
		return false
	}
	seconds := false
	if s.skip(':') {
		if f.minute = s.number(o.low(), 2); f.minute < 0 {
			return false
		}
		if seconds = s.skip(':'); seconds {
			if f.second = s.number(o.low(), 2); f.second < 0 {
				return false
			}
			if s.skip('.') || s.skip(',') {
				if f.nano = s.fraction(1, 9); f.nano < 0 {
					return false
				}
			}
		}
	}
	if o.digits == 9 && !seconds {
		return false
	}
	if s.end() {
		return true
	}
	if !o.strict && f.minute < 0 {
		return false
	}
	f.zone = s.zoneOrOffset()
	return f.zone != nil
}

func (o optionalTime) print(t time.Time) string {
	nano := fmt.Sprintf("%09d", t.Nanosecond())
	fraction := nano[:3]
	if o.digits == 9 {
		fraction = strings.TrimRight(nano[3:], "0")
		fraction = nano[:3] + fraction
	}
	return fmt.Sprintf("%s-%02d-%02dT%02d:%02d:%02d.%s%s", printYear(t.Year()), int(t.Month()), t.Day(),
		t.Hour(), t.Minute(), t.Second(), fraction, printOffset(t, "Z", true))
}

func printYear(y int) string {
	switch {
	case y < 0:
		return fmt.Sprintf("-%04d", -y)
	case y > 9999:
		return fmt.Sprintf("+%d", y)
	default:
		return fmt.Sprintf("%04d", y)
	}
}

func printOffset(t time.Time, zero string, colon bool) string {
	_, sec := t.Zone()
	if sec == 0 {
		return zero
	}
	sign := "+"
	if sec < 0 {
		sign, sec = "-", -sec
	}
	sep := ""
	if colon {
		sep = ":"
	}
	out := fmt.Sprintf("%s%02d%s%02d", sign, sec/3600, sep, sec/60%60)
	if sec%60 != 0 {
		out += fmt.Sprintf("%s%02d", sep, sec%60)
	}
	return out
}

// scanner reads a text from left to right.
type scanner struct {
	text string
	at   int
}

func (s *scanner) end() bool { return s.at >= len(s.text) }

func (s *scanner) skip(c byte) bool {
	if !s.end() && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

// number reads low to high digits, greedily; -1 where there are fewer.
func (s *scanner) number(low, high int) int {
	n, count := 0, 0
	for count < high && !s.end() && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		n = n*10 + int(s.text[s.at]-'0')
		s.at++
		count++
	}
	if count < low {
		return -1
	}
	return n
}

// fraction reads low to high digits as nanoseconds; -1 where there are fewer.
func (s *scanner) fraction(low, high int) int {
	start := s.at
	n := s.number(low, high)
	if n < 0 {
		return -1
	}
	for range 9 - (s.at - start) {
		n *= 10
	}
	return n
}
