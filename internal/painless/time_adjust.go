package painless

import (
	"fmt"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// adjuster is a TemporalAdjuster of TemporalAdjusters.
type adjuster struct {
	opaque
	adjust func(c *invocation, m moment) moment
}

// adjust is with(TemporalAdjuster): the adjusters, and the classes of java.time
// that set themselves.
func (c *invocation) adjust(m moment, by Value) Value {
	switch by := by.(type) {
	case nil:
		throwNull(c.offset)
	case *adjuster:
		return by.adjust(c, m).value()
	case *closure:
		v := c.apply(by, m.value())
		o, ok := momentOf(v)
		if !ok || o.kind != m.kind {
			refuse(c.offset, "an adjuster that gives %s", className(v))
		}
		return v
	}
	o, ok := momentOf(by)
	if !ok {
		refuse(c.offset, "with of %s", className(by))
	}
	if m.kind == o.kind {
		return by
	}
	set := func(names ...string) Value {
		for _, name := range names {
			f, _ := fieldNamed(name)
			m = c.withField(m, f, o.get(f))
		}
		return m.value()
	}
	switch o.kind {
	case "LocalDate":
		return set("EPOCH_DAY")
	case "LocalTime":
		return set("NANO_OF_DAY")
	case "LocalDateTime":
		return set("EPOCH_DAY", "NANO_OF_DAY")
	case "DayOfWeek":
		return set("DAY_OF_WEEK")
	case "Month":
		return set("MONTH_OF_YEAR")
	case "Year":
		return set("YEAR")
	case "YearMonth":
		return set("PROLEPTIC_MONTH")
	case "ZoneOffset":
		return set("OFFSET_SECONDS")
	case "Instant":
		return set("INSTANT_SECONDS", "NANO_OF_SECOND")
	}
	refuse(c.offset, "with of %s", className(by))
	return nil
}

func (a *adjuster) painlessType() typ { return "TemporalAdjuster" }

func (a *adjuster) method(c *invocation) (Value, bool) {
	if c.key() == "adjustInto/1" {
		return a.adjust(c, c.moment(0)).value(), true
	}
	return nil, false
}

// setting is a field with a value.
type setting struct {
	field string
	value int64
}

// adjustersStatic is TemporalAdjusters.
func adjustersStatic(c *invocation) (Value, bool) {
	make := func(adjust func(c *invocation, m moment) moment) (Value, bool) {
		return &adjuster{opaque{"java.time.temporal.TemporalAdjusters"}, adjust}, true
	}
	setTo := func(c *invocation, m moment, s setting) moment {
		f, _ := fieldNamed(s.field)
		return c.withField(m, f, s.value)
	}
	switch c.key() {
	case "firstDayOfMonth/0":
		return make(func(c *invocation, m moment) moment { return setTo(c, m, setting{"DAY_OF_MONTH", 1}) })
	case "lastDayOfMonth/0":
		return make(func(c *invocation, m moment) moment {
			return setTo(c, m, setting{"DAY_OF_MONTH", int64(daysIn(m.wall.Year(), m.wall.Month()))})
		})
	case "firstDayOfNextMonth/0":
		return make(func(c *invocation, m moment) moment {
			return c.add(setTo(c, m, setting{"DAY_OF_MONTH", 1}), 1, units[9])
		})
	case "firstDayOfYear/0":
		return make(func(c *invocation, m moment) moment { return setTo(c, m, setting{"DAY_OF_YEAR", 1}) })
	case "lastDayOfYear/0":
		return make(func(c *invocation, m moment) moment {
			return setTo(c, m, setting{"DAY_OF_YEAR", int64(365 + boolRank(isLeap(m.wall.Year())))})
		})
	case "firstDayOfNextYear/0":
		return make(func(c *invocation, m moment) moment {
			return c.add(setTo(c, m, setting{"DAY_OF_YEAR", 1}), 1, units[10])
		})
	case "ofDateAdjuster/1":
		function := c.arguments[0]
		return make(func(c *invocation, m moment) moment {
			d, ok := momentOf(c.apply(function, moment{kind: "LocalDate", wall: m.wall}.value()))
			if !ok {
				throwNull(c.offset)
			}
			return setTo(c, m, setting{"EPOCH_DAY", epochDay(d.wall)})
		})
	}
	return c.weekdayAdjuster(make)
}

func (c *invocation) weekdayAdjuster(make func(func(c *invocation, m moment) moment) (Value, bool)) (Value, bool) {
	if len(c.arguments) == 0 {
		return nil, false
	}
	e, ok := c.arguments[len(c.arguments)-1].(enum)
	if !ok || e.class != dayOfWeekClass {
		throwNull(c.offset)
	}
	move := func(days func(from int) int) (Value, bool) {
		return make(func(c *invocation, m moment) moment {
			if f, _ := fieldNamed("DAY_OF_WEEK"); !m.supports(f) {
				throwUnit("Unsupported field: "+f.text, c.offset)
			}
			return c.add(m, int64(days(dayOfWeekOf(m.wall).ordinal)), units[7])
		})
	}
	ahead := func(from int) int { return (e.ordinal - from + 7) % 7 }
	back := func(from int) int { return (from - e.ordinal + 7) % 7 }
	switch c.key() {
	case "next/1":
		return move(func(from int) int { return ahead(from+1) + 1 })
	case "nextOrSame/1":
		return move(ahead)
	case "previous/1":
		return move(func(from int) int { return -back(from+6) - 1 })
	case "previousOrSame/1":
		return move(func(from int) int { return -back(from) })
	case "firstInMonth/1":
		return c.inMonth(make, 1, e)
	case "lastInMonth/1":
		return c.inMonth(make, -1, e)
	case "dayOfWeekInMonth/2":
		return c.inMonth(make, int64(c.int(0)), e)
	}
	return nil, false
}

// inMonth is TemporalAdjusters.dayOfWeekInMonth: the n-th such day, from the end
// where n is below nought.
func (c *invocation) inMonth(make func(func(c *invocation, m moment) moment) (Value, bool), n int64, e enum) (Value, bool) {
	return make(func(c *invocation, m moment) moment {
		f, _ := fieldNamed("DAY_OF_MONTH")
		if n >= 0 {
			first := c.withField(m, f, 1)
			days := int64((e.ordinal-dayOfWeekOf(first.wall).ordinal+7)%7) + (n-1)*7
			return c.add(first, days, units[7])
		}
		last := c.withField(m, f, int64(daysIn(m.wall.Year(), m.wall.Month())))
		days := int64(e.ordinal - dayOfWeekOf(last.wall).ordinal)
		if days > 0 {
			days -= 7
		}
		return c.add(last, days-(-n-1)*7, units[7])
	})
}

// valueRange is a java.time.temporal.ValueRange.
type valueRange struct{ least, mostLeast, leastMost, most int64 }

// JavaClass is the binary name.
func (valueRange) JavaClass() string { return "java.time.temporal.ValueRange" }

// JavaString is ValueRange.toString.
func (r valueRange) JavaString(javavalue.JDK) string {
	text := fmt.Sprint(r.least)
	if r.least != r.mostLeast {
		text += fmt.Sprintf("/%d", r.mostLeast)
	}
	text += fmt.Sprintf(" - %d", r.leastMost)
	if r.leastMost != r.most {
		text += fmt.Sprintf("/%d", r.most)
	}
	return text
}

// JavaHash is Java's.
func (r valueRange) JavaHash() int32 {
	hash := r.least + r.mostLeast<<16 + r.mostLeast>>48 + r.leastMost<<32 + r.leastMost>>32 + r.most<<48 + r.most>>16
	return int32(hash ^ int64(uint64(hash)>>32))
}

// JavaEquals compares all four.
func (r valueRange) JavaEquals(other Value) bool { return other == Value(r) }

func (r valueRange) method(c *invocation) (Value, bool) {
	switch c.key() {
	case "getMinimum/0":
		return r.least, true
	case "getMaximum/0":
		return r.most, true
	case "getLargestMinimum/0":
		return r.mostLeast, true
	case "getSmallestMaximum/0":
		return r.leastMost, true
	case "isFixed/0":
		return r.least == r.mostLeast && r.leastMost == r.most, true
	case "isIntValue/0":
		return r.isInt(), true
	case "isValidValue/1", "isValidIntValue/1":
		v := toLong(c.arguments[0])
		return v >= r.least && v <= r.most && (c.name == "isValidValue" || r.isInt()), true
	case "checkValidValue/2", "checkValidIntValue/2":
		v := toLong(c.arguments[0])
		if v < r.least || v > r.most {
			throwTime(fmt.Sprintf("Invalid value for %s (valid values %s): %d", c.field(1).text, r.JavaString(javavalue.JDK17), v), c.offset)
		}
		if c.name == "checkValidIntValue" {
			return int32(v), true
		}
		return v, true
	}
	return nil, false
}

func (r valueRange) isInt() bool { return r.least >= -1<<31 && r.most <= 1<<31-1 }

func valueRangeStatic(c *invocation) (Value, bool) {
	number := func(i int) int64 { return toLong(c.arguments[i]) }
	switch c.key() {
	case "of/2":
		return c.orderedRange(valueRange{number(0), number(0), number(1), number(1)}), true
	case "of/3":
		return c.orderedRange(valueRange{number(0), number(0), number(1), number(2)}), true
	case "of/4":
		return c.orderedRange(valueRange{number(0), number(1), number(2), number(3)}), true
	}
	return nil, false
}

func (c *invocation) orderedRange(r valueRange) Value {
	switch {
	case r.least > r.mostLeast:
		throwArgument("Smallest minimum value must be less than largest minimum value", c.offset)
	case r.leastMost > r.most:
		throwArgument("Smallest maximum value must be less than largest maximum value", c.offset)
	case r.mostLeast > r.most:
		throwArgument("Minimum value must be less than maximum value", c.offset)
	}
	return r
}

// rangeOf is range(field): what values a field can have in this moment.
func (c *invocation) rangeOf(m moment, f timeField) Value {
	if !m.supports(f) {
		throwUnit("Unsupported field: "+f.text, c.offset)
	}
	fixed := func(low, high int64) Value { return valueRange{low, low, high, high} }
	switch f.name {
	case "DAY_OF_MONTH":
		if m.kind == "MonthDay" {
			return valueRange{1, 1, int64(daysIn(2001, m.wall.Month())), int64(daysIn(2000, m.wall.Month()))}
		}
		return fixed(1, int64(daysIn(m.wall.Year(), m.wall.Month())))
	case "DAY_OF_YEAR":
		return fixed(1, int64(365+boolRank(isLeap(m.wall.Year()))))
	case "ALIGNED_WEEK_OF_MONTH":
		return fixed(1, int64(4+boolRank(m.wall.Month() != 2 || isLeap(m.wall.Year()))))
	case "YEAR_OF_ERA":
		return fixed(1, 999999999+int64(boolRank(m.wall.Year() <= 0)))
	case "DAY_OF_QUARTER", "WEEK_OF_WEEK_BASED_YEAR":
		refuse(c.offset, "the range of %s", f.text)
	}
	least := f.max
	if f.smallMax != 0 {
		least = f.smallMax
	}
	return valueRange{f.min, f.min, least, f.max}
}
