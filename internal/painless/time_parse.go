package painless

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// timeReader reads a text by a formatter, as java.time's strict parser does.
type timeReader struct {
	text   string
	fields map[string]int64
	zone   *zone
}

// number reads digits; the place of a failure is below nought, as in Java.
func (r *timeReader) number(p piece, pos int) int {
	if pos == len(r.text) {
		return ^pos
	}
	negative, positive := false, false
	switch r.text[pos] {
	case '+':
		if p.sign != exceedsPad {
			return ^pos
		}
		positive, pos = true, pos+1
	case '-':
		if p.sign == notNegative {
			return ^pos
		}
		negative, pos = true, pos+1
	}
	if pos+p.min > len(r.text) {
		return ^pos
	}
	width := p.max + p.next
	end := 0
	for pass := range 2 {
		end = pos + spanOf(r.text[pos:min(len(r.text), pos+width)], "0123456789")
		if end < pos+p.min {
			return ^pos
		}
		if p.next == 0 || pass == 1 {
			break
		}
		width = max(p.min, end-pos-p.next)
	}
	total, err := strconv.ParseInt(r.text[pos:end], 10, 64)
	if err != nil {
		return ^pos
	}
	switch {
	case negative && total == 0:
		return ^(pos - 1)
	case negative:
		total = -total
	case p.sign == exceedsPad && positive && end-pos <= p.min:
		return ^(pos - 1)
	case p.sign == exceedsPad && !positive && end-pos > p.min:
		return ^pos
	}
	if p.kind == shortYearPiece {
		total += 2000
	}
	return r.set(p.field, total, [2]int{pos, end})
}

func (r *timeReader) set(field string, v int64, at [2]int) int {
	if old, had := r.fields[field]; had && old != v {
		return ^at[0]
	}
	r.fields[field] = v
	return at[1]
}

func (r *timeReader) piece(c *invocation, p piece, pos int) int {
	switch p.kind {
	case literalPiece:
		if rest := r.text[pos:]; strings.HasPrefix(rest, p.text) || p.field == "i" && len(rest) > 0 && strings.EqualFold(rest[:1], p.text) {
			return pos + len(p.text)
		}
		return ^pos
	case optionalPiece:
		before, zone := map[string]int64{}, r.zone
		for k, v := range r.fields {
			before[k] = v
		}
		if end := r.pieces(c, p.parts, pos); end >= 0 {
			return end
		}
		r.fields, r.zone = before, zone
		return pos
	case fractionPiece:
		return r.fraction(p, pos)
	case textPiece:
		return r.word(p, pos)
	case offsetPiece:
		return r.offset(p, pos)
	case zonePiece:
		n := spanOf(r.text[pos:], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~/._+-:")
		if n == 0 {
			return ^pos
		}
		z := zoneOf(r.text[pos:pos+n], c.offset)
		r.zone = &z
		return pos + n
	case instantPiece:
		return r.pieces(c, joined(isoDate, piece{kind: literalPiece, text: "T", field: "i"}, num("HOUR_OF_DAY", 2), lit(":"), num("MINUTE_OF_HOUR", 2), lit(":"),
			num("SECOND_OF_MINUTE", 2), optionally(isoFraction), piece{kind: offsetPiece, text: "+HH:MM:ss", field: "Z"}), pos)
	}
	return r.number(p, pos)
}

func (r *timeReader) pieces(c *invocation, list []piece, pos int) int {
	for _, p := range list {
		if pos = r.piece(c, p, pos); pos < 0 {
			return pos
		}
	}
	return pos
}

func (r *timeReader) fraction(p piece, pos int) int {
	if p.text != "" {
		if pos >= len(r.text) || r.text[pos] != '.' {
			if p.min > 0 {
				return ^pos
			}
			return pos
		}
		pos++
	}
	n := spanOf(r.text[pos:min(len(r.text), pos+p.max)], "0123456789")
	if n < p.min {
		return ^pos
	}
	v, _ := strconv.ParseInt((r.text[pos:pos+n] + "000000000")[:9], 10, 64)
	return r.set("NANO_OF_SECOND", v, [2]int{pos, pos + n})
}

func (r *timeReader) word(p piece, pos int) int {
	count := map[string]int64{"AMPM_OF_DAY": 2, "DAY_OF_WEEK": 7, "MONTH_OF_YEAR": 12}[p.field]
	for v := range count {
		if p.field != "AMPM_OF_DAY" {
			v++
		}
		if word := textOf(p, v); strings.HasPrefix(r.text[pos:], word) {
			return r.set(p.field, v, [2]int{pos, pos + len(word)})
		}
	}
	return ^pos
}

// offset reads an offset by its form.
func (r *timeReader) offset(p piece, pos int) int {
	nought := p.field
	if nought == "" {
		nought = "Z"
	}
	rest := r.text[pos:]
	if strings.HasPrefix(rest, nought) || nought == "Z" && strings.HasPrefix(rest, "z") {
		return r.set("OFFSET_SECONDS", 0, [2]int{pos, pos + len(nought)})
	}
	if rest == "" || rest[0] != '+' && rest[0] != '-' {
		return ^pos
	}
	at, parts := 1, []int{}
	colon := strings.Contains(p.text, ":")
	for i := range 3 {
		start := at
		if i > 0 && colon {
			if start >= len(rest) || rest[start] != ':' {
				break
			}
			start++
		}
		if spanOf(rest[start:min(len(rest), start+2)], "0123456789") < 2 {
			break
		}
		v, _ := strconv.Atoi(rest[start : start+2])
		if i > 0 && v > 59 || i == 2 && !strings.Contains(p.text, "ss") {
			break
		}
		parts, at = append(parts, v), start+2
	}
	if len(parts) == 0 || len(parts) == 1 && strings.Contains(p.text, "MM") {
		return ^pos
	}
	parts = append(parts, 0, 0)
	total := int64(parts[0]*3600 + parts[1]*60 + parts[2])
	if rest[0] == '-' {
		total = -total
	}
	return r.set("OFFSET_SECONDS", total, [2]int{pos, pos + at})
}

// parseBy is DateTimeFormatter.parse, for a class that asks for what it needs.
func (c *invocation) parseBy(f *formatter, text string) *parsedTime {
	r := &timeReader{text: text, fields: map[string]int64{}}
	shown := text
	if len(shown) > 64 {
		shown = shown[:64] + "..."
	}
	fail := func(what string) {
		throw("java.time.format.DateTimeParseException", "Text '"+shown+"' could not be parsed"+what, c.offset)
	}
	end := r.pieces(c, f.pieces, 0)
	switch {
	case end < 0:
		fail(fmt.Sprintf(" at index %d", len(javavalue.UTF16(text[:min(^end, len(text))]))))
	case end < len(text):
		fail(fmt.Sprintf(", unparsed text found at index %d", len(javavalue.UTF16(text[:end]))))
	}
	p := &parsedTime{opaque: opaque{"java.time.format.Parsed"}, rest: r.fields, zone: r.zone, text: text}
	if f.zone != nil && p.zone == nil {
		if _, ok := r.fields["OFFSET_SECONDS"]; ok {
			refuse(c.offset, "a formatter with a zone for a text with an offset")
		}
		p.zone = f.zone
	}
	if what := p.resolve(f.strict); what != "" {
		fail(": " + what)
	}
	return p
}

// parseAs is X.parse(text, formatter).
func (c *invocation) parseAs(kind typ, f *formatter) Value {
	if c.arguments[0] == nil {
		throw("java.lang.NullPointerException", "text", c.offset)
	}
	p := c.parseBy(f, c.text(0))
	m, ok := p.moment()
	fits := ok && (m.kind == kind || kind == "LocalDate" && m.hasDate() || kind == "LocalTime" && m.hasTime() || kind == "LocalDateTime" && m.hasDate() && m.hasTime() ||
		kind == "ZonedDateTime" && m.kind == "OffsetDateTime" || kind == "OffsetDateTime" && m.kind == "ZonedDateTime" || kind == "Instant" && m.fixed() ||
		kind == "OffsetTime" && m.kind == "OffsetDateTime")
	if v, made := p.partial(kind); made {
		return v
	}
	if !fits {
		if ok || p.date == nil && p.clock == nil {
			c.unobtainable(kind, p)
		}
		refuse(c.offset, "%s.parse of %q", kind, p.text)
	}
	return c.from(kind, m.value()).value()
}

// unobtainable throws as where a text has not what a class needs. Fields that are left,
// and zones, Java prints in an order of its own: of these only the beginning is told.
func (c *invocation) unobtainable(kind typ, p *parsedTime) {
	told := "Text '" + p.text + "' could not be parsed: Unable to obtain " + kind + " from TemporalAccessor"
	if m, ok := p.moment(); ok && len(p.rest) == 0 && p.offset == nil && p.zone == nil {
		told += ": {},ISO resolved to " + c.print(m.value()) + " of type java.time.format.Parsed"
	}
	throw("java.time.format.DateTimeParseException", told, c.offset)
}
