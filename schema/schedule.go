package schema

import (
	"errors"
	"slices"
	"time"

	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/internal/cron"
)

// scheduleTimes is what a query's window is held against.
type scheduleTimes struct {
	// gap is the time between two runs, the shortest for a cron schedule; 0
	// where it is not known.
	gap  time.Duration
	cron bool
}

// kinds are the ways to say a schedule, in the order in which they are told of.
var kinds = []string{"interval", "daily", "weekly", "monthly", "cron"}

func (b *monitorBlock) schedule() (monitors.Schedule, scheduleTimes) {
	given, places := b.scheduleKinds()
	zone := b.scheduleZone(given, places)
	var s monitors.Schedule
	var times scheduleTimes
	for _, kind := range given { // all of them, so that what is wrong within is told in one run
		switch kind {
		case "interval":
			s, times = b.interval()
		case "cron":
			s, times = b.cron(zone)
		default:
			s, times = b.calendar(kind, zone)
		}
	}
	switch {
	case len(given) == 1:
		return s, times
	case len(given) > 1:
		b.report("conflicting-schedule", places[1], "A schedule is said in one way, and here are %s. Keep one of them.", and(given))
	case !slices.ContainsFunc(kinds, func(kind string) bool { return b.misspelt[kind] }):
		b.report("missing-schedule", place{subject: b.block}, "A schedule needs an interval such as \"5m\", or one of daily, weekly, monthly and cron, with a timezone.")
	}
	return monitors.Schedule{}, scheduleTimes{}
}

// scheduleKinds are the ways in which a schedule is said here, and where.
func (b *monitorBlock) scheduleKinds() (given []string, places []place) {
	for _, kind := range kinds {
		if found := b.blocks.OfType(kind); len(found) > 0 {
			given, places = append(given, kind), append(places, place{found[0].DefRange, b.block})
		} else if b.has(kind) {
			given, places = append(given, kind), append(places, b.at(kind))
		}
	}
	return given, places
}

func (b *monitorBlock) interval() (monitors.Schedule, scheduleTimes) {
	text, ok := b.publicText("interval")
	if !ok {
		return monitors.Schedule{}, scheduleTimes{}
	}
	if isUnknown(text) {
		return monitors.Schedule{Interval: &monitors.Interval{Unit: monitors.Unit(text)}}, scheduleTimes{}
	}
	s, err := parseSpan(text)
	if err == nil && s.unit == monitors.Seconds {
		err = errors.New("the server takes whole minutes, hours and days (seconds from OpenSearch 3.2 on only); write " + s.inMinutes())
	}
	if err == nil && s.count > maxInt32 {
		err = errors.New("it is longer than the server can count")
	}
	if err != nil {
		b.report("invalid-interval", b.at("interval"), "%q is no interval: %s.", text, err)
		return monitors.Schedule{}, scheduleTimes{}
	}
	return monitors.Schedule{Interval: &monitors.Interval{Value: s.count, Unit: s.unit}}, scheduleTimes{gap: s.length()}
}

const maxInt32 = 1<<31 - 1

func (b *monitorBlock) cron(zone string) (monitors.Schedule, scheduleTimes) {
	c := &monitors.Cron{Timezone: zone}
	times := scheduleTimes{cron: true}
	if text, ok := b.publicText("cron"); ok {
		c.Expression = text
		times.gap = b.checkCron(text, b.at("cron"))
	}
	return monitors.Schedule{Cron: c}, times
}

// checkCron returns the shortest time between two runs.
func (b *monitorBlock) checkCron(text string, at place) time.Duration {
	if isUnknown(text) {
		return 0
	}
	schedule, err := cron.Parse(text)
	if err != nil {
		b.report("invalid-cron", at, "%q is no cron expression that the server takes: %s.", text, err)
		return 0
	}
	gap := schedule.ShortestGap()
	if !schedule.Fires() {
		b.report("cron-never-fires", at, "There is no date that %q names, so the monitor would never run. The server takes it without a word.", text)
	}
	return gap
}
