package painless

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// formatter is a DateTimeFormatter: its pattern in pieces.
type formatter struct {
	opaque
	pieces []piece
	strict bool // the resolver is, as that of the ISO formatters
	zone   *zone
}

const formatterClass = "java.time.format.DateTimeFormatter"

// piece prints and reads one part of a formatter.
type piece struct {
	kind  pieceKind
	field string
	text  string // a literal; the style of a text; the form of an offset
	// min and max are the digits of a number or of a fraction; next is how many
	// digits the numbers behind it take.
	min, max, next int
	fixed          bool // one of such numbers behind
	sign           signStyle
	parts          []piece // of an optional part
}

type pieceKind int

const (
	numberPiece pieceKind = iota
	shortYearPiece
	fractionPiece
	textPiece
	literalPiece
	offsetPiece
	zonePiece
	optionalPiece
	instantPiece
	clockPiece // seconds and their fraction, where there are
)

type signStyle int

const (
	notNegative signStyle = iota
	normalSign
	exceedsPad
)

func num(field string, digits int) piece {
	return piece{kind: numberPiece, field: field, min: digits, max: digits}
}

func lit(text string) piece { return piece{kind: literalPiece, text: text} }

func optionally(parts ...piece) piece { return piece{kind: optionalPiece, parts: parts} }

var (
	yearPiece   = piece{kind: numberPiece, field: "YEAR", min: 4, max: 10, sign: exceedsPad}
	isoDate     = []piece{yearPiece, lit("-"), num("MONTH_OF_YEAR", 2), lit("-"), num("DAY_OF_MONTH", 2)}
	isoFraction = piece{kind: fractionPiece, min: 0, max: 9, text: "."}
	isoTime     = []piece{num("HOUR_OF_DAY", 2), lit(":"), num("MINUTE_OF_HOUR", 2),
		optionally(lit(":"), num("SECOND_OF_MINUTE", 2), optionally(isoFraction))}
	isoOffset = piece{kind: offsetPiece, text: "+HH:MM:ss"}
	isoZone   = optionally(lit("["), piece{kind: zonePiece}, lit("]"))
)

func joined(parts ...any) []piece {
	var out []piece
	for _, p := range parts {
		switch p := p.(type) {
		case piece:
			out = append(out, p)
		case []piece:
			out = append(out, p...)
		}
	}
	return out
}

var isoDateTime = joined(isoDate, piece{kind: literalPiece, text: "T", field: "i"}, isoTime)

var namedFormatters = map[string][]piece{
	"ISO_LOCAL_DATE":       isoDate,
	"ISO_LOCAL_TIME":       isoTime,
	"ISO_LOCAL_DATE_TIME":  isoDateTime,
	"ISO_OFFSET_DATE":      joined(isoDate, isoOffset),
	"ISO_OFFSET_TIME":      joined(isoTime, isoOffset),
	"ISO_OFFSET_DATE_TIME": joined(isoDateTime, isoOffset),
	"ISO_ZONED_DATE_TIME":  joined(isoDateTime, isoOffset, isoZone),
	"ISO_DATE":             joined(isoDate, optionally(isoOffset)),
	"ISO_TIME":             joined(isoTime, optionally(isoOffset)),
	"ISO_DATE_TIME":        joined(isoDateTime, optionally(isoOffset, isoZone)),
	"ISO_ORDINAL_DATE":     joined(yearPiece, lit("-"), num("DAY_OF_YEAR", 3), optionally(isoOffset)),
	"BASIC_ISO_DATE": {piece{kind: numberPiece, field: "YEAR", min: 4, max: 4, fixed: true}, piece{kind: numberPiece, field: "MONTH_OF_YEAR", min: 2, max: 2, fixed: true},
		piece{kind: numberPiece, field: "DAY_OF_MONTH", min: 2, max: 2, fixed: true}, optionally(piece{kind: offsetPiece, text: "+HHMMss"})},
	"ISO_INSTANT": {piece{kind: instantPiece}},
	"RFC_1123_DATE_TIME": {optionally(piece{kind: textPiece, field: "DAY_OF_WEEK", text: "short"}, lit(", ")), {kind: numberPiece, field: "DAY_OF_MONTH", min: 1, max: 2}, lit(" "),
		piece{kind: textPiece, field: "MONTH_OF_YEAR", text: "short"}, lit(" "), num("YEAR", 4), lit(" "), num("HOUR_OF_DAY", 2), lit(":"), num("MINUTE_OF_HOUR", 2),
		optionally(lit(":"), num("SECOND_OF_MINUTE", 2)), lit(" "), piece{kind: offsetPiece, text: "+HHMM", field: "GMT"}},
}

func namedFormatter(name string) *formatter {
	pieces, ok := namedFormatters[name]
	if !ok {
		return nil
	}
	return &formatter{opaque: opaque{formatterClass}, pieces: pieces, strict: name != "RFC_1123_DATE_TIME"}
}

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
	case 'E', 'a', 'G':
		if n == 4 && c == 'E' {
			return piece{kind: textPiece, field: "DAY_OF_WEEK", text: "full"}
		}
		if n < 4 && c == 'E' {
			return piece{kind: textPiece, field: "DAY_OF_WEEK", text: "short"}
		}
		if n == 1 && c == 'a' {
			return piece{kind: textPiece, field: "AMPM_OF_DAY", text: "short"}
		}
	case 'M', 'L':
		if n == 3 && c == 'M' {
			return piece{kind: textPiece, field: "MONTH_OF_YEAR", text: "short"}
		}
		if n == 4 && c == 'M' {
			return piece{kind: textPiece, field: "MONTH_OF_YEAR", text: "full"}
		}
		if n < 3 {
			return p.plainNumber(c, n)
		}
	case 'd', 'H', 'h', 'K', 'k', 'm', 's':
		tooMany(2)
		return p.plainNumber(c, n)
	case 'D':
		tooMany(3)
		if n == 1 || n == 3 {
			max := 3
			return piece{kind: numberPiece, field: "DAY_OF_YEAR", min: n, max: max, sign: map[bool]signStyle{true: normalSign, false: notNegative}[n == 1]}
		}
	}
	if strings.IndexByte("ytuMLdHhKkmsSnNADFEaGXxZVQqecwWYOzvBpg", c) < 0 {
		throwArgument("Unknown pattern letter: "+string(c), p.offset)
	}
	refuse(p.offset, "the date pattern %s", strings.Repeat(string(c), n))
	return piece{}
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

// formatTime is format(formatter): the receiver's text, or the argument's.
func (c *invocation) formatTime(m moment) Value {
	f, ok := c.arguments[0].(*formatter)
	if !ok {
		throwNull(c.offset)
	}
	return c.formatBy(f, m)
}

func (c *invocation) formatBy(f *formatter, m moment) Value {
	if f.zone != nil {
		if !m.fixed() {
			refuse(c.offset, "a formatter with a zone for a %s", m.kind)
		}
		m, _ = momentOf(f.zone.at(m.wall.Add(-time.Duration(m.offset) * time.Second)))
	}
	var b strings.Builder
	for _, p := range f.pieces {
		c.printPiece(&b, p, m)
	}
	return b.String()
}

// printPiece writes a piece; an optional one that the moment has not is left out.
func (c *invocation) printPiece(b *strings.Builder, p piece, m moment) {
	switch p.kind {
	case literalPiece:
		b.WriteString(p.text)
	case optionalPiece:
		if m.hasAll(p.parts) {
			for _, part := range p.parts {
				c.printPiece(b, part, m)
			}
		}
	case offsetPiece:
		if !m.hasOffset() {
			throwUnit("Unsupported field: OffsetSeconds", c.offset)
		}
		b.WriteString(printOffset(p, m.offset))
	case zonePiece:
		if m.kind != "ZonedDateTime" {
			throwTime("Unable to extract ZoneId from temporal "+c.print(m.value()), c.offset)
		}
		b.WriteString(m.zone.id)
	case instantPiece:
		f, _ := fieldNamed("INSTANT_SECONDS")
		if !m.supports(f) {
			throwUnit("Unsupported field: InstantSeconds", c.offset)
		}
		b.WriteString(c.print(moment{kind: "Instant", wall: m.wall.Add(-time.Duration(m.offset) * time.Second)}.value()))
	default:
		b.WriteString(c.printField(p, m))
	}
}

func (m moment) hasOffset() bool {
	return m.kind == "ZonedDateTime" || m.kind == "OffsetDateTime" || m.kind == "OffsetTime"
}

// hasAll tells whether the moment has what an optional part prints.
func (m moment) hasAll(parts []piece) bool {
	for _, p := range parts {
		f, i := fieldNamed(p.fieldName())
		switch {
		case p.kind == offsetPiece && !m.hasOffset(), p.kind == zonePiece && (m.kind != "ZonedDateTime"):
			return false
		case i >= 0 && !m.supports(f):
			return false
		case p.kind == zonePiece && m.zone.painlessType() == "ZoneOffset":
			return false // the brackets are for regions
		}
	}
	return true
}

func (p piece) fieldName() string {
	if p.kind == fractionPiece {
		return "NANO_OF_SECOND"
	}
	if p.kind == literalPiece || p.kind == offsetPiece {
		return ""
	}
	return p.field
}

func (c *invocation) printField(p piece, m moment) string {
	f, _ := fieldNamed(p.fieldName())
	if !m.supports(f) {
		throwUnit("Unsupported field: "+f.text, c.offset)
	}
	v := m.get(f)
	switch p.kind {
	case shortYearPiece:
		return fmt.Sprintf("%02d", ((v%100)+100)%100)
	case fractionPiece:
		digits := fmt.Sprintf("%09d", v)[:p.max]
		for len(digits) > p.min && strings.HasSuffix(digits, "0") {
			digits = digits[:len(digits)-1]
		}
		if p.min == 0 && digits == "" {
			return ""
		}
		return p.text + digits
	case textPiece:
		return textOf(p, v)
	}
	digits := strconv.FormatInt(max(v, -v), 10)
	if len(digits) > p.max {
		throwTime(fmt.Sprintf("Field %s cannot be printed as the value %d exceeds the maximum print width of %d", f.text, v, p.max), c.offset)
	}
	sign := ""
	switch {
	case v < 0 && p.sign == notNegative:
		throwTime(fmt.Sprintf("Field %s cannot be printed as the value %d cannot be negative according to the SignStyle", f.text, v), c.offset)
	case v < 0:
		sign = "-"
	case p.sign == exceedsPad && len(digits) > p.min:
		sign = "+"
	}
	return sign + strings.Repeat("0", max(0, p.min-len(digits))) + digits
}

// textOf is a field's text in English, the server's locale.
func textOf(p piece, v int64) string {
	name := ""
	switch p.field {
	case "AMPM_OF_DAY":
		return []string{"AM", "PM"}[v]
	case "DAY_OF_WEEK":
		name = daysOfWeek[v-1]
	default:
		name = months[v-1]
	}
	name = name[:1] + strings.ToLower(name[1:])
	if p.text == "short" {
		return name[:3]
	}
	return name
}

// printOffset writes an offset by its form: +HHmm and the like, where small
// letters are left out of nought.
func printOffset(p piece, seconds int) string {
	if p.field == "GMT" && seconds == 0 {
		return "GMT"
	}
	if seconds == 0 && p.field != "" {
		return p.field
	}
	if seconds == 0 {
		return "Z"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	colon := ""
	if strings.Contains(p.text, ":") {
		colon = ":"
	}
	h, m, s := seconds/3600, seconds/60%60, seconds%60
	text := fmt.Sprintf("%s%02d", sign, h)
	if strings.Contains(p.text, "MM") || m != 0 || strings.Contains(p.text, "ss") && s != 0 {
		text += fmt.Sprintf("%s%02d", colon, m)
	}
	if strings.Contains(p.text, "ss") && s != 0 {
		text += fmt.Sprintf("%s%02d", colon, s)
	}
	return text
}

func (f *formatter) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "format/1":
		return c.formatBy(f, c.moment(0)), true
	case "parse/1":
		return c.parseBy(f, c.text(0)), true
	case "withZone/1":
		z, with := c.zone(0), *f
		with.zone = &z
		return &with, true
	case "withLocale/1":
		if l, ok := c.arguments[0].(*locale); ok && l.english() {
			return f, true
		}
	}
	return nil, false
}
