package monitortest

import (
	"fmt"
	"sort"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/schedule"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// noEvents is when a test runs that has neither events with a time nor a now of
// its own: a fixed time, so that it gives the same today and tomorrow.
var noEvents = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// timing computes a schedule's periods as the server does.
func timing(s monitors.Schedule) (schedule.Schedule, error) {
	if s.Cron == nil {
		if s.Interval == nil {
			return schedule.Schedule{}, &setupError{"the monitor has no schedule"}
		}
		if s.Interval.Duration() <= 0 {
			return schedule.Schedule{}, &setupError{fmt.Sprintf("the monitor's interval %s has no length", s.Interval)}
		}
		return schedule.Schedule{Interval: s.Interval.Duration()}, nil
	}
	cron, err := schedule.ParseCron(s.Cron.Expression)
	if err != nil {
		return schedule.Schedule{}, &setupError{"the server would refuse the monitor's schedule: " + err.Error()}
	}
	zone, err := schedule.ParseZone(s.Cron.Timezone)
	if err != nil {
		return schedule.Schedule{}, &setupError{"the server would refuse the monitor's schedule: " + err.Error()}
	}
	return schedule.Schedule{Cron: cron, Zone: zone}, nil
}

func moment(s schedule.Schedule, end time.Time) Moment {
	return Moment{Start: s.PeriodEndingAt(end), End: end}
}

// afterLast is the first time at which a run has the last event in its window: a
// millisecond behind it, and later where the window lags.
func afterLast(s schedule.Schedule, w *window, documents []Document) time.Time {
	var last time.Time
	for _, d := range documents {
		if d.time.After(last) {
			last = d.time
		}
	}
	return endFor(last, w, s.PeriodEndingAt)
}

// endFor is the first end of a period whose window holds an event of that time.
func endFor(last time.Time, w *window, start func(end time.Time) time.Time) time.Time {
	if last.IsZero() {
		return noEvents
	}
	at := func(end time.Time) Moment { return Moment{Start: start(end), End: end} }
	end := last.Add(time.Millisecond)
	early := end     // does not hold it, if end doesn't
	for range 1000 { // a window that rounds may need several steps, and one may never come
		if w.holds(at(end), last) {
			return earliest(early, end, func(t time.Time) bool { return w.holds(at(t), last) })
		}
		reach, _ := w.end(at(end))
		early, end = end, end.Add(last.Sub(reach)+time.Millisecond)
	}
	return last.Add(time.Millisecond)
}

// earliest is the first millisecond from early on at which something holds that
// holds at late and ever after.
func earliest(early, late time.Time, holds func(time.Time) bool) time.Time {
	n := sort.Search(int(late.Sub(early).Milliseconds()), func(ms int) bool {
		return holds(early.Add(time.Duration(ms) * time.Millisecond))
	})
	return early.Add(time.Duration(n) * time.Millisecond)
}

// moments are a test's runs.
func moments(t testcase.Test, s schedule.Schedule, first time.Time) ([]Moment, error) {
	out := []Moment{moment(s, first)}
	if t.For == 0 {
		return out, nil
	}
	for end := first; ; {
		switch next, ok := s.Next(end, first, end); {
		case t.Every > 0:
			end = end.Add(t.Every)
		case !ok:
			return out, nil
		default:
			end = next
		}
		if end.After(first.Add(t.For)) {
			return out, nil
		}
		if len(out) == testcase.MostRuns {
			return nil, &setupError{fmt.Sprintf("a series of more than %d runs: choose a longer every or a shorter for", testcase.MostRuns)}
		}
		out = append(out, moment(s, end))
	}
}
