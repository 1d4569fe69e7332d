package painless

import (
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// joda is what a date's field holds: a ZonedDateTime in UTC with the getters of
// Joda time that it had before.
type joda struct{ javavalue.ZonedDateTime }

const jodaClass = "org.opensearch.script.JodaCompatibleZonedDateTime"

// Date is a value of a field of dates.
func Date(t time.Time) Value {
	return joda{javavalue.ZonedDateTime{Time: t.UTC(), Zone: "Z"}}
}

// DateOf is the time of a script's result that is a value of a field of dates.
func DateOf(v Value) (t time.Time, ok bool) {
	j, ok := v.(joda)
	return j.Time, ok
}

// Plain makes of values of a field of dates what they are in a Language of
// PlainDates; other values stay.
func Plain(values []Value) []Value {
	out := make([]Value, len(values))
	for i, v := range values {
		out[i] = v
		if j, ok := v.(joda); ok {
			out[i] = j.ZonedDateTime
		}
	}
	return out
}

// JavaClass is the binary name.
func (joda) JavaClass() string { return jodaClass }

func (joda) painlessType() typ { return "JodaCompatibleZonedDateTime" }

// JavaString is strict_date_time: always milliseconds, and more where there are.
func (j joda) JavaString(javavalue.JDK) string { return DateText(j.Time) }

// DateText is how a value of a field of dates prints.
func DateText(t time.Time) string {
	fraction := t.Format(".000000000")
	for len(fraction) > 4 && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	return dateText(t) + t.Format("T15:04:05") + fraction + "Z"
}

// JavaHash is ZonedDateTime's.
func (j joda) JavaHash() int32 { return javavalue.Hash(j.ZonedDateTime) }

// JavaEquals takes a ZonedDateTime for its equal, which that does not the other
// way round.
func (j joda) JavaEquals(other Value) bool {
	z, ok := zonedOf(other)
	return ok && javavalue.Equal(j.ZonedDateTime, z)
}

func (j joda) compareTo(other Value) int32 {
	m, _ := momentOf(j)
	o, _ := momentOf(other)
	return m.order(o)
}

// zonedOf is the ZonedDateTime that a value is or holds.
func zonedOf(v Value) (javavalue.ZonedDateTime, bool) {
	switch v := v.(type) {
	case javavalue.ZonedDateTime:
		return v, true
	case joda:
		return v.ZonedDateTime, true
	}
	return javavalue.ZonedDateTime{}, false
}

func (j joda) method(c *invocation) (Value, bool) {
	t := j.Time
	year, week := t.ISOWeek()
	second := t.Hour()*3600 + t.Minute()*60 + t.Second()
	numbers := map[string]int{
		"getDayOfWeek/0": dayOfWeekOf(t).ordinal + 1, "getHourOfDay/0": t.Hour(), "getMinuteOfHour/0": t.Minute(),
		"getSecondOfMinute/0": t.Second(), "getMinuteOfDay/0": second / 60, "getSecondOfDay/0": second,
		"getMillisOfSecond/0": t.Nanosecond() / 1_000_000, "getMillisOfDay/0": second*1000 + t.Nanosecond()/1_000_000,
		"getMonthOfYear/0": int(t.Month()), "getWeekyear/0": year, "getWeekOfWeekyear/0": week, "getYearOfEra/0": t.Year(),
		"getYearOfCentury/0": t.Year() % 100, "getCenturyOfEra/0": t.Year() / 100, "getEra/0": 1,
	}
	if n, ok := numbers[c.key()]; ok && t.Year() > 0 {
		return int32(n), true
	}
	switch c.key() {
	case "getMillis/0":
		return t.UnixMilli(), true
	case "getDayOfWeekEnum/0":
		return dayOfWeekOf(t), true
	case "toString/0":
		return c.print(j), true
	case "toString/1":
		// the patterns of Joda and of Java agree on these
		if strings.Trim(c.text(0), "yMdHms-:/. ") == "" {
			c.arguments = []Value{newFormatter(c.text(0), c.offset)}
			m, _ := momentOf(j)
			return c.formatTime(m), true
		}
		return nil, false
	}
	m, _ := momentOf(j)
	return momentMethod(m, c)
}
