package painless

import (
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

// units are the ChronoUnits in their order, and behind them those of IsoFields.
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
	{"MILLENNIA", "Millennia", 0, 12000, true},
	{"ERAS", "Eras", 0, 0, true},
	{"FOREVER", "Forever", 0, 0, false},
	{"WEEK_BASED_YEARS", "WeekBasedYears", 0, 0, true},
	{"QUARTER_YEARS", "QuarterYears", 0, 3, true},
}

// chronoUnits is how many of units are a ChronoUnit.
const chronoUnits = 16

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
	if u := units[e.ordinal]; u.name == "ERAS" || u.name == "WEEK_BASED_YEARS" {
		refuse(c.offset, "the unit %s", u.text)
	}
	return units[e.ordinal]
}

// counts tells whether a class of java.time can be moved by a unit.
func (m moment) counts(u unit) bool {
	switch {
	case u.name == "FOREVER":
		return false
	case m.kind == "LocalDate":
		return u.dateBased
	case m.kind == "LocalTime", m.kind == "OffsetTime":
		return !u.dateBased
	case m.kind == "Instant":
		return u.length != 0 && u.length <= day
	case m.kind == "Year":
		return u.months >= 12 || u.name == "ERAS"
	case m.kind == "YearMonth":
		return u.months != 0 || u.name == "ERAS"
	}
	return m.hasDate()
}

// add moves a moment by units.
func (c *invocation) add(m moment, n int64, u unit) moment {
	if !m.counts(u) {
		throwUnit("Unsupported unit: "+u.text, c.offset)
	}
	c.checkAmount(n, u)
	switch {
	case m.kind == "LocalTime" || m.kind == "OffsetTime":
		m.wall = clockOnly(addLong(m.wall, n, u.length))
		return m
	case u.months != 0:
		return m.atWall(addMonths(m.wall, n*u.months))
	case u.dateBased && m.kind != "Instant":
		return m.atWall(m.wall.AddDate(0, 0, int(n)*int(u.length/day)))
	case m.kind == "ZonedDateTime":
		return m.ofInstant(addLong(m.wall.Add(-time.Duration(m.offset)*time.Second), n, u.length))
	}
	m.wall = addLong(m.wall, n, u.length)
	return m
}

// addMonths keeps the day, or takes the last one of a shorter month.
func addMonths(t time.Time, n int64) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// maxAmount bounds what is added, in days: beyond it Java's own limits come into play.
const maxAmount = 3_650_000

func (c *invocation) checkAmount(n int64, u unit) {
	limit := maxAmount * max(1, int64(day/max(1, u.length)))
	if u.months != 0 {
		limit = 120_000 / u.months
	}
	if n > limit || n < -limit {
		refuse(c.offset, "%s of %d %s", c.name, n, u.text)
	}
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
			if c.arguments[0] == nil {
				throwNull(c.offset)
			}
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

// periodAmount is the Period that a plus or minus takes, with its sign.
func (c *invocation) periodAmount() (period, bool) {
	if len(c.arguments) != 1 || c.name != "plus" && c.name != "minus" {
		return period{}, false
	}
	p, ok := c.arguments[0].(period)
	if c.name == "minus" {
		p = period{-p.years, -p.months, -p.days}
	}
	return p, ok
}

// addPeriod moves a moment by a Period: its months first.
func (c *invocation) addPeriod(m moment, p period) Value {
	if total := p.years*12 + p.months; total != 0 {
		if p.months == 0 {
			m = c.add(m, p.years, units[10])
		} else {
			m = c.add(m, total, units[9])
		}
	}
	if p.days != 0 {
		m = c.add(m, p.days, units[7])
	}
	return m.value()
}

// until counts whole units from a moment to another, which is taken for one of
// its class.
func (c *invocation) until(m moment, end Value, u unit) Value {
	if end == nil {
		throwNull(c.offset)
	}
	o := c.from(m.kind, end)
	if !m.counts(u) {
		throwUnit("Unsupported unit: "+u.text, c.offset)
	}
	switch {
	case m.kind == "OffsetTime":
		return wholeUnits(m.wall.Add(-time.Duration(m.offset)*time.Second), o.wall.Add(-time.Duration(o.offset)*time.Second), u.length)
	case m.kind == "OffsetDateTime":
		o.wall = o.wall.Add(time.Duration(m.offset-o.offset) * time.Second)
	case m.kind == "ZonedDateTime":
		o = m.ofInstant(o.wall.Add(-time.Duration(o.offset) * time.Second))
		if !u.dateBased {
			return wholeUnits(m.wall.Add(-time.Duration(m.offset)*time.Second), o.wall.Add(-time.Duration(o.offset)*time.Second), u.length)
		}
	}
	return betweenLocal(m.wall, o.wall, u)
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
		return int64(t.Day())*int64(day) + int64(t.Sub(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)))
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

// from is the from method of a class: what of a value it takes, or an exception.
func (c *invocation) from(kind typ, v Value) moment {
	m, ok := momentOf(v)
	if !ok {
		refuse(c.offset, "%s.from of %s", kind, className(v))
	}
	if m.kind == kind {
		return m
	}
	fits := false
	switch kind {
	case "LocalDate":
		fits = m.hasDate()
		m.wall = onDay(time.Unix(0, 0).UTC(), m.wall)
	case "LocalTime":
		fits = m.hasTime()
		m.wall = clockOnly(m.wall)
	case "LocalDateTime":
		fits = m.hasDate() && m.hasTime()
	case "OffsetTime":
		fits = m.hasTime() && m.kind != "LocalTime" && m.kind != "LocalDateTime"
		m.wall = clockOnly(m.wall)
	case "OffsetDateTime":
		fits = m.kind == "ZonedDateTime"
	case "ZonedDateTime":
		if fits = m.kind == "OffsetDateTime"; fits {
			m.zone = offsetOf(m.offset)
		}
	case "Instant":
		if fits = m.fixed(); fits {
			m = moment{kind: kind, wall: m.wall.Add(-time.Duration(m.offset) * time.Second)}
		}
	case "Year":
		fits = m.hasDate() || m.kind == "YearMonth"
	case "YearMonth":
		fits = m.hasDate()
	case "MonthDay", "Month":
		fits = m.hasDate() || kind == "Month" && (m.kind == "YearMonth" || m.kind == "MonthDay")
	case "DayOfWeek":
		fits = m.hasDate()
	case "ZoneOffset", "ZoneId":
		fits = m.kind == "ZonedDateTime" || m.kind == "OffsetDateTime" || m.kind == "OffsetTime"
	}
	if !fits {
		throwTime("Unable to obtain "+kind+" from TemporalAccessor: "+c.print(v)+" of type "+className(v), c.offset)
	}
	m.kind = kind
	if kind == "Year" || kind == "YearMonth" {
		m, _ = momentOf(m.value())
	}
	return m
}

// fromStatic is X.from.
func (c *invocation) fromStatic(class typ) Value {
	class = strings.TrimPrefix(class, "Chrono")
	v := c.arguments[0]
	if v == nil {
		throwNull(c.offset)
	}
	if z, ok := v.(javavalue.ZonedDateTime); ok && class == "ZoneId" {
		return zoneOfTime(z)
	}
	if i, ok := v.(javavalue.Instant); ok && class == "Date" {
		return date{i.Time.UnixMilli()}
	}
	m := c.from(class, v)
	switch class {
	case "Month":
		return month(int(m.wall.Month()))
	case "DayOfWeek":
		return dayOfWeekOf(m.wall)
	case "ZoneOffset", "ZoneId":
		return offsetOf(m.offset)
	}
	return m.value()
}
