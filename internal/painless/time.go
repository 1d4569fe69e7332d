package painless

import (
	"cmp"
	"time"
	_ "time/tzdata" // ZoneId.of works the same on every machine

	"github.com/alertplan/alertplan/internal/javavalue"
)

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

// UnforeseenOrder refuses to walk a HashMap of constants.
func (e enum) UnforeseenOrder() { refuse(0, "the order of a HashMap by constants of %s", e.class) }

// JavaEquals is by identity.
func (e enum) JavaEquals(other Value) bool { return other == Value(e) }

func (e enum) compareTo(other Value) int32 { return int32(e.ordinal - other.(enum).ordinal) }

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

func throwTime(message string, offset int) { throw("java.time.DateTimeException", message, offset) }

func throwUnit(message string, offset int) {
	throw("java.time.temporal.UnsupportedTemporalTypeException", message, offset)
}
