package painless

import (
	"fmt"
	"strings"
	"time"
)

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
	case chronoFieldClass:
		return fieldEnumMethod(e, c)
	case dayOfWeekClass, monthClass:
		return calendarEnumMethod(e, c)
	}
	return nil, false
}

// unitMethod is ChronoUnit.
func unitMethod(e enum, c *invocation) (Value, bool) {
	u := units[e.ordinal]
	switch c.key() {
	case "between/2":
		c.arguments[0], c.arguments[1] = unwrapDate(c.arguments[0], "ZonedDateTime"), unwrapDate(c.arguments[1], "ZonedDateTime")
		m := c.moment(0)
		if u.name == "ERAS" || u.name == "WEEK_BASED_YEARS" {
			refuse(c.offset, "the unit %s", u.text)
		}
		return c.until(m, c.arguments[1], u), true
	case "getDuration/0":
		if u.length != 0 {
			return duration{u.length}, true
		}
		if u.months > 0 && u.months <= 1200 {
			return duration{time.Duration(u.months) * 31556952 * time.Second / 12}, true
		}
	case "isDateBased/0":
		return u.dateBased, true
	case "isTimeBased/0":
		return !u.dateBased && u.name != "FOREVER", true
	case "isDurationEstimated/0":
		return u.dateBased || u.name == "FOREVER", true
	case "isSupportedBy/1":
		return c.moment(0).counts(u), true
	case "addTo/2":
		return c.add(c.moment(0), toLong(c.arguments[1]), u).value(), true
	}
	return nil, false
}

// fieldEnumMethod is ChronoField.
func fieldEnumMethod(e enum, c *invocation) (Value, bool) {
	f := fields[e.ordinal]
	least := f.max
	if f.smallMax != 0 {
		least = f.smallMax
	}
	whole := valueRange{f.min, f.min, least, f.max}
	switch c.key() {
	case "isDateBased/0":
		return f.date, true
	case "isTimeBased/0":
		return f.time, true
	case "range/0":
		return whole, true
	case "checkValidValue/1", "checkValidIntValue/1":
		v := toLong(c.arguments[0])
		if text := f.outOfRange(v); text != "" {
			throwTime(text, c.offset)
		}
		if c.name == "checkValidIntValue" {
			return int32(v), whole.isInt()
		}
		return v, true
	case "isSupportedBy/1":
		return c.moment(0).supports(f), true
	case "getFrom/1":
		m := c.moment(0)
		if !m.supports(f) {
			throwUnit("Unsupported field: "+f.text, c.offset)
		}
		return m.get(f), true
	case "adjustInto/2":
		return c.withField(c.moment(0), f, toLong(c.arguments[1])).value(), true
	case "rangeRefinedBy/1":
		return c.rangeOf(c.moment(0), f), true
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
		return move(-(toLong(c.arguments[0]) % int64(size))), true
	case "getDisplayName/2":
		return e.displayName(c)
	}
	if e.class == monthClass {
		if v, ok := monthMethod(e, c); ok {
			return v, true
		}
	}
	m, _ := momentOf(e)
	return fieldMethod(m, c)
}

// displayName is getDisplayName in English.
func (e enum) displayName(c *invocation) (Value, bool) {
	style, ok := c.arguments[0].(enum)
	l, isLocale := c.arguments[1].(*locale)
	if !ok || !isLocale {
		throwNull(c.offset)
	}
	if !l.english() {
		return nil, false
	}
	name := e.name[:1] + strings.ToLower(e.name[1:])
	switch style.name {
	case "FULL", "FULL_STANDALONE":
		return name, true
	case "SHORT", "SHORT_STANDALONE":
		return name[:3], true
	case "NARROW":
		return name[:1], true
	}
	return nil, false
}

func monthMethod(e enum, c *invocation) (Value, bool) {
	m := time.Month(e.ordinal + 1)
	switch c.key() {
	case "length/1":
		return int32(daysIn(2001-boolRank(c.arguments[0] == Value(true)), m)), true
	case "minLength/0":
		return int32(daysIn(2001, m)), true
	case "maxLength/0":
		return int32(daysIn(2000, m)), true
	case "firstDayOfYear/1":
		return int32(time.Date(2001-boolRank(c.arguments[0] == Value(true)), m, 1, 0, 0, 0, 0, time.UTC).YearDay()), true
	case "firstMonthOfQuarter/0":
		return month(e.ordinal/3*3 + 1), true
	}
	return nil, false
}

// constantsOf are the constants of an enum of java.time.
func constantsOf(class typ) []Value {
	var out []Value
	switch class {
	case "DayOfWeek":
		for i := range daysOfWeek {
			out = append(out, dayOfWeek(i+1))
		}
	case "Month":
		for i := range months {
			out = append(out, month(i+1))
		}
	case "ChronoUnit":
		for i, u := range units[:chronoUnits] {
			out = append(out, enum{chronoUnitClass, u.name, i})
		}
	case "ChronoField":
		for i, f := range fields {
			if !f.iso {
				out = append(out, enum{chronoFieldClass, f.name, i})
			}
		}
	case "TextStyle":
		for i, name := range []string{"FULL", "FULL_STANDALONE", "SHORT", "SHORT_STANDALONE", "NARROW", "NARROW_STANDALONE"} {
			out = append(out, enum{"java.time.format.TextStyle", name, i})
		}
	case "RoundingMode":
		for i, name := range roundingModes {
			out = append(out, enum{roundingModeClass, name, i})
		}
	}
	return out
}

func timeEnumStatic(class typ, c *invocation) (Value, bool) {
	constants := constantsOf(class)
	switch c.key() {
	case "of/1":
		v := c.int(0)
		if v < 1 || v > len(constants) {
			what := class
			if class == "Month" {
				what = "MonthOfYear"
			}
			throwTime(fmt.Sprintf("Invalid value for %s: %d", what, v), c.offset)
		}
		return constants[v-1], true
	case "valueOf/1":
		for _, v := range constants {
			if v.(enum).name == c.text(0) {
				return v, true
			}
		}
		throwArgument("No enum constant "+lookupClass(class).binaryName+"."+c.text(0), c.offset)
	case "values/0":
		return &array{element: class, items: constants}, true
	}
	return nil, false
}

// timeField is a constant of a class of java.time.
func timeConstant(class typ, name string) (Value, bool) {
	for _, v := range constantsOf(class) {
		if v.(enum).name == name {
			return v, true
		}
	}
	switch class + "." + name {
	case "Instant.EPOCH":
		return moment{kind: "Instant", wall: time.Unix(0, 0).UTC()}.value(), true
	case "ZoneOffset.UTC":
		return offsetOf(0), true
	case "ZoneOffset.MIN":
		return offsetOf(-64800), true
	case "ZoneOffset.MAX":
		return offsetOf(64800), true
	case "Duration.ZERO":
		return duration{}, true
	case "Period.ZERO":
		return period{}, true
	case "LocalTime.MIN", "LocalTime.MIDNIGHT":
		return local{"LocalTime", time.Unix(0, 0).UTC()}, true
	case "LocalTime.NOON":
		return local{"LocalTime", time.Unix(43200, 0).UTC()}, true
	case "LocalTime.MAX":
		return local{"LocalTime", time.Unix(86399, 999_999_999).UTC()}, true
	case "Year.MAX_VALUE":
		return int32(999_999_999), true
	case "Year.MIN_VALUE":
		return int32(-999_999_999), true
	}
	switch class {
	case "IsoFields":
		if f, i := fieldNamed(name); i >= 0 && f.iso {
			return enum{chronoFieldClass, name, i}, true
		}
		if i, ok := unitNamed(name); ok && i >= chronoUnits {
			return enum{chronoUnitClass, name, i}, true
		}
	case "DateTimeFormatter":
		if f := namedFormatter(name); f != nil {
			return f, true
		}
	}
	return nil, false
}
