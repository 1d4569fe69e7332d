// Package quiet knows the times at which a trigger is silent, and writes them
// into its condition as Painless: the server has no such thing of its own. It
// reads back exactly what it writes, so that a live condition can be told apart
// again into quiet times and what the user asks for.
//
// It must not know monitors, HCL or how a script is compiled.
package quiet

import (
	"slices"
	"time"
)

// Times are when a trigger is silent: whenever one of them says so.
type Times struct {
	Hours       []Hours
	Maintenance []Maintenance
}

// IsZero is true where there are none.
func (t Times) IsZero() bool { return len(t.Hours)+len(t.Maintenance) == 0 }

// And are the times of both.
func (t Times) And(more Times) Times {
	return Times{Hours: slices.Concat(t.Hours, more.Hours), Maintenance: slices.Concat(t.Maintenance, more.Maintenance)}
}

// Hours come back every week. They are told by the clock on the wall: by the date
// and the time that it shows in the zone, whatever its offset. So a time that the
// clock skips is never shown, and one that it shows twice counts twice.
type Hours struct {
	// Zone is a ZoneId as Java knows it.
	Zone string

	// Days are those on which the window begins, Monday first; none: there is no
	// window, only holidays.
	Days []time.Weekday

	// From and To bound the window, To not included. One that does not end later
	// than it begins goes across midnight.
	From, To Clock

	// Except are dates (2026-12-25), sorted, on which no window begins.
	Except []string

	// Only: silent outside of the window, not in it.
	Only bool

	// Holidays are dates, sorted, that are silent from midnight to midnight.
	Holidays []string
}

// Clock is a time of the day in minutes: 0 to 1440, the midnight that ends it.
type Clock int

// EndOfDay is 24:00.
const EndOfDay Clock = 24 * 60

// Maintenance is silent once: from From on, until To, which is not included. Both
// are whole seconds, in UTC.
type Maintenance struct{ From, To time.Time }

// Week are the days, Monday first.
var Week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// number is the day as java.time counts: Monday is 1, Sunday 7.
func number(d time.Weekday) int { return (int(d)+6)%7 + 1 }

var dayNames = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// DayName is a day as configurations have it: mon.
func DayName(d time.Weekday) string { return dayNames[d] }

// Day finds a day by its name.
func Day(name string) (time.Weekday, bool) {
	i := slices.Index(dayNames[:], name)
	return time.Weekday(max(i, 0)), i >= 0
}
