package compiles

import (
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/schedule"
	"github.com/alertplan/alertplan/monitors"
)

// week is the length of a timetable, in minutes.
const week = 7 * 24 * 60

// monday begins the week that timetables are of; any would do.
var monday = time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)

// timetable is when something is used.
type timetable struct {
	// every is the shortest interval, in minutes; 0 where there is none. Intervals count
	// from the moment in which a monitor was saved, so that those of one apply run at
	// the same one: they are taken to coincide.
	every float64

	// minutes of a week, sorted, of cron expressions.
	minutes []int
}

// runs is how often in a minute something is used, on average.
func (t timetable) runs() float64 {
	cron := float64(len(t.minutes)) / week
	if t.every > 0 {
		return max(cron, 1/t.every)
	}
	return cron
}

// reader makes timetables, each cron expression once.
type reader struct{ crons map[monitors.Cron][]int }

func (r *reader) of(schedules []monitors.Schedule) timetable {
	var t timetable
	for _, s := range schedules {
		switch {
		case s.Cron != nil:
			t.minutes = append(t.minutes, r.cron(*s.Cron)...)
		case s.Interval != nil:
			minutes := s.Interval.Duration().Minutes()
			if minutes > 0 && (t.every == 0 || minutes < t.every) {
				t.every = minutes
			}
		}
	}
	slices.Sort(t.minutes)
	t.minutes = slices.Compact(t.minutes)
	return t
}

func (r *reader) cron(c monitors.Cron) []int {
	minutes, known := r.crons[c]
	if !known {
		minutes = minutesOf(c)
		r.crons[c] = minutes
	}
	return minutes
}

// minutesOf are the minutes of a week in which a cron expression is due. One that is
// not due in that week has the minute of its next time: days of months are taken to
// fall into any week. Nothing of what can't be read.
func minutesOf(c monitors.Cron) []int {
	cron, err := schedule.ParseCron(c.Expression)
	if err != nil {
		return nil
	}
	zone, err := schedule.ParseZone(c.Timezone)
	if err != nil {
		return nil
	}
	if minutes := cron.Week(monday, zone.Location); len(minutes) > 0 {
		return minutes
	}
	next, ok := cron.After(monday.In(zone.Location))
	if !ok {
		return nil
	}
	return []int{int(next.Sub(monday)/time.Minute) % week}
}
