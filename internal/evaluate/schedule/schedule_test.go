package schedule_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/schedule"
)

// TestParseCron holds the judgement and its words to 2.19.4
// (monitor_errors/schedule_crons); "" is an expression that is taken.
func TestParseCron(t *testing.T) {
	failed := "Failed to parse cron expression. "
	for expression, want := range map[string]string{
		"":                  "Empty expression!",
		" ":                 "Empty expression!",
		"* * * *":           "Cron expression contains 4 parts but we expect one of [5]",
		"0 0 12 ? * MON":    "Cron expression contains 6 parts but we expect one of [5]",
		"@daily":            "Nicknames not supported!",
		"60 * * * *":        failed + "Value 60 not in range [0, 59]",
		"0 0 0 * *":         failed + "Value 0 not in range [1, 31]",
		"0 0 * * 8":         failed + "Value 8 not in range [0, 7]",
		"*/0 * * * *":       failed + "Period 0 not in range [0, 59]",
		"*/61 * * * *":      failed + "Period 61 not in range [0, 59]",
		"5-1 * * * *":       failed + "Invalid range! [5,1]",
		"0 0 * * FRI-MON":   failed + "Invalid range! [5,1]",
		"0 0 * * MONDAY":    failed + "Invalid chars in expression! Expression: MONDAY Invalid chars: MONDAY",
		"0 0 15W * *":       failed + "Invalid chars in expression! Expression: 15W Invalid chars: W",
		"0 0 * * 5#3":       failed + "Invalid expression: 5#3",
		"0 0 ? * *":         failed + "Invalid expression: ?",
		"1,2,61 * * * *":    failed + "Value 61 not in range [0, 59]",
		"-1 * * * *":        failed + "Invalid expression! Expression: -1 does not describe a range. Negative numbers are not allowed.",
		"rate(5 minutes)":   "Cron expression contains 2 parts but we expect one of [5]",
		"0 9 1 JANUARY *":   failed + "Invalid chars in expression! Expression: JANUARY Invalid chars: JANUARY",
		"0 9 * jan mon-fri": "",
		"*/60 * * * *":      "",
		"0\t9  * * 7":       "",
		"0 0 30 2 *":        "",
		"1-10/3,50 * * * *": "",
	} {
		_, err := schedule.ParseCron(expression)
		if got := text(err); got != want {
			t.Errorf("%q: got %q, want %q", expression, got, want)
		}
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestParseZone are Java's spellings (schedules/timezones); "" is refused.
func TestParseZone(t *testing.T) {
	for id, want := range map[string]string{
		"UTC": "UTC", "Z": "Z", "GMT": "GMT", "UT": "UT", "GMT+2": "GMT+02:00", "UTC+9": "UTC+09:00", "UTC-03:30": "UTC-03:30",
		"+9": "+09:00", "+0900": "+09:00", "-00:00": "Z", "UTC+0": "UTC", "GMT0": "GMT0", "+18:00": "+18:00",
		"Asia/Tokyo": "Asia/Tokyo", "Etc/GMT-9": "Etc/GMT-9", "EST5EDT": "EST5EDT", "Japan": "Japan", "Zulu": "Zulu",
		"EST": "", "MST": "", "+18:01": "", "+25": "", "UTC+x": "", "asia/tokyo": "", "Mars/Olympus": "", "": "", "Local": "",
		"GMT+2:00": "", "JST": "", "../etc": "",
	} {
		zone, err := schedule.ParseZone(id)
		got := ""
		if err == nil {
			got = zone.ID
		} else if want := "Timezone " + id + " is not supported"; err.Error() != want {
			t.Errorf("%q: got %q, want %q", id, err, want)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", id, got, want)
		}
	}
}

// TestPeriodEndingAt holds the beginnings of periods to schedules/periods_of_a_run
// and to the rules of days.
func TestPeriodEndingAt(t *testing.T) {
	for _, c := range []struct{ expression, zone, end, start string }{
		{"0 9 * * *", "UTC", "2026-01-15T09:00:00Z", "2026-01-14T09:00:00Z"},
		{"*/10 * * * *", "UTC", "2026-01-15T09:00:00Z", "2026-01-15T08:50:00Z"},
		{"*/10 * * * *", "UTC", "2026-01-15T09:03:20Z", "2026-01-15T09:00:00Z"},
		{"0 9 * * MON", "Asia/Tokyo", "2026-01-15T09:00:00Z", "2026-01-12T00:00:00Z"},
		{"30 0 1 * *", "America/New_York", "2026-01-15T09:00:00Z", "2026-01-01T05:30:00Z"},
		{"0 0 31 2 *", "UTC", "2026-01-15T09:00:00Z", "2026-01-15T09:00:00Z"},
		{"0 0 29 2 *", "UTC", "2026-01-15T09:00:00Z", "2024-02-29T00:00:00Z"},
		{"0 0 13 * FRI", "UTC", "2026-01-15T09:00:00Z", "2026-01-13T00:00:00Z"},
	} {
		cron, err := schedule.ParseCron(c.expression)
		if err != nil {
			t.Fatal(err)
		}
		zone, err := schedule.ParseZone(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		end, _ := time.Parse(time.RFC3339, c.end)
		got := schedule.Schedule{Cron: cron, Zone: zone}.PeriodEndingAt(end)
		if got.UTC().Format(time.RFC3339) != c.start {
			t.Errorf("%s in %s: got %v, want %s", c.expression, c.zone, got.UTC(), c.start)
		}
	}
}

func TestNext(t *testing.T) {
	enabled := time.Date(2026, 1, 15, 9, 0, 30, 0, time.UTC)
	every := schedule.Schedule{Interval: time.Minute}
	if got, ok := every.Next(enabled.Add(90*time.Second), enabled, time.Time{}); !ok || got != enabled.Add(2*time.Minute) {
		t.Errorf("got %v, %v", got, ok)
	}
	cron, _ := schedule.ParseCron("0 0 30 2 *")
	zone, _ := schedule.ParseZone("UTC")
	if got, ok := (schedule.Schedule{Cron: cron, Zone: zone}).Next(enabled, enabled, time.Time{}); ok {
		t.Errorf("February 30th comes at %v", got)
	}
}

// Where clocks change a time may be left out, or come twice: what comes more often
// than every two hours is then due twice (from source, cron-utils 9.1.7).
func TestChangesOfClocks(t *testing.T) {
	for _, c := range []struct {
		expression, zone, from string
		want                   []string
	}{
		{"30 2 * * *", "Europe/Berlin", "2024-03-29T12:00:00Z", []string{"2024-03-30T01:30:00Z", "2024-04-01T00:30:00Z"}},
		{"30 2 * * *", "Europe/Berlin", "2024-10-26T12:00:00Z", []string{"2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z"}},
		{"30 2 * * *", "Europe/Berlin", "2024-10-27T00:45:00Z", []string{"2024-10-27T01:30:00Z", "2024-10-28T01:30:00Z"}},
		{"0 * * * *", "Europe/Berlin", "2024-10-26T23:30:00Z", []string{"2024-10-27T00:00:00Z", "2024-10-27T01:00:00Z", "2024-10-27T02:00:00Z"}},
		{"*/30 2 * * *", "Europe/Berlin", "2024-10-26T23:30:00Z", []string{"2024-10-27T00:00:00Z", "2024-10-27T00:30:00Z", "2024-10-27T01:00:00Z", "2024-10-27T01:30:00Z", "2024-10-28T01:00:00Z"}},
		{"0 0 * * *", "America/Santiago", "2024-09-07T12:00:00Z", []string{"2024-09-09T03:00:00Z"}}, // no midnight on the 8th
		{"0 9 * * *", "America/New_York", "2024-03-09T15:00:00Z", []string{"2024-03-10T13:00:00Z", "2024-03-11T13:00:00Z"}},
	} {
		cron, err := schedule.ParseCron(c.expression)
		if err != nil {
			t.Fatal(err)
		}
		zone, err := schedule.ParseZone(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		s := schedule.Schedule{Cron: cron, Zone: zone}
		at, _ := time.Parse(time.RFC3339, c.from)
		for i, want := range c.want {
			next, _ := s.Next(at, at, at)
			if got := next.UTC().Format(time.RFC3339); got != want {
				t.Errorf("%s in %s after %v: %s, want %s", c.expression, c.zone, at, got, want)
			}
			if before := s.PeriodEndingAt(next); i > 0 && !before.Equal(at) && c.expression != "30 2 * * *" {
				t.Errorf("%s in %s before %v: %v", c.expression, c.zone, next, before.UTC())
			}
			at = next
		}
	}
}

func FuzzParseCron(f *testing.F) {
	f.Add("0 9 * JAN-MAR/2 MON,FRI")
	f.Fuzz(func(t *testing.T, expression string) {
		cron, err := schedule.ParseCron(expression)
		if err != nil {
			return
		}
		now := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
		if next, ok := cron.After(now); ok {
			if before, ok := cron.Before(next.Add(time.Minute)); !ok || before != next {
				t.Errorf("%q: after comes %v, before %v", expression, next, before)
			}
		}
	})
}
