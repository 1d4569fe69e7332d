package cron

import "time"

// The places of the fields.
const (
	minute = iota
	hour
	dayOfMonth
	month
	dayOfWeek
)

// day tells whether the schedule fires on a day. Where both the day of the
// month and the day of the week are given, either will do, as in cron.
func (s Schedule) day(t time.Time) bool {
	if !s.sets[month].values[int(t.Month())] {
		return false
	}
	inMonth := s.sets[dayOfMonth].values[t.Day()]
	weekday := int(t.Weekday())
	inWeek := s.sets[dayOfWeek].values[weekday] || weekday == 0 && s.sets[dayOfWeek].values[7]
	switch {
	case s.sets[dayOfMonth].all:
		return inWeek
	case s.sets[dayOfWeek].all:
		return inMonth
	default:
		return inMonth || inWeek
	}
}

// calendar is how many days are looked at: leap years included.
const calendar = 8 * 366

// Fires tells whether the schedule ever fires ("0 0 30 2 *" does not; the
// server takes it without a word).
func (s Schedule) Fires() bool {
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for range calendar {
		if s.day(day) {
			return true
		}
		day = day.AddDate(0, 0, 1)
	}
	return false
}

// ShortestGap is the shortest time between two times of the schedule, 0 for one
// that never fires. Changes to and from summer time are not looked at.
func (s Schedule) ShortestGap() time.Duration {
	times := s.timesOfDay()
	if len(times) == 0 {
		return 0
	}
	var shortest time.Duration
	shorten := func(gap time.Duration) {
		if gap > 0 && (shortest == 0 || gap < shortest) {
			shortest = gap
		}
	}
	for i := 1; i < len(times); i++ {
		shorten(times[i] - times[i-1])
	}
	day, last := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}
	for range calendar {
		if s.day(day) {
			if !last.IsZero() {
				shorten(day.Add(times[0]).Sub(last))
			}
			last = day.Add(times[len(times)-1])
		}
		day = day.AddDate(0, 0, 1)
	}
	return shortest
}

func (s Schedule) timesOfDay() []time.Duration {
	var times []time.Duration
	for h := range 24 {
		for m := range 60 {
			if s.sets[hour].values[h] && s.sets[minute].values[m] {
				times = append(times, time.Duration(h)*time.Hour+time.Duration(m)*time.Minute)
			}
		}
	}
	return times
}
