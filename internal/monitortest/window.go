package monitortest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/events"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// window is the clause of a query that ties it to the run's period: a range whose
// bounds name the period or now.
type window struct {
	field string
	lower string // as it stands in the body; "" for none
	upper string // the same
	until bool   // the upper bound itself is inside
	dates *datetime.Format
	zone  *time.Location
}

// timeField is what is taken for an event's time where no clause says it.
const timeField = events.TimestampField

// findWindow finds the first such range of a canonical query; nil where there is
// none.
func findWindow(v any) *window {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			if w := findWindow(x); w != nil {
				return w
			}
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if m.Key == "range" {
				if w := readWindow(m.Value); w != nil {
					return w
				}
			}
			if w := findWindow(m.Value); w != nil {
				return w
			}
		}
	}
	return nil
}

func readWindow(v any) *window {
	body, _ := v.(*orderedjson.Object)
	for _, m := range body.Members() {
		o, ok := m.Value.(*orderedjson.Object)
		if !ok || !tiedToPeriod(o) {
			continue
		}
		w := &window{field: m.Key, dates: datetime.MustDefault(), lower: bound(o, "from", "gte", "gt"), upper: bound(o, "to", "lt", "lte")}
		inclusive, _ := o.Get("include_upper")
		w.until = inclusive != false && !o.Has("lt")
		if dates, err := datetime.Compile(o.Text("format")); o.Has("format") && err == nil {
			w.dates = dates
		}
		if zone, err := datetime.Zone(o.Text("time_zone")); o.Has("time_zone") && err == nil {
			w.zone = zone
		}
		return w
	}
	return nil
}

// tiedToPeriod tells whether a range moves with the run.
func tiedToPeriod(o *orderedjson.Object) bool {
	for _, m := range o.Members() {
		if text, ok := m.Value.(string); ok && (strings.Contains(text, "{{period_") || strings.HasPrefix(text, "now")) {
			return true
		}
	}
	return false
}

func bound(o *orderedjson.Object, keys ...string) string {
	for _, key := range keys {
		switch v, _ := o.Get(key); v := v.(type) {
		case string:
			return v
		case json.Number:
			return v.String()
		}
	}
	return ""
}

// end is where the window ends in a run; false where it has no end that can be
// read.
func (w *window) end(at Moment) (time.Time, bool) {
	if w == nil {
		return time.Time{}, false
	}
	return w.read(w.upper, at, w.until)
}

// begin is where it begins.
func (w *window) begin(at Moment) (time.Time, bool) {
	if w == nil {
		return time.Time{}, false
	}
	return w.read(w.lower, at, false)
}

func (w *window) read(text string, at Moment, up bool) (time.Time, bool) {
	if text == "" {
		return time.Time{}, false
	}
	text = strings.NewReplacer(
		"{{period_start}}", strconv.FormatInt(at.Start.UnixMilli(), 10),
		"{{period_end}}", strconv.FormatInt(at.End.UnixMilli(), 10)).Replace(text)
	ms, err := w.dates.ParseMath(text, datetime.Context{Now: at.End, Zone: w.zone, RoundUp: up})
	if err != nil {
		return time.Time{}, false
	}
	return time.UnixMilli(ms), true
}

// readsPeriod tells whether a clause is such a range itself.
func readsPeriod(query *orderedjson.Object) bool {
	return query.Has("range") && readWindow(query.Object("range")) != nil
}

// holds tells whether the window's upper end lies behind an event's time.
func (w *window) holds(at Moment, event time.Time) bool {
	end, ok := w.end(at)
	return !ok || event.Before(end) || w.until && event.Equal(end)
}

// fieldOf is the field that an event's time stands in.
func (w *window) fieldOf() string {
	if w == nil {
		return timeField
	}
	return w.field
}

// timeOf is an event's time: a date in ISO form or epoch milliseconds; zero where
// it has none. The first of several counts.
func timeOf(source *orderedjson.Object, field string) time.Time {
	for _, v := range valuesAt(source, field) {
		var text string
		switch v := v.(type) {
		case string:
			text = v
		case json.Number:
			text = v.String()
		}
		if t, err := datetime.MustDefault().Parse(text, datetime.Context{}); err == nil && text != "" {
			return t
		}
	}
	return time.Time{}
}
