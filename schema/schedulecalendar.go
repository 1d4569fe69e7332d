package schema

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
	"github.com/alertplan/alertplan/schema/internal/cron"
)

// calendar reads daily, weekly or monthly.
func (b *monitorBlock) calendar(kind, zone string) (monitors.Schedule, scheduleTimes) {
	times := scheduleTimes{cron: true}
	var s calendarSaid
	switch kind {
	case "daily":
		s = b.daily()
	case "weekly":
		s = b.only("weekly").weekly()
	default:
		s = b.only("monthly").monthly()
	}
	switch {
	case s.missing != "":
		return monitors.Schedule{Cron: &monitors.Cron{Expression: s.missing, Timezone: zone}}, times
	case !s.ok:
		return monitors.Schedule{Cron: &monitors.Cron{Timezone: zone}}, times
	}
	if parsed, err := cron.Parse(s.calendar.Expression()); err == nil {
		times.gap = parsed.ShortestGap()
	}
	return monitors.ScheduleOf(s.calendar, zone), times
}

// calendarSaid is a calendar as it was read.
type calendarSaid struct {
	calendar monitors.Calendar
	ok       bool
	missing  string // monitors.UnknownText, where it can't be told in this run
}

// only is the one block of a kind that is there; others are told.
func (b *monitorBlock) only(kind string) *monitorBlock {
	block := b.single(kind)
	return b.inBlock(block, grammar.Schedule.Block(kind).Schema())
}

func (b *monitorBlock) daily() calendarSaid {
	return b.timed("daily", monitors.Calendar{Frequency: monitors.Daily})
}

func (b *monitorBlock) weekly() calendarSaid {
	b.needed("days", "at")
	days, missing, ok := b.weekdays()
	return b.timed("at", monitors.Calendar{Frequency: monitors.Weekly, Days: days}).with(missing, ok)
}

func (b *monitorBlock) monthly() calendarSaid {
	b.needed("day", "at")
	day, missing, ok := b.dayOfMonth()
	return b.timed("at", monitors.Calendar{Frequency: monitors.Monthly, Day: day}).with(missing, ok)
}

// timed adds the time of day to a calendar.
func (b *monitorBlock) timed(name string, c monitors.Calendar) calendarSaid {
	s := calendarSaid{calendar: c}
	s.calendar.Hour, s.calendar.Minute, s.missing, s.ok = b.clock(name)
	return s
}

// with adds how the reading of the days went.
func (s calendarSaid) with(missing string, ok bool) calendarSaid {
	s.ok = s.ok && ok
	if missing != "" {
		s.missing = missing
	}
	return s
}

// weekdays reads days, which come back in the order of the week.
func (b *monitorBlock) weekdays() (days []string, missing string, ok bool) {
	v, ok := b.value("days")
	if !ok {
		return nil, "", false
	}
	plain, marks := v.UnmarkDeep()
	t := plain.Type()
	switch {
	case hasSecret(marks):
		b.report("sensitive-value", b.at("days"), "days must not hold a secret, since they are printed and stored in clear. If they are none, use nonsensitive().")
		return nil, "", false
	case !plain.IsWhollyKnown():
		return nil, monitors.UnknownText(missingIn(v)), false
	case !isList(t):
		b.report("wrong-type", b.at("days"), "days must be a list of texts, such as [\"mon\", \"fri\"], and this is %s.", article(t))
		return nil, "", false
	case plain.LengthInt() == 0:
		b.report("invalid-day", b.at("days"), "A weekly schedule needs a day: some of %s.", oneOf(monitors.Weekdays))
		return nil, "", false
	}
	chosen := map[string]bool{}
	for i, element := range plain.AsValueSlice() {
		chosen[b.weekday(element, place{elementRange(b.attributes["days"].Expr, i), b.block})] = true
	}
	for _, day := range monitors.Weekdays {
		if chosen[day] {
			days = append(days, day)
		}
	}
	return days, "", !chosen[""]
}

// weekday is a day of the week, "" for none, which is told.
func (b *monitorBlock) weekday(v cty.Value, at place) string {
	if v.IsNull() || v.Type() != cty.String {
		b.report("wrong-type", at, "The days of the week must be texts, such as \"mon\".")
		return ""
	}
	text := v.AsString()
	if slices.Contains(monitors.Weekdays, text) {
		return text
	}
	suggestion := didYouMean(text, monitors.Weekdays)
	if len(text) > 3 && slices.Contains(monitors.Weekdays, strings.ToLower(text[:3])) { // monday, Thurs
		suggestion = " Did you mean \"" + strings.ToLower(text[:3]) + "\"?"
	}
	b.report("invalid-day", at, "%q is no day of the week: they are %s.%s", text, strings.Join(monitors.Weekdays, ", "), suggestion)
	return ""
}

// dayOfMonth reads day.
func (b *monitorBlock) dayOfMonth() (day int, missing string, ok bool) {
	v, ok := b.converted("day", cty.Number)
	if !ok {
		return 0, "", false
	}
	plain, marks := v.Unmark()
	switch {
	case hasSecret(marks):
		b.report("sensitive-value", b.at("day"), "day must not hold a secret, since it is printed and stored in clear. If it is none, use nonsensitive().")
		return 0, "", false
	case !plain.IsKnown():
		return 0, unknownText(v), false
	}
	day, whole := smallNumber(plain)
	switch {
	case !whole || day < 1 || day > 31:
		b.report("invalid-day", b.at("day"), "day must be a whole number from 1 to 31. For the last day of each month there is no form that the server takes.")
		return 0, "", false
	case day > 28:
		b.report("skipped-months", b.at("day"), "Months without a day %d are left out: the monitor runs %s. Choose a day up to 28 to run in each month.", day, monthsWith[day])
	}
	return day, "", true
}

// monthsWith says how often a year has a day.
var monthsWith = map[int]string{29: "eleven times a year, twelve in leap years", 30: "eleven times a year", 31: "seven times a year"}
