package schedule

import (
	"slices"
	"time"
)

// Week lists the minutes of a week, counted from its beginning in UTC, at which the
// expression is due in a zone. Clocks are taken to stand as they do when the week
// begins, and what is due before and behind it in that zone to be due at its other
// end, so that it stands for any week.
func (c *Cron) Week(begins time.Time, zone *time.Location) []int {
	const day = 24 * 60
	_, offset := begins.In(zone).Zone()
	var minutes []int
	for _, s := range c.alternatives {
		for d := range 7 {
			if !s.dueOn(begins.UTC().AddDate(0, 0, d)) {
				continue
			}
			for hour := range 24 {
				if s.hours.has(hour) {
					minutes = s.within(d*day+hour*60-offset/60, minutes)
				}
			}
		}
	}
	slices.Sort(minutes)
	return slices.Compact(minutes)
}

// within adds the minutes of an hour that begins at a minute of the week.
func (s single) within(begins int, minutes []int) []int {
	const week = 7 * 24 * 60
	for minute := range 60 {
		if s.minutes.has(minute) {
			minutes = append(minutes, ((begins+minute)%week+week)%week)
		}
	}
	return minutes
}
