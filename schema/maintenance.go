package schema

import (
	"time"

	"github.com/alertplan/alertplan/monitors/quiet"
)

const wrongMaintenance checkName = "invalid-maintenance"

// window reads a maintenance block.
func (q *quietBlock) window() quiet.Maintenance {
	_, location := q.zone("timezone")
	m := quiet.Maintenance{From: q.moment("from", location), To: q.moment("to", location)}
	if q.lacks("from") || q.lacks("to") {
		q.broken = true // the schema requires them
	}
	if !q.broken && q.unknown == "" && !m.From.Before(m.To) {
		q.wrong(wrongMaintenance, q.at("to"), "This is not after from, so the window is empty. Are the two mixed up?")
	}
	return m
}

// Forms of a moment: with an offset, and as the clock on the wall shows it.
var (
	momentForms = []string{time.RFC3339, "2006-01-02T15:04Z07:00"}
	wallForms   = []string{"2006-01-02T15:04:05", "2006-01-02T15:04"}
)

// moment reads a date with a time, in UTC.
func (q *quietBlock) moment(name string, location *time.Location) time.Time {
	text, ok := q.known(name)
	if !ok {
		return time.Time{}
	}
	if t, ok := parseAny(text, momentForms); ok {
		return t.UTC()
	}
	wall, ok := parseAny(text, wallForms)
	switch {
	case !ok:
		q.wrong(wrongMaintenance, q.at(name), "%q is no moment. Write a date and a time with an offset, such as \"2026-03-01T22:00:00+09:00\", or without one and a timezone beside it.", text)
	case location != nil:
		return q.wallClock(name, wall, location)
	case !q.has("timezone"):
		q.wrong(wrongMaintenance, q.at(name), "%q is another moment in each zone. Add an offset, such as %q, or a timezone to the block.", text, wall.Format(time.RFC3339))
	}
	return time.Time{}
}

func parseAny(text string, forms []string) (time.Time, bool) {
	for _, form := range forms {
		if t, err := time.Parse(form, text); err == nil && t.Nanosecond() == 0 {
			return t, true
		}
	}
	return time.Time{}, false
}

// wallClock is the moment at which the clock in a zone shows a time. It must do so
// once.
func (q *quietBlock) wallClock(name string, wall time.Time, location *time.Location) time.Time {
	const day = 24 * time.Hour
	var found []time.Time
	for _, near := range []time.Time{wall.Add(-day), wall.Add(day)} {
		_, seconds := near.In(location).Zone()
		t := wall.Add(-time.Duration(seconds) * time.Second)
		if _, there := t.In(location).Zone(); there == seconds && (len(found) == 0 || !found[0].Equal(t)) {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 1:
		return found[0].UTC()
	case 0:
		q.wrong(wrongMaintenance, q.at(name), "The clock in %s skips this time: it is put forward then. Choose another.", location)
	default:
		q.wrong(wrongMaintenance, q.at(name), "The clock in %s shows this time twice: it is put back then. Say which by an offset: %q or %q.", location,
			found[0].In(location).Format(time.RFC3339), found[1].In(location).Format(time.RFC3339))
	}
	return time.Time{}
}
