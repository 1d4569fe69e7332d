package painless

import (
	"cmp"
	"math"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func timeMethod(receiver Value, c *invocation) (Value, bool) {
	m, ok := momentOf(receiver)
	if !ok {
		return nil, false
	}
	return momentMethod(m, c)
}

// fieldGetters are the getters that are an int of a field.
var fieldGetters = map[string]string{
	"getYear/0": "YEAR", "getMonthValue/0": "MONTH_OF_YEAR", "getDayOfMonth/0": "DAY_OF_MONTH", "getDayOfYear/0": "DAY_OF_YEAR",
	"getHour/0": "HOUR_OF_DAY", "getMinute/0": "MINUTE_OF_HOUR", "getSecond/0": "SECOND_OF_MINUTE", "getNano/0": "NANO_OF_SECOND",
	"toSecondOfDay/0": "SECOND_OF_DAY",
}

// fieldSetters are the methods that set one field.
var fieldSetters = map[string]string{
	"withYear/1": "YEAR", "withMonth/1": "MONTH_OF_YEAR", "withDayOfMonth/1": "DAY_OF_MONTH", "withDayOfYear/1": "DAY_OF_YEAR",
	"withHour/1": "HOUR_OF_DAY", "withMinute/1": "MINUTE_OF_HOUR", "withSecond/1": "SECOND_OF_MINUTE", "withNano/1": "NANO_OF_SECOND",
}

// momentMethod is what the classes of java.time have: which of them has which
// method, classes.txt says.
func momentMethod(m moment, c *invocation) (Value, bool) {
	key := c.key()
	if name := fieldGetters[key]; name != "" {
		f, _ := fieldNamed(name)
		return int32(m.get(f)), true
	}
	if name := fieldSetters[key]; name != "" {
		f, _ := fieldNamed(name)
		return c.withField(m, f, toLong(c.arguments[0])).value(), true
	}
	for _, table := range []func(moment, *invocation) (Value, bool){
		fieldMethod, momentPart, momentZone, momentMade, momentOrder, momentAmount, momentKind,
	} {
		if v, ok := table(m, c); ok {
			return v, true
		}
	}
	return nil, false
}

// fieldMethod is get, getLong, with, range and isSupported.
func fieldMethod(m moment, c *invocation) (Value, bool) {
	switch c.key() {
	case "get/1", "getLong/1":
		f := c.field(0)
		if !m.supports(f) {
			throwUnit("Unsupported field: "+f.text, c.offset)
		}
		v := m.get(f)
		if c.name == "getLong" {
			return v, true
		}
		if f.max > math.MaxInt32 && f.name != "YEAR_OF_ERA" || f.name == "INSTANT_SECONDS" {
			throwUnit("Invalid field '"+f.text+"' for get() method, use getLong() instead", c.offset)
		}
		return int32(v), true
	case "with/2":
		return c.withField(m, c.field(0), toLong(c.arguments[1])).value(), true
	case "with/1":
		return c.adjust(m, c.arguments[0]), true
	case "isSupported/1":
		e, ok := c.arguments[0].(enum)
		switch {
		case c.arguments[0] == nil:
			return false, true
		case ok && e.class == chronoFieldClass:
			return m.supports(fields[e.ordinal]), true
		case ok && e.class == chronoUnitClass:
			return m.counts(units[e.ordinal]), true
		}
	case "range/1":
		return c.rangeOf(m, c.field(0)), true
	case "format/1":
		return c.formatTime(m), true
	case "adjustInto/1":
		return c.adjust(c.moment(0), m.value()), true
	}
	return nil, false
}

// momentPart gives parts of the moment.
func momentPart(m moment, c *invocation) (Value, bool) {
	as := func(kind typ) Value { return moment{kind: kind, wall: m.wall, offset: m.offset}.value() }
	switch c.key() {
	case "getMonth/0":
		return month(int(m.wall.Month())), true
	case "getDayOfWeek/0":
		return dayOfWeekOf(m.wall), true
	case "toLocalDate/0":
		return as("LocalDate"), true
	case "toLocalTime/0":
		return as("LocalTime"), true
	case "toLocalDateTime/0":
		return as("LocalDateTime"), true
	case "toOffsetDateTime/0":
		return as("OffsetDateTime"), true
	case "toOffsetTime/0":
		return offsetTime{"OffsetTime", clockOnly(m.wall), m.offset}, true
	case "toInstant/0":
		return javavalue.Instant{Time: m.wall.Add(-time.Duration(m.offset) * time.Second)}, true
	case "toEpochSecond/0", "getEpochSecond/0":
		return m.epochSecond(), true
	case "toEpochMilli/0":
		return m.wall.UnixMilli(), true
	case "toEpochDay/0":
		return epochDay(m.wall), true
	case "toNanoOfDay/0":
		return nanoOfDay(m.wall), true
	case "toInstant/1", "toEpochSecond/1":
		z, ok := c.arguments[0].(zone)
		if !ok || m.kind != "LocalDateTime" {
			return nil, false
		}
		at := m.wall.Add(-time.Duration(z.seconds()) * time.Second)
		if c.name == "toEpochSecond" {
			return at.Unix(), true
		}
		return javavalue.Instant{Time: at}, true
	case "getValue/0":
		if m.kind == "Year" {
			return int32(m.wall.Year()), true
		}
	}
	return nil, false
}

func (c *invocation) zone(i int) zone {
	z, ok := c.arguments[i].(zone)
	if !ok {
		throwNull(c.offset)
	}
	return z
}

// momentZone is about offsets and zones.
func momentZone(m moment, c *invocation) (Value, bool) {
	here := time.Duration(m.offset) * time.Second
	switch c.key() {
	case "getZone/0":
		return m.zone, true
	case "getOffset/0":
		return offsetOf(m.offset), true
	case "atZone/1":
		if m.kind == "Instant" {
			return c.zone(0).at(m.wall), true
		}
		return c.zone(0).atWall(m.wall, noOffset), true
	case "atOffset/1":
		z, at := c.zone(0), m.wall
		if m.kind == "Instant" {
			at = at.Add(time.Duration(z.seconds()) * time.Second)
		}
		if m.kind == "LocalTime" {
			return offsetTime{"OffsetTime", at, z.seconds()}, true
		}
		return offsetTime{"OffsetDateTime", at, z.seconds()}, true
	case "withZoneSameInstant/1", "atZoneSameInstant/1":
		return c.zone(0).at(m.wall.Add(-here)), true
	case "withZoneSameLocal/1", "atZoneSimilarLocal/1":
		return c.zone(0).atWall(m.wall, m.offset), true
	case "withFixedOffsetZone/0", "toZonedDateTime/0":
		return offsetOf(m.offset).at(m.wall.Add(-here)), true
	case "withEarlierOffsetAtOverlap/0", "withLaterOffsetAtOverlap/0":
		for _, hours := range []time.Duration{3, 2, 1} { // overlaps are no longer than some hours
			other := m.zone.atWall(m.wall, m.zone.secondsAt(m.wall.Add(-here-hours*time.Hour)))
			if c.name == "withLaterOffsetAtOverlap" {
				other = m.zone.atWall(m.wall, m.zone.secondsAt(m.wall.Add(-here+hours*time.Hour)))
			}
			if wall(other.Time).Equal(m.wall) {
				return other, true
			}
		}
		return m.value(), true
	case "withOffsetSameInstant/1":
		z := c.zone(0)
		at := m.wall.Add(time.Duration(z.seconds()-m.offset) * time.Second)
		if m.kind == "OffsetTime" {
			at = clockOnly(at)
		}
		return offsetTime{m.kind, at, z.seconds()}, true
	case "withOffsetSameLocal/1":
		return offsetTime{m.kind, m.wall, c.zone(0).seconds()}, true
	}
	return nil, false
}

// momentMade makes other moments of this one.
func momentMade(m moment, c *invocation) (Value, bool) {
	switch c.key() {
	case "atStartOfDay/0":
		return local{"LocalDateTime", m.wall}, true
	case "atStartOfDay/1":
		return c.zone(0).atWall(m.wall, noOffset), true
	case "atTime/1":
		switch t := c.arguments[0].(type) {
		case local:
			return local{"LocalDateTime", onDay(t.time, m.wall)}, true
		case offsetTime:
			return offsetTime{"OffsetDateTime", onDay(t.time, m.wall), t.offset}, true
		}
		throwNull(c.offset)
	case "atTime/2", "atTime/3", "atTime/4":
		return local{"LocalDateTime", c.clockOf(m.wall, 0)}, true
	case "atDate/1":
		return local{"LocalDateTime", onDay(m.wall, c.moment(0).wall)}, true
	case "atDay/1":
		if m.kind == "Year" {
			return local{"LocalDate", c.yearDay(m.wall.Year(), c.inRange(0, "DAY_OF_YEAR"))}, true
		}
		return local{"LocalDate", c.dateFor(m.wall.Year(), int(m.wall.Month()), c.inRange(0, "DAY_OF_MONTH"))}, true
	case "atEndOfMonth/0":
		return local{"LocalDate", m.wall.AddDate(0, 1, -1)}, true
	case "atMonth/1":
		if e, ok := c.arguments[0].(enum); ok {
			return yearMonth{m.wall.Year(), e.ordinal + 1}, true
		}
		return yearMonth{m.wall.Year(), c.inRange(0, "MONTH_OF_YEAR")}, true
	case "atYear/1":
		y := c.inRange(0, "YEAR")
		d := time.Date(y, m.wall.Month(), m.wall.Day(), 0, 0, 0, 0, time.UTC)
		if d.Day() != m.wall.Day() { // the 29th of February
			d = time.Date(y, 2, 28, 0, 0, 0, 0, time.UTC)
		}
		return local{"LocalDate", d}, true
	case "atMonthDay/1":
		d := c.moment(0).wall
		at := time.Date(m.wall.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
		if at.Day() != d.Day() {
			at = time.Date(m.wall.Year(), 2, 28, 0, 0, 0, 0, time.UTC)
		}
		return local{"LocalDate", at}, true
	case "truncatedTo/1":
		return m.atWall(c.truncate(m.wall)).value(), true
	}
	return nil, false
}

// truncate cuts a time to a unit that divides a day.
func (c *invocation) truncate(t time.Time) time.Time {
	u := c.unit(0)
	if u.length == 0 || u.length > day {
		throwUnit("Unit is too large to be used for truncation", c.offset)
	}
	start := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	into := t.Sub(start)
	return start.Add(into - into%u.length)
}

// momentOrder compares moments.
func momentOrder(m moment, c *invocation) (Value, bool) {
	switch c.key() {
	case "isBefore/1", "isAfter/1", "isEqual/1":
		o := c.moment(0)
		order := m.order(o)
		switch {
		case m.fixed():
			order = int32(cmp.Or(cmp.Compare(m.epochSecond(), o.epochSecond()), cmp.Compare(m.wall.Nanosecond(), o.wall.Nanosecond())))
		case m.kind == "OffsetTime":
			order = int32(cmp.Compare(nanoOfDay(m.wall)-int64(m.offset)*1e9, nanoOfDay(o.wall)-int64(o.offset)*1e9))
		case m.kind == "LocalDate" && o.kind != m.kind, m.kind == "LocalDateTime" && o.kind != m.kind:
			refuse(c.offset, "%s of a %s and a %s", c.name, m.kind, o.kind)
		}
		return c.name == "isBefore" && order < 0 || c.name == "isAfter" && order > 0 || c.name == "isEqual" && order == 0, true
	case "compareTo/1":
		if m.kind == "Month" || m.kind == "DayOfWeek" || m.kind == "ZoneOffset" {
			return nil, false
		}
		o := c.moment(0)
		if o.kind != m.kind {
			throwJVMCast(className(c.arguments[0]), "java.time."+m.kind, c.offset)
		}
		return m.order(o), true
	}
	return nil, false
}

// momentAmount moves the moment.
func momentAmount(m moment, c *invocation) (Value, bool) {
	switch {
	case c.key() == "until/2":
		return c.until(m, c.arguments[0], c.unit(1)), true
	case c.key() == "until/1":
		return periodBetween(m.wall, c.moment(0).wall), true
	case !strings.HasPrefix(c.name, "plus") && !strings.HasPrefix(c.name, "minus"):
		return nil, false
	}
	if p, ok := c.periodAmount(); ok {
		return c.addPeriod(m, p), true
	}
	n, u, ok := c.plus()
	if !ok {
		return nil, false
	}
	return c.add(m, n, u).value(), true
}

// momentKind is what single classes have.
func momentKind(m moment, c *invocation) (Value, bool) {
	leap := isLeap(m.wall.Year())
	switch c.key() {
	case "isLeapYear/0", "isLeap/0":
		return leap, true
	case "lengthOfMonth/0":
		return int32(daysIn(m.wall.Year(), m.wall.Month())), true
	case "lengthOfYear/0", "length/0":
		return int32(365 + boolRank(leap)), true
	case "isValidDay/1":
		return c.int(0) >= 1 && c.int(0) <= daysIn(m.wall.Year(), m.wall.Month()), true
	case "isValidMonthDay/1":
		d, ok := c.arguments[0].(monthDay)
		return ok && (leap || d != monthDay{2, 29}), true
	case "isValidYear/1":
		return m.wall.Month() != 2 || m.wall.Day() != 29 || isLeap(c.int(0)), true
	case "getChronology/0":
		return nil, false
	}
	return nil, false
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func isLeap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }
