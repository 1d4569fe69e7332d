package schema

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/monitors/quiet"
)

const wrongHours checkName = "invalid-quiet-hours"

// hours reads a quiet_hours block.
func (q *quietBlock) hours() quiet.Hours {
	h := quiet.Hours{To: quiet.EndOfDay}
	h.Zone, _ = q.zone("timezone")
	if h.Zone == "" && q.lacks("timezone") {
		q.broken = true // the schema requires it
	}
	h.Days = q.days()
	q.bounds(&h)
	h.Except, h.Holidays = q.dates("except"), q.dates("holidays")
	h.Only, _ = q.flag("only")
	window := q.has("days") || q.has("from") || q.has("to") || q.has("except")
	if window && !q.has("days") {
		h.Days = quiet.Week
	}
	if q.broken || q.unknown != "" {
		return h
	}
	always := len(h.Days) == len(quiet.Week) && h.From == 0 && h.To == quiet.EndOfDay && len(h.Except) == 0
	switch {
	case !window && h.Only:
		q.wrong(wrongHours, q.at("only"), "only turns a window of hours round, and there is none. Add days, or from and to.")
	case !window && len(h.Holidays) == 0:
		q.wrong(wrongHours, place{q.def, q.block}, "This does not say when it is quiet. Add days, from and to, or holidays.")
	case always && h.Only && len(h.Holidays) == 0:
		q.wrong(wrongHours, q.at("only"), "This is never quiet: alerts only at any time. Narrow it by days, or by from and to.")
	case always && !h.Only:
		q.wrong(wrongHours, place{q.def, q.block}, "This is always quiet, so the trigger would never alert. Narrow it by days, or by from and to; to switch a monitor off write enabled = false.")
	}
	return h
}

// days are in the order of the week, each once.
func (q *quietBlock) days() []time.Weekday {
	given := q.list("days")
	if q.has("days") && len(given) == 0 && !q.broken && q.unknown == "" {
		q.wrong(wrongHours, q.at("days"), "A list of no days is never. Name some, or leave days out for every day.")
	}
	var names []string
	for _, d := range quiet.Week {
		names = append(names, quiet.DayName(d))
	}
	var found []time.Weekday
	for _, name := range given {
		if day, ok := quiet.Day(name.text); ok {
			found = append(found, day)
			continue
		}
		suggestion := didYouMean(name.text, names)
		if _, long := quiet.Day(strings.ToLower(name.text[:min(3, len(name.text))])); long {
			suggestion = fmt.Sprintf(" Did you mean %q?", strings.ToLower(name.text[:3]))
		}
		q.wrong(wrongHours, name.at, "There is no day %q.%s Days are %s.", name.text, suggestion, oneOf(names))
	}
	var days []time.Weekday
	for _, d := range quiet.Week {
		if slices.Contains(found, d) {
			days = append(days, d)
		}
	}
	return days
}

// bounds reads from and to, whole days where neither is given.
func (q *quietBlock) bounds(h *quiet.Hours) {
	if !q.has("from") && !q.has("to") {
		return
	}
	if q.lacks("from") || q.lacks("to") {
		there := "from"
		if q.lacks("from") {
			there = "to"
		}
		q.wrong(wrongHours, q.at(there), "from and to belong together. Write both; a day goes from \"00:00\" to \"24:00\".")
		return
	}
	from, okFrom := q.clock("from")
	to, okTo := q.clock("to")
	if !okFrom || !okTo {
		return
	}
	h.From, h.To = from, to
	switch {
	case from == quiet.EndOfDay:
		q.wrong(wrongHours, q.at("from"), "Nothing begins at 24:00. Write \"00:00\", of the day after.")
	case from == to:
		q.wrong(wrongHours, q.at("to"), "From %s to %s is an empty window. For whole days write \"00:00\" and \"24:00\", or leave both out.", from, to)
	}
}

func (q *quietBlock) clock(name string) (quiet.Clock, bool) {
	text, ok := q.known(name)
	if !ok {
		return 0, false
	}
	c, ok := quiet.ParseClock(text)
	if !ok {
		q.wrong(wrongHours, q.at(name), "%q is no time of the day. Write hours and minutes, such as \"09:00\"; the midnight that ends a day is \"24:00\".", text)
	}
	return c, ok
}

// dates are sorted, each once.
func (q *quietBlock) dates(name string) []string {
	var dates []string
	for _, d := range q.list(name) {
		if _, err := time.Parse(time.DateOnly, d.text); err != nil {
			q.wrong(wrongHours, d.at, "%q is no date. Write year, month and day, such as \"2026-12-25\".", d.text)
			continue
		}
		dates = append(dates, d.text)
	}
	slices.Sort(dates)
	return slices.Compact(dates)
}
