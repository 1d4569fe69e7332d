package wire

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

func decodeSchedule(body object) monitors.Schedule {
	var s monitors.Schedule
	o, ok := body.child("schedule")
	if !ok {
		o.r.fail("schedule", "is missing")
		return s
	}
	if period, ok := o.child("period"); ok {
		unit := monitors.Unit(strings.ToUpper(period.required("unit")))
		s.Interval = &monitors.Interval{Value: period.integer("interval", 0), Unit: unit}
	}
	if cron, ok := o.child("cron"); ok {
		s.Cron = &monitors.Cron{Expression: cron.required("expression"), Timezone: cron.text("timezone")}
	}
	if (s.Interval == nil) == (s.Cron == nil) {
		o.r.fail("schedule", "must hold either period or cron")
	}
	return s
}

func encodeSchedule(s monitors.Schedule) *orderedjson.Object {
	o := orderedjson.NewObject()
	if s.Interval != nil {
		o.Set("period", encodeInterval(*s.Interval))
	}
	if s.Cron != nil {
		cron := orderedjson.NewObject(orderedjson.Member{Key: "expression", Value: s.Cron.Expression})
		setText(cron, "timezone", s.Cron.Timezone)
		o.Set("cron", cron)
	}
	return o
}

func encodeInterval(i monitors.Interval) *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "interval", Value: number(i.Value)},
		orderedjson.Member{Key: "unit", Value: string(i.Unit)})
}

func number(n int) json.Number { return json.Number(strconv.Itoa(n)) }
