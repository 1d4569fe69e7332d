package stagger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/schedule"
	"github.com/alertplan/alertplan/internal/stagger"
)

// TestCron pins moments: to change one would change the schedules of what is applied.
func TestCron(t *testing.T) {
	tests := []struct{ every, key, want, refused string }{
		{"5m", "root", "2,7,12,17,22,27,32,37,42,47,52,57 * * * *", ""},
		{"1h", "root", "37 * * * *", ""},
		{"60m", "root", "37 * * * *", ""},
		{"6h", "root", "37 5,11,17,23 * * *", ""},
		{"1d", "root", "37 5 * * *", ""},
		{"24h", "root", "37 5 * * *", ""},
		{"7d", "root", "37 5 * * 4", ""},
		{"1d", "", "52 0 * * *", ""},
		{"1m", "root", "", "what runs every minute can't be spread over it"},
		{"7m", "root", "", "no cron expression is due so often; there is one for 2m, 3m, 4m, 5m, 6m, 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h, 1d, 7d"},
		{"90m", "root", "", "no cron expression is due so often; there is one for 2m, 3m, 4m, 5m, 6m, 10m, 12m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h, 1d, 7d"},
		{"5 minutes", "root", "", "it must be a length of time such as 5m, 1h or 1d"},
		{"0m", "root", "", "it must be a length of time such as 5m, 1h or 1d"},
	}
	for _, test := range tests {
		got, err := stagger.Cron(test.every, test.key)
		if got != test.want || fmt.Sprint(err) != fmt.Sprint(test.refused) && !(err == nil && test.refused == "") {
			t.Errorf("%s of %q: got %q, %v; want %q, %s", test.every, test.key, got, err, test.want, test.refused)
		}
	}
}

// TestCronIsDueEquallyOften counts the times in a week.
func TestCronIsDueEquallyOften(t *testing.T) {
	const week = 7 * 24 * 60
	for _, every := range stagger.Lengths {
		used := map[int]bool{}
		for i := range 200 {
			expression, err := stagger.Cron(every, fmt.Sprintf("monitor.m[%d]", i))
			if err != nil {
				t.Fatal(err)
			}
			cron, err := schedule.ParseCron(expression)
			if err != nil {
				t.Fatalf("%s: %v", expression, err)
			}
			minutes := cron.Week(time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), time.UTC)
			used[minutes[0]] = true
			gap := week / len(minutes)
			for j := 1; j < len(minutes); j++ {
				if minutes[j]-minutes[j-1] != gap {
					t.Fatalf("every %s: %s is not due evenly", every, expression)
				}
			}
		}
		t.Logf("every %s: 200 keys have %d moments", every, len(used))
	}
}

func TestWithin(t *testing.T) {
	tests := []struct{ expression, want string }{
		{"0 * * * *", "1h,,true"},
		{"0 9 * * MON-FRI", "1h,9 * * MON-FRI,true"},
		{"*/15 8-17 * * *", "15m,8-17 * * *,true"},
		{"*/15 * * * *", "15m,,true"},
		{"* * * * *", "1h,,false"},
		{"*/7 * * * *", "7m,,false"},
		{"0,30 * * * *", "1h,,false"},
		{"nope", ",,false"},
	}
	for _, test := range tests {
		every, rest, ok := stagger.Within(test.expression)
		if got := fmt.Sprintf("%s,%s,%v", every, rest, ok); got != test.want {
			t.Errorf("%s: got %s, want %s", test.expression, got, test.want)
		}
	}
}
