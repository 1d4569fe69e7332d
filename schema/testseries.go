package schema

import (
	"time"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/grammar"
)

// series is when a test runs its monitor.
type series struct {
	every, length time.Duration // as they were given, 0: not at all

	// gap is the time between two runs, be it by the monitor's schedule; 0 where
	// it is not known, as for a cron schedule.
	gap time.Duration

	// broken: what is wrong with it has been told.
	broken bool
}

func (t *testBlock) readSeries() {
	var okEvery, okLength bool
	t.series.every, okEvery = t.duration("every")
	t.series.length, okLength = t.duration("for")
	t.series.broken = !okEvery && t.has("every") || !okLength && t.has("for")
	t.series.gap = t.series.every
	if !t.has("every") && t.monitor != nil {
		t.series.gap = intervalOf(t.monitor.Monitor.Schedule)
	}
	if t.series.broken {
		return
	}
	s := t.series
	switch {
	case okEvery && !t.has("for"):
		t.seriesProblem("every", "every is the time between two runs, but there is one: for says how long they go on. Add for = \"…\", or take every out.")
	case okLength && s.gap > s.length:
		t.seriesProblem("for", "There are %s between two runs, so within %s there is no second one. Make for as long as that at least, or take it out.", spanOf(s.gap), spanOf(s.length))
	case okLength && s.gap > 0 && s.length/s.gap >= testcase.MostRuns:
		t.seriesProblem("for", "These are %d runs; a test can have %d. Shorten for, or make every longer.", s.length/s.gap+1, testcase.MostRuns)
	}
}

func (t *testBlock) seriesProblem(name, detail string, args ...any) {
	t.series.broken = true
	t.report("invalid-series", t.at(name), detail, args...)
}

// runs is how many there are, 0 where that is not known.
func (s series) runs() int64 {
	switch {
	case s.broken || s.length > 0 && s.gap == 0:
		return 0
	case s.length == 0:
		return 1
	}
	return int64(s.length/s.gap) + 1
}

// duration is an attribute's length of time; false where it is absent or wrong.
func (r reading) duration(name string) (time.Duration, bool) {
	text, ok := r.plainText(name)
	if !ok {
		return 0, false
	}
	s, err := parseSpan(text)
	if err != nil {
		r.report("invalid-duration", r.at(name), "%s is no duration: %s.", name, err)
		return 0, false
	}
	return s.length(), true
}

// intervalOf is the time between two runs, 0 where it is not known.
func intervalOf(schedule monitors.Schedule) time.Duration {
	if schedule.Interval == nil {
		return 0
	}
	for _, u := range units {
		if u.unit == schedule.Interval.Unit {
			return time.Duration(schedule.Interval.Value) * u.length
		}
	}
	return 0
}

var noTime = pattern.New(`^0[smhd]?$`)

// after is a moment of the series, counted from the first run; nil where it is
// not given or wrong.
func (t *testBlock) after(r reading) *time.Duration {
	text, ok := r.plainText("after")
	if !ok {
		return nil
	}
	if noTime.MatchString(text) {
		return new(time.Duration)
	}
	length, ok := r.duration("after")
	if !ok {
		return nil
	}
	switch {
	case t.series.broken:
	case t.series.length == 0:
		r.report("invalid-series", r.at("after"), "There is one run, and nothing after it. Let the test go on: for = %q.", text)
	case length > t.series.length:
		r.report("invalid-series", r.at("after"), "The series of runs ends %s after the first. Make for longer, or this shorter.", spanOf(t.series.length))
	}
	return &length
}

// runAfter is the run that an expectation is of, nil where it names none.
func (t *testBlock) runAfter(r reading) *time.Duration {
	after := t.after(r)
	if after == nil || t.series.broken || t.series.gap == 0 || *after > t.series.length || *after%t.series.gap == 0 {
		return after
	}
	before := *after / t.series.gap * t.series.gap
	r.report("invalid-series", r.at("after"), "There is no run %s after the first: there is one every %s. Did you mean %q or %q?",
		spanOf(*after), spanOf(t.series.gap), zeroOr(before), zeroOr(before+t.series.gap))
	return after
}

func zeroOr(d time.Duration) string {
	if d == 0 {
		return "0m"
	}
	return spanOf(d).String()
}

func (t *testBlock) acknowledgements() []testcase.Acknowledge {
	var all []testcase.Acknowledge
	for _, block := range t.blocks.OfType("acknowledge") {
		r, _ := t.openBody(block, block.Body, grammar.Test.Block("acknowledge").Schema(), t.dynamic)
		r.needed("after")
		t.trigger(block)
		if after := t.after(r); after != nil {
			all = append(all, testcase.Acknowledge{Trigger: block.Labels[0], After: *after, At: placeIn(block.DefRange)})
		}
	}
	return all
}
