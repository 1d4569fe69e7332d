package monitors

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// Calendar is a cron schedule in the words of people, which are those of the
// Dashboards' editor, too: each day, on days of the week or on a day of the
// month, at a time of day.
type Calendar struct {
	Frequency Frequency
	Days      []string // of Weekly: some of Weekdays, in their order
	Day       int      // of Monthly: 1 to 31; months without it are left out
	Hour      int
	Minute    int
}

// Frequency is how often a calendar comes round, in the editor's words.
type Frequency string

// The frequencies.
const (
	Daily   Frequency = "daily"
	Weekly  Frequency = "weekly"
	Monthly Frequency = "monthly"
)

// Weekdays are the days of the week in its order, in the editor's words.
var Weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// Expression is the cron expression that the editor saves for it (alerting-api 7,
// buildSchedule).
func (c Calendar) Expression() string {
	day, month, weekday := "*", "*", "*"
	switch c.Frequency {
	case Weekly:
		weekday = strings.ToUpper(strings.Join(c.Days, ","))
	case Monthly:
		day, month = strconv.Itoa(c.Day), "*/1"
	}
	return fmt.Sprintf("%d %d %s %s %s", c.Minute, c.Hour, day, month, weekday)
}

// InEditor tells whether the editor has a form for it: it knows whole hours only,
// and shows any other time as a cron expression.
func (c Calendar) InEditor() bool { return c.Minute == 0 }

// At is the time of day, such as 07:00.
func (c Calendar) At() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// String says it in words: daily at 07:00, on mon and fri at 07:00, on day 1 of
// each month at 07:00.
func (c Calendar) String() string {
	switch c.Frequency {
	case Weekly:
		days := strings.Join(c.Days, ", ")
		if i := strings.LastIndex(days, ", "); i >= 0 {
			days = days[:i] + " and" + days[i+1:]
		}
		return "on " + days + " at " + c.At()
	case Monthly:
		return fmt.Sprintf("on day %d of each month at %s", c.Day, c.At())
	default:
		return "daily at " + c.At()
	}
}

func (c Calendar) fields() any {
	switch c.Frequency {
	case Weekly:
		return orderedjson.NewObject(
			orderedjson.Member{Key: "days", Value: texts(c.Days)}, orderedjson.Member{Key: "at", Value: c.At()})
	case Monthly:
		return orderedjson.NewObject(
			orderedjson.Member{Key: "day", Value: number(c.Day)}, orderedjson.Member{Key: "at", Value: c.At()})
	default:
		return c.At()
	}
}

// equal tells whether two calendars say the same.
func (c Calendar) equal(other Calendar) bool {
	return c.Frequency == other.Frequency && c.Day == other.Day && c.At() == other.At() && slices.Equal(c.Days, other.Days)
}

var calendarForm = pattern.New(`^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) (\*|\*/1) (\*|[A-Z]{3}(?:,[A-Z]{3})*)$`)

// ReadCalendar reads an expression of the forms that Expression has, days in any
// order: the editor names them in the order in which they were chosen. It is
// false for any other expression, be it one that means the same.
func ReadCalendar(expression string) (Calendar, bool) {
	m := calendarForm.FindStringSubmatch(expression)
	if m == nil {
		return Calendar{}, false
	}
	c := Calendar{Frequency: Daily, Minute: atoi(m[1]), Hour: atoi(m[2])}
	day, month, weekday := m[3], m[4], m[5]
	switch {
	case day == "*" && weekday != "*" && month == "*":
		c.Frequency = Weekly
		chosen := strings.Split(strings.ToLower(weekday), ",")
		for _, name := range Weekdays {
			if slices.Contains(chosen, name) {
				c.Days = append(c.Days, name)
			}
		}
		if len(c.Days) != len(chosen) {
			return Calendar{}, false
		}
	case day != "*" && weekday == "*" && month == "*/1":
		c.Frequency, c.Day = Monthly, atoi(day)
		if c.Day < 1 || c.Day > 31 {
			return Calendar{}, false
		}
	case day != "*" || weekday != "*" || month != "*":
		return Calendar{}, false
	}
	return c, c.Hour < 24 && c.Minute < 60
}
