package painless

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func timeStatic(class typ, c *invocation) (Value, bool) {
	switch class {
	case "Instant":
		return instantStatic(c)
	case "ZoneId":
		if c.key() == "of/1" {
			return zoneOf(c.text(0), c.offset), true
		}
	case "ZoneOffset":
		switch c.key() {
		case "of/1":
			if c.text(0) == "Z" {
				return zone{"Z", time.UTC}, true
			}
			return offsetZone(c.text(0), c.offset), true
		case "ofHours/1":
			return offsetZone(fmt.Sprintf("%+03d:00", c.int(0)), c.offset), true
		}
	case "ZonedDateTime":
		return zonedStatic(c)
	case "LocalDate", "LocalTime", "LocalDateTime":
		return localStatic(class, c)
	case "Duration":
		return durationStatic(c)
	case "DayOfWeek", "Month":
		return calendarEnumStatic(class, c)
	case "ChronoUnit":
		if i, ok := unitNamed(c.text(0)); ok && c.key() == "valueOf/1" {
			return enum{chronoUnitClass, units[i].name, i}, true
		}
	case "DateTimeFormatter":
		if c.key() == "ofPattern/1" {
			return newFormatter(c.text(0), c.offset), true
		}
	case "Year":
		return yearStatic(c)
	}
	return nil, false
}

func instantStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "ofEpochMilli/1":
		return javavalue.InstantOfMillis(toLong(c.arguments[0])), true
	case "ofEpochSecond/1":
		return javavalue.Instant{Time: time.Unix(toLong(c.arguments[0]), 0).UTC()}, true
	case "ofEpochSecond/2":
		return javavalue.Instant{Time: time.Unix(toLong(c.arguments[0]), toLong(c.arguments[1])).UTC()}, true
	case "parse/1":
		text := c.text(0)
		p := timeText{text: text, offset: c.offset, wantsSeconds: true}
		t := p.dateTime()
		z := p.zoneOffset()
		p.end()
		return javavalue.Instant{Time: z.atWall(t, 0).Time.UTC()}, true
	}
	return nil, false
}

func zonedStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "parse/1":
		p := timeText{text: c.text(0), offset: c.offset}
		t := p.dateTime()
		z := p.zoneOffset()
		at := z.atWall(t, 0).Time
		if region, ok := p.bracketed(); ok {
			z = zoneOf(region, c.offset)
		}
		p.end()
		return z.at(at), true
	case "ofInstant/2":
		i, ok := c.arguments[0].(javavalue.Instant)
		z, known := c.arguments[1].(zone)
		if !ok || !known {
			throwNull(c.offset)
		}
		return z.at(i.Time), true
	}
	return nil, false
}

func localStatic(class typ, c *invocation) (Value, bool) {
	switch class + "." + c.key() {
	case "LocalDate.parse/1":
		p := timeText{text: c.text(0), offset: c.offset}
		t := p.date()
		p.end()
		return local{class, t}, true
	case "LocalTime.parse/1":
		p := timeText{text: c.text(0), offset: c.offset}
		t := p.clock(time.Unix(0, 0).UTC())
		p.end()
		return local{class, t}, true
	case "LocalDateTime.parse/1":
		p := timeText{text: c.text(0), offset: c.offset}
		t := p.dateTime()
		p.end()
		return local{class, t}, true
	case "LocalDate.of/3":
		return local{class, c.dateOf()}, true
	case "LocalTime.of/2", "LocalTime.of/3":
		return local{class, c.clockOf(time.Unix(0, 0).UTC(), 0)}, true
	}
	return nil, false
}

func (c *invocation) inRange(i, low, high int, what string) int {
	v := c.int(i)
	if v < low || v > high {
		throwTime(fmt.Sprintf("Invalid value for %s (valid values %d - %d): %d", what, low, high, v), c.offset)
	}
	return v
}

func (c *invocation) dateOf() time.Time {
	if _, isMonth := c.arguments[1].(enum); isMonth {
		refuse(c.offset, "LocalDate.of with a Month")
	}
	year, m, d := c.int(0), c.inRange(1, 1, 12, "MonthOfYear"), c.inRange(2, 1, 31, "DayOfMonth (valid values 1 - 28/31)")
	t := time.Date(year, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d {
		throwTime("Invalid date '"+months[m-1]+" "+strconv.Itoa(d)+"'", c.offset)
	}
	return t
}

func (c *invocation) clockOf(day time.Time, first int) time.Time {
	h, m, s := c.inRange(first, 0, 23, "HourOfDay"), c.inRange(first+1, 0, 59, "MinuteOfHour"), 0
	if len(c.arguments) > first+2 {
		s = c.inRange(first+2, 0, 59, "SecondOfMinute")
	}
	return time.Date(day.Year(), day.Month(), day.Day(), h, m, s, 0, time.UTC)
}

func durationStatic(c *invocation) (Value, bool) {
	if c.key() == "between/2" {
		a, b := c.arguments[0], c.arguments[1]
		nanos := between(a, b, units[0], c.offset)
		return duration{time.Duration(toLong(nanos))}, true
	}
	if unitName, ok := strings.CutPrefix(c.name, "of"); ok && len(c.arguments) == 1 {
		if i, known := unitNamed(strings.ToUpper(unitName)); known && units[i].length > 0 && units[i].length <= day {
			return duration{c.lengthOf(toLong(c.arguments[0]), units[i].length)}, true
		}
	}
	return nil, false
}

func calendarEnumStatic(class typ, c *invocation) (Value, bool) {
	names, class0 := daysOfWeek, dayOfWeekClass
	if class == "Month" {
		names, class0 = months, monthClass
	}
	switch c.key() {
	case "of/1":
		v := c.int(0)
		if v < 1 || v > len(names) {
			what := "DayOfWeek"
			if class == "Month" {
				what = "MonthOfYear"
			}
			throwTime(fmt.Sprintf("Invalid value for %s: %d", what, v), c.offset)
		}
		return enum{class0, names[v-1], v - 1}, true
	case "valueOf/1":
		for i, name := range names {
			if name == c.text(0) {
				return enum{class0, name, i}, true
			}
		}
		throwArgument("No enum constant "+class0+"."+c.text(0), c.offset)
	}
	return nil, false
}

func yearStatic(c *invocation) (Value, bool) {
	if c.key() == "isLeap/1" {
		return isLeap(int(toLong(c.arguments[0]))), true
	}
	if c.key() == "of/1" {
		return year{c.int(0)}, true
	}
	return nil, false
}

func isLeap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

// year is a java.time.Year.
type year struct{ value int }

// JavaClass is the binary name.
func (year) JavaClass() string { return "java.time.Year" }

// JavaString is the bare number.
func (y year) JavaString(javavalue.JDK) string { return strconv.Itoa(y.value) }

// JavaHash is the number.
func (y year) JavaHash() int32 { return int32(y.value) }

// JavaEquals compares numbers.
func (y year) JavaEquals(other Value) bool { return other == Value(y) }

func (y year) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "isLeap/0":
		return isLeap(y.value), true
	case "getValue/0":
		return int32(y.value), true
	}
	return nil, false
}

func timeField(class typ, name string) (Value, bool) {
	switch class {
	case "Instant":
		return javavalue.InstantOfMillis(0), name == "EPOCH"
	case "ZoneOffset":
		return zone{"Z", time.UTC}, name == "UTC"
	case "Duration":
		return duration{}, name == "ZERO"
	case "DayOfWeek", "Month":
		names, class0 := daysOfWeek, dayOfWeekClass
		if class == "Month" {
			names, class0 = months, monthClass
		}
		for i, n := range names {
			if n == name {
				return enum{class0, n, i}, true
			}
		}
	case "ChronoUnit":
		if i, ok := unitNamed(name); ok {
			return enum{chronoUnitClass, name, i}, true
		}
	case "ChronoField", "IsoFields":
		for i, f := range fields {
			if f.name == name {
				return enum{chronoFieldClass, name, i}, true
			}
		}
	case "DateTimeFormatter":
		f, ok := namedFormatters[name]
		return f, ok
	}
	return nil, false
}
