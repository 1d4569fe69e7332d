// Package schedule is what the alerting plugin makes of a schedule: which cron
// expressions and time zones it takes, and which period a run has. Cron is
// judged as cron-utils judges it under its UNIX definition, a zone as Java's
// ZoneId.of (observed on 2.19.4: monitor_errors/schedule_*, schedules/*).
//
// It knows times and nothing of monitors or bodies.
package schedule

import "time"

// Schedule says when a monitor runs: by interval or by cron.
type Schedule struct {
	// Interval is the time between runs; 0 where there is a cron expression.
	Interval time.Duration
	// Cron is the expression, nil where there is an interval.
	Cron *Cron
	// Zone is where the cron expression's times are.
	Zone *Zone
}

// PeriodEndingAt is the period of a run that ends at end: with an interval as
// long as that, with cron from the time before end. A cron expression that never
// fires has a period without length.
func (s Schedule) PeriodEndingAt(end time.Time) (start time.Time) {
	if s.Cron == nil {
		return end.Add(-s.Interval)
	}
	if last, ok := s.Cron.Before(end.In(s.Zone.Location)); ok {
		return last
	}
	return end
}

// Next is the first time after now at which the schedule is due; false where there
// is none. Intervals count from enabled on. Cron counts from the run before, which is
// zero for none: what a node missed while it stood still it makes up for, while runs
// by interval are lost then (from source).
func (s Schedule) Next(now, enabled, before time.Time) (time.Time, bool) {
	if s.Cron != nil {
		if before.IsZero() {
			before = now
		}
		return s.Cron.After(before.In(s.Zone.Location))
	}
	if s.Interval <= 0 {
		return time.Time{}, false
	}
	passed := now.Sub(enabled) % s.Interval
	return now.Add(s.Interval - passed), true
}
