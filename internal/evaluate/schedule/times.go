package schedule

import "time"

// farthest is how many days are searched for a time: a leap day on a given
// weekday comes back within 40 years.
const farthest = 366 * 41

// Before is the last time before t at which the expression is due, in t's zone.
func (c *Cron) Before(t time.Time) (time.Time, bool) { return c.search(t, -1) }

// After is the first time after t at which the expression is due, in t's zone.
func (c *Cron) After(t time.Time) (time.Time, bool) { return c.search(t, 1) }

func (c *Cron) search(t time.Time, direction int) (best time.Time, found bool) {
	for _, s := range c.alternatives {
		x, ok := s.search(t, direction)
		if ok && (!found || (direction < 0) == x.After(best)) {
			best, found = x, true
		}
	}
	return best, found
}

// search walks from t's day on, day by day, in one direction.
func (s single) search(t time.Time, direction int) (time.Time, bool) {
	year, month, day := t.Date()
	for i := range farthest {
		d := time.Date(year, month, day+i*direction, 12, 0, 0, 0, time.UTC)
		if !s.dueOn(d) {
			continue
		}
		if x, ok := s.withinDay(d, t, direction); ok {
			return x, true
		}
	}
	return time.Time{}, false
}

// dueOn tells whether a day counts: with both a day of the month and a weekday
// given, either is enough.
func (s single) dueOn(d time.Time) bool {
	if !s.months.has(int(d.Month())) {
		return false
	}
	day, weekday := s.days.has(d.Day()), s.weekdays.has(int(d.Weekday()))
	switch {
	case s.anyDay:
		return weekday
	case s.anyWeekday:
		return day
	}
	return day || weekday
}

// withinDay is the day's time nearest to t, strictly before or after it.
func (s single) withinDay(d, t time.Time, direction int) (time.Time, bool) {
	for n := range 24 * 60 {
		minute := n
		if direction < 0 {
			minute = 24*60 - 1 - n
		}
		if !s.hours.has(minute/60) || !s.minutes.has(minute%60) {
			continue
		}
		x := time.Date(d.Year(), d.Month(), d.Day(), minute/60, minute%60, 0, 0, t.Location())
		if direction < 0 && x.Before(t) || direction > 0 && x.After(t) {
			return x, true
		}
	}
	return time.Time{}, false
}
