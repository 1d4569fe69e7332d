package painless

import (
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// unit is a ChronoUnit: a length of time, or a number of months.
type unit struct {
	name, text string
	length     time.Duration
	months     int64
	dateBased  bool
}

const day = 24 * time.Hour

var units = []unit{
	{"NANOS", "Nanos", 1, 0, false},
	{"MICROS", "Micros", time.Microsecond, 0, false},
	{"MILLIS", "Millis", time.Millisecond, 0, false},
	{"SECONDS", "Seconds", time.Second, 0, false},
	{"MINUTES", "Minutes", time.Minute, 0, false},
	{"HOURS", "Hours", time.Hour, 0, false},
	{"HALF_DAYS", "HalfDays", 12 * time.Hour, 0, false},
	{"DAYS", "Days", day, 0, true},
	{"WEEKS", "Weeks", 7 * day, 0, true},
	{"MONTHS", "Months", 0, 1, true},
	{"YEARS", "Years", 0, 12, true},
	{"DECADES", "Decades", 0, 120, true},
	{"CENTURIES", "Centuries", 0, 1200, true},
}

func unitNamed(name string) (int, bool) {
	for i, u := range units {
		if u.name == name {
			return i, true
		}
	}
	return 0, false
}

func (c *invocation) unit(i int) unit {
	e, ok := c.arguments[i].(enum)
	if !ok || e.class != chronoUnitClass {
		if c.arguments[i] == nil {
			throwNull(c.offset)
		}
		refuse(c.offset, "unit %s", className(c.arguments[i]))
	}
	return units[e.ordinal]
}

// unitMethod is ChronoUnit.
func unitMethod(e enum, c *invocation) (Value, bool) {
	if c.key() == "between/2" {
		return between(c.arguments[0], c.arguments[1], units[e.ordinal], c.offset), true
	}
	return nil, false
}

// between counts whole units from a to b.
func between(a, b Value, u unit, offset int) Value {
	if j, ok := a.(joda); ok {
		a = j.ZonedDateTime
	}
	if j, ok := b.(joda); ok {
		b = j.ZonedDateTime
	}
	switch x := a.(type) {
	case nil:
		throwNull(offset)
	case javavalue.Instant:
		if y, ok := b.(javavalue.Instant); ok {
			if u.length == 0 || u.length > day {
				throwUnit("Unsupported unit: "+u.text, offset)
			}
			return wholeUnits(x.Time, y.Time, u.length)
		}
	case javavalue.ZonedDateTime:
		if y, ok := b.(javavalue.ZonedDateTime); ok {
			if !u.dateBased {
				return wholeUnits(x.Time, y.Time, u.length)
			}
			return betweenLocal(wall(x.Time), wall(y.Time.In(x.Time.Location())), u)
		}
	case local:
		if y, ok := b.(local); ok && y.kind == x.kind {
			if x.kind == "LocalDate" && !u.dateBased || x.kind == "LocalTime" && u.dateBased {
				throwUnit("Unsupported unit: "+u.text, offset)
			}
			return betweenLocal(x.time, y.time, u)
		}
	}
	refuse(offset, "the time between %s and %s", className(a), className(b))
	return nil
}

func wholeUnits(a, b time.Time, length time.Duration) Value {
	seconds, nanos := b.Unix()-a.Unix(), int64(b.Nanosecond()-a.Nanosecond())
	if length >= time.Second {
		if seconds > 0 && nanos < 0 {
			seconds--
		} else if seconds < 0 && nanos > 0 {
			seconds++
		}
		return seconds / int64(length/time.Second)
	}
	return (seconds*int64(time.Second) + nanos) / int64(length)
}

func betweenLocal(a, b time.Time, u unit) Value {
	if u.months == 0 {
		return wholeUnits(a, b, u.length)
	}
	n := int64(b.Year()-a.Year())*12 + int64(b.Month()-a.Month())
	inMonth := func(t time.Time) int64 {
		return int64(t.Day())*int64(day) + int64(t.Sub(t.Truncate(day)))
	}
	if n > 0 && inMonth(b) < inMonth(a) {
		n--
	} else if n < 0 && inMonth(b) > inMonth(a) {
		n++
	}
	return n / u.months
}

// wall is a local time as if it were UTC.
func wall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// addMonths keeps the day, or takes the last one of a shorter month.
func addMonths(t time.Time, n int64) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// maxAmount bounds what is added, in days: beyond it Java's own limits come into play.
const maxAmount = 36_500

func (c *invocation) checkAmount(n int64, u unit) {
	if n > maxAmount*int64(max(1, day/max(1, u.length))) || n < -maxAmount*int64(max(1, day/max(1, u.length))) {
		refuse(c.offset, "%s of %d %s", c.name, n, u.text)
	}
}

func (c *invocation) addLocal(t time.Time, n int64, u unit) time.Time {
	c.checkAmount(n, u)
	switch {
	case u.months != 0:
		return addMonths(t, n*u.months)
	case u.dateBased:
		return t.AddDate(0, 0, int(n)*int(u.length/day))
	}
	return addLong(t, n, u.length)
}

// addLong adds without the limit of a time.Duration.
func addLong(t time.Time, n int64, length time.Duration) time.Time {
	if length < time.Second {
		perSecond := int64(time.Second / length)
		return time.Unix(t.Unix()+n/perSecond, int64(t.Nanosecond())+n%perSecond*int64(length)).In(t.Location())
	}
	return time.Unix(t.Unix()+n*int64(length/time.Second), int64(t.Nanosecond())).In(t.Location())
}

// plus reads what a plus or minus method adds: an amount in units of its name or
// argument, or a Duration.
func (c *invocation) plus() (n int64, u unit, ok bool) {
	sign := int64(1)
	base, found := strings.CutPrefix(c.name, "plus")
	if !found {
		if base, found = strings.CutPrefix(c.name, "minus"); !found {
			return 0, unit{}, false
		}
		sign = -1
	}
	switch {
	case base == "" && len(c.arguments) == 2:
		return sign * toLong(c.arguments[0]), c.unit(1), true
	case base == "" && len(c.arguments) == 1:
		d, isDuration := c.arguments[0].(duration)
		if !isDuration {
			return 0, unit{}, false
		}
		return sign * int64(d.d), units[0], true
	case len(c.arguments) == 1:
		if i, known := unitNamed(strings.ToUpper(base)); known {
			return sign * toLong(c.arguments[0]), units[i], true
		}
	}
	return 0, unit{}, false
}

// JavaString is Duration.toString.
func (d duration) JavaString(javavalue.JDK) string {
	if d.d == 0 {
		return "PT0S"
	}
	total := int64(d.d / time.Second)
	nanos := int64(d.d % time.Second)
	effective := total
	var b strings.Builder
	b.WriteString("PT")
	if h := effective / 3600; h != 0 {
		fmt.Fprintf(&b, "%dH", h)
	}
	if m := effective % 3600 / 60; m != 0 {
		fmt.Fprintf(&b, "%dM", m)
	}
	if s := effective % 60; s != 0 || nanos != 0 {
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
		return floorDivide(int64(d.d), int64(time.Second)), true
	case "toMinutes/0":
		return floorDivide(int64(d.d), int64(time.Second)) / 60, true
	case "toHours/0":
		return floorDivide(int64(d.d), int64(time.Second)) / 3600, true
	case "toDays/0":
		return floorDivide(int64(d.d), int64(time.Second)) / 86400, true
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
	if n, u, ok := c.plus(); ok && u.months == 0 && u.length <= day {
		return duration{d.d + c.lengthOf(n, u.length)}, true
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
	if d := time.Duration(n) * length; n == 0 || d/length == time.Duration(n) {
		return d
	}
	refuse(c.offset, "a Duration of more than 292 years")
	return 0
}
