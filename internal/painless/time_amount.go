package painless

import (
	"cmp"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/pattern"
)

// duration is a java.time.Duration.
type duration struct{ d time.Duration }

// JavaClass is the binary name.
func (duration) JavaClass() string { return "java.time.Duration" }

func (d duration) seconds() int64 { return floorDivide(int64(d.d), int64(time.Second)) }
func (d duration) nano() int32    { return int32(int64(d.d) - d.seconds()*int64(time.Second)) }

// JavaHash is Java's.
func (d duration) JavaHash() int32 { return javavalue.Hash(d.seconds()) + 51*d.nano() }

// JavaEquals compares lengths.
func (d duration) JavaEquals(other Value) bool { return other == Value(d) }

func (d duration) compareTo(other Value) int32 {
	o := other.(duration)
	return cmp.Or(int32(cmp.Compare(d.seconds(), o.seconds())), d.nano()-o.nano())
}

// JavaString is Duration.toString.
func (d duration) JavaString(javavalue.JDK) string {
	if d.d == 0 {
		return "PT0S"
	}
	total := int64(d.d / time.Second)
	nanos := int64(d.d % time.Second)
	var b strings.Builder
	b.WriteString("PT")
	if h := total / 3600; h != 0 {
		fmt.Fprintf(&b, "%dH", h)
	}
	if m := total % 3600 / 60; m != 0 {
		fmt.Fprintf(&b, "%dM", m)
	}
	if s := total % 60; s != 0 || nanos != 0 {
		if s == 0 && nanos < 0 {
			b.WriteString("-0")
		} else {
			fmt.Fprintf(&b, "%d", s)
		}
		if nanos != 0 {
			fraction := fmt.Sprintf("%09d", max(nanos, -nanos))
			b.WriteString("." + strings.TrimRight(fraction, "0"))
		}
		b.WriteByte('S')
	}
	return b.String()
}

func (d duration) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "toMillis/0":
		return floorDivide(int64(d.d), int64(time.Millisecond)), true
	case "getSeconds/0", "toSeconds/0":
		return d.seconds(), true
	case "getNano/0":
		return d.nano(), true
	case "toMinutes/0":
		return d.seconds() / 60, true
	case "toHours/0":
		return d.seconds() / 3600, true
	case "toDays/0":
		return d.seconds() / 86400, true
	case "toNanos/0":
		return int64(d.d), true
	case "isNegative/0":
		return d.d < 0, true
	case "isZero/0":
		return d.d == 0, true
	case "abs/0":
		return duration{d.d.Abs()}, true
	case "negated/0":
		return duration{-d.d}, true
	case "compareTo/1":
		return compareValues(d, c.arguments[0], c.offset), true
	}
	return d.changed(c)
}

func (d duration) changed(c *invocation) (Value, bool) {
	switch c.key() {
	case "withSeconds/1":
		return duration{c.sum(c.lengthOf(toLong(c.arguments[0]), time.Second), time.Duration(d.nano()))}, true
	case "withNanos/1":
		f, _ := fieldNamed("NANO_OF_SECOND")
		if text := f.outOfRange(toLong(c.arguments[0])); text != "" {
			throwTime(text, c.offset)
		}
		return duration{c.sum(c.lengthOf(d.seconds(), time.Second), time.Duration(toLong(c.arguments[0])))}, true
	case "multipliedBy/1":
		return duration{c.lengthOf(toLong(c.arguments[0]), d.d)}, true
	case "dividedBy/1":
		if toLong(c.arguments[0]) == 0 {
			throw("java.lang.ArithmeticException", "Cannot divide by zero", c.offset)
		}
		return duration{d.d / time.Duration(toLong(c.arguments[0]))}, true
	case "addTo/1", "subtractFrom/1":
		n := int64(d.d)
		if c.name == "subtractFrom" {
			n = -n
		}
		return c.add(c.moment(0), n, units[0]).value(), true
	case "get/1":
		switch c.unit(0).name {
		case "SECONDS":
			return d.seconds(), true
		case "NANOS":
			return int64(d.nano()), true
		}
		throwUnit("Unsupported unit: "+c.unit(0).text, c.offset)
	case "getUnits/0":
		return javavalue.NewList(enum{chronoUnitClass, "SECONDS", 3}, enum{chronoUnitClass, "NANOS", 0}), true
	}
	if n, u, ok := c.plus(); ok {
		if u.months != 0 || u.length > day {
			throwUnit("Unit must not have an estimated duration", c.offset)
		}
		return duration{c.sum(d.d, c.lengthOf(n, u.length))}, true
	}
	return nil, false
}

func floorDivide(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// lengthOf is n units as a Duration; what is longer than 292 years is refused.
func (c *invocation) lengthOf(n int64, length time.Duration) time.Duration {
	if d := time.Duration(n) * length; n == 0 || length == 0 || d/length == time.Duration(n) && d/time.Duration(n) == length {
		return d
	}
	refuse(c.offset, "a Duration of more than 292 years")
	return 0
}

func (c *invocation) sum(a, b time.Duration) time.Duration {
	s := a + b
	if (s > a) != (b > 0) && b != 0 {
		refuse(c.offset, "a Duration of more than 292 years")
	}
	return s
}

func durationStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "between/2":
		m := c.moment(0)
		if m.kind == "LocalDate" {
			throwUnit("Unsupported unit: Seconds", c.offset) // which it asks for after those of nanoseconds
		}
		return duration{time.Duration(toLong(c.until(m, c.arguments[1], units[0])))}, true
	case "parse/1":
		return c.parseDuration(c.text(0)), true
	case "from/1":
		if d, ok := c.arguments[0].(duration); ok {
			return d, true
		}
		return nil, false
	case "of/2":
		u := c.unit(1)
		if u.months != 0 || u.length > day || u.length == 0 {
			throwUnit("Unit must not have an estimated duration", c.offset)
		}
		return duration{c.lengthOf(toLong(c.arguments[0]), u.length)}, true
	case "ofSeconds/2":
		return duration{c.sum(c.lengthOf(toLong(c.arguments[0]), time.Second), time.Duration(toLong(c.arguments[1])))}, true
	}
	if unitName, ok := strings.CutPrefix(c.name, "of"); ok && len(c.arguments) == 1 {
		if i, known := unitNamed(strings.ToUpper(unitName)); known && units[i].length > 0 && units[i].length <= day {
			return duration{c.lengthOf(toLong(c.arguments[0]), units[i].length)}, true
		}
	}
	return nil, false
}

var durationPattern = pattern.New(`(?i)^([-+]?)P(?:([-+]?[0-9]+)D)?(T(?:([-+]?[0-9]+)H)?(?:([-+]?[0-9]+)M)?(?:([-+]?[0-9]+)(?:[.,]([0-9]{0,9}))?S)?)?$`)

func (c *invocation) parseDuration(text string) Value {
	g := durationPattern.FindStringSubmatch(text)
	if g == nil || strings.EqualFold(g[3], "T") || g[2]+g[4]+g[5]+g[6] == "" {
		throw("java.time.format.DateTimeParseException", "Text cannot be parsed to a Duration", c.offset)
	}
	total := time.Duration(0)
	for _, part := range []struct {
		digits string
		length time.Duration
	}{{g[2], day}, {g[4], time.Hour}, {g[5], time.Minute}, {g[6], time.Second}} {
		if part.digits == "" {
			continue
		}
		n, err := strconv.ParseInt(part.digits, 10, 64)
		if err != nil {
			refuse(c.offset, "a Duration of more than 292 years")
		}
		total = c.sum(total, c.lengthOf(n, part.length))
	}
	nanos, _ := strconv.ParseInt((g[7] + "000000000")[:9], 10, 64)
	if strings.HasPrefix(g[6], "-") {
		nanos = -nanos
	}
	total = c.sum(total, time.Duration(nanos))
	if g[1] == "-" {
		total = -total
	}
	return duration{total}
}

// period is a java.time.Period.
type period struct{ years, months, days int64 }

// JavaClass is the binary name.
func (period) JavaClass() string { return "java.time.Period" }

// JavaString is Period.toString.
func (p period) JavaString(javavalue.JDK) string {
	if p == (period{}) {
		return "P0D"
	}
	text := "P"
	for _, part := range []struct {
		n    int64
		unit string
	}{{p.years, "Y"}, {p.months, "M"}, {p.days, "D"}} {
		if part.n != 0 {
			text += strconv.FormatInt(part.n, 10) + part.unit
		}
	}
	return text
}

// JavaHash is Java's.
func (p period) JavaHash() int32 {
	return int32(p.years) + int32(bits.RotateLeft32(uint32(p.months), 8)) + int32(bits.RotateLeft32(uint32(p.days), 16))
}

// JavaEquals compares all three.
func (p period) JavaEquals(other Value) bool { return other == Value(p) }

func (p period) method(c *invocation) (Value, bool) {
	number := func() int64 { return toLong(c.arguments[0]) }
	switch c.key() {
	case "getYears/0":
		return int32(p.years), true
	case "getMonths/0":
		return int32(p.months), true
	case "getDays/0":
		return int32(p.days), true
	case "toTotalMonths/0":
		return p.years*12 + p.months, true
	case "isNegative/0":
		return p.years < 0 || p.months < 0 || p.days < 0, true
	case "isZero/0":
		return p == period{}, true
	case "negated/0":
		return period{-p.years, -p.months, -p.days}, true
	case "multipliedBy/1":
		return c.periodOf(p.years*number(), p.months*number(), p.days*number()), true
	case "normalized/0":
		total := p.years*12 + p.months
		return period{total / 12, total % 12, p.days}, true
	case "withYears/1":
		return period{number(), p.months, p.days}, true
	case "withMonths/1":
		return period{p.years, number(), p.days}, true
	case "withDays/1":
		return period{p.years, p.months, number()}, true
	case "addTo/1":
		return c.addPeriod(c.moment(0), p), true
	case "subtractFrom/1":
		return c.addPeriod(c.moment(0), period{-p.years, -p.months, -p.days}), true
	case "getUnits/0":
		return javavalue.NewList(enum{chronoUnitClass, "YEARS", 10}, enum{chronoUnitClass, "MONTHS", 9}, enum{chronoUnitClass, "DAYS", 7}), true
	case "get/1":
		switch c.unit(0).name {
		case "YEARS":
			return p.years, true
		case "MONTHS":
			return p.months, true
		case "DAYS":
			return p.days, true
		}
		throwUnit("Unsupported unit: "+c.unit(0).text, c.offset)
	}
	return p.moved(c)
}

func (p period) moved(c *invocation) (Value, bool) {
	if q, ok := c.periodAmount(); ok {
		return c.periodOf(p.years+q.years, p.months+q.months, p.days+q.days), true
	}
	if c.name == "plus" || c.name == "minus" {
		return nil, false
	}
	n, u, ok := c.plus()
	if !ok {
		return nil, false
	}
	switch u.name {
	case "YEARS":
		p.years += n
	case "MONTHS":
		p.months += n
	case "DAYS":
		p.days += n
	}
	return c.periodOf(p.years, p.months, p.days), true
}

// periodOf is a Period of what must be ints.
func (c *invocation) periodOf(years, months, days int64) Value {
	for _, n := range []int64{years, months, days} {
		if n != int64(int32(n)) {
			throw("java.lang.ArithmeticException", "integer overflow", c.offset)
		}
	}
	return period{years, months, days}
}

func periodBetween(a, b time.Time) Value {
	total := int64(b.Year()-a.Year())*12 + int64(b.Month()-a.Month())
	days := int64(b.Day() - a.Day())
	if total > 0 && days < 0 {
		total--
		days = epochDay(b) - epochDay(addMonths(a, total))
	} else if total < 0 && days > 0 {
		total++
		days -= int64(daysIn(b.Year(), b.Month()))
	}
	return period{total / 12, total % 12, days}
}

var periodPattern = pattern.New(`(?i)^([-+]?)P(?:([-+]?[0-9]+)Y)?(?:([-+]?[0-9]+)M)?(?:([-+]?[0-9]+)W)?(?:([-+]?[0-9]+)D)?$`)

func periodStatic(c *invocation) (Value, bool) {
	number := func(i int) int64 { return toLong(c.arguments[i]) }
	switch c.key() {
	case "of/3":
		return period{number(0), number(1), number(2)}, true
	case "ofDays/1":
		return period{days: number(0)}, true
	case "ofWeeks/1":
		return period{days: number(0) * 7}, true
	case "ofMonths/1":
		return period{months: number(0)}, true
	case "ofYears/1":
		return period{years: number(0)}, true
	case "between/2":
		return periodBetween(c.moment(0).wall, c.moment(1).wall), true
	case "from/1":
		p, ok := c.arguments[0].(period)
		return p, ok
	case "parse/1":
		g := periodPattern.FindStringSubmatch(c.text(0))
		if g == nil || g[2]+g[3]+g[4]+g[5] == "" {
			throw("java.time.format.DateTimeParseException", "Text cannot be parsed to a Period", c.offset)
		}
		part := func(i int) int64 {
			n, _ := strconv.ParseInt(g[i], 10, 32)
			if g[1] == "-" {
				n = -n
			}
			return n
		}
		return period{part(2), part(3), part(4)*7 + part(5)}, true
	}
	return nil, false
}
