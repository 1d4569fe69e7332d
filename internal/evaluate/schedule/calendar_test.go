package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/schedule"
	"github.com/alertplan/alertplan/monitors"
)

// TestCalendars: schedules in the words of the Dashboards' editor are due at their
// time of day by the clock on the wall, on the days that they name and no others,
// also where clocks change: a time that is left out is none, one that comes twice
// is one.
func TestCalendars(t *testing.T) {
	daily := func(hour, minute int) monitors.Calendar {
		return monitors.Calendar{Frequency: monitors.Daily, Hour: hour, Minute: minute}
	}
	for _, c := range []struct {
		calendar   monitors.Calendar
		zone, from string
		want       []string
	}{
		{daily(7, 0), "Europe/Berlin", "2026-03-27T12:00:00Z", []string{"2026-03-28T06:00:00Z", "2026-03-29T05:00:00Z", "2026-03-30T05:00:00Z"}},
		{daily(7, 0), "Europe/Berlin", "2026-10-23T12:00:00Z", []string{"2026-10-24T05:00:00Z", "2026-10-25T06:00:00Z", "2026-10-26T06:00:00Z"}},
		{daily(2, 0), "Europe/Berlin", "2026-03-27T12:00:00Z", []string{"2026-03-28T01:00:00Z", "2026-03-30T00:00:00Z"}}, // 02:00 is left out on the 29th
		{daily(2, 30), "Europe/Berlin", "2026-10-24T12:00:00Z", []string{"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}},
		{daily(7, 30), "Asia/Kolkata", "2026-03-27T12:00:00Z", []string{"2026-03-28T02:00:00Z", "2026-03-29T02:00:00Z"}},
		{daily(0, 0), "America/Santiago", "2026-09-04T12:00:00Z", []string{"2026-09-05T04:00:00Z", "2026-09-07T03:00:00Z"}}, // no midnight on the 6th
		{daily(23, 0), "+09:00", "2026-03-27T12:00:00Z", []string{"2026-03-27T14:00:00Z", "2026-03-28T14:00:00Z"}},
		{monitors.Calendar{Frequency: monitors.Weekly, Days: []string{"mon", "sun"}, Hour: 7}, "America/New_York", "2026-03-06T12:00:00Z",
			[]string{"2026-03-08T11:00:00Z", "2026-03-09T11:00:00Z", "2026-03-15T11:00:00Z"}},
		{monitors.Calendar{Frequency: monitors.Weekly, Days: monitors.Weekdays, Hour: 7}, "Australia/Lord_Howe", "2026-04-03T12:00:00Z",
			[]string{"2026-04-03T20:00:00Z", "2026-04-04T20:30:00Z", "2026-04-05T20:30:00Z"}},
		{monitors.Calendar{Frequency: monitors.Monthly, Day: 1, Hour: 0}, "Europe/Berlin", "2026-02-10T00:00:00Z",
			[]string{"2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z"}},
		{monitors.Calendar{Frequency: monitors.Monthly, Day: 31, Hour: 12}, "UTC", "2026-01-31T12:00:00Z",
			[]string{"2026-03-31T12:00:00Z", "2026-05-31T12:00:00Z", "2026-07-31T12:00:00Z", "2026-08-31T12:00:00Z", "2026-10-31T12:00:00Z", "2026-12-31T12:00:00Z"}},
		{monitors.Calendar{Frequency: monitors.Monthly, Day: 29, Hour: 12}, "UTC", "2027-01-30T00:00:00Z", []string{"2027-03-29T12:00:00Z", "2027-04-29T12:00:00Z"}},
	} {
		at, err := time.Parse(time.RFC3339, c.from)
		if err != nil {
			t.Fatal(err)
		}
		s := scheduleOf(t, c.calendar, c.zone)
		for _, want := range c.want {
			next, ok := s.Next(at, at, at)
			if got := next.UTC().Format(time.RFC3339); !ok || got != want {
				t.Errorf("%s in %s after %s: %s, want %s", c.calendar, c.zone, at.UTC().Format(time.RFC3339), got, want)
			}
			at = next
		}
	}
}

func scheduleOf(t *testing.T, c monitors.Calendar, id string) schedule.Schedule {
	t.Helper()
	cron, err := schedule.ParseCron(c.Expression())
	if err != nil {
		t.Fatalf("%s: %v", c, err)
	}
	zone, err := schedule.ParseZone(id)
	if err != nil {
		t.Fatal(err)
	}
	return schedule.Schedule{Cron: cron, Zone: zone}
}

// TestCalendarsTheYearRound: whatever the time and the zone, a year of daily runs
// is one a day by the clock on the wall, but for times that clocks leave out.
func TestCalendarsTheYearRound(t *testing.T) {
	for _, id := range []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"} {
		for _, clock := range []monitors.Calendar{{Frequency: monitors.Daily, Hour: 7}, {Frequency: monitors.Daily, Hour: 2, Minute: 30}, {Frequency: monitors.Daily}} {
			s := scheduleOf(t, clock, id)
			seen := map[string]bool{}
			at := time.Date(2026, 1, 1, 12, 0, 0, 0, s.Zone.Location)
			for end := at.AddDate(1, 0, 0); ; {
				next, ok := s.Next(at, at, at)
				if !ok || next.After(end) {
					break
				}
				local := next.In(s.Zone.Location)
				day := local.Format(time.DateOnly)
				if local.Format("15:04") != clock.At() || seen[day] {
					t.Errorf("%s in %s: due at %s", clock, id, local)
				}
				seen[day], at = true, next
			}
			left := 365 - len(seen)
			if left > 1 || left == 1 && (clock.Minute == 0 || id == "UTC" || id == "Asia/Tokyo") {
				t.Errorf("%s in %s: %s", clock, id, fmt.Sprint(len(seen), " runs"))
			}
		}
	}
}
