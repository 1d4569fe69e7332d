package painless

import (
	"fmt"
	"math"
	"time"
)

// timeField is a ChronoField, or one of the IsoFields.
type timeField struct {
	name, text string
	min, max   int64
	smallMax   int64 // where the greatest value differs
	date, time bool
	iso        bool
}

var fields = []timeField{
	{"NANO_OF_SECOND", "NanoOfSecond", 0, 999_999_999, 0, false, true, false},
	{"NANO_OF_DAY", "NanoOfDay", 0, 86_400_000_000_000 - 1, 0, false, true, false},
	{"MICRO_OF_SECOND", "MicroOfSecond", 0, 999_999, 0, false, true, false},
	{"MICRO_OF_DAY", "MicroOfDay", 0, 86_400_000_000 - 1, 0, false, true, false},
	{"MILLI_OF_SECOND", "MilliOfSecond", 0, 999, 0, false, true, false},
	{"MILLI_OF_DAY", "MilliOfDay", 0, 86_400_000 - 1, 0, false, true, false},
	{"SECOND_OF_MINUTE", "SecondOfMinute", 0, 59, 0, false, true, false},
	{"SECOND_OF_DAY", "SecondOfDay", 0, 86_400 - 1, 0, false, true, false},
	{"MINUTE_OF_HOUR", "MinuteOfHour", 0, 59, 0, false, true, false},
	{"MINUTE_OF_DAY", "MinuteOfDay", 0, 1439, 0, false, true, false},
	{"HOUR_OF_AMPM", "HourOfAmPm", 0, 11, 0, false, true, false},
	{"CLOCK_HOUR_OF_AMPM", "ClockHourOfAmPm", 1, 12, 0, false, true, false},
	{"HOUR_OF_DAY", "HourOfDay", 0, 23, 0, false, true, false},
	{"CLOCK_HOUR_OF_DAY", "ClockHourOfDay", 1, 24, 0, false, true, false},
	{"AMPM_OF_DAY", "AmPmOfDay", 0, 1, 0, false, true, false},
	{"DAY_OF_WEEK", "DayOfWeek", 1, 7, 0, true, false, false},
	{"ALIGNED_DAY_OF_WEEK_IN_MONTH", "AlignedDayOfWeekInMonth", 1, 7, 0, true, false, false},
	{"ALIGNED_DAY_OF_WEEK_IN_YEAR", "AlignedDayOfWeekInYear", 1, 7, 0, true, false, false},
	{"DAY_OF_MONTH", "DayOfMonth", 1, 31, 28, true, false, false},
	{"DAY_OF_YEAR", "DayOfYear", 1, 366, 365, true, false, false},
	{"EPOCH_DAY", "EpochDay", -365243219162, 365241780471, 0, true, false, false},
	{"ALIGNED_WEEK_OF_MONTH", "AlignedWeekOfMonth", 1, 5, 4, true, false, false},
	{"ALIGNED_WEEK_OF_YEAR", "AlignedWeekOfYear", 1, 53, 0, true, false, false},
	{"MONTH_OF_YEAR", "MonthOfYear", 1, 12, 0, true, false, false},
	{"PROLEPTIC_MONTH", "ProlepticMonth", -999999999 * 12, 999999999*12 + 11, 0, true, false, false},
	{"YEAR_OF_ERA", "YearOfEra", 1, 1000000000, 999999999, true, false, false},
	{"YEAR", "Year", -999999999, 999999999, 0, true, false, false},
	{"ERA", "Era", 0, 1, 0, true, false, false},
	{"INSTANT_SECONDS", "InstantSeconds", math.MinInt64, math.MaxInt64, 0, false, false, false},
	{"OFFSET_SECONDS", "OffsetSeconds", -64800, 64800, 0, false, false, false},
	{"DAY_OF_QUARTER", "DayOfQuarter", 1, 92, 90, true, false, true},
	{"QUARTER_OF_YEAR", "QuarterOfYear", 1, 4, 0, true, false, true},
	{"WEEK_OF_WEEK_BASED_YEAR", "WeekOfWeekBasedYear", 1, 53, 52, true, false, true},
	{"WEEK_BASED_YEAR", "WeekBasedYear", -999999999, 999999999, 0, true, false, true},
}

func fieldNamed(name string) (timeField, int) {
	for i, f := range fields {
		if f.name == name {
			return f, i
		}
	}
	return timeField{}, -1
}

func (f timeField) rangeText() string {
	if f.smallMax != 0 {
		return fmt.Sprintf("%d - %d/%d", f.min, f.smallMax, f.max)
	}
	return fmt.Sprintf("%d - %d", f.min, f.max)
}

// outOfRange is the message of a value that a field can't have; "" is none.
func (f timeField) outOfRange(v int64) string {
	if v >= f.min && v <= f.max {
		return ""
	}
	return fmt.Sprintf("Invalid value for %s (valid values %s): %d", f.text, f.rangeText(), v)
}

func (c *invocation) field(i int) timeField {
	e, ok := c.arguments[i].(enum)
	if !ok || e.class != chronoFieldClass {
		if c.arguments[i] == nil {
			throwNull(c.offset)
		}
		refuse(c.offset, "field %s", className(c.arguments[i]))
	}
	return fields[e.ordinal]
}

// supports tells whether a class of java.time has a field.
func (m moment) supports(f timeField) bool {
	if f.name == "QUARTER_OF_YEAR" {
		f = fields[23] // MONTH_OF_YEAR, which it comes from
	}
	switch m.kind {
	case "LocalDate":
		return f.date
	case "LocalTime":
		return f.time
	case "LocalDateTime":
		return f.date || f.time
	case "OffsetTime":
		return f.time || f.name == "OFFSET_SECONDS"
	case "OffsetDateTime", "ZonedDateTime":
		return true
	case "Instant":
		switch f.name {
		case "NANO_OF_SECOND", "MICRO_OF_SECOND", "MILLI_OF_SECOND", "INSTANT_SECONDS":
			return true
		}
	case "Year":
		return f.name == "YEAR" || f.name == "YEAR_OF_ERA" || f.name == "ERA"
	case "YearMonth":
		return f.name == "YEAR" || f.name == "YEAR_OF_ERA" || f.name == "ERA" || f.name == "MONTH_OF_YEAR" || f.name == "PROLEPTIC_MONTH"
	case "MonthDay":
		return f.name == "MONTH_OF_YEAR" || f.name == "DAY_OF_MONTH"
	case "DayOfWeek":
		return f.name == "DAY_OF_WEEK"
	case "Month":
		return f.name == "MONTH_OF_YEAR"
	case "ZoneOffset":
		return f.name == "OFFSET_SECONDS"
	}
	return false
}

// get is a field's value; the field must be supported.
func (m moment) get(f timeField) int64 {
	if f.time {
		return clockField(m.wall, f.name)
	}
	switch f.name {
	case "INSTANT_SECONDS":
		return m.epochSecond()
	case "OFFSET_SECONDS":
		return int64(m.offset)
	}
	return dateField(m.wall, f.name)
}

func nanoOfDay(t time.Time) int64 {
	return int64(t.Hour()*3600+t.Minute()*60+t.Second())*1_000_000_000 + int64(t.Nanosecond())
}

func clockField(t time.Time, name string) int64 {
	nano, hour := int64(t.Nanosecond()), int64(t.Hour())
	switch name {
	case "NANO_OF_SECOND":
		return nano
	case "NANO_OF_DAY":
		return nanoOfDay(t)
	case "MICRO_OF_SECOND":
		return nano / 1000
	case "MICRO_OF_DAY":
		return nanoOfDay(t) / 1000
	case "MILLI_OF_SECOND":
		return nano / 1_000_000
	case "MILLI_OF_DAY":
		return nanoOfDay(t) / 1_000_000
	case "SECOND_OF_MINUTE":
		return int64(t.Second())
	case "SECOND_OF_DAY":
		return nanoOfDay(t) / 1_000_000_000
	case "MINUTE_OF_HOUR":
		return int64(t.Minute())
	case "MINUTE_OF_DAY":
		return hour*60 + int64(t.Minute())
	case "HOUR_OF_AMPM":
		return hour % 12
	case "CLOCK_HOUR_OF_AMPM":
		return (hour+11)%12 + 1
	case "HOUR_OF_DAY":
		return hour
	case "CLOCK_HOUR_OF_DAY":
		return (hour+23)%24 + 1
	}
	return hour / 12 // AMPM_OF_DAY
}

func epochDay(t time.Time) int64 { return floorDivide(t.Unix(), 86400) }

func dateField(t time.Time, name string) int64 {
	y, m, d, doy := int64(t.Year()), int64(t.Month()), int64(t.Day()), int64(t.YearDay())
	weekYear, week := t.ISOWeek()
	switch name {
	case "DAY_OF_WEEK":
		return int64(dayOfWeekOf(t).ordinal + 1)
	case "ALIGNED_DAY_OF_WEEK_IN_MONTH":
		return (d-1)%7 + 1
	case "ALIGNED_DAY_OF_WEEK_IN_YEAR":
		return (doy-1)%7 + 1
	case "DAY_OF_MONTH":
		return d
	case "DAY_OF_YEAR":
		return doy
	case "EPOCH_DAY":
		return epochDay(t)
	case "ALIGNED_WEEK_OF_MONTH":
		return (d-1)/7 + 1
	case "ALIGNED_WEEK_OF_YEAR":
		return (doy-1)/7 + 1
	case "MONTH_OF_YEAR":
		return m
	case "PROLEPTIC_MONTH":
		return y*12 + m - 1
	case "YEAR_OF_ERA":
		if y < 1 {
			return 1 - y
		}
		return y
	case "YEAR":
		return y
	case "ERA":
		return int64(boolRank(y >= 1))
	case "QUARTER_OF_YEAR":
		return (m + 2) / 3
	case "DAY_OF_QUARTER":
		return doy - int64(time.Date(t.Year(), time.Month((m-1)/3*3+1), 1, 0, 0, 0, 0, time.UTC).YearDay()) + 1
	case "WEEK_OF_WEEK_BASED_YEAR":
		return int64(week)
	}
	return int64(weekYear)
}

// with sets a field; what can't be is thrown.
func (c *invocation) withField(m moment, f timeField, v int64) moment {
	text := f.outOfRange(v)
	if text != "" && !f.iso {
		throwTime(text, c.offset)
	}
	if !m.supports(f) {
		throwUnit("Unsupported field: "+f.text, c.offset)
	}
	if text != "" {
		throwTime(text, c.offset)
	}
	switch {
	case f.name == "OFFSET_SECONDS":
		if m.kind == "ZonedDateTime" {
			refuse(c.offset, "a ZonedDateTime with another offset")
		}
		m.offset = int(v)
		return m
	case f.name == "INSTANT_SECONDS":
		return m.ofInstant(time.Unix(v, int64(m.wall.Nanosecond())).UTC())
	case f.time:
		return m.atWall(c.withClock(m.wall, f.name, v))
	}
	return m.atWall(c.withDate(m.wall, f.name, v))
}

func (c *invocation) withClock(t time.Time, name string, v int64) time.Time {
	h, min, s, n := t.Hour(), t.Minute(), t.Second(), t.Nanosecond()
	nanos := func(of int64) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Add(time.Duration(of))
	}
	switch name {
	case "NANO_OF_SECOND":
		n = int(v)
	case "MICRO_OF_SECOND":
		n = int(v) * 1000
	case "MILLI_OF_SECOND":
		n = int(v) * 1_000_000
	case "NANO_OF_DAY":
		return nanos(v)
	case "MICRO_OF_DAY":
		return nanos(v * 1000)
	case "MILLI_OF_DAY":
		return nanos(v * 1_000_000)
	case "SECOND_OF_MINUTE":
		s = int(v)
	case "SECOND_OF_DAY":
		return nanos(v*1_000_000_000 + int64(n))
	case "MINUTE_OF_HOUR":
		min = int(v)
	case "MINUTE_OF_DAY":
		h, min = int(v)/60, int(v)%60
	case "HOUR_OF_AMPM":
		h = h/12*12 + int(v)
	case "CLOCK_HOUR_OF_AMPM":
		h = h/12*12 + int(v)%12
	case "HOUR_OF_DAY":
		h = int(v)
	case "CLOCK_HOUR_OF_DAY":
		h = int(v) % 24
	case "AMPM_OF_DAY":
		h = h%12 + int(v)*12
	}
	return time.Date(t.Year(), t.Month(), t.Day(), h, min, s, n, time.UTC)
}

func (c *invocation) withDate(t time.Time, name string, v int64) time.Time {
	moved := v - dateField(t, name)
	switch name {
	case "DAY_OF_WEEK", "ALIGNED_DAY_OF_WEEK_IN_MONTH", "ALIGNED_DAY_OF_WEEK_IN_YEAR", "EPOCH_DAY":
		return t.AddDate(0, 0, int(moved))
	case "ALIGNED_WEEK_OF_MONTH", "ALIGNED_WEEK_OF_YEAR":
		return t.AddDate(0, 0, int(moved)*7)
	case "DAY_OF_MONTH":
		return onDay(t, c.dateFor(t.Year(), int(t.Month()), int(v)))
	case "DAY_OF_YEAR":
		return onDay(t, c.yearDay(t.Year(), int(v)))
	case "MONTH_OF_YEAR", "PROLEPTIC_MONTH":
		return addMonths(t, moved)
	case "QUARTER_OF_YEAR":
		return addMonths(t, moved*3)
	case "DAY_OF_QUARTER":
		return t.AddDate(0, 0, int(moved))
	case "YEAR":
		return addMonths(t, moved*12)
	case "YEAR_OF_ERA":
		if t.Year() < 1 {
			v = 1 - v
		}
		return addMonths(t, (v-int64(t.Year()))*12)
	case "ERA":
		if moved == 0 {
			return t
		}
		return addMonths(t, (1-2*int64(t.Year()))*12)
	case "WEEK_OF_WEEK_BASED_YEAR":
		return t.AddDate(0, 0, int(moved)*7)
	}
	_, week := t.ISOWeek()
	if last := isoWeeks(int(v)); week > last {
		week = last
	}
	first := time.Date(int(v), 1, 4, 0, 0, 0, 0, time.UTC)
	days := dayOfWeekOf(t).ordinal - dayOfWeekOf(first).ordinal + (week-1)*7
	return onDay(t, first.AddDate(0, 0, days))
}

func isoWeeks(year int) int {
	_, week := time.Date(year, 12, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	return week
}

// onDay is the clock of t on another day.
func onDay(t, day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// dateFor is LocalDate.of after the fields were checked.
func (c *invocation) dateFor(year, month, dayOfMonth int) time.Time {
	t := time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC)
	if t.Day() == dayOfMonth {
		return t
	}
	if dayOfMonth == 29 {
		throwTime(fmt.Sprintf("Invalid date 'February 29' as '%d' is not a leap year", year), c.offset)
	}
	throwTime(fmt.Sprintf("Invalid date '%s %d'", months[month-1], dayOfMonth), c.offset)
	return t
}

func (c *invocation) yearDay(year, dayOfYear int) time.Time {
	if dayOfYear == 366 && !isLeap(year) {
		throwTime(fmt.Sprintf("Invalid date 'DayOfYear 366' as '%d' is not a leap year", year), c.offset)
	}
	return time.Date(year, 1, dayOfYear, 0, 0, 0, 0, time.UTC)
}
