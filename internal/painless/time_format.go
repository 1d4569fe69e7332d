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
