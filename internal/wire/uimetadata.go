package wire

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// MergeUIMetadata is the ui_metadata to write with a monitor: what is there
// already (live, nil for none) stays, but for our mark and for what the
// Dashboards editor takes the schedule and the kind of editor from. Without
// those, editors before 3.7 show "every minute" and save it so
// (alerting-api.md section 7).
func MergeUIMetadata(live *orderedjson.Object, m monitors.Monitor, mark monitors.Mark) *orderedjson.Object {
	merged, _ := orderedjson.Clone(live).(*orderedjson.Object)
	if merged == nil {
		merged = orderedjson.NewObject()
	}
	if !uiScheduleSays(merged.Object("schedule"), m.Schedule) {
		merged.Set("schedule", uiSchedule(m.Schedule))
	}
	merged.Set("monitor_type", string(typeOf(m)))
	merged.Set("search", uiSearch(merged.Object("search"), m))
	merged.Set(markKey, EncodeMark(mark))
	return merged
}

// WithoutMark is the ui_metadata to write with a monitor that is no longer ours:
// all that is there but the mark.
func WithoutMark(live *orderedjson.Object) *orderedjson.Object {
	left, _ := orderedjson.Clone(live).(*orderedjson.Object)
	if left != nil {
		left.Delete(markKey)
	}
	return left
}

// uiSearch says that the monitor is opened in the editor of raw queries: the
// visual editor builds a query of its own, and saving there would replace ours.
// The other keys are those that the editor reads, at its defaults.
func uiSearch(live *orderedjson.Object, m monitors.Monitor) *orderedjson.Object {
	if live == nil {
		live = orderedjson.NewObject()
	}
	searchType := "query"
	if _, ok := m.Input.(*monitors.ClusterAPI); ok {
		searchType = "clusterMetrics"
	}
	live.Set("searchType", searchType)
	for _, member := range []orderedjson.Member{
		{Key: "timeField", Value: ""}, {Key: "aggregations", Value: []any{}}, {Key: "groupBy", Value: []any{}},
		{Key: "bucketValue", Value: number(1)}, {Key: "bucketUnitOfTime", Value: "h"}, {Key: "filters", Value: []any{}},
	} {
		if !live.Has(member.Key) {
			live.Set(member.Key, member.Value)
		}
	}
	return live
}

// The editor's kinds of schedule.
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
	timezone := ""
	if s.Cron != nil {
		frequency, expression, timezone = uiCron, s.Cron.Expression, s.Cron.Timezone
	}
	weekly := orderedjson.NewObject()
	for _, day := range uiWeekdays {
		weekly.Set(day, false)
	}
	o := orderedjson.NewObject(orderedjson.Member{Key: "frequency", Value: frequency})
	setText(o, "timezone", timezone)
	o.Set("period", encodeInterval(period))
	o.Set("daily", number(0))
	o.Set("weekly", weekly)
	o.Set("monthly", orderedjson.NewObject(
		orderedjson.Member{Key: "type", Value: "day"}, orderedjson.Member{Key: "day", Value: number(1)}))
	o.Set("cronExpression", expression)
	return o
}

var uiWeekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// uiScheduleSays tells whether the editor's own words for a schedule (every day
// at nine, say) mean s; they are then left as they are.
func uiScheduleSays(ui *orderedjson.Object, s monitors.Schedule) bool {
	r := &reader{}
	o := object{Object: ui, r: r}
	if ui == nil {
		return false
	}
	frequency := ui.Text("frequency")
	if s.Interval != nil {
		period, _ := o.child("period")
		said := monitors.Interval{Value: period.integer("interval", 0), Unit: monitors.Unit(period.text("unit"))}
		return frequency == uiInterval && r.err == nil && said == *s.Interval
	}
	if s.Cron == nil || ui.Text("timezone") != s.Cron.Timezone {
		return false
	}
	return uiCronOf(o, frequency) == s.Cron.Expression && r.err == nil
}

// uiCronOf builds the cron expression that the editor would save.
func uiCronOf(o object, frequency string) string {
	hour := o.integer("daily", 0)
	switch frequency {
	case "daily":
		return fmt.Sprintf("0 %d * * *", hour)
	case "weekly":
		var days []string
		weekly, _ := o.child("weekly")
		for _, day := range uiWeekdays {
			if on, _ := weekly.value(day).(bool); on {
				days = append(days, strings.ToUpper(day))
			}
		}
		return fmt.Sprintf("0 %d * * %s", hour, strings.Join(days, ","))
	case "monthly":
		monthly, _ := o.child("monthly")
		return fmt.Sprintf("0 %d %d */1 *", hour, monthly.integer("day", 1))
	case uiCron:
		return o.text("cronExpression")
	default:
		return ""
	}
}
