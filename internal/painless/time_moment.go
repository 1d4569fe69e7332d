package painless

import (
	"cmp"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// moment is what the classes of java.time have in common: a local date and time,
// of which a class has a part, and an offset or zone.
type moment struct {
	kind   typ
	wall   time.Time // as if it were UTC; what a class has not is of 1970-01-01T00:00
	offset int       // in seconds
	zone   zone      // of a ZonedDateTime
}

func momentOf(v Value) (moment, bool) {
	switch v := v.(type) {
	case local:
		return moment{kind: v.kind, wall: v.time}, true
	case joda:
		return momentOf(v.ZonedDateTime)
	case javavalue.ZonedDateTime:
		_, offset := v.Time.Zone()
		return moment{kind: "ZonedDateTime", wall: wall(v.Time), offset: offset, zone: zoneOfTime(v)}, true
	case javavalue.Instant:
		return moment{kind: "Instant", wall: v.Time.UTC()}, true
	case offsetTime:
		return moment{kind: v.kind, wall: v.time, offset: v.offset}, true
	case year:
		return moment{kind: "Year", wall: time.Date(v.value, 1, 1, 0, 0, 0, 0, time.UTC)}, true
	case yearMonth:
		return moment{kind: "YearMonth", wall: time.Date(v.year, time.Month(v.month), 1, 0, 0, 0, 0, time.UTC)}, true
	case monthDay:
		return moment{kind: "MonthDay", wall: time.Date(2000, time.Month(v.month), v.day, 0, 0, 0, 0, time.UTC)}, true
	case zone:
		if v.painlessType() == "ZoneOffset" {
			return moment{kind: "ZoneOffset", offset: v.seconds()}, true
		}
	case enum:
		switch v.class {
		case dayOfWeekClass:
			return moment{kind: "DayOfWeek", wall: time.Date(1970, 1, 5+v.ordinal, 0, 0, 0, 0, time.UTC)}, true
		case monthClass:
			return moment{kind: "Month", wall: time.Date(1970, time.Month(v.ordinal+1), 1, 0, 0, 0, 0, time.UTC)}, true
		}
	case *parsedTime:
		return v.moment()
	}
	return moment{}, false
}

// moment reads an argument; null throws.
func (c *invocation) moment(i int) moment {
	m, ok := momentOf(c.arguments[i])
	if !ok {
		if c.arguments[i] == nil {
			throwNull(c.offset)
		}
		refuse(c.offset, "%s of %s", c.name, className(c.arguments[i]))
	}
	return m
}

// value is the moment as an object of its class.
func (m moment) value() Value {
	switch m.kind {
	case "ZonedDateTime":
		return javavalue.ZonedDateTime{Time: m.wall.Add(-time.Duration(m.offset) * time.Second).In(m.zone.location), Zone: m.zone.id}
	case "Instant":
		return javavalue.Instant{Time: m.wall}
	case "OffsetTime", "OffsetDateTime":
		return offsetTime{m.kind, m.wall, m.offset}
	case "Year":
		return year{m.wall.Year()}
	case "YearMonth":
		return yearMonth{m.wall.Year(), int(m.wall.Month())}
	case "MonthDay":
		return monthDay{int(m.wall.Month()), m.wall.Day()}
	case "LocalDate":
		return local{m.kind, time.Date(m.wall.Year(), m.wall.Month(), m.wall.Day(), 0, 0, 0, 0, time.UTC)}
	case "LocalTime":
		return local{m.kind, clockOnly(m.wall)}
	}
	return local{m.kind, m.wall}
}

// clockOnly is a time without its date.
func clockOnly(t time.Time) time.Time {
	return time.Date(1970, 1, 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

func (m moment) epochSecond() int64 { return m.wall.Unix() - int64(m.offset) }

// atWall is the moment with another local time: a zone may move it.
func (m moment) atWall(t time.Time) moment {
	if m.kind == "ZonedDateTime" {
		changed, _ := momentOf(m.zone.atWall(t, m.offset))
		return changed
	}
	m.wall = t
	return m
}

// ofInstant is the moment of the same class and zone at an instant.
func (m moment) ofInstant(t time.Time) moment {
	if m.kind == "ZonedDateTime" {
		changed, _ := momentOf(m.zone.at(t))
		return changed
	}
	m.wall = t.UTC().Add(time.Duration(m.offset) * time.Second)
	return m
}

func (m moment) hasDate() bool {
	return m.supports(timeField{name: "DAY_OF_MONTH", date: true}) && m.kind != "MonthDay"
}
func (m moment) hasTime() bool { return m.supports(timeField{name: "HOUR_OF_DAY", time: true}) }

// fixed tells whether the class stands for an instant.
func (m moment) fixed() bool {
	return m.kind == "ZonedDateTime" || m.kind == "OffsetDateTime" || m.kind == "Instant"
}

// order is compareTo among one class.
func (m moment) order(o moment) int32 {
	date := func() int32 {
		for _, part := range [][2]int{{m.wall.Year(), o.wall.Year()}, {int(m.wall.Month()), int(o.wall.Month())}, {m.wall.Day(), o.wall.Day()}} {
			if part[0] != part[1] {
				return int32(part[0] - part[1])
			}
		}
		return 0
	}
	clock := func() int32 { return int32(cmp.Compare(nanoOfDay(m.wall), nanoOfDay(o.wall))) }
	switch m.kind {
	case "LocalDate", "Year", "YearMonth", "MonthDay":
		return date()
	case "LocalTime":
		return clock()
	case "LocalDateTime":
		return cmp.Or(date(), clock())
	case "Instant":
		return cmp.Or(int32(cmp.Compare(m.wall.Unix(), o.wall.Unix())), int32(m.wall.Nanosecond()-o.wall.Nanosecond()))
	case "OffsetTime":
		return cmp.Or(int32(cmp.Compare(nanoOfDay(m.wall)-int64(m.offset)*1e9, nanoOfDay(o.wall)-int64(o.offset)*1e9)), clock())
	}
	instant := int32(cmp.Compare(m.epochSecond(), o.epochSecond()))
	nano := int32(m.wall.Nanosecond() - o.wall.Nanosecond())
	text, _ := compareText(m.zone.id, o.zone.id).(int32)
	return cmp.Or(instant, nano, date(), clock(), text)
}

// hash is hashCode.
func (m moment) hash() int32 {
	y, mon, d := int32(m.wall.Year()), int32(m.wall.Month()), int32(m.wall.Day())
	date := int32(uint32(y)&0xFFFFF800) ^ (y<<11 + mon<<6 + d)
	nod := nanoOfDay(m.wall)
	clock := int32(nod ^ int64(uint64(nod)>>32))
	switch m.kind {
	case "LocalDate":
		return date
	case "LocalTime":
		return clock
	case "LocalDateTime":
		return date ^ clock
	case "OffsetTime":
		return clock ^ int32(m.offset)
	case "OffsetDateTime":
		return date ^ clock ^ int32(m.offset)
	case "Year":
		return y
	case "YearMonth":
		return y ^ mon<<27
	case "MonthDay":
		return mon<<6 + d
	case "Instant":
		return javavalue.Instant{Time: m.wall}.JavaHash()
	}
	return javavalue.Hash(m.value())
}

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

// JavaHash is Java's.
func (l local) JavaHash() int32 { return moment{kind: l.kind, wall: l.time}.hash() }

// JavaEquals compares within one class.
func (l local) JavaEquals(other Value) bool {
	o, ok := other.(local)
	return ok && o.kind == l.kind && o.time.Equal(l.time)
}

func (l local) method(c *invocation) (Value, bool) {
	return momentMethod(moment{kind: l.kind, wall: l.time}, c)
}

// offsetTime is an OffsetDateTime or OffsetTime.
type offsetTime struct {
	kind   typ
	time   time.Time // the local one, as if it were UTC
	offset int
}

// JavaClass is the binary name.
func (o offsetTime) JavaClass() string { return "java.time." + o.kind }

// JavaString is ISO 8601.
func (o offsetTime) JavaString(javavalue.JDK) string {
	text := javavalue.ClockText(o.time) + offsetText(o.offset)
	if o.kind == "OffsetDateTime" {
		return dateText(o.time) + "T" + text
	}
	return text
}

func offsetText(seconds int) string {
	return javavalue.OffsetText(time.Unix(0, 0).In(time.FixedZone("", seconds)))
}

// JavaHash is Java's.
func (o offsetTime) JavaHash() int32 {
	return moment{kind: o.kind, wall: o.time, offset: o.offset}.hash()
}

// JavaEquals compares the local time and the offset.
func (o offsetTime) JavaEquals(other Value) bool {
	p, ok := other.(offsetTime)
	return ok && o.kind == p.kind && o.offset == p.offset && o.time.Equal(p.time)
}

func (o offsetTime) method(c *invocation) (Value, bool) {
	return momentMethod(moment{kind: o.kind, wall: o.time, offset: o.offset}, c)
}

// year is a java.time.Year.
type year struct{ value int }

// JavaClass is the binary name.
func (year) JavaClass() string { return "java.time.Year" }

// JavaString is the bare number.
func (y year) JavaString(jdk javavalue.JDK) string { return javavalue.Print(int32(y.value), jdk) }

// JavaHash is the number.
func (y year) JavaHash() int32 { return int32(y.value) }

// JavaEquals compares numbers.
func (y year) JavaEquals(other Value) bool { return other == Value(y) }

func (y year) method(c *invocation) (Value, bool) {
	m, _ := momentOf(y)
	return momentMethod(m, c)
}

// yearMonth is a java.time.YearMonth.
type yearMonth struct{ year, month int }

// JavaClass is the binary name.
func (yearMonth) JavaClass() string { return "java.time.YearMonth" }

// JavaString is ISO 8601.
func (y yearMonth) JavaString(javavalue.JDK) string {
	return dateText(time.Date(y.year, time.Month(y.month), 1, 0, 0, 0, 0, time.UTC))[:len(javavalue.YearText(y.year))+3]
}

// JavaHash is Java's.
func (y yearMonth) JavaHash() int32 { return int32(y.year) ^ int32(y.month)<<27 }

// JavaEquals compares both.
func (y yearMonth) JavaEquals(other Value) bool { return other == Value(y) }

func (y yearMonth) method(c *invocation) (Value, bool) {
	m, _ := momentOf(y)
	return momentMethod(m, c)
}

// monthDay is a java.time.MonthDay.
type monthDay struct{ month, day int }

// JavaClass is the binary name.
func (monthDay) JavaClass() string { return "java.time.MonthDay" }

// JavaString is --MM-dd.
func (d monthDay) JavaString(javavalue.JDK) string {
	return "-" + time.Date(2000, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Format("-01-02")
}

// JavaHash is Java's.
func (d monthDay) JavaHash() int32 { return int32(d.month)<<6 + int32(d.day) }

// JavaEquals compares both.
func (d monthDay) JavaEquals(other Value) bool { return other == Value(d) }

func (d monthDay) method(c *invocation) (Value, bool) {
	m, _ := momentOf(d)
	return momentMethod(m, c)
}
