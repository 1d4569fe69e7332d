package painless

import (
	"fmt"
	"slices"
	"time"
)

// parsedTime is what a formatter has read: a TemporalAccessor.
type parsedTime struct {
	opaque
	date, clock *time.Time
	rest        map[string]int64
	offset      *int
	zone        *zone
	text        string
}

// moment is the fullest class that what was read makes.
func (p *parsedTime) moment() (moment, bool) {
	m := moment{wall: time.Unix(0, 0).UTC()}
	if p.date != nil {
		m.kind, m.wall = "LocalDate", *p.date
	}
	if p.clock != nil {
		m.wall = onDay(*p.clock, m.wall)
		if m.kind == "" {
			m.kind = "LocalTime"
		} else {
			m.kind = "LocalDateTime"
		}
	}
	switch {
	case m.kind == "LocalDateTime" && p.zone != nil:
		preferred := noOffset
		if p.offset != nil {
			preferred = *p.offset
			at := m.wall.Add(-time.Duration(preferred) * time.Second)
			return momentOf(p.zone.at(at))
		}
		return momentOf(p.zone.atWall(m.wall, preferred))
	case m.kind == "LocalDateTime" && p.offset != nil:
		m.kind, m.offset = "OffsetDateTime", *p.offset
	case m.kind == "LocalTime" && p.offset != nil:
		m.kind, m.offset = "OffsetTime", *p.offset
	}
	return m, m.kind != "" && len(p.rest) == 0
}

func (p *parsedTime) method(c *invocation) (Value, bool) {
	m, ok := p.moment()
	if !ok {
		return nil, false
	}
	switch c.key() {
	case "get/1", "getLong/1", "isSupported/1":
		if m.kind == "ZonedDateTime" || m.kind == "OffsetDateTime" {
			return nil, false
		}
		return fieldMethod(m, c)
	}
	return nil, false
}

func (p *parsedTime) painlessType() typ { return "TemporalAccessor" }

// resolve makes a date and a time of the fields that were read; it returns what
// is wrong with them.
func (p *parsedTime) resolve(strict bool) string {
	for name, v := range p.rest {
		f, _ := fieldNamed(name)
		if name == "HOUR_OF_DAY" && v == 24 && !strict {
			continue
		}
		if text := f.outOfRange(v); text != "" && name != "OFFSET_SECONDS" {
			return text
		} else if text != "" {
			return "Zone offset not in valid range: -18:00 to +18:00"
		}
	}
	if seconds, ok := p.take("OFFSET_SECONDS"); ok {
		n := int(seconds)
		p.offset = &n
	}
	if what := p.resolveDate(strict); what != "" {
		return what
	}
	return p.resolveClock(strict)
}

func (p *parsedTime) take(name string) (int64, bool) {
	v, ok := p.rest[name]
	delete(p.rest, name)
	return v, ok
}

func (p *parsedTime) hasFields(names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { _, ok := p.rest[name]; return !ok })
}

func (p *parsedTime) resolveDate(strict bool) string {
	if y, ok := p.rest["YEAR_OF_ERA"]; ok && !strict {
		if old, had := p.rest["YEAR"]; had && old != y {
			return fmt.Sprintf("Conflict found: Year %d differs from Year %d", old, y)
		}
		delete(p.rest, "YEAR_OF_ERA")
		p.rest["YEAR"] = y
	}
	switch {
	case p.hasFields("YEAR", "MONTH_OF_YEAR", "DAY_OF_MONTH"):
		y, _ := p.take("YEAR")
		m, _ := p.take("MONTH_OF_YEAR")
		d, _ := p.take("DAY_OF_MONTH")
		last := int64(daysIn(int(y), time.Month(m)))
		if d > last && strict {
			if d == 29 {
				return fmt.Sprintf("Invalid date 'February 29' as '%d' is not a leap year", y)
			}
			return fmt.Sprintf("Invalid date '%s %d'", months[m-1], d)
		}
		t := time.Date(int(y), time.Month(m), int(min(d, last)), 0, 0, 0, 0, time.UTC)
		p.date = &t
	case p.hasFields("YEAR", "DAY_OF_YEAR"):
		y, _ := p.take("YEAR")
		d, _ := p.take("DAY_OF_YEAR")
		if d == 366 && !isLeap(int(y)) {
			return fmt.Sprintf("Invalid date 'DayOfYear 366' as '%d' is not a leap year", y)
		}
		t := time.Date(int(y), 1, int(d), 0, 0, 0, 0, time.UTC)
		p.date = &t
	}
	if dow, ok := p.rest["DAY_OF_WEEK"]; ok && p.date != nil {
		derived := int64(dayOfWeekOf(*p.date).ordinal + 1)
		if derived != dow {
			return fmt.Sprintf("Conflict found: Field DayOfWeek %d differs from DayOfWeek %d derived from %s", derived, dow, dateText(*p.date))
		}
		delete(p.rest, "DAY_OF_WEEK")
	}
	return ""
}

func (p *parsedTime) resolveClock(strict bool) string {
	if h, ok := p.take("CLOCK_HOUR_OF_DAY"); ok {
		p.rest["HOUR_OF_DAY"] = h % 24
	}
	if h, ok := p.take("CLOCK_HOUR_OF_AMPM"); ok {
		p.rest["HOUR_OF_AMPM"] = h % 12
	}
	if p.hasFields("AMPM_OF_DAY", "HOUR_OF_AMPM") {
		half, _ := p.take("AMPM_OF_DAY")
		h, _ := p.take("HOUR_OF_AMPM")
		p.rest["HOUR_OF_DAY"] = half*12 + h
	}
	h, ok := p.rest["HOUR_OF_DAY"]
	if !ok {
		return ""
	}
	m, hasMinute := p.rest["MINUTE_OF_HOUR"]
	s, hasSecond := p.rest["SECOND_OF_MINUTE"]
	n, hasNano := p.rest["NANO_OF_SECOND"]
	if !hasMinute && (hasSecond || hasNano) || hasMinute && !hasSecond && hasNano {
		return ""
	}
	for _, name := range []string{"HOUR_OF_DAY", "MINUTE_OF_HOUR", "SECOND_OF_MINUTE", "NANO_OF_SECOND"} {
		delete(p.rest, name)
	}
	t := time.Date(1970, 1, 1, int(h%24), int(m), int(s), int(n), time.UTC)
	p.clock = &t
	if h == 24 {
		if m != 0 || s != 0 || n != 0 {
			f, _ := fieldNamed("HOUR_OF_DAY")
			return f.outOfRange(24)
		}
		if p.date != nil {
			next := p.date.AddDate(0, 0, 1)
			p.date = &next
		}
	}
	return ""
}

// partial are the classes with less than a date.
func (p *parsedTime) partial(kind typ) (Value, bool) {
	y, hasYear := p.rest["YEAR"]
	m, hasMonth := p.rest["MONTH_OF_YEAR"]
	d, hasDay := p.rest["DAY_OF_MONTH"]
	if p.date != nil {
		y, m, d = int64(p.date.Year()), int64(p.date.Month()), int64(p.date.Day())
		hasYear, hasMonth, hasDay = true, true, true
	}
	switch {
	case kind == "Year" && hasYear:
		return year{int(y)}, true
	case kind == "YearMonth" && hasYear && hasMonth:
		return yearMonth{int(y), int(m)}, true
	case kind == "MonthDay" && hasMonth && hasDay:
		return monthDay{int(m), int(d)}, true
	}
	return nil, false
}
