package datetime

import (
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// Context is what a date expression is read in: the time that "now" means, the
// zone of texts without one, and whether missing parts are filled from above
// (for the upper end of a range that includes it).
type Context struct {
	Now     time.Time
	Zone    *time.Location // nil: UTC
	RoundUp bool
}

func (c Context) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// ParseMath reads a date with date math: "now-5m", "2020-01-01||/d", or a plain
// date, to milliseconds since the epoch. Observed on 2.19.4: with RoundUp a
// rounding ends at the last millisecond of its unit.
func (f *Format) ParseMath(text string, c Context) (int64, error) {
	t, err := f.ParseInstant(text, c)
	return t.UnixMilli(), err
}

// ParseInstant is ParseMath to the nanosecond.
func (f *Format) ParseInstant(text string, c Context) (time.Time, error) {
	var start time.Time
	var math string
	if rest, ok := strings.CutPrefix(text, "now"); ok {
		start, math = c.Now, rest
	} else {
		date, rest, found := strings.Cut(text, "||")
		if !found {
			t, err := f.Parse(text, c)
			return t, wrapParse(err, text, f)
		}
		t, err := f.Parse(date, Context{Now: c.Now, Zone: c.Zone})
		if err != nil {
			return t, wrapParse(err, date, f)
		}
		start, math = t, rest
	}
	return applyMath(math, start, c)
}

func wrapParse(err error, text string, f *Format) error {
	if err == nil {
		return nil
	}
	reason, ok := err.(*fault.Error)
	if !ok {
		return err
	}
	if reason.Type == "date_time_exception" { // which a search doesn't expect
		unexpected := *reason
		unexpected.Status = 500
		return &unexpected
	}
	if reason.Reason == emptyDate {
		return fault.New(400, "parse_exception", "cannot parse empty date")
	}
	return fault.New(400, "parse_exception", "failed to parse date field [%s] with format [%s]: [%s]",
		text, f.Pattern, reason.Reason).CausedBy(reason)
}

func applyMath(math string, t time.Time, c Context) (time.Time, error) {
	t = t.In(c.zone())
	for i := 0; i < len(math); {
		op := math[i]
		i++
		if op != '/' && op != '+' && op != '-' {
			return t, fault.New(400, "parse_exception", "operator not supported for date math [%s]", math)
		}
		if i >= len(math) {
			return t, fault.New(400, "parse_exception", "truncated date math [%s]", math)
		}
		num, next := 1, i
		for next < len(math) && math[next] >= '0' && math[next] <= '9' {
			next++
		}
		if next > i {
			num = 0
			for _, d := range math[i:next] {
				num = num*10 + int(d-'0')
				if num > 1<<30 {
					return t, fault.New(400, "number_format_exception", "For input string: \"%s\"", math[i:next])
				}
			}
		}
		i = next
		if i >= len(math) {
			return t, fault.New(400, "parse_exception", "truncated date math [%s]", math)
		}
		unit := math[i]
		i++
		if strings.IndexByte("yMwdhHms", unit) < 0 {
			return t, fault.New(400, "parse_exception", "unit [%c] not supported for date math [%s]", unit, math)
		}
		switch op {
		case '/':
			if num != 1 {
				return t, fault.New(400, "parse_exception", "rounding `/` can only be used on single unit types [%s]", math)
			}
			t = onCalendar(t, unit, func(t time.Time) time.Time { return Floor(t, unit) })
			if c.RoundUp {
				t = onCalendar(t, unit, func(t time.Time) time.Time { return Shift(t, unit, 1) }).Add(-time.Millisecond)
			}
		case '+', '-':
			if op == '-' {
				num = -num
			}
			t = onCalendar(t, unit, func(t time.Time) time.Time { return Shift(t, unit, num) })
		}
	}
	return t, nil
}

// Floor rounds down to the begin of a unit (y M w d h m s) in the zone of t.
func Floor(t time.Time, unit byte) time.Time {
	y, mo, d := t.Date()
	z := t.Location()
	switch unit {
	case 'y':
		return time.Date(y, 1, 1, 0, 0, 0, 0, z)
	case 'M':
		return time.Date(y, mo, 1, 0, 0, 0, 0, z)
	case 'w':
		back := (int(t.Weekday()) + 6) % 7
		return time.Date(y, mo, d-back, 0, 0, 0, 0, z)
	case 'd':
		return time.Date(y, mo, d, 0, 0, 0, 0, z)
	case 'h', 'H':
		return t.Add(-time.Duration(t.Minute())*time.Minute - time.Duration(t.Second())*time.Second - time.Duration(t.Nanosecond()))
	case 'm':
		return t.Add(-time.Duration(t.Second())*time.Second - time.Duration(t.Nanosecond()))
	default:
		return t.Add(-time.Duration(t.Nanosecond()))
	}
}

// Shift adds so many units to t.
func Shift(t time.Time, unit byte, n int) time.Time {
	switch unit {
	case 'y':
		return addMonths(t, 12*n)
	case 'M':
		return addMonths(t, n)
	case 'w':
		return t.AddDate(0, 0, 7*n)
	case 'd':
		return t.AddDate(0, 0, n)
	case 'h', 'H':
		return t.Add(time.Duration(n) * time.Hour)
	case 'm':
		return t.Add(time.Duration(n) * time.Minute)
	default:
		return t.Add(time.Duration(n) * time.Second)
	}
}

// addMonths keeps the day of month where the new month has it, else takes the
// month's last day, as java.time does; Go's AddDate would run into the next month.
func addMonths(t time.Time, n int) time.Time {
	y, mo, d := t.Date()
	first := time.Date(y, mo+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	h, mi, s := t.Clock()
	return time.Date(first.Year(), first.Month(), min(d, last), h, mi, s, t.Nanosecond(), t.Location())
}
