package monitors_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/alertplan/alertplan/monitors"
)

// TestCalendar holds expressions to what the Dashboards' editor saves: its own
// tests expect the first three of the hour 0 (alerting-dashboards-plugin,
// formikToMonitor: buildSchedule).
func TestCalendar(t *testing.T) {
	for _, c := range []struct {
		calendar         monitors.Calendar
		expression, text string
	}{
		{monitors.Calendar{Frequency: monitors.Daily}, "0 0 * * *", "daily at 00:00"},
		{monitors.Calendar{Frequency: monitors.Weekly, Days: []string{"tue"}}, "0 0 * * TUE", "on tue at 00:00"},
		{monitors.Calendar{Frequency: monitors.Monthly, Day: 1}, "0 0 1 */1 *", "on day 1 of each month at 00:00"},
		{monitors.Calendar{Frequency: monitors.Daily, Hour: 7, Minute: 30}, "30 7 * * *", "daily at 07:30"},
		{monitors.Calendar{Frequency: monitors.Weekly, Days: []string{"mon", "thu", "sun"}, Hour: 23}, "0 23 * * MON,THU,SUN", "on mon, thu and sun at 23:00"},
		{monitors.Calendar{Frequency: monitors.Monthly, Day: 31, Hour: 9, Minute: 5}, "5 9 31 */1 *", "on day 31 of each month at 09:05"},
	} {
		if got := c.calendar.Expression(); got != c.expression {
			t.Errorf("%v: got %s, want %s", c.calendar, got, c.expression)
		}
		if c.calendar.String() != c.text {
			t.Errorf("got %q, want %q", c.calendar, c.text)
		}
		if read, ok := monitors.ReadCalendar(c.expression); !ok || fmt.Sprint(read) != fmt.Sprint(c.calendar) {
			t.Errorf("%s: read %v, %v", c.expression, read, ok)
		}
		if c.calendar.InEditor() != (c.calendar.Minute == 0) {
			t.Errorf("%s: in the editor: %v", c.calendar, c.calendar.InEditor())
		}
	}
}

// Days come in the order in which they were chosen, or in which the server gave
// the editor's data back.
func TestReadCalendarTakesDaysInAnyOrder(t *testing.T) {
	c, ok := monitors.ReadCalendar("0 7 * * TUE,WED,SAT,FRI,MON,THU")
	if want := []string{"mon", "tue", "wed", "thu", "fri", "sat"}; !ok || !slices.Equal(c.Days, want) {
		t.Errorf("got %v, %v", c, ok)
	}
}

func TestReadCalendarRefuses(t *testing.T) {
	for _, expression := range []string{
		"", "0 7 * *", "60 7 * * *", "0 24 * * *", "0 7 0 */1 *", "0 7 32 */1 *", "0 7 1 * *", "0 7 1 */2 *", "0 7 1 */1 MON", "0 7 * */1 *",
		"0 7 * * 1", "0 7 * * MON-FRI", "0 7 * * MON,MON", "0 7 * * THUR", "0 7 * * mon", "*/5 7 * * *", "0 7,8 * * *", "0  7 * * *", " 0 7 * * *", "0 7 * JAN *",
	} {
		if c, ok := monitors.ReadCalendar(expression); ok {
			t.Errorf("%q is taken for %s", expression, c)
		}
	}
}

func FuzzReadCalendar(f *testing.F) {
	f.Add("0 7 * * MON,THU")
	f.Add("0 7 31 */1 *")
	f.Fuzz(func(t *testing.T, expression string) {
		c, ok := monitors.ReadCalendar(expression)
		if !ok {
			return
		}
		if again, ok := monitors.ReadCalendar(c.Expression()); !ok || fmt.Sprint(again) != fmt.Sprint(c) {
			t.Errorf("%q is %v, and that is %v", expression, c, again)
		}
	})
}
