package schedule

import "time"

// farthest is how many days are searched for a time: a leap day on a given
// weekday comes back within 40 years.
const farthest = 366 * 41

// Before is the last time before t at which the expression is due, in t's zone.
func (c *Cron) Before(t time.Time) (time.Time, bool) { return c.search(t, -1) }

// After is the first time after t at which the expression is due, in t's zone. Where
// clocks go back it is due at both of two equal times, unless t is the first of them
// and the time after the second is hours away. A time that clocks leave out is none
// (from source, cron-utils 9.1.7: nextExecution).
func (c *Cron) After(t time.Time) (time.Time, bool) { return c.search(t, 1) }

func (c *Cron) search(t time.Time, direction int) (best time.Time, found bool) {
	for _, s := range c.alternatives {
		x, ok := s.search(t, direction)
		if direction > 0 && ok {
			x, ok = s.once(t, x)
		}
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

// once is the time after t that counts, where next is the one that comes first.
func (s single) once(t, next time.Time) (time.Time, bool) {
	_, before := t.Zone()
	_, offset := next.Zone()
	if offset >= before || !s.dueAt(t) {
		return next, true
	}
	if following, ok := s.search(next, 1); ok && following.Sub(next) >= 2*time.Hour {
		return s.search(t.Add(time.Hour), 1)
	}
	return next, true
}

// dueAt tells whether the expression is due at t exactly.
func (s single) dueAt(t time.Time) bool {
	year, month, day := t.Date()
	return t.Equal(t.Truncate(time.Minute)) && s.hours.has(t.Hour()) && s.minutes.has(t.Minute()) &&
		s.dueOn(time.Date(year, month, day, 12, 0, 0, 0, time.UTC))
}

// withinDay is the day's time nearest to t, strictly before or after it.
func (s single) withinDay(d, t time.Time, direction int) (time.Time, bool) {
	if clocksChange(d, t.Location()) {
		return s.withinOddDay(d, t, direction)
	}
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

// clocksChange tells whether they do about a day.
func clocksChange(d time.Time, zone *time.Location) bool {
	_, before := noon(d.AddDate(0, 0, -1), zone).Zone()
	_, after := noon(d.AddDate(0, 0, 1), zone).Zone()
	return before != after
}

func noon(d time.Time, zone *time.Location) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 12, 0, 0, 0, zone)
}

// withinOddDay is withinDay of a day on which clocks change: it looks at each minute
// that the day really had.
func (s single) withinOddDay(d, t time.Time, direction int) (best time.Time, found bool) {
	begin := noon(d, t.Location()).Add(-15 * time.Hour)
	for n := range 30 * 60 {
		x := begin.Add(time.Duration(n) * time.Minute)
		if x.Day() != d.Day() || !s.hours.has(x.Hour()) || !s.minutes.has(x.Minute()) {
			continue
		}
		if direction > 0 && x.After(t) {
			return x, true
		}
		if direction < 0 && x.Before(t) {
			best, found = x, true
		}
	}
	return best, found
}
