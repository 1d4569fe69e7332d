package model

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/schedule"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// timing is a schedule while its fields come.
type timing struct {
	kind       string // cron or period
	expression *string
	zone       *schedule.Zone
	interval   *int
	unit       string
	seconds    bool // an interval may be of seconds
}

func parseSchedule(r *xcontent.Reader) Schedule {
	t := timing{seconds: r.Dialect.SecondSchedules}
	r.Expect(xcontent.StartObject, r.Token())
	for r.Next() != xcontent.EndObject {
		name := r.Name()
		r.Next()
		xcontent.Check(t.kind == "", "You can only specify one type of schedule.")
		switch name {
		case "cron", "period":
			t.kind = name
			for r.Next() != xcontent.EndObject {
				field := r.Name()
				r.Next()
				t.field(r, field)
			}
		default:
			xcontent.Throw(fault.Require("Invalid field: [%s] found in schedule.", name))
		}
	}
	switch t.kind {
	case "cron":
		return t.cron(r)
	case "period":
		return t.period()
	}
	xcontent.Throw(fault.Require("Schedule is null."))
	return Schedule{}
}

func (t *timing) field(r *xcontent.Reader, name string) {
	switch {
	case t.kind == "cron" && name == "expression":
		t.expression = nil
		if r.Token() != xcontent.Null {
			text := r.Text()
			t.expression = &text
		}
	case t.kind == "cron" && name == "timezone":
		zone, err := schedule.ParseZone(r.Text())
		if err != nil {
			xcontent.Throw(fault.Require("%s", err))
		}
		t.zone = zone
	case t.kind == "period" && name == "interval":
		n := r.Int()
		t.interval = &n
	case t.kind == "period" && name == "unit":
		t.unit = strings.ToUpper(r.Text())
		xcontent.Check(units[t.unit] != "", "No enum constant java.time.temporal.ChronoUnit.%s", t.unit)
	}
}

// throwCron throws the fault of an expression, with the part that it is made of as
// its cause. Older servers count the parts of a nickname.
func throwCron(r *xcontent.Reader, expression string, err error) {
	if strings.HasPrefix(expression, "@") && r.Dialect.OlderMonitors {
		err = fmt.Errorf("Cron expression contains %d parts but we expect one of [5]", len(strings.Fields(expression)))
	}
	f := fault.Require("%s", err)
	if cause := errors.Unwrap(err); cause != nil {
		f.Cause = fault.Require("%s", cause)
	}
	xcontent.Throw(f)
}

func (t *timing) cron(r *xcontent.Reader) Schedule {
	xcontent.Check(t.expression != nil, "Expression in cron schedule is null.")
	xcontent.Check(t.zone != nil, "Timezone in cron schedule is null.")
	cron, err := schedule.ParseCron(*t.expression)
	if err != nil {
		throwCron(r, *t.expression, err)
	}
	return Schedule{
		Schedule: schedule.Schedule{Cron: cron, Zone: t.zone},
		Stored:   object("cron", object("expression", *t.expression, "timezone", t.zone.ID)),
	}
}

// units are Java's ChronoUnit constants with the words that it prints for them.
var units = map[string]string{
	"NANOS": "Nanos", "MICROS": "Micros", "MILLIS": "Millis", "SECONDS": "Seconds", "MINUTES": "Minutes",
	"HOURS": "Hours", "HALF_DAYS": "HalfDays", "DAYS": "Days", "WEEKS": "Weeks", "MONTHS": "Months",
	"YEARS": "Years", "DECADES": "Decades", "CENTURIES": "Centuries", "MILLENNIA": "Millennia",
	"ERAS": "Eras", "FOREVER": "Forever",
}

// intervalUnits are the units that a schedule may have.
var intervalUnits = map[string]time.Duration{
	"SECONDS": time.Second, "MINUTES": time.Minute, "HOURS": time.Hour, "DAYS": 24 * time.Hour,
}

func (t *timing) period() Schedule {
	xcontent.Check(t.interval != nil, "Interval in period schedule is null.")
	xcontent.Check(t.unit != "", "Unit in period schedule is null.")
	unit, known := intervalUnits[t.unit]
	expected := "[Minutes, Hours, Days]"
	if t.seconds {
		expected = "[Seconds, Minutes, Hours, Days]"
	}
	// The server's own words, time zone and all.
	xcontent.Check(known && (t.seconds || unit >= time.Minute), "Timezone %s is not supported expected %s", units[t.unit], expected)
	xcontent.Check(*t.interval > 0, "Interval is not allowed to be 0 or negative")
	return Schedule{
		Schedule: schedule.Schedule{Interval: time.Duration(*t.interval) * unit},
		Stored:   object("period", object("interval", *t.interval, "unit", t.unit)),
	}
}

// object builds an object from alternating keys and values.
func object(keysAndValues ...any) *orderedjson.Object {
	o := &orderedjson.Object{}
	for i := 0; i+1 < len(keysAndValues); i += 2 {
		o.Set(keysAndValues[i].(string), keysAndValues[i+1])
	}
	return o
}

func anyTexts(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}
