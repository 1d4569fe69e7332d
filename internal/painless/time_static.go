package painless

import (
	"fmt"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

func timeStatic(class typ, c *invocation) (Value, bool) {
	switch c.key() {
	case "from/1":
		if class != "Duration" && class != "Period" {
			return c.fromStatic(class), true
		}
	case "parse/1":
		if f := namedFormatter(parseFormats[class]); f != nil {
			return c.parseAs(class, f), true
		}
		if pieces := parsePieces[class]; pieces != nil {
			return c.parseAs(class, &formatter{opaque: opaque{formatterClass}, pieces: pieces}), true
		}
	case "parse/2":
		f, ok := c.arguments[1].(*formatter)
		if !ok {
			throwNull(c.offset)
		}
		return c.parseAs(class, f), true
	}
	switch class {
	case "Instant":
		return instantStatic(c)
	case "ZoneId", "ZoneOffset":
		return zoneStatic(class, c)
	case "ZonedDateTime", "OffsetDateTime", "OffsetTime":
		return zonedStatic(class, c)
	case "LocalDate", "LocalTime", "LocalDateTime":
		return localStatic(class, c)
	case "Duration":
		return durationStatic(c)
	case "Period":
		return periodStatic(c)
	case "DayOfWeek", "Month", "ChronoUnit", "ChronoField", "TextStyle", "RoundingMode":
		return timeEnumStatic(class, c)
	case "DateTimeFormatter":
		return formatterStatic(c)
	case "Year", "YearMonth", "MonthDay":
		return yearStatic(class, c)
	case "TemporalAdjusters":
		return adjustersStatic(c)
	case "ValueRange":
		return valueRangeStatic(c)
	}
	return nil, false
}

// parseFormats are the formatters of parse(text).
var parseFormats = map[typ]string{
	"LocalDate": "ISO_LOCAL_DATE", "LocalTime": "ISO_LOCAL_TIME", "LocalDateTime": "ISO_LOCAL_DATE_TIME", "OffsetTime": "ISO_OFFSET_TIME",
	"OffsetDateTime": "ISO_OFFSET_DATE_TIME", "ZonedDateTime": "ISO_ZONED_DATE_TIME", "Instant": "ISO_INSTANT",
}

var parsePieces = map[typ][]piece{
	"Year":      {{kind: numberPiece, field: "YEAR", min: 1, max: 9, sign: normalSign}}, // read leniently
	"YearMonth": {yearPiece, lit("-"), num("MONTH_OF_YEAR", 2)},
	"MonthDay":  {lit("--"), num("MONTH_OF_YEAR", 2), lit("-"), num("DAY_OF_MONTH", 2)},
}

func formatterStatic(c *invocation) (Value, bool) {
	switch c.key() {
	case "ofPattern/1":
		return newFormatter(c.text(0), c.offset), true
	case "ofPattern/2":
		l, ok := c.arguments[1].(*locale)
		if !ok {
			throwNull(c.offset)
		}
		f := newFormatter(c.text(0), c.offset)
		if !l.english() && f.hasText() {
			refuse(c.offset, "a date pattern with texts in the locale %s", l.tag)
		}
		return f, true
	}
	return nil, false
}

func (f *formatter) hasText() bool {
	for _, p := range f.pieces {
		if p.kind == textPiece || p.kind == optionalPiece {
			return true
		}
	}
	return false
}

func instantStatic(c *invocation) (Value, bool) {
	seconds := func() time.Time { return time.Unix(toLong(c.arguments[0]), 0).UTC() }
	switch c.key() {
	case "ofEpochMilli/1":
		return javavalue.InstantOfMillis(toLong(c.arguments[0])), true
	case "ofEpochSecond/1":
		return javavalue.Instant{Time: seconds()}, true
	case "ofEpochSecond/2":
		return javavalue.Instant{Time: addLong(seconds(), toLong(c.arguments[1]), 1)}, true
	}
	return nil, false
}

func zoneStatic(class typ, c *invocation) (Value, bool) {
	switch class + "." + c.key() {
	case "ZoneId.of/1":
		return zoneOf(c.text(0), c.offset), true
	case "ZoneOffset.of/1":
		if c.text(0) == "Z" {
			return offsetOf(0), true
		}
		return offsetZone(c.text(0), c.offset), true
	case "ZoneId.ofOffset/2":
		prefix, z := c.text(0), c.zone(1)
		if prefix == "" {
			return z, true
		}
		if z.seconds() == 0 {
			return zone{prefix, z.location}, prefix == "UTC" || prefix == "GMT" || prefix == "UT"
		}
		return zone{prefix + z.id, z.location}, prefix == "UTC" || prefix == "GMT" || prefix == "UT"
	case "ZoneOffset.ofHours/1", "ZoneOffset.ofHoursMinutes/2", "ZoneOffset.ofHoursMinutesSeconds/3", "ZoneOffset.ofTotalSeconds/1":
		total, scale := 0, 3600
		for i := range c.arguments {
			total += c.int(i) * scale
			scale /= 60
		}
		if c.name == "ofTotalSeconds" {
			total = c.int(0)
		}
		return c.offsetInRange(total), true
	}
	return nil, false
}

// offsetInRange is the offset of so many seconds. Of parts that are out of range
// Java has several messages; these are refused.
func (c *invocation) offsetInRange(total int) Value {
	if c.name == "ofTotalSeconds" && (total > 64800 || total < -64800) {
		throwTime("Zone offset not in valid range: -18:00 to +18:00", c.offset)
	}
	if c.name == "ofHours" && (total > 64800 || total < -64800) {
		throwTime(fmt.Sprintf("Zone offset hours not in valid range: value %d is not in the range -18 to 18", c.int(0)), c.offset)
	}
	for i := 1; i < len(c.arguments); i++ {
		if v, w := c.int(i), c.int(i-1); v > 59 || v < -59 || v > 0 && w < 0 || v < 0 && w > 0 {
			refuse(c.offset, "an offset of such hours and minutes")
		}
	}
	if total > 64800 || total < -64800 {
		throwTime("Zone offset not in valid range: -18:00 to +18:00", c.offset)
	}
	return offsetOf(total)
}

// zonedStatic is of and ofInstant of the classes with an offset or a zone.
func zonedStatic(class typ, c *invocation) (Value, bool) {
	last := len(c.arguments) - 1
	if last < 1 {
		return nil, false
	}
	var at time.Time
	switch c.key() {
	case "ofInstant/2":
		z, i := c.zone(1), c.moment(0)
		m, _ := momentOf(z.at(i.wall.Add(-time.Duration(i.offset) * time.Second)))
		m.kind = class
		if class == "OffsetTime" {
			m.wall = clockOnly(m.wall)
		}
		return m.value(), true
	case "of/2":
		at = c.moment(0).wall
	case "of/3":
		at = onDay(c.moment(1).wall, c.moment(0).wall)
	case "of/5":
		at = c.clockOf(time.Unix(0, 0).UTC(), 0)
	case "of/8":
		at = c.clockOf(c.dateOf(), 3)
	case "ofLocal/3":
		preferred := noOffset
		if z, ok := c.arguments[2].(zone); ok {
			preferred = z.seconds()
		}
		return c.zone(1).atWall(c.moment(0).wall, preferred), true
	case "ofInstant/3":
		return c.zone(2).at(c.moment(0).wall.Add(-time.Duration(c.zone(1).seconds()) * time.Second)), true
	default:
		return nil, false
	}
	z := c.zone(last)
	if class == "ZonedDateTime" {
		return z.atWall(at, noOffset), true
	}
	return offsetTime{class, at, z.seconds()}, true
}

func localStatic(class typ, c *invocation) (Value, bool) {
	long := func() int64 { return toLong(c.arguments[0]) }
	checked := func(name string) int64 {
		f, _ := fieldNamed(name)
		if text := f.outOfRange(long()); text != "" {
			throwTime(text, c.offset)
		}
		return long()
	}
	switch class + "." + c.key() {
	case "LocalDate.of/3":
		return local{class, c.dateOf()}, true
	case "LocalDate.ofEpochDay/1":
		return local{class, time.Unix(checked("EPOCH_DAY")*86400, 0).UTC()}, true
	case "LocalDate.ofYearDay/2":
		return local{class, c.yearDay(c.inRange(0, "YEAR"), c.inRange(1, "DAY_OF_YEAR"))}, true
	case "LocalTime.of/2", "LocalTime.of/3", "LocalTime.of/4":
		return local{class, c.clockOf(time.Unix(0, 0).UTC(), 0)}, true
	case "LocalTime.ofNanoOfDay/1":
		return local{class, time.Unix(0, checked("NANO_OF_DAY")).UTC()}, true
	case "LocalTime.ofSecondOfDay/1":
		return local{class, time.Unix(checked("SECOND_OF_DAY"), 0).UTC()}, true
	case "LocalDateTime.of/2":
		return local{class, onDay(c.moment(1).wall, c.moment(0).wall)}, true
	case "LocalDateTime.of/5", "LocalDateTime.of/6", "LocalDateTime.of/7":
		return local{class, c.clockOf(c.dateOf(), 3)}, true
	case "LocalDateTime.ofInstant/2":
		m, _ := momentOf(c.zone(1).at(c.moment(0).wall))
		return local{class, m.wall}, true
	case "LocalDateTime.ofEpochSecond/3":
		c.inRange(1, "NANO_OF_SECOND")
		return local{class, time.Unix(long()+int64(c.zone(2).seconds()), toLong(c.arguments[1])).UTC()}, true
	}
	return nil, false
}

// inRange is an int argument that must be one of a field's values.
func (c *invocation) inRange(i int, name string) int {
	f, _ := fieldNamed(name)
	v := c.int(i)
	if text := f.outOfRange(int64(v)); text != "" {
		throwTime(text, c.offset)
	}
	return v
}

// dateOf reads year, month and day from the first three arguments.
func (c *invocation) dateOf() time.Time {
	if e, isMonth := c.arguments[1].(enum); isMonth {
		return c.dateFor(c.inRange(0, "YEAR"), e.ordinal+1, c.inRange(2, "DAY_OF_MONTH"))
	}
	return c.dateFor(c.inRange(0, "YEAR"), c.inRange(1, "MONTH_OF_YEAR"), c.inRange(2, "DAY_OF_MONTH"))
}

// clockOf reads hour, minute and, where they are, second and nanosecond.
func (c *invocation) clockOf(day time.Time, first int) time.Time {
	parts := [4]int{}
	for i, name := range []string{"HOUR_OF_DAY", "MINUTE_OF_HOUR", "SECOND_OF_MINUTE", "NANO_OF_SECOND"} {
		if first+i >= len(c.arguments) {
			break
		}
		if _, isZone := c.arguments[first+i].(zone); isZone {
			break
		}
		parts[i] = c.inRange(first+i, name)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), parts[0], parts[1], parts[2], parts[3], time.UTC)
}

func yearStatic(class typ, c *invocation) (Value, bool) {
	switch class + "." + c.key() {
	case "Year.isLeap/1":
		y := toLong(c.arguments[0])
		return y%4 == 0 && (y%100 != 0 || y%400 == 0), true
	case "Year.of/1":
		return year{c.inRange(0, "YEAR")}, true
	case "YearMonth.of/2":
		if e, ok := c.arguments[1].(enum); ok {
			return yearMonth{c.inRange(0, "YEAR"), e.ordinal + 1}, true
		}
		return yearMonth{c.inRange(0, "YEAR"), c.inRange(1, "MONTH_OF_YEAR")}, true
	case "MonthDay.of/2":
		m := 0
		if e, ok := c.arguments[0].(enum); ok {
			m = e.ordinal + 1
		} else {
			m = c.inRange(0, "MONTH_OF_YEAR")
		}
		d := c.inRange(1, "DAY_OF_MONTH")
		if d > daysIn(2000, time.Month(m)) {
			throwTime(fmt.Sprintf("Illegal value for DayOfMonth field, value %d is not valid for month %s", d, months[m-1]), c.offset)
		}
		return monthDay{m, d}, true
	}
	return nil, false
}
