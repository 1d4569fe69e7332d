package datetime

import (
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// mostYears is the last year of java.time.
const mostYears = 999999999

// resolving is how days and months are taken that no calendar has.
type resolving int

const (
	strictly  resolving = iota // they are no date
	smartly                    // the last day of the month; 24:00 is the next day
	leniently                  // counted on
	later                      // a year of an era is no year: nobody looks until the date is made
)

// roundedUp is the style of what is filled from above; what has no year isn't resolved
// then, either.
func (r resolving) roundedUp(f fields) resolving {
	if r == later && !f.yearGiven {
		return r
	}
	return smartly
}

// clocked tells whether a clock shows the time. What isn't given is filled from above or
// from below.
func (f fields) clocked(c Context) bool {
	zero := func(n int) bool { return n == 0 || n < 0 && !c.RoundUp }
	midnight := f.style == smartly && f.hour == 24 && zero(f.minute) && zero(f.second) && zero(f.nano)
	return (f.hour <= 23 || midnight) && f.minute <= 59 && f.second <= 59
}

// misdated says, as java.time does, why no calendar has the date; "" where one has.
func (f fields) misdated() string {
	year, month, day := f.date()
	switch {
	case month < 1 || month > 12:
		return fmt.Sprintf("Invalid value for MonthOfYear (valid values 1 - 12): %d", month)
	case day < 1 || day > 31:
		return fmt.Sprintf("Invalid value for DayOfMonth (valid values 1 - 28/31): %d", day)
	case f.style == smartly || day <= daysIn(year, month):
		return ""
	case month == 2 && day == 29:
		return fmt.Sprintf("Invalid date 'February 29' as '%d' is not a leap year", year)
	}
	return fmt.Sprintf("Invalid date '%s %d'", strings.ToUpper(time.Month(month).String()), day)
}

// beyond is the server's date_time_exception, of status 400, for what no calendar has where
// java.time looks only when the date is made: without a day, or with a year of an era. nil
// where it has looked before, or finds nothing.
func (f fields) beyond(c Context) error {
	reason := ""
	switch {
	case f.instant != nil || f.style == leniently || c.RoundUp && f.style != later:
	case f.month < 0 && (f.year > mostYears || f.year < -mostYears):
		reason = fmt.Sprintf("Invalid value for Year (valid values -%d - %d): %d", mostYears, mostYears, f.year)
	case f.style == later && f.clocked(c), f.day < 0:
		reason = f.misdated()
	}
	if reason == "" {
		return nil
	}
	return fault.New(400, "date_time_exception", "%s", reason)
}
