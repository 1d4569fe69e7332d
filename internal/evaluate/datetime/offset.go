package datetime

import (
	"strings"
	"time"
)

// offset is how an offset is written: ±HH and more of it.
type offset struct{ colon, minutes, seconds bool } // colons between; minutes must, seconds may stand there

// offset reads what stands at this place; nil where there is none.
func (s *scanner) offset(o offset) *time.Location {
	if s.end() || (s.text[s.at] != '+' && s.text[s.at] != '-') {
		return nil
	}
	sign := 1
	if s.text[s.at] == '-' {
		sign = -1
	}
	s.at++
	total := s.number(2, 2) * 3600
	if total < 0 {
		return nil
	}
	m := s.part(o.colon)
	switch {
	case m > 59, m < 0 && o.minutes:
		return nil
	case m >= 0:
		total += m * 60
		if sec := s.part(o.colon); o.seconds && sec >= 0 {
			total += sec
		} else if sec >= 0 { // it stays unread
			return nil
		}
	}
	if total > 18*3600 {
		return nil
	}
	return time.FixedZone("", sign*total)
}

// part reads two digits, behind a colon or not; -1 where there are none, and nothing is read.
func (s *scanner) part(colon bool) int {
	at := s.at
	if colon && !s.skip(':') {
		return -1
	}
	n := s.number(2, 2)
	if n < 0 {
		s.at = at
	}
	return n
}

// zoneOrOffset reads Z, ±HH, ±HHmm, ±HH:mm, ±HH:mm:ss or a zone's name up to the end of the
// text.
func (s *scanner) zoneOrOffset() *time.Location {
	if s.skip('Z') {
		return time.UTC
	}
	if s.end() || (s.text[s.at] != '+' && s.text[s.at] != '-') {
		return s.zoneName()
	}
	at := s.at
	if zone := s.offset(offset{colon: true, minutes: true, seconds: true}); zone != nil {
		return zone
	}
	s.at = at
	return s.offset(offset{})
}

func (s *scanner) zoneName() *time.Location {
	name := s.text[s.at:]
	if name == "" || !strings.ContainsAny(name[:1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return nil
	}
	zone, err := Zone(name)
	if err != nil {
		return nil
	}
	s.at = len(s.text)
	return zone
}
