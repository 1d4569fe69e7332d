package cron_test

import (
	"testing"
	"time"

	"github.com/alertplan/alertplan/schema/internal/cron"
)

// TestAsTheServer holds Parse to the transcripts monitor_errors/schedule_crons
// and schedules/* of 2.19.4.
func TestAsTheServer(t *testing.T) {
	for _, good := range []string{
		"0 0 * * 7", "0 0 * * mon", "0  9  *  *  1", "0\t9 * * 1", "0 9 30 2 *", "*/5 * * * *", "0 9 * * 1-5", "0 9 * * MON-FRI",
		"0 9 1 JAN *", "1,2,3 * * * *", "0-30/5 * * * *", "5/10 * * * *", "0 */12 * * *", "0 0 * * 0", "* * * * *", "0 9 * * MON,WED",
	} {
		if _, err := cron.Parse(good); err != nil {
			t.Errorf("Parse(%q): %v", good, err)
		}
	}
	for _, bad := range []string{
		"", " ", "* * * *", "0 0 * * * *", "0 0 12 ? * MON", "@daily", "@hourly", "@reboot", "60 * * * *", "* 24 * * *", "0 0 0 * *",
		"0 0 32 * *", "0 0 * 13 *", "0 0 * * 8", "*/0 * * * *", "*/61 * * * *", "5-1 * * * *", "0 22-2 * * *", "0 0 * * MONDAY",
		"0 0 * * FRI-MON", "0 0 L * *", "0 0 15W * *", "0 0 * * 5#3", "0 0 ? * *", "a b c d e", "1,2,61 * * * *", "-1 * * * *",
		"0 9 * * 1 2026", "H H * * *", "0 9 1 JANUARY *", "rate(5 minutes)", "1- * * * *", "1,,2 * * * *", "/ * * * *", "1/2/3 * * * *",
	} {
		if _, err := cron.Parse(bad); err == nil {
			t.Errorf("Parse(%q) is taken", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"*/5 * * * *", "0 9 * * MON-FRI", "@daily", "1,2-3/4 0 1 JAN 7"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := cron.Parse(text)
		if err != nil {
			return
		}
		if gap := s.ShortestGap(); gap < 0 || s.Fires() != (gap > 0) {
			t.Fatalf("%q: a gap of %s, fires: %v", text, gap, s.Fires())
		}
	})
}

func TestGaps(t *testing.T) {
	for expression, want := range map[string]time.Duration{
		"*/5 * * * *":     5 * time.Minute,
		"0 9 * * *":       24 * time.Hour,
		"0 9 * * 1-5":     24 * time.Hour,
		"0 9 * * 1":       7 * 24 * time.Hour,
		"0,50 23,0 * * *": 10 * time.Minute,
		"0 0 29 2 *":      4*366*24*time.Hour - 3*24*time.Hour,
		"0 0 30 2 *":      0,
	} {
		s, err := cron.Parse(expression)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.ShortestGap(); got != want {
			t.Errorf("%s: got %s, want %s", expression, got, want)
		}
		if s.Fires() != (want != 0) {
			t.Errorf("%s: Fires() = %v", expression, s.Fires())
		}
	}
}
