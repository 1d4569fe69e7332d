package painless

import (
	"cmp"
	"time"
	_ "time/tzdata" // ZoneId.of works the same on every machine

	"github.com/alertplan/alertplan/internal/javavalue"
)

// local is a LocalDate, LocalTime or LocalDateTime: Time holds it as if it were
// UTC; a date has midnight, a time the first day of 1970.
type local struct {
	kind typ
	time time.Time
}

// JavaClass is the binary name.
func (l local) JavaClass() string { return "java.time." + l.kind }

// JavaString is ISO 8601.
func (l local) JavaString(javavalue.JDK) string {
	switch l.kind {
	case "LocalDate":
		return dateText(l.time)
	case "LocalTime":
		return javavalue.ClockText(l.time)
	}
	return dateText(l.time) + "T" + javavalue.ClockText(l.time)
}

func dateText(t time.Time) string { return javavalue.YearText(t.Year()) + t.Format("-01-02") }

// JavaHash is not Java's number, but equal values have equal ones.
func (l local) JavaHash() int32 { return javavalue.Instant{Time: l.time}.JavaHash() }

// JavaEquals compares within one class.
func (l local) JavaEquals(other Value) bool {
	o, ok := other.(local)
	return ok && o.kind == l.kind && o.time.Equal(l.time)
}

func (l local) compareTo(other Value) int32 { return int32(l.time.Compare(other.(local).time)) }

// duration is a java.time.Duration.
type duration struct{ d time.Duration }

// JavaClass is the binary name.
func (duration) JavaClass() string { return "java.time.Duration" }

// JavaHash is not Java's number, but equal values have equal ones.
func (d duration) JavaHash() int32 { return int32(d.d) ^ int32(d.d>>32) }

// JavaEquals compares lengths.
func (d duration) JavaEquals(other Value) bool { return other == Value(d) }

func (d duration) compareTo(other Value) int32 { return int32(cmp.Compare(d.d, other.(duration).d)) }

// enum is a constant of a Java enum.
type enum struct {
	class   string
	name    string
	ordinal int
}

// JavaClass is the binary name.
func (e enum) JavaClass() string { return e.class }

// JavaString is the constant's name, of units their own.
func (e enum) JavaString(javavalue.JDK) string {
	if e.class == chronoUnitClass {
		return units[e.ordinal].text
	}
	if e.class == chronoFieldClass {
		return fields[e.ordinal].text
	}
	return e.name
}

// JavaHash is by identity in Java: no script can foresee it.
func (e enum) JavaHash() int32 { return int32(e.ordinal) + 31*int32(len(e.class)) }

// JavaEquals is by identity.
func (e enum) JavaEquals(other Value) bool { return other == Value(e) }

func (e enum) compareTo(other Value) int32 { return int32(e.ordinal - other.(enum).ordinal) }

func (e enum) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "name/0":
		return e.name, true
	case "ordinal/0":
		return int32(e.ordinal), true
	case "compareTo/1":
		return compareValues(e, c.arguments[0], c.offset), true
	}
	switch e.class {
	case chronoUnitClass:
		return unitMethod(e, c)
	case dayOfWeekClass, monthClass:
		return calendarEnumMethod(e, c)
	}
	return nil, false
}

func calendarEnumMethod(e enum, c *invocation) (Value, bool) {
	size := len(daysOfWeek)
	if e.class == monthClass {
		size = len(months)
	}
	move := func(by int64) Value {
		ordinal := (int64(e.ordinal) + by%int64(size) + int64(size)) % int64(size)
		if e.class == monthClass {
			return month(int(ordinal) + 1)
		}
		return dayOfWeek(int(ordinal) + 1)
	}
	switch c.key() {
	case "getValue/0":
		return int32(e.ordinal + 1), true
	case "plus/1":
		return move(toLong(c.arguments[0])), true
	case "minus/1":
		return move(-toLong(c.arguments[0])), true
	}
	return nil, false
}

const (
	dayOfWeekClass   = "java.time.DayOfWeek"
	monthClass       = "java.time.Month"
	chronoUnitClass  = "java.time.temporal.ChronoUnit"
	chronoFieldClass = "java.time.temporal.ChronoField"
)

var daysOfWeek = []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}

var months = []string{"JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST",
	"SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"}

func dayOfWeek(value int) enum { return enum{dayOfWeekClass, daysOfWeek[value-1], value - 1} }
func month(value int) enum     { return enum{monthClass, months[value-1], value - 1} }

func dayOfWeekOf(t time.Time) enum { return dayOfWeek((int(t.Weekday())+6)%7 + 1) }

// date is a java.util.Date.
type date struct{ ms int64 }

// JavaClass is the binary name.
func (date) JavaClass() string { return "java.util.Date" }

// JavaString is in the server's own zone.
func (date) JavaString(javavalue.JDK) string {
	refuse(0, "a Date as text")
	return ""
}

// JavaHash is Date.hashCode.
func (d date) JavaHash() int32 { return javavalue.Hash(d.ms) }

// JavaEquals compares instants.
func (d date) JavaEquals(other Value) bool { return other == Value(d) }

func (d date) compareTo(other Value) int32 { return int32(cmp.Compare(d.ms, other.(date).ms)) }

func (d date) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "getTime/0":
		return d.ms, true
	case "toInstant/0":
		return javavalue.InstantOfMillis(d.ms), true
	case "before/1", "after/1":
		o, ok := c.arguments[0].(date)
		if !ok {
			throwNull(c.offset)
		}
		return c.name == "before" && d.ms < o.ms || c.name == "after" && d.ms > o.ms, true
	}
	return nil, false
}

func newTime(c *invocation) (Value, bool) {
	switch c.key() {
	case "Date/0":
		return date{c.now()}, true
	case "Date/1":
		return date{toLong(c.arguments[0])}, true
	}
	return nil, false
}

// compareTimes orders values of one class of java.time.
func compareTimes(a, b Value) (int32, bool) {
	switch x := a.(type) {
	case javavalue.Instant:
		return int32(x.Time.Compare(b.(javavalue.Instant).Time)), true
	case javavalue.ZonedDateTime:
		y, _ := zonedOf(b)
		if order := x.Time.Compare(y.Time); order != 0 {
			return int32(order), true
		}
	}
	return 0, false
}

func throwTime(message string, offset int) { throw("java.time.DateTimeException", message, offset) }

func throwUnit(message string, offset int) {
	throw("java.time.temporal.UnsupportedTemporalTypeException", message, offset)
}
