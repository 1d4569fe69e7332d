package schema

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/monitors"
	"github.com/alertplan/alertplan/schema/internal/cron"
	"github.com/alertplan/alertplan/schema/internal/zone"
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
	switch {
	case len(given) > 1:
		b.report("conflicting-schedule", places[1], "A schedule is said in one way, and here are %s. Keep one of them.", strings.Join(given, " and "))
	case len(given) == 0 && slices.ContainsFunc(kinds, func(kind string) bool { return b.misspelt[kind] }):
	case len(given) == 0:
		b.report("conflicting-schedule", place{subject: b.block}, "A schedule needs an interval such as \"5m\", or one of daily, weekly, monthly and cron, with a timezone.")
	case given[0] == "interval" && b.has("timezone"):
		b.report("conflicting-schedule", b.at("timezone"), "An interval has no timezone: it counts from when the monitor was enabled. Take it out, or use daily, weekly, monthly or cron.")
	case given[0] == "interval":
		return b.interval()
	case given[0] == "cron":
		return b.cron()
	default:
		return b.calendar(given[0])
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
	b.needed("interval")
	text, ok := b.publicText("interval")
	if !ok {
		return monitors.Schedule{}, scheduleTimes{}
	}
	if isUnknown(text) {
		return monitors.Schedule{Interval: &monitors.Interval{Unit: monitors.Unit(text)}}, scheduleTimes{}
	}
	s, err := parseSpan(text)
	if err == nil && s.unit == monitors.Seconds {
		err = errors.New("the server takes whole minutes, hours and days (seconds from OpenSearch 3.2 on only); write 1m or more")
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

func (b *monitorBlock) cron() (monitors.Schedule, scheduleTimes) {
	b.needed("cron")
	c := &monitors.Cron{}
	times := scheduleTimes{cron: true}
	if text, ok := b.publicText("cron"); ok {
		c.Expression = text
		times.gap = b.checkCron(text, b.at("cron"))
	}
	c.Timezone = b.scheduleZone("A cron expression", b.at("cron"))
	return monitors.Schedule{Cron: c}, times
}

// scheduleZone reads the timezone beside what needs one.
func (b *monitorBlock) scheduleZone(what string, at place) string {
	b.needed("timezone")
	if b.lacks("timezone") {
		b.report("conflicting-schedule", at, "%s needs a timezone beside it, such as timezone = \"UTC\": the server has no default.", what)
	}
	text, ok := b.publicText("timezone")
	if !ok {
		return ""
	}
	return b.timezone(text, b.at("timezone"))
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

// longestAbbreviation is how long names such as PST or AEST are, which mean
// nothing to Java and are near to many that do.
const longestAbbreviation = 4

func (b *monitorBlock) timezone(text string, at place) string {
	if isUnknown(text) {
		return text
	}
	id, ok := zone.Canonical(text)
	if !ok {
		suggestion := didYouMean(text, zone.Names())
		if suggestion == "" || len(text) <= longestAbbreviation {
			suggestion = " Use a name such as Europe/Berlin, or an offset such as +09:00."
		}
		b.report("invalid-timezone", at, "The server knows no time zone %q.%s", text, suggestion)
		return text
	}
	return id
}
