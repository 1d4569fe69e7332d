package wire

import (
	"slices"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// The editor's kinds of schedule that are no calendar.
const (
	uiInterval = "interval"
	uiCron     = "cronExpression"
)

// uiSchedule is a schedule in the editor's form; keys of other frequencies are
// there at their defaults, since the editor reads them whatever the frequency.
func uiSchedule(s monitors.Schedule) *orderedjson.Object {
	frequency, period, expression := uiInterval, monitors.Interval{Value: 1, Unit: monitors.Minutes}, "0 */1 * * *"
	if s.Interval != nil {
		period = *s.Interval
	}
	calendar, timezone := monitors.Calendar{Day: 1}, ""
	if s.Cron != nil {
		timezone = s.Cron.Timezone
		if inEditor(s.Calendar) {
			calendar = *s.Calendar
			frequency = string(calendar.Frequency)
		} else {
			frequency, expression = uiCron, s.Cron.Expression
		}
	}
	weekly := orderedjson.NewObject()
	for _, day := range monitors.Weekdays {
		weekly.Set(day, slices.Contains(calendar.Days, day))
	}
	o := orderedjson.NewObject(orderedjson.Member{Key: "frequency", Value: frequency})
	setText(o, "timezone", timezone)
	o.Set("period", encodeInterval(period))
	o.Set("daily", number(calendar.Hour))
	o.Set("weekly", weekly)
	o.Set("monthly", orderedjson.NewObject(
		orderedjson.Member{Key: "type", Value: "day"}, orderedjson.Member{Key: "day", Value: number(max(calendar.Day, 1))}))
	o.Set("cronExpression", expression)
	return o
}

// inEditor tells whether the editor has a form of its own for a calendar.
func inEditor(c *monitors.Calendar) bool { return c != nil && c.InEditor() }

// uiScheduleSays tells whether the editor's own words for a schedule (every day
// at nine, say) mean s, and are s's own where it has some; they are then left as
// they are.
func uiScheduleSays(ui *orderedjson.Object, s monitors.Schedule) bool {
	r := &reader{}
	o := object{Object: ui, r: r}
	if ui == nil {
		return false
	}
	if s.Interval != nil {
		period, _ := o.child("period")
		said := monitors.Interval{Value: period.integer("interval", 0), Unit: monitors.Unit(period.text("unit"))}
		return ui.Text("frequency") == uiInterval && r.err == nil && said == *s.Interval
	}
	if s.Cron == nil || !monitors.SameZone(ui.Text("timezone"), s.Cron.Timezone) {
		return false
	}
	if uiCalendar(ui, s) != nil { // it means s, so that its words are s's own
		return true
	}
	return !inEditor(s.Calendar) && ui.Text("frequency") == uiCron && ui.Text("cronExpression") == s.Cron.Expression
}

// uiCalendar is what the editor's form says of a schedule, nil where it says
// something else than s, or nothing but an expression.
func uiCalendar(ui *orderedjson.Object, s monitors.Schedule) *monitors.Calendar {
	if ui == nil || s.Cron == nil || !monitors.SameZone(ui.Text("timezone"), s.Cron.Timezone) {
		return nil
	}
	c, ok := monitors.ReadCalendar(s.Cron.Expression)
	if !ok || !c.InEditor() || ui.Text("frequency") != string(c.Frequency) {
		return nil
	}
	r := &reader{}
	o := object{Object: ui, r: r}
	says := o.integer("daily", 0) == c.Hour
	switch c.Frequency {
	case monitors.Weekly:
		weekly, _ := o.child("weekly")
		for _, day := range weekly.Keys() {
			if on, _ := weekly.value(day).(bool); on != slices.Contains(c.Days, day) {
				says = false
			}
		}
		says = says && !slices.ContainsFunc(c.Days, func(day string) bool { return !weekly.Has(day) })
	case monitors.Monthly:
		monthly, _ := o.child("monthly")
		says = says && monthly.text("type") == "day" && monthly.integer("day", 1) == c.Day
	}
	if !says || r.err != nil {
		return nil
	}
	return &c
}
