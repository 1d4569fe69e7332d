package painless

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeText reads ISO 8601 as java.time's parse methods do.
type timeText struct {
	text   string
	pos    int
	offset int
	// wantsSeconds is for what does not take 08:30 for a time.
	wantsSeconds bool
}

func (p *timeText) fail() {
	throw("java.time.format.DateTimeParseException", fmt.Sprintf("Text '%s' could not be parsed at index %d", p.text, p.pos), p.offset)
}

func (p *timeText) digits(n int) int {
	if p.pos+n > len(p.text) || spanOf(p.text[p.pos:p.pos+n], "0123456789") < n {
		p.fail()
	}
	v, _ := strconv.Atoi(p.text[p.pos : p.pos+n])
	p.pos += n
	return v
}

func (p *timeText) symbol(c byte) {
	if p.pos >= len(p.text) || p.text[p.pos] != c {
		p.fail()
	}
	p.pos++
}

func (p *timeText) accept(c byte) bool {
	if p.pos < len(p.text) && p.text[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

func (p *timeText) end() {
	if p.pos < len(p.text) {
		p.fail()
	}
}

func (p *timeText) inRange(v, low, high int) int {
	if v < low || v > high {
		p.fail()
	}
	return v
}

func (p *timeText) date() time.Time {
	if p.pos < len(p.text) && (p.text[p.pos] == '+' || p.text[p.pos] == '-') {
		refuse(p.offset, "a year with a sign")
	}
	y := p.digits(4)
	p.symbol('-')
	m := p.inRange(p.digits(2), 1, 12)
	p.symbol('-')
	d := p.inRange(p.digits(2), 1, 31)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		p.fail()
	}
	return t
}

// clock reads HH:mm[:ss[.fraction]]; some want the seconds.
func (p *timeText) clock(day time.Time) time.Time {
	h := p.digits(2)
	if h == 24 {
		refuse(p.offset, "hour 24")
	}
	p.inRange(h, 0, 23)
	p.symbol(':')
	m := p.inRange(p.digits(2), 0, 59)
	s, nanos := 0, 0
	if p.wantsSeconds && (p.pos >= len(p.text) || p.text[p.pos] != ':') {
		p.fail()
	}
	if p.accept(':') {
		s = p.digits(2)
		if s == 60 {
			refuse(p.offset, "a leap second")
		}
		p.inRange(s, 0, 59)
		if p.accept('.') {
			n := min(9, spanOf(p.text[p.pos:], "0123456789"))
			fraction := p.text[p.pos:p.pos+n] + strings.Repeat("0", 9-n)
			nanos, _ = strconv.Atoi(fraction)
			p.pos += n
		}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), h, m, s, nanos, time.UTC)
}

func (p *timeText) dateTime() time.Time {
	d := p.date()
	if !p.accept('T') && !p.accept('t') {
		p.fail()
	}
	return p.clock(d)
}

func (p *timeText) zoneOffset() zone {
	if p.accept('Z') || p.accept('z') {
		return zone{"Z", time.UTC}
	}
	n := spanOf(p.text[min(p.pos, len(p.text)):], "+-:0123456789")
	id := p.text[p.pos : p.pos+n]
	if len(id) != 6 && len(id) != 9 && len(id) != 3 || id[0] != '+' && id[0] != '-' {
		p.fail()
	}
	p.pos += n
	return offsetZone(id, p.offset)
}

func (p *timeText) bracketed() (string, bool) {
	if !p.accept('[') {
		return "", false
	}
	end := strings.IndexByte(p.text[p.pos:], ']')
	if end < 0 {
		p.fail()
	}
	id := p.text[p.pos : p.pos+end]
	p.pos += end + 1
	return id, true
}

// formatter is a DateTimeFormatter: its pattern in pieces.
type formatter struct {
	opaque
	pieces []string // letters, or a literal behind an apostrophe
}

var namedFormatters = map[string]Value{
	"ISO_LOCAL_DATE":      &formatter{opaque{formatterClass}, []string{"yyyy", "'-", "MM", "'-", "dd"}},
	"ISO_LOCAL_TIME":      &formatter{opaque{formatterClass}, []string{"clock"}},
	"ISO_LOCAL_DATE_TIME": &formatter{opaque{formatterClass}, []string{"yyyy", "'-", "MM", "'-", "dd", "'T", "clock"}},
	"BASIC_ISO_DATE":      &formatter{opaque{formatterClass}, []string{"yyyy", "MM", "dd"}},
}

const formatterClass = "java.time.format.DateTimeFormatter"

// newFormatter reads a pattern; letters beyond the usual ones are refused.
func newFormatter(pattern string, offset int) *formatter {
	f := &formatter{opaque: opaque{formatterClass}}
	for i := 0; i < len(pattern); {
		c := pattern[i]
		n := spanOf(pattern[i:], string(c))
		switch {
		case c == '\'':
			end := strings.IndexByte(pattern[i+1:], '\'')
			if end < 0 {
				throwArgument("Pattern ends with an incomplete string literal: "+pattern, offset)
			}
			if end == 0 || i+end+2 < len(pattern) && pattern[i+end+2] == '\'' {
				refuse(offset, "an apostrophe in a date pattern")
			}
			f.pieces = append(f.pieces, "'"+pattern[i+1:i+1+end])
			n = end + 2
		case isLetter(c) && c != '_':
			piece := pattern[i : i+n]
			if !strings.Contains(" yyyy uuuu yy M MM MMM MMMM d dd H HH h hh m mm s ss S SS SSS a E EEE EEEE ", " "+piece+" ") {
				refuse(offset, "date pattern %s", piece)
			}
			f.pieces = append(f.pieces, piece)
		case strings.IndexByte("[]{}#", c) >= 0:
			refuse(offset, "date pattern %c", c)
		default:
			f.pieces = append(f.pieces, "'"+pattern[i:i+n])
		}
		i += n
	}
	return f
}

// layouts are the pieces that Go formats as Java's English locale does.
var layouts = map[string]string{
	"yy": "06", "M": "1", "MM": "01", "MMM": "Jan", "MMMM": "January", "d": "2", "dd": "02", "HH": "15",
	"h": "3", "hh": "03", "m": "4", "mm": "04", "s": "5", "ss": "05", "a": "PM", "E": "Mon", "EEE": "Mon", "EEEE": "Monday",
}

func (c *invocation) formatTime(t time.Time) Value {
	f, ok := c.arguments[0].(*formatter)
	if !ok {
		throwNull(c.offset)
	}
	var b strings.Builder
	for _, piece := range f.pieces {
		layout, known := layouts[piece]
		switch {
		case piece[0] == '\'':
			b.WriteString(piece[1:])
		case known:
			b.WriteString(t.Format(layout))
		case piece == "yyyy" || piece == "uuuu":
			fmt.Fprintf(&b, "%04d", t.Year())
		case piece == "H":
			b.WriteString(strconv.Itoa(t.Hour()))
		case piece[0] == 'S':
			b.WriteString(fmt.Sprintf("%09d", t.Nanosecond())[:len(piece)])
		default:
			b.WriteString(localClock(t))
		}
	}
	return b.String()
}

// localClock is ISO_LOCAL_TIME: always seconds, and the decimals that are
// there.
func localClock(t time.Time) string {
	text := t.Format("15:04:05")
	if t.Nanosecond() != 0 {
		text += "." + strings.TrimRight(fmt.Sprintf("%09d", t.Nanosecond()), "0")
	}
	return text
}
