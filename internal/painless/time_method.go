package painless

import (
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func timeMethod(receiver Value, c *invocation) (Value, bool) {
	switch r := receiver.(type) {
	case javavalue.Instant:
		return instantMethod(r, c)
	case javavalue.ZonedDateTime:
		return zonedMethod(r, c)
	}
	return nil, false
}

func (c *invocation) instant(i int) time.Time {
	v, ok := c.arguments[i].(javavalue.Instant)
	if !ok {
		throwNull(c.offset)
	}
	return v.Time
}

func instantMethod(i javavalue.Instant, c *invocation) (Value, bool) {
	switch c.key() {
	case "toEpochMilli/0":
		return i.Time.UnixMilli(), true
	case "getEpochSecond/0":
		return i.Time.Unix(), true
	case "getNano/0":
		return int32(i.Time.Nanosecond()), true
	case "isBefore/1":
		return i.Time.Before(c.instant(0)), true
	case "isAfter/1":
		return i.Time.After(c.instant(0)), true
	case "compareTo/1":
		return compareValues(i, c.arguments[0], c.offset), true
	case "atZone/1", "atOffset/1":
		z, ok := c.arguments[0].(zone)
		if !ok {
			throwNull(c.offset)
		}
		if c.name == "atOffset" {
			return nil, false
		}
		return z.at(i.Time), true
	case "truncatedTo/1":
		return javavalue.Instant{Time: c.truncate(i.Time)}, true
	case "until/2":
		return between(i, c.arguments[0], c.unit(1), c.offset), true
	}
	if n, u, ok := c.plus(); ok {
		if u.length == 0 || u.length > day {
			throwUnit("Unsupported unit: "+u.text, c.offset)
		}
		c.checkAmount(n, u)
		return javavalue.Instant{Time: addLong(i.Time, n, u.length)}, true
	}
	return nil, false
}

// truncate cuts a time to a unit that divides a day.
func (c *invocation) truncate(t time.Time) time.Time {
	u := c.unit(0)
	if u.length == 0 || u.length > day {
		throwUnit("Unit is too large to be used for truncation", c.offset)
	}
	if u.length == day {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	}
	start := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	into := wall(t).Sub(start)
	return start.Add(into - into%u.length)
}

func zonedMethod(z javavalue.ZonedDateTime, c *invocation) (Value, bool) {
	if v, ok := localField(wall(z.Time), c); ok {
		return v, true
	}
	_, seconds := z.Time.Zone()
	at := zoneOfTime(z)
	other := func() time.Time {
		o, ok := zonedOf(c.arguments[0])
		if !ok {
			throwNull(c.offset)
		}
		return o.Time
	}
	switch c.key() {
	case "toInstant/0":
		return javavalue.Instant{Time: z.Time.UTC()}, true
	case "toEpochSecond/0":
		return z.Time.Unix(), true
	case "getZone/0":
		return at, true
	case "getOffset/0":
		return offsetZone(plainOffset(javavalue.OffsetText(z.Time)), c.offset), true
	case "isBefore/1":
		return z.Time.Before(other()), true
	case "isAfter/1":
		return z.Time.After(other()), true
	case "isEqual/1":
		return z.Time.Equal(other()), true
	case "compareTo/1":
		return compareValues(z, c.arguments[0], c.offset), true
	case "withZoneSameInstant/1":
		to, ok := c.arguments[0].(zone)
		if !ok {
			throwNull(c.offset)
		}
		return to.at(z.Time), true
	case "toLocalDateTime/0":
		return local{"LocalDateTime", wall(z.Time)}, true
	case "truncatedTo/1":
		return at.atWall(c.truncate(wall(z.Time)), seconds), true
	case "until/2":
		return between(z, c.arguments[0], c.unit(1), c.offset), true
	case "format/1":
		return c.formatTime(wall(z.Time)), true
	}
	if n, u, ok := c.plus(); ok {
		if u.dateBased {
			return at.atWall(c.addLocal(wall(z.Time), n, u), seconds), true
		}
		c.checkAmount(n, u)
		return at.at(addLong(z.Time, n, u.length)), true
	}
	if changed, ok := c.with(wall(z.Time)); ok {
		return at.atWall(changed, seconds), true
	}
	return nil, false
}

func plainOffset(id string) string {
	if id == "Z" {
		return "+00:00"
	}
	return id
}

// with is withHour and its kin.
func (c *invocation) with(t time.Time) (time.Time, bool) {
	if len(c.arguments) != 1 {
		return t, false
	}
	h, m, s, n, d := t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Day()
	switch c.name {
	case "withHour":
		h = c.inRange(0, 0, 23, "HourOfDay")
	case "withMinute":
		m = c.inRange(0, 0, 59, "MinuteOfHour")
	case "withSecond":
		s = c.inRange(0, 0, 59, "SecondOfMinute")
	case "withNano":
		n = c.inRange(0, 0, 999_999_999, "NanoOfSecond")
	case "withDayOfMonth":
		d = c.inRange(0, 1, 28, "DayOfMonth")
	default:
		return t, false
	}
	return time.Date(t.Year(), t.Month(), d, h, m, s, n, time.UTC), true
}

func (l local) method(c *invocation) (Value, bool) {
	if l.kind != "LocalTime" || strings.HasPrefix(c.name, "get") && !strings.Contains("getYear getMonth getMonthValue getDayOfMonth getDayOfYear getDayOfWeek", c.name) {
		if v, ok := localField(l.time, c); ok {
			return v, true
		}
	}
	other := func() time.Time {
		o, ok := c.arguments[0].(local)
		if !ok || o.kind != l.kind {
			refuse(c.offset, "%s of another kind of time", c.name)
		}
		return o.time
	}
	switch c.key() {
	case "isBefore/1":
		return l.time.Before(other()), true
	case "isAfter/1":
		return l.time.After(other()), true
	case "isEqual/1":
		return l.time.Equal(other()), true
	case "compareTo/1":
		if l.kind == "LocalDate" {
			return nil, false // Java tells by how much
		}
		return compareValues(l, c.arguments[0], c.offset), true
	case "atZone/1", "atStartOfDay/1":
		z, ok := c.arguments[0].(zone)
		if !ok {
			throwNull(c.offset)
		}
		return z.atWall(l.time, 0), true
	case "toEpochDay/0":
		return floorDivide(l.time.Unix(), 86400), true
	case "isLeapYear/0":
		return isLeap(l.time.Year()), true
	case "lengthOfMonth/0":
		return int32(time.Date(l.time.Year(), l.time.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()), true
	case "until/2":
		return between(l, c.arguments[0], c.unit(1), c.offset), true
	case "format/1":
		return c.formatTime(l.time), true
	}
	return l.changed(c)
}

func (l local) changed(c *invocation) (Value, bool) {
	if n, u, ok := c.plus(); ok {
		if l.kind == "LocalDate" && !u.dateBased || l.kind == "LocalTime" && u.dateBased {
			throwUnit("Unsupported unit: "+u.text, c.offset)
		}
		t := c.addLocal(l.time, n, u)
		if l.kind == "LocalTime" {
			t = time.Date(1970, 1, 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
		}
		return local{l.kind, t}, true
	}
	if t, ok := c.with(l.time); ok {
		return local{l.kind, t}, true
	}
	return nil, false
}

// localField is what dates and times with a clock have in common.
func localField(t time.Time, c *invocation) (Value, bool) {
	switch c.key() {
	case "getYear/0":
		return int32(t.Year()), true
	case "getMonthValue/0":
		return int32(t.Month()), true
	case "getMonth/0":
		return month(int(t.Month())), true
	case "getDayOfMonth/0":
		return int32(t.Day()), true
	case "getDayOfYear/0":
		return int32(t.YearDay()), true
	case "getDayOfWeek/0":
		return dayOfWeekOf(t), true
	case "getHour/0":
		return int32(t.Hour()), true
	case "getMinute/0":
		return int32(t.Minute()), true
	case "getSecond/0":
		return int32(t.Second()), true
	case "getNano/0":
		return int32(t.Nanosecond()), true
	case "toLocalDate/0":
		return local{"LocalDate", time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)}, true
	case "toLocalTime/0":
		return local{"LocalTime", time.Date(1970, 1, 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)}, true
	case "get/1", "getLong/1":
		if f, ok := c.arguments[0].(enum); ok && f.class == chronoFieldClass {
			v := fields[f.ordinal].of(t)
			if c.name == "getLong" {
				return int64(v), true
			}
			return v, true
		}
	}
	return nil, false
}

// fields are the ChronoFields and IsoFields that can be asked for.
var fields = []struct {
	name, text string
	of         func(t time.Time) int32
}{
	{"HOUR_OF_DAY", "HourOfDay", func(t time.Time) int32 { return int32(t.Hour()) }},
	{"MINUTE_OF_HOUR", "MinuteOfHour", func(t time.Time) int32 { return int32(t.Minute()) }},
	{"SECOND_OF_MINUTE", "SecondOfMinute", func(t time.Time) int32 { return int32(t.Second()) }},
	{"MINUTE_OF_DAY", "MinuteOfDay", func(t time.Time) int32 { return int32(t.Hour()*60 + t.Minute()) }},
	{"DAY_OF_WEEK", "DayOfWeek", func(t time.Time) int32 { return int32(dayOfWeekOf(t).ordinal + 1) }},
	{"DAY_OF_MONTH", "DayOfMonth", func(t time.Time) int32 { return int32(t.Day()) }},
	{"DAY_OF_YEAR", "DayOfYear", func(t time.Time) int32 { return int32(t.YearDay()) }},
	{"MONTH_OF_YEAR", "MonthOfYear", func(t time.Time) int32 { return int32(t.Month()) }},
	{"YEAR", "Year", func(t time.Time) int32 { return int32(t.Year()) }},
	{"WEEK_OF_WEEK_BASED_YEAR", "WeekOfWeekBasedYear", func(t time.Time) int32 { _, week := t.ISOWeek(); return int32(week) }},
	{"WEEK_BASED_YEAR", "WeekBasedYear", func(t time.Time) int32 { y, _ := t.ISOWeek(); return int32(y) }},
	{"ALIGNED_WEEK_OF_YEAR", "AlignedWeekOfYear", func(t time.Time) int32 { return int32((t.YearDay()-1)/7 + 1) }},
}
