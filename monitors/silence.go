package monitors

import (
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors/quiet"
)

// Silence is a condition that does not hold at quiet times, and else is what c is.
// functionsEnd is the byte of its script behind the last function. It is false for
// a condition that no script can say this in: it is then c.
func Silence(c Condition, times quiet.Times, functionsEnd int) (Condition, bool) {
	if times.IsZero() {
		return c, true
	}
	return timed(c, functionsEnd, times.Write)
}

// Audible tells a condition that Silence made apart into what it was and the quiet
// times. Any other condition comes back as it is, with none.
func Audible(c Condition) (Condition, quiet.Times) {
	s := PainlessOf(c)
	if s == nil {
		return c, quiet.Times{}
	}
	times, script, at, ok := quiet.Read(s.Source)
	if !ok {
		return c, quiet.Times{}
	}
	before, ok := untimed(c, script.Source(), at)
	// What counts is that it would be written so again: with the same param, too.
	if bucket, is := before.(*BucketCondition); !ok || is && at != quiet.Param(bucket.freeParam()) {
		return c, quiet.Times{}
	}
	return before, times
}

// QuietAt says by which quiet times a condition does not hold in a run whose period
// ends then; "" where it is none of them.
func QuietAt(c Condition, end time.Time) string {
	_, times := Audible(c)
	why, _ := times.At(end)
	return strings.Join(why.Words(), "; ")
}

// setQuiet adds quiet times to a trigger's fields: the first quiet_hours by that
// name, those after it by their number.
func setQuiet(f *orderedjson.Object, times quiet.Times) {
	name := func(kind string, i int) string {
		if i == 0 {
			return kind
		}
		return fmt.Sprintf("%s[%d]", kind, i)
	}
	for i, h := range times.Hours {
		f.Set(name("quiet_hours", i), hoursFields(h))
	}
	for i, m := range times.Maintenance {
		f.Set(name("maintenance", i), orderedjson.NewObject(
			orderedjson.Member{Key: "from", Value: m.From.Format(time.RFC3339)},
			orderedjson.Member{Key: "to", Value: m.To.Format(time.RFC3339)}))
	}
}

func hoursFields(h quiet.Hours) *orderedjson.Object {
	f := orderedjson.NewObject()
	if len(h.Days) > 0 {
		var days []string
		for _, d := range h.Days {
			days = append(days, quiet.DayName(d))
		}
		f.Set("days", texts(days))
		f.Set("from", h.From.String())
		f.Set("to", h.To.String())
	}
	f.Set("timezone", h.Zone)
	setIf(f, "except", texts(h.Except), len(h.Except) > 0)
	setIf(f, "holidays", texts(h.Holidays), len(h.Holidays) > 0)
	setIf(f, "only", h.Only, h.Only)
	return f
}
