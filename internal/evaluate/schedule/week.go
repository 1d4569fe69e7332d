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
	const day, week = 24 * 60, 7 * 24 * 60
	_, offset := begins.In(zone).Zone()
	var minutes []int
	for _, s := range c.alternatives {
		for d := range 7 {
			if !s.dueOn(begins.UTC().AddDate(0, 0, d)) {
				continue
			}
			for minute := range day {
				if s.hours.has(minute/60) && s.minutes.has(minute%60) {
					minutes = append(minutes, ((d*day+minute-offset/60)%week+week)%week)
				}
			}
		}
	}
	slices.Sort(minutes)
	return slices.Compact(minutes)
}
